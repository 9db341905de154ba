package io.spillway.harness.check;

import io.spillway.harness.history.History;
import io.spillway.harness.history.Phase;
import io.spillway.harness.stats.Binomials;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * {@code site-failover}: a site fails, traffic leaves it in time, and when it is back it serves
 * again.
 *
 * <p>Looks at each phase with {@code role=load}, in which open-loop and closed-loop probers ran
 * over the fault, and at the phases {@code role=after} and {@code role=recovery} that follow it.
 * The verdict is that of the worst repeat.
 */
final class SiteFailover implements Judge {

  private static final double POWER = 0.999;

  @Override
  public String judge(History history, Question question, Findings findings) {
    List<SiteFault> repeats = repeats(history);
    int wanted = question.ruleCase().integer("repeats");
    if (repeats.size() < wanted) {
      findings.doubt(
          "The fault was tried "
              + Words.count(repeats.size(), "time")
              + ", "
              + Words.count(wanted)
              + " are needed.");
    }
    List<SiteFault.Tally> tallies = new ArrayList<>();
    for (SiteFault repeat : repeats) {
      repeat.judge(question, findings).ifPresent(tallies::add);
    }
    if (tallies.isEmpty()) {
      return "nothing to judge";
    }
    int after = tallies.stream().mapToInt(SiteFault.Tally::after).sum();
    int wrong = tallies.stream().mapToInt(SiteFault.Tally::wrongAfter).sum();
    int fewest = tallies.stream().mapToInt(SiteFault.Tally::after).min().orElse(0);
    if (fewest > 0) {
      findings.worth(
          new Statistics(
              after,
              0,
              "a share of "
                  + Words.percent(Binomials.boundOfNone(fewest, POWER))
                  + " or more not served after the failover",
              POWER));
    }
    SiteFault.Tally worst =
        tallies.stream()
            .max(Comparator.comparingLong(SiteFault.Tally::lastFailedNanos))
            .orElseThrow();
    double limit = question.ruleCase().number("failover-limit-seconds");
    if (findings.clean()) {
      findings.note(
          "In "
              + Words.count(tallies.size(), "repeat")
              + " traffic left the failed site within "
              + Words.limit(limit)
              + ", every one of "
              + Words.count(after, "connection")
              + " after that was served elsewhere, and the site served again when it was back.");
    }
    return Words.figure(
        Words.count(worst.failed())
            + " failed"
            + (worst.failed() == 0 ? "" : ", last after " + Words.seconds(worst.lastFailedNanos()))
            + " (limit "
            + Words.limit(limit)
            + "), then "
            + Words.count(wrong)
            + " of "
            + Words.count(after));
  }

  /** Each load phase with the first after and recovery phases before the next load phase. */
  private static List<SiteFault> repeats(History history) {
    List<Phase> loads = history.phasesWith("role", "load").toList();
    List<SiteFault> repeats = new ArrayList<>();
    for (int i = 0; i < loads.size(); i++) {
      int from = history.phases().indexOf(loads.get(i));
      int to =
          i + 1 < loads.size()
              ? history.phases().indexOf(loads.get(i + 1))
              : history.phases().size();
      List<Phase> following = history.phases().subList(from + 1, to);
      repeats.add(
          new SiteFault(
              history, loads.get(i), first(following, "after"), first(following, "recovery")));
    }
    return repeats;
  }

  private static Optional<Phase> first(List<Phase> phases, String role) {
    return phases.stream().filter(p -> role.equals(p.attributes().get("role"))).findFirst();
  }
}
