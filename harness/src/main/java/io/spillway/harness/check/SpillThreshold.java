package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.History;
import io.spillway.harness.stats.Binomials;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code spill-threshold}: held connections stay on the cheapest path until their number outweighs
 * the alternative's cost; then new ones are spread over both.
 *
 * <p>Looks at the phases with {@code role=ramp}, one for each order of the two sites' roles. The
 * sources differ in what is compared, and none says how ties are broken, so four spill points are
 * allowed: the difference of the two costs or one more (perceived costs), and the alternative's
 * cost or one more (open connections against cost). After the spill each path must take its
 * smallest share; a router that spreads by fair coins misses that now and then, so a miss that a
 * coin could do with probability alpha is not called a violation but leaves the verdict open.
 */
final class SpillThreshold implements Judge {

  private static final double POWER = 0.999;

  @Override
  public String judge(History history, Question question, Findings findings) {
    SpillCosts costs = SpillCosts.of(question);
    List<HeldRamp> ramps =
        history.phasesWith("role", "ramp").map(phase -> HeldRamp.read(history, phase)).toList();
    Set<String> missing = new TreeSet<>(List.of("as named", "swapped"));
    ramps.forEach(ramp -> missing.remove(ramp.order()));
    if (!missing.isEmpty()) {
      findings.doubt(
          "No ramp with the sites' roles "
              + Words.list(List.copyOf(missing))
              + "; a router may break ties by name or age, so both orders are needed.");
    }
    int spread = 0;
    for (HeldRamp ramp : ramps) {
      judgeService(ramp, findings);
      judgeSpill(ramp, costs, findings);
      spread += judgeSpread(ramp, question, findings);
      findings.draw(ramp.drawing(costs.allowed()));
    }
    if (spread > 0) {
      int after = question.ruleCase().integer("after-spill");
      int least = least(question, after);
      findings.worth(
          new Statistics(
              spread,
              question.alpha(),
              "a path with "
                  + Words.percent(Binomials.foundOutBelow(Math.max(1, least), after, POWER))
                  + " or less after the spill",
              POWER));
    }
    return figure(ramps, costs, findings);
  }

  private static void judgeService(HeldRamp ramp, Findings findings) {
    if (!ramp.failed().isEmpty()) {
      findings.unserved(
          Words.count(ramp.failed().size(), "connection")
              + " of the ramp "
              + ramp.order()
              + " not served though nothing was broken: "
              + Words.outcomes(ramp.failed())
              + ".",
          ramp.failed(),
          "every connection served",
          List.of(ramp.phase()));
    }
    if (!ramp.strays().isEmpty()) {
      String sentence =
          Words.count(ramp.strays().size(), "connection")
              + " of the ramp "
              + ramp.order()
              + " served by neither of the two sites.";
      findings.violated(
          sentence,
          new Evidence(
              Findings.indexes(ramp.strays()),
              "served by " + ramp.cheapest() + " or " + ramp.alternative(),
              sentence));
    }
  }

  private static void judgeSpill(HeldRamp ramp, SpillCosts costs, Findings findings) {
    int held = ramp.served().size();
    List<Attempt> unknown =
        ramp.indeterminate().stream()
            .filter(
                attempt -> ramp.spill().isEmpty() || attempt.index() < ramp.spill().get().index())
            .toList();
    String allowed = "first spill at " + costs.allowedInWords() + " open";
    if (held == 0) {
      findings.doubt("No connection of the ramp " + ramp.order() + " was served.");
    } else if (!unknown.isEmpty()) {
      findings.requireDeterminate("before a spill in the ramp " + ramp.order(), unknown);
    } else if (ramp.spill().isEmpty() && held <= costs.highest()) {
      findings.doubt(
          "The ramp "
              + ramp.order()
              + " ended at "
              + Words.count(held, "connection")
              + ", before a spill was due ("
              + allowed
              + ").");
    } else if (ramp.spill().isEmpty()) {
      String observed =
          "all " + Words.count(held, "held connection") + " stayed at " + ramp.cheapest();
      findings.violated(
          "In the ramp "
              + ramp.order()
              + " "
              + observed
              + ", none took "
              + ramp.alternative()
              + ".",
          new Evidence(last(ramp.served()), allowed, observed));
    } else {
      judgePoint(ramp, costs, allowed, findings);
    }
  }

