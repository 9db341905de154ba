package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.Phase;
import io.spillway.harness.model.LinkCostModel;
import io.spillway.harness.model.LinkCostModel.Reading;
import io.spillway.harness.stats.CoinTosses;
import io.spillway.harness.stats.LevelWalk;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where ramps spilled for the first time, against where a reading lets them.
 *
 * <p>Each reading allows two points: a tie may go either way. A router that from then on spreads
 * new connections by fair coins may still toss the cheapest path a few times, and so spill late: it
 * does what the newest text says. So a late spill is no violation where coins explain it. They do
 * not if all ramps of a listener together are later than coins would be, or if what follows is more
 * even than coins are: a router that keeps the two paths level compares them, and must spill at the
 * point. How late a router that spreads by coins may always be depends on how many ramps there are
 * ({@link #lateness}). Nor where perceived costs alone are accepted: they send each connection to
 * the path that is perceived to cost less, and leave nothing but ties to chance.
 */
final class SpillPoints {

  private final LinkCostModel model;
  private final Set<Reading> accepted;
  private final List<HeldRamp> ramps;
  private final List<HeldRamp> spilled;
  private final double alpha;

  /** What speaks for or against coins after the spill. */
  private enum Coins {
    POSSIBLE,
    UNDECIDED,
    REFUTED
  }

  /**
   * Looks at these ramps.
   *
   * @param accepted the readings that may explain a spill, at least one
   * @param alpha the probability that a router which spreads by fair coins is called late
   */
  SpillPoints(LinkCostModel model, Set<Reading> accepted, List<HeldRamp> ramps, double alpha) {
    this.model = model;
    this.accepted = accepted;
    this.ramps = ramps;
    this.spilled = ramps.stream().filter(ramp -> ramp.spill().isPresent()).toList();
    this.alpha = alpha;
  }

  /** Judges the point at which this ramp spilled. */
  void judge(HeldRamp ramp, Findings findings) {
    long open = ramp.openAtSpill().orElseThrow();
    Attempt spill = ramp.spill().orElseThrow();
    String allowed = expected();
    String observed =
        "first spill to "
            + ramp.alternative()
            + " at "
            + Words.count(open)
            + " open at "
            + ramp.cheapest();
    Set<Reading> readings = readings(ramp);
    if (readings.isEmpty() && couldBeLate(ramp) && coins() == Coins.UNDECIDED) {
      findings.doubt(
          "In the ramp "
              + ramp.words()
              + ": "
              + observed
              + ", later than "
              + allowed
              + "; too few connections follow to tell whether they are spread by chance.",
          allowed,
          observed);
    } else if (readings.isEmpty()) {
      findings.misplaced(
          "In the ramp "
              + ramp.words()
              + ": "
              + observed
              + "; allowed by "
              + (accepted.size() > 1 ? "any" : "the " + accepted.iterator().next().word())
              + " reading is "
              + allowedWords()
              + "."
              + (couldBeLate(ramp) ? why() : ""),
          new Evidence(List.of(spill.index()), allowed, observed),
          phases(ramp));
    } else {
      findings.support(List.of(spill), allowed, observed);
      if (!allowed().contains((int) open)) {
        findings.note(
            "In the ramp "
                + ramp.words()
                + " the first spill came at "
                + Words.count(open)
                + " open, as late as a spread by chance may.");
      }
    }
  }

  /** Ramps with the same attribute {@code alike} must fit one reading, whatever it is. */
  void judgeAlike(Findings findings) {
    Map<String, Set<Reading>> fitting = new LinkedHashMap<>();
    for (HeldRamp ramp : spilled) {
      ramp.alike()
          .ifPresent(
              group ->
                  fitting
                      .computeIfAbsent(group, g -> EnumSet.copyOf(accepted))
                      .retainAll(readings(ramp)));
    }
    fitting.forEach(
        (group, readings) -> {
          List<HeldRamp> members =
              spilled.stream().filter(r -> r.alike().filter(group::equals).isPresent()).toList();
          if (readings.isEmpty() && members.stream().noneMatch(r -> readings(r).isEmpty())) {
            findings.misplaced(
                "The spill points of " + group + " differ, no reading explains all of them.",
                new Evidence(
                    members.stream().map(r -> r.spill().orElseThrow().index()).toList(),
                    "the same spill points for " + group,
                    Words.list(members.stream().map(SpillPoints::point).toList())),
                members.stream().map(HeldRamp::phase).toList());
          }
        });
  }

  /** {@return what is expected, in words} */
  String expected() {
    return "first spill at " + allowedWords() + " open";
  }

  /** {@return how many may be open on the cheapest path at the first spill, ascending} */
  List<Integer> allowed() {
    return model.spills(accepted);
  }

  /** {@return the same in words} */
  String allowedWords() {
    return allowed().stream().map(Words::count).collect(Collectors.joining(", "));
  }

  /** {@return the readings that explain the first spill of every ramp} */
  Set<Reading> readings() {
    Set<Reading> all = EnumSet.copyOf(accepted);
    spilled.forEach(ramp -> all.retainAll(readings(ramp)));
    return all;
  }

  /** {@return the readings that explain the first spill of this ramp} */
  Set<Reading> readings(HeldRamp ramp) {
    Set<Reading> readings = EnumSet.noneOf(Reading.class);
    long open = ramp.openAtSpill().orElseThrow();
    for (Reading reading : accepted) {
      long late = model.late(reading, open);
      if (late == 0 || (isExcused(reading, late, ramp) && coins() == Coins.POSSIBLE)) {
        readings.add(reading);
      }
    }
    return readings;
  }

  /**
   * {@return the phases that this ramp's judgement rests on: its own and, where its spill came
   * later than some reading says, those of all ramps, for whether coins explain that is asked of
   * all of them together}
   */
  List<Phase> phases(HeldRamp ramp) {
    long open = ramp.openAtSpill().orElseThrow();
    boolean late =
        accepted.stream()
            .anyMatch(reading -> leavesToChance(reading) && model.late(reading, open) > 0);
    return late ? spilled.stream().map(HeldRamp::phase).toList() : List.of(ramp.phase());
  }

  /**
   * {@return whether this ramp, which has not spilled, is so short that a spill was not due yet, or
   * that coins may have kept it from one}
   */
  boolean mayStillSpill(HeldRamp ramp) {
    return mayStillSpill(ramp.served().size());
  }

  private boolean mayStillSpill(long held) {
    return accepted.stream().anyMatch(reading -> mayStillSpill(reading, model.late(reading, held)));
  }

  /** {@return how many connections a ramp must hold without a spill for that to be a violation} */
  int surelyBeyond() {
    int held = Collections.max(allowed()) + 1;
    while (mayStillSpill(held)) {
      held++;
    }
    return held;
  }

  private boolean mayStillSpill(Reading reading, long late) {
    double alphaOfThis = SpillPlan.alphaOfNoSpill(alpha, ramps.size());
    return late <= 0
        || (leavesToChance(reading) && CoinTosses.atLeast(Math.toIntExact(late), 1) > alphaOfThis);
  }

  private static String point(HeldRamp ramp) {
    return Words.count(ramp.openAtSpill().orElseThrow()) + " open in the ramp " + ramp.words();
  }

  private boolean couldBeLate(HeldRamp ramp) {
    long open = ramp.openAtSpill().orElseThrow();
    return accepted.stream()
        .anyMatch(reading -> isExcused(reading, model.late(reading, open), ramp));
  }

  /** Whether coins, if there are any, may make the spill of this ramp as late by this reading. */
  private boolean isExcused(Reading reading, long late, HeldRamp ramp) {
    return late > 0 && leavesToChance(reading) && notTooLate(reading, ramp.listener());
  }

  private boolean leavesToChance(Reading reading) {
    return SpillPlan.leavesToChance(reading, accepted);
  }

  private String why() {
    return " Chance does not explain it: what follows is too even to be spread by coins.";
  }

  /**
   * Whether coins that are tossed from the tie on would come so late, in all ramps of this listener
   * together.
   */
  private boolean notTooLate(Reading reading, String listener) {
    List<HeldRamp> together =
        spilled.stream().filter(ramp -> ramp.listener().equals(listener)).toList();
    long late =
        together.stream()
            .mapToLong(ramp -> Math.max(0, model.late(reading, ramp.openAtSpill().orElseThrow())))
            .sum();
    return CoinTosses.atLeast(Math.toIntExact(late), together.size()) > alphaOfALateness();
  }

  private double alphaOfALateness() {
    return SpillPlan.alphaOfALateness(
        alpha, ramps.stream().map(HeldRamp::listener).distinct().count());
  }

  /**
   * {@return by how many connections every spill of a listener must come late for that to be found
   * out with this probability, as in {@link SpillPlan#lateness(Question, double)}; 0 if none
   * spilled}
   */
  int lateness(double power) {
    return spilled.stream()
        .collect(Collectors.groupingBy(HeldRamp::listener, Collectors.counting()))
        .values()
        .stream()
        .mapToInt(Math::toIntExact)
        .map(ramps -> SpillPlan.lateness(accepted, ramps, alphaOfALateness(), power))
        .max()
        .orElse(0);
  }

  private Coins coins() {
    double chance = 1;
    for (HeldRamp ramp : spilled) {
      List<Boolean> after = ramp.sides(ramp.afterSpill());
      if (!LevelWalk.isLevel(after)) {
        return Coins.POSSIBLE;
      }
      chance *= LevelWalk.byChance(after.size());
    }
    return chance <= alpha / 2 ? Coins.REFUTED : Coins.UNDECIDED;
  }
}
