package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Phase;
import io.spillway.harness.stats.Binomials;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code return-after-release}: once the held connections have closed, traffic is back on the
 * cheapest path.
 *
 * <p>Looks at the phases with {@code role=release}, each after the ramp with the same {@code
 * cheapest}. That ramp must have spilled: otherwise nothing shows that the alternative could have
 * been taken at all. Where the parameter {@code closed-by} says that its connections were not
 * closed by their clients, the ramp must say so in an attribute of that name.
 */
final class ReturnAfterRelease implements Judge {

  private static final String CLOSED_BY = "closed-by";
  private static final String CLIENT = "client";

  @Override
  public String judge(History history, Question question, Findings findings) {
    int best = question.ruleCase().integer("best");
    int alternative = question.ruleCase().integer("alternative");
    if (best < 0 || alternative <= best) {
      throw new IllegalArgumentException(
          "the alternative must cost more than the best path, which costs at least 0: "
              + alternative
              + " against "
              + best);
    }
    List<Phase> releases = history.phasesWith("role", "release").toList();
    if (releases.size() < 2) {
      findings.doubt(
          "There "
              + (releases.size() == 1 ? "is only one phase" : "is no phase")
              + " with role=release; both orders of the sites' roles are needed.");
    }
    int all = 0;
    int elsewhere = 0;
    int fewest = Integer.MAX_VALUE;
    for (Phase release : releases) {
      findings.part(release, () -> judge(history, release, question, findings));
      List<Attempt> served = served(history, release);
      all += served.size();
      elsewhere += leaked(release, served).size();
      fewest = Math.min(fewest, served.size());
    }
    if (all == 0 || fewest == 0) {
      return "nothing served after a release";
    }
    if (findings.clean()) {
      findings.note(
          "After both releases all "
              + Words.count(all, "connection")
              + " took the cheapest path again.");
    }
    return Words.figure(
        Words.count(elsewhere) + " of " + Words.count(all) + " elsewhere",
        bound(fewest) + " would have been seen");
  }

  private static void judge(History history, Phase release, Question question, Findings findings) {
    List<Attempt> served = served(history, release);
    List<Attempt> leaked = leaked(release, served);
    String cheapest = release.attribute("cheapest");
    requireSpill(history, release, question, findings);
    judgeRelease(release, history.attempts(release.name()), leaked, findings);
    requireEnough(release, served.size(), question, findings);
    if (!served.isEmpty()) {
      findings.draw(shares(cheapest, served.size(), leaked.size()));
      findings.worth(
          new Statistics(served.size(), 0, bound(served.size()), Statistics.POWER)
              .with(
                  TrueShare.atMost(
                      "connections not at " + cheapest, leaked.size(), served.size())));
    }
  }

  private static List<Attempt> served(History history, Phase release) {
    return history.attempts(release.name()).stream().filter(a -> a.servedBy().isPresent()).toList();
  }

  private static List<Attempt> leaked(Phase release, List<Attempt> served) {
    return served.stream().filter(a -> !HeldRamp.on(a, release.attribute("cheapest"))).toList();
  }

  private static String bound(int served) {
    return "a leak of "
        + Words.percent(Binomials.boundOfNone(served, Statistics.POWER))
        + " or more";
  }

  /** The ramp before must have spilled, and its connections have ended as they were to. */
  private static void requireSpill(
      History history, Phase release, Question question, Findings findings) {
    Optional<HeldRamp> ramp =
        history
            .phasesWith("role", "ramp")
            .filter(phase -> phase.attribute("cheapest").equals(release.attribute("cheapest")))
            .filter(phase -> phase.startNanos() <= release.startNanos())
            .reduce((earlier, later) -> later)
            .map(phase -> HeldRamp.read(history, phase));
    if (ramp.flatMap(HeldRamp::spill).isEmpty()) {
      findings.doubt(
          (ramp.isEmpty() ? "No ramp stands" : "The ramp spilled nothing")
              + " before the phase "
              + release.name()
              + ", so it does not show that the alternative could have been taken.");
    } else {
      findings.draw(ramp.orElseThrow().drawing(List.of(), List.of()));
    }
    String wanted = question.ruleCase().text(CLOSED_BY, CLIENT);
    String closedBy = ramp.map(found -> found.phase().attributes().get(CLOSED_BY)).orElse(CLIENT);
    if (!closedBy.equals(wanted)) {
      findings.doubt(
          "Before the phase "
              + release.name()
              + " not all connections were seen to be closed by "
              + wanted
              + ", so it does not show what that leaves behind.");
    }
  }

  private static void judgeRelease(
      Phase release, List<Attempt> attempts, List<Attempt> leaked, Findings findings) {
    String expected = "every connection served at " + release.attribute("cheapest");
    if (!leaked.isEmpty()) {
      String sentence =
          Words.count(leaked.size())
              + " of "
              + Words.count(attempts.size(), "connection")
              + " in the phase "
              + release.name()
              + " served away from the cheapest path, which was below its threshold.";
      findings.misplaced(
          sentence, new Evidence(Findings.indexes(leaked), expected, sentence), List.of(release));
    }
    List<Attempt> failed = attempts.stream().filter(a -> a.outcome().failed()).toList();
    if (!failed.isEmpty()) {
      findings.unserved(
          Words.count(failed.size())
              + " of "
              + Words.count(attempts.size(), "connection")
              + " in the phase "
              + release.name()
              + " not served though nothing was broken: "
              + Words.outcomes(failed)
              + ".",
          failed,
          expected,
          List.of(release));
    }
    if (leaked.isEmpty() && failed.isEmpty()) {
      findings.support(
          attempts,
          expected,
          "all of "
              + Words.count(attempts.size(), "connection")
              + " in the phase "
              + release.name()
              + " served there");
    }
    findings.requireDeterminate("in the phase " + release.name(), attempts);
  }

  private static void requireEnough(
      Phase release, int served, Question question, Findings findings) {
    int wanted = question.ruleCase().integer("sequential");
    if (served < wanted) {
      findings.doubt(
          "Only "
              + Words.count(served, "connection")
              + " served in the phase "
              + release.name()
              + ", "
              + Words.count(wanted)
              + " are needed.");
    }
  }

  private static Drawing.Shares shares(String cheapest, int served, int leaked) {
    List<Drawing.Bar> bars = new ArrayList<>();
    bars.add(Drawing.Bar.of(cheapest, served - leaked, served, 1));
    bars.add(Drawing.Bar.of("elsewhere", leaked, served, 0));
    return new Drawing.Shares(
        "After the release, cheapest is " + cheapest + ", with 99 % confidence intervals", bars);
  }
}
