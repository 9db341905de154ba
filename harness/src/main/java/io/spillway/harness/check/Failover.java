package io.spillway.harness.check;

import io.spillway.harness.history.History;
import io.spillway.harness.history.Phase;
import io.spillway.harness.stats.Binomials;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * {@code failover}: a workload, a site or a link fails, new connections take what is left in time,
 * and what failed is used again when it is back.
 *
 * <p>Looks at each phase with {@code role=load}, in which open-loop and closed-loop probers ran
 * over the fault, and at the phases {@code role=after} and {@code role=recovery} that follow it,
 * which {@link FaultRepeat} describes. The verdict is that of the worst repeat.
 *
 * <p>What is judged, and why it is fair:
 *
 * <ul>
 *   <li>The last connection that went wrong was due no later than the limit after the fault. A
 *       router may fail, serve and fail again until then: nobody promises more.
 *   <li>After that connection at least {@code after-attempts} were made and none went wrong, a
 *       crowd of clients among them. They count from the last one that went wrong and not from a
 *       fixed moment, so a router that flaps within its limit is neither failed for it nor passed
 *       on a sample that was taken before it flapped.
 *   <li>Before the fault nothing went wrong, except in a later repeat within the recovery limit of
 *       the earlier fault's end: what a return costs is another rule's business (F5).
 * </ul>
 */
final class Failover implements Judge {

  @Override
  public String judge(History history, Question question, Findings findings) {
    List<FaultRepeat> repeats = repeats(history);
    int wanted = question.ruleCase().integer("repeats");
    if (repeats.size() < wanted) {
      findings.doubt(
          "The fault was tried "
              + Words.count(repeats.size(), "time")
              + ", "
              + Words.count(wanted)
              + " are needed.");
    }
    List<FailoverWindow.Tally> tallies = new ArrayList<>();
    for (FaultRepeat repeat : repeats) {
      findings.part(
          repeat.load(),
          () -> repeat.judge(question, findings).ifPresent(t -> tell(t, tallies, findings)));
    }
    if (tallies.isEmpty()) {
      return "nothing to judge";
    }
    int clean = tallies.stream().mapToInt(FailoverWindow.Tally::clean).sum();
    FailoverWindow.Tally worst =
        tallies.stream()
            .max(Comparator.comparingLong(FailoverWindow.Tally::lastWrongNanos))
            .orElseThrow();
    double limit = question.ruleCase().number("failover-limit-seconds");
    if (findings.clean()) {
      findings.note(
          "In "
              + Words.count(tallies.size(), "repeat")
              + " the last connection went wrong within "
              + Words.limit(limit)
              + " of the fault, the "
              + Words.count(clean, "connection")
              + " after that were served as they must be, and what had failed was used again when"
              + " it was back. What goes wrong at fewer than "
              + Words.percent(Binomials.boundOfNone(tallies.size(), Statistics.POWER))
              + " of faults need not have shown itself.");
    }
    return Words.figure(
        Words.count(worst.wrong())
            + " wrong"
            + (worst.wrong() == 0 ? "" : ", last after " + Words.seconds(worst.lastWrongNanos()))
            + " (limit "
            + Words.limit(limit)
            + "), then 0 of "
            + Words.count(clean)
            + " in "
            + Words.count(tallies.size(), "repeat"));
  }

  private static void tell(
      FailoverWindow.Tally tally, List<FailoverWindow.Tally> tallies, Findings findings) {
    tallies.add(tally);
    if (tally.wrongLate() > 0) {
      findings.worth(worth("later than the limit", tally.wrongLate(), tally.late()));
    } else if (tally.clean() > 0) {
      findings.worth(worth("after every failover", 0, tally.clean()));
    }
  }

  private static Statistics worth(String when, int wrong, int n) {
    String bound = Words.percent(Binomials.boundOfNone(n, Statistics.POWER));
    return new Statistics(
            n, 0, "a share of " + bound + " or more that goes wrong " + when, Statistics.POWER)
        .with(TrueShare.atMost("connections gone wrong " + when, wrong, n));
  }

  /** Each load phase with the phases before the next load phase. */
  private static List<FaultRepeat> repeats(History history) {
    List<Phase> loads = history.phasesWith("role", "load").toList();
    List<FaultRepeat> repeats = new ArrayList<>();
    for (int i = 0; i < loads.size(); i++) {
      int from = history.phases().indexOf(loads.get(i));
      int to =
          i + 1 < loads.size()
              ? history.phases().indexOf(loads.get(i + 1))
              : history.phases().size();
      repeats.add(new FaultRepeat(history, loads.get(i), history.phases().subList(from + 1, to)));
    }
    return repeats;
  }
}
