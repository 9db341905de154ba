package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Phase;
import io.spillway.harness.stats.Binomials;
import java.util.List;
import java.util.OptionalInt;

/**
 * Every attempt of the phase is served, over the path in the attribute {@code to}; both paths lead
 * to the same workload, so that its answer does not tell them apart, and the delay does that a
 * fault puts on one of them (see {@link Groups}).
 *
 * <p>The delay tells more one way than the other. What was served sooner than it cannot have come
 * over the delayed path. What was served later may have, or this machine was busy for that long. So
 * for the undelayed path the number of late attempts is tested against the parameter {@code
 * late-share}, which is more than a busy machine brings about: a router that uses this path only is
 * failed with probability α at most as long as no larger share is late by chance.
 *
 * <p>Where the delayed path is the only one left, it is the delay that is tested: an early attempt
 * shows that it does not act, and then nothing can be said of the other phases.
 */
final class PathClaim implements PhaseClaim {

  @Override
  public boolean spends() {
    return true;
  }

  @Override
  public String judge(
      History history, Phase phase, Question question, double alpha, Findings findings) {
    OnlyClaim.judgeServed(history, phase, question, findings);
    findings.requireTimes(List.of(phase));
    Groups.Paths paths = Groups.Paths.of(phase);
    List<Attempt> served =
        history.attempts(phase.name()).stream().filter(a -> a.servedBy().isPresent()).toList();
    if (served.isEmpty()) {
      return "nothing served";
    }
    List<Attempt> late = served.stream().filter(paths::isLate).toList();
    List<Attempt> early = served.stream().filter(a -> !paths.isLate(a)).toList();
    String to = phase.attribute("to");
    draw(phase, paths, to, early.size(), late.size(), findings);
    if (to.equals(paths.delayed())) {
      return judgeDelay(phase, paths, early, served, findings);
    }
    if (to.equals(paths.undelayed())) {
      return judgeUndelayed(phase, paths, late, served, question, alpha, findings);
    }
    throw new IllegalArgumentException(
        "phase "
            + phase.name()
            + " claims the path "
            + to
            + "; there are only "
            + paths.undelayed()
            + " and "
            + paths.delayed());
  }

  private static String judgeDelay(
      Phase phase,
      Groups.Paths paths,
      List<Attempt> early,
      List<Attempt> served,
      Findings findings) {
    String figure =
        Words.count(served.size())
            + " served over the path "
            + paths.delayed()
            + ", "
            + Words.count(early.size())
            + " too early";
    if (early.isEmpty()) {
      findings.support(
          served,
          "every connection served over the path " + paths.delayed() + ", the only one left",
          Words.count(served.size(), "connection") + " served, none before " + paths.words());
    } else {
      findings.doubt(
          Words.count(early.size())
              + " of "
              + Words.count(served.size(), "connection")
              + " in the phase "
              + phase.name()
              + " served before "
              + paths.words()
              + ", though the path "
              + paths.delayed()
              + " was the only one left; so the delay did not act, and the paths cannot be told"
              + " apart.",
          "every connection served over the path " + paths.delayed() + ", the only one left",
          Words.count(early.size()) + " served before " + paths.words());
    }
    findings.worthAside(
        new Statistics(
                served.size(),
                0,
                "a share of "
                    + Words.percent(Binomials.boundOfNone(served.size(), Statistics.POWER))
                    + " or more served too early",
                Statistics.POWER)
            .with(TrueShare.atMost("connections too early", early.size(), served.size())));
    return figure;
  }

  private static String judgeUndelayed(
      Phase phase,
      Groups.Paths paths,
      List<Attempt> late,
      List<Attempt> served,
      Question question,
      double alpha,
      Findings findings) {
    double lateShare = question.ruleCase().number("late-share");
    int n = served.size();
    OptionalInt least = Binomials.leastMore(n, lateShare, alpha);
    String expected =
        "over the path "
            + paths.undelayed()
            + ": no more than "
            + Words.percent(lateShare)
            + " later than "
            + paths.words();
    String observed =
        Words.count(late.size()) + " of " + Words.count(n, "connection") + " later than that";
    TrueShare share =
        TrueShare.between("connections as late as over " + paths.delayed(), late.size(), n);
    if (least.isEmpty()) {
      findings.doubt(
          Words.count(n, "connection")
              + " in the phase "
              + phase.name()
              + " are too few to tell any share from "
              + Words.percent(lateShare)
              + ".",
          expected,
          observed);
      findings.worth(
          new Statistics(n, alpha, "no share, for that they are too few", Statistics.POWER)
              .with(share));
      return "too few to tell";
    }
    if (late.size() >= least.getAsInt()) {
      findings.unserved(
          Words.count(late.size())
              + " of "
              + Words.count(n, "connection")
              + " in the phase "
              + phase.name()
              + " not served before "
              + paths.words()
              + ": they took the path "
              + paths.delayed()
              + " and not "
              + paths.undelayed()
              + ", which was there.",
          late,
          expected,
          List.of(phase));
    } else {
      findings.support(late, expected, observed);
    }
    String bound =
        "a share of "
            + Words.percent(
                ClaimPlan.wrongPath(
                        n, lateShare, alpha, Change.powerOfATest(phase, Statistics.POWER))
                    .orElseThrow())
            + " over the path "
            + paths.delayed();
    findings.worth(new Statistics(n, alpha, bound, Statistics.POWER).with(share));
    return Words.figure(
        Words.count(late.size()) + " of " + Words.count(n) + " as late as over " + paths.delayed(),
        bound + " would have been seen");
  }

  private static void draw(
      Phase phase, Groups.Paths paths, String to, int early, int late, Findings findings) {
    findings.draw(
        new Drawing.Shares(
            "Connections in the phase " + phase.name() + ", by the path that they took",
            List.of(
                Drawing.Bar.of(
                    paths.undelayed(), early, early + late, to.equals(paths.undelayed()) ? 1 : 0),
                Drawing.Bar.of(
                    paths.delayed(), late, early + late, to.equals(paths.delayed()) ? 1 : 0))));
  }
}
