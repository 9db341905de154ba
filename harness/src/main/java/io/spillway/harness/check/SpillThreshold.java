package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.History;
import io.spillway.harness.model.LinkCostModel;
import io.spillway.harness.model.Spreading;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * {@code spill-threshold}: held connections stay on the cheapest path until their number outweighs
 * the alternative's cost; then new ones are spread over both.
 *
 * <p>Looks at the phases with {@code role=ramp}, as many as the case asks for ({@link
 * SpillSample}), and compares the whole curve of each with {@link LinkCostModel}: the first spill
 * ({@link SpillPoints}), every stretch after it ({@link SpillSpread}), and the curve as such
 * ({@link SpillCurve}). What fair coins could do is not called a violation, to within alpha.
 * Connections of a ramp that do not stay open ({@link HeldOpen}) are one.
 */
final class SpillThreshold implements Judge {

  /** What other parts of the judgement may spend of alpha; with the points' not more than all. */
  private static final double ALPHA_OF_SPREAD = 0.7;

  private static final double ALPHA_OF_CURVE = 0.15;

  @Override
  public String judge(History history, Question question, Findings findings) {
    LinkCostModel model = SpillCosts.model(question);
    List<HeldRamp> ramps =
        history.phasesWith("role", "ramp").map(phase -> HeldRamp.read(history, phase)).toList();
    SpillSample.of(question).require(ramps, findings);
    SpillPoints points =
        new SpillPoints(
            model,
            SpillCosts.accepted(question),
            ramps,
            SpillPlan.ALPHA_OF_POINTS * question.alpha());
    SpillSpread spread = spread(question, ramps.size());
    SpillCurve curve = new SpillCurve(model, spreading(question, ramps));
    Set<List<Object>> drawn = new HashSet<>();
    for (HeldRamp ramp : ramps) {
      judgeService(ramp, history, findings);
      judgeRamp(ramp, points, curve, findings);
      spread.judge(ramp, findings);
      if (drawn.add(List.<Object>of(ramp.cheapest(), ramp.alike(), ramp.openAtSpill()))) {
        findings.draw(curve.drawing(ramp, points.allowed(), spread.isKept(ramp)));
      }
    }
    points.judgeAlike(findings);
    new SpillWorth(ramps, points, spread, question.alpha()).of().ifPresent(findings::worth);
    return figure(ramps, points, spread, findings);
  }

  private static SpillSpread spread(Question question, int ramps) {
    return new SpillSpread(
        question.ruleCase().integer("after-spill"),
        question.ruleCase().number("share-min"),
        ALPHA_OF_SPREAD * question.alpha() / Math.max(1, ramps));
  }

  private static Spreading spreading(Question question, List<HeldRamp> ramps) {
    int connections = ramps.stream().mapToInt(ramp -> ramp.served().size()).sum();
    int courses = LinkCostModel.Course.values().length;
    return new Spreading(
        question.ruleCase().integer("after-spill"),
        question.ruleCase().number("share-min"),
        ALPHA_OF_CURVE * question.alpha() / Math.max(1, connections * courses));
  }

  private static void judgeService(HeldRamp ramp, History history, Findings findings) {
    if (!ramp.failed().isEmpty()) {
      findings.unserved(
          Words.count(ramp.failed().size(), "connection")
              + " of the ramp "
              + ramp.words()
              + " not served though nothing was broken: "
              + Words.outcomes(ramp.failed())
              + ".",
          ramp.failed(),
          "every connection served",
          List.of(ramp.phase()));
    }
    HeldOpen.judge(history, ramp.phase(), findings);
    if (!ramp.strays().isEmpty()) {
      String sentence =
          Words.count(ramp.strays().size(), "connection")
              + " of the ramp "
              + ramp.words()
              + " served by neither of the two sites.";
      findings.misplaced(
          sentence,
          new Evidence(
              Findings.indexes(ramp.strays()),
              "served by " + ramp.cheapest() + " or " + ramp.alternative(),
              sentence),
          List.of(ramp.phase()));
    }
  }