  private static void judgePoint(
      HeldRamp ramp, SpillCosts costs, String allowed, Findings findings) {
    long open = ramp.openAtSpill().orElseThrow();
    Attempt spill = ramp.spill().orElseThrow();
    String observed =
        "first spill to "
            + ramp.alternative()
            + " at "
            + Words.count(open)
            + " open at "
            + ramp.cheapest();
    if (costs.allows(open)) {
      findings.support(List.of(spill), allowed, observed);
    } else {
      findings.violated(
          "In the ramp "
              + ramp.order()
              + ": "
              + observed
              + "; allowed by any reading is "
              + costs.allowedInWords()
              + ".",
          new Evidence(List.of(spill.index()), allowed, observed));
    }
  }

  /** Returns how many connections after the spill were judged. */
  private static int judgeSpread(HeldRamp ramp, Question question, Findings findings) {
    if (ramp.spill().isEmpty()) {
      return 0;
    }
    int wanted = question.ruleCase().integer("after-spill");
    List<Attempt> after = ramp.afterSpill(wanted);
    int onAlternative = ramp.onAlternative(after);
    int fewest = Math.min(onAlternative, after.size() - onAlternative);
    int missing = wanted - after.size();
    int least = least(question, wanted);
    int certain =
        Math.min(least, Binomials.acceptanceRegion(wanted, 0.5, question.alpha() / 2).low());
    String expected =
        "at least " + Words.count(least) + " of " + Words.count(wanted) + " on each path";
    String observed =
        Words.count(after.size() - onAlternative)
            + " at "
            + ramp.cheapest()
            + " and "
            + Words.count(onAlternative)
            + " at "
            + ramp.alternative();
    String sentence =
        "After the spill of the ramp " + ramp.order() + " " + observed + "; " + expected + ".";
    if (fewest + missing < certain) {
      findings.violated(sentence, new Evidence(Findings.indexes(after), expected, observed));
    } else if (missing > 0) {
      findings.doubt(
          "Only "
              + Words.count(after.size(), "connection")
              + " after the spill of the ramp "
              + ramp.order()
              + ", "
              + Words.count(wanted)
              + " are needed.");
    } else if (fewest < least) {
      findings.doubt(
          sentence
              + " A router that spreads by fair coins would do this too, with a probability above "
              + Words.probability(question.alpha())
              + ".");
    } else {
      findings.support(after, expected, observed);
    }
    return after.size();
  }

  private static int least(Question question, int wanted) {
    return (int) Math.ceil(question.ruleCase().number("share-min") * wanted);
  }

  private static List<Integer> last(List<Attempt> attempts) {
    return List.of(attempts.get(attempts.size() - 1).index());
  }

  private static String figure(List<HeldRamp> ramps, SpillCosts costs, Findings findings) {
    if (ramps.isEmpty()) {
      return "no ramp";
    }
    List<String> points =
        ramps.stream()
            .map(HeldRamp::openAtSpill)
            .map(open -> open.isPresent() ? Words.count(open.getAsLong()) : "none")
            .distinct()
            .toList();
    if (points.equals(List.of("none"))) {
      int longest = ramps.stream().mapToInt(ramp -> ramp.served().size()).max().orElse(0);
      return "no spill in " + Words.count(longest) + " held, allowed " + costs.allowedInWords();
    }
    boolean both = points.size() == 1 && ramps.size() > 1;
    String spills = "spills at " + Words.list(points) + " open" + (both ? " in both orders" : "");
    List<Long> open =
        ramps.stream()
            .map(HeldRamp::openAtSpill)
            .filter(OptionalLong::isPresent)
            .map(OptionalLong::getAsLong)
            .toList();
    if (open.size() < ramps.size() || !open.stream().allMatch(costs::allows)) {
      return spills + ", allowed " + costs.allowedInWords();
    }
    String reading = costs.reading(open);
    findings.note("The spill points fit " + reading + ".");
    return spills + " (" + reading + ")";
  }
}