  private static void judgeRamp(
      HeldRamp ramp, SpillPoints points, SpillCurve curve, Findings findings) {
    int held = ramp.served().size();
    int highest = Collections.max(points.allowed());
    List<Attempt> unknown =
        ramp.indeterminate().stream()
            .filter(
                attempt -> ramp.spill().isEmpty() || attempt.index() < ramp.spill().get().index())
            .toList();
    if (held == 0) {
      findings.doubt("No connection of the ramp " + ramp.words() + " was served.");
    } else if (!unknown.isEmpty()) {
      findings.requireDeterminate("before a spill in the ramp " + ramp.words(), unknown);
    } else if (ramp.spill().isEmpty() && held <= highest) {
      findings.doubt(
          "The ramp "
              + ramp.words()
              + " ended at "
              + Words.count(held, "connection")
              + ", before a spill was due ("
              + points.expected()
              + ").",
          points.expected(),
          stayed(ramp));
    } else if (ramp.spill().isEmpty() && points.mayStillSpill(ramp)) {
      findings.doubt(
          "The ramp "
              + ramp.words()
              + " ended at "
              + Words.count(held, "connection")
              + " without a spill ("
              + points.expected()
              + "), which is too early to tell: a spread by chance may spill later.",
          points.expected(),
          stayed(ramp));
    } else if (ramp.spill().isEmpty()) {
      String observed = stayed(ramp);
      findings.misplaced(
          "In the ramp "
              + ramp.words()
              + " "
              + observed
              + ", none took "
              + ramp.alternative()
              + ".",
          new Evidence(List.of(last(ramp.served()).index()), points.expected(), observed),
          List.of(ramp.phase()));
    } else {
      points.judge(ramp, findings);
      curve.judge(ramp, points.readings(ramp), points.phases(ramp), findings);
    }
  }

  private static String stayed(HeldRamp ramp) {
    return "all "
        + Words.count(ramp.served().size(), "held connection")
        + " stayed at "
        + ramp.cheapest();
  }

  private static Attempt last(List<Attempt> attempts) {
    return attempts.get(attempts.size() - 1);
  }

  /** What is wrong, if the spill points are not, stands before them. */
  private static String figure(
      List<HeldRamp> ramps, SpillPoints points, SpillSpread spread, Findings findings) {
    if (ramps.isEmpty()) {
      return "no ramp";
    }
    int unserved = ramps.stream().mapToInt(ramp -> ramp.failed().size()).sum();
    List<String> parts = new ArrayList<>();
    if (unserved > 0) {
      parts.add(Words.count(unserved) + " not served");
    }
    if (!ramps.stream().allMatch(spread::isKept)) {
      parts.add("not spread evenly");
    }
    boolean explained =
        ramps.stream()
            .allMatch(ramp -> ramp.spill().isPresent() && !points.readings(ramp).isEmpty());
    if (explained) {
      String reading = SpillCosts.words(points.readings());
      findings.fit(points.readings());
      findings.note("The spill points fit " + reading + ".");
      parts.add(spills(ramps) + " (" + reading + ")");
    } else {
      parts.add(0, spills(ramps) + ", allowed " + points.allowedWords());
    }
    return Words.figure(parts.toArray(String[]::new));
  }

  private static String spills(List<HeldRamp> ramps) {
    List<String> spills =
        ramps.stream()
            .map(HeldRamp::openAtSpill)
            .map(open -> open.isPresent() ? Words.count(open.getAsLong()) : "none")
            .distinct()
            .toList();
    if (spills.equals(List.of("none"))) {
      int longest = ramps.stream().mapToInt(ramp -> ramp.served().size()).max().orElse(0);
      return "no spill in " + Words.count(longest) + " held";
    }
    boolean both = spills.size() == 1 && ramps.size() > 1;
    return "spills at " + Words.list(spills) + " open" + (both ? " in both orders" : "");
  }
}
