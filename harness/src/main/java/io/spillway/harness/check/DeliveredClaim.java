package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Outcome;
import io.spillway.harness.history.Phase;
import java.util.List;

/**
 * Nothing is lost on the way: every short connection of the phase heard all that its workload had
 * written before it closed, which is a banner with a number of its own and, where the parameter
 * {@code least-bytes} says so, at least so many bytes behind it ({@link LongAnswers}).
 *
 * <p>The attribute {@code workload} ({@code site/name}) says who serves; {@code accepted-before}
 * and {@code accepted-after} are its own count of connections, so that the numbers in between are
 * what it wrote. A connection that ended without its banner has lost it if the workload has numbers
 * that nobody heard; else it never came there, which is a failure too, for nothing on its way was
 * broken. (Numbers that nobody heard and no client misses are the router's own health checks.) So
 * many as the parameter {@code short-connections} says must have been made, or it is inconclusive,
 * and so it is if {@code beside} names a kind of fault and none such was seen to act meanwhile.
 */
final class DeliveredClaim implements PhaseClaim {

  @Override
  public boolean spends() {
    return false; // chance loses nothing
  }

  @Override
  public String judge(
      History history, Phase phase, Question question, double alpha, Findings findings) {
    ShortConnections connections = ShortConnections.of(history, phase);
    List<Attempt> heard = connections.heard();
    LongAnswers answers =
        new LongAnswers(history, connections, ShortConnections.leastBytes(question));
    judgeFailed(connections, findings);
    answers.judge(findings);
    connections.judgeBanners(findings);
    connections.requireEvidence(history, question, findings);
    if (heard.isEmpty()) {
      return "nothing heard";
    }
    findings.support(
        heard,
        "every banner that " + connections.workload() + " wrote for a client arrives",
        Words.count(connections.own().size())
            + " of "
            + Words.count(connections.known())
            + " heard in the phase "
            + phase.name()
            + "; the workload counts "
            + Words.count(connections.accepted()));
    if (findings.clean()) {
      findings.note(
          "In the phase "
              + phase.name()
              + " all "
              + Words.count(heard.size(), "short connection")
              + " heard what "
              + connections.workload()
              + " had written for them"
              + (answers.isEmpty()
                  ? "."
                  : ", "
                      + Words.count(answers.verifiedBytes(), "byte")
                      + " in all behind their banners, and then its end."));
    }
    int failed = connections.failed().size() + answers.incomplete().size();
    findings.worth(
        new Statistics(heard.size(), 0, connections.bound(), Statistics.POWER)
            .with(TrueShare.atMost("short connections lost", failed, connections.known())));
    return Words.figure(
        Words.count(failed) + " of " + Words.count(connections.known()) + " short connections lost",
        connections.bound() + " would have been seen");
  }

  private static void judgeFailed(ShortConnections connections, Findings findings) {
    List<Attempt> failed = connections.failed();
    if (failed.isEmpty()) {
      return;
    }
    long opened = failed.stream().filter(a -> a.outcome() != Outcome.REFUSED).count();
    long lost = Math.min(opened, connections.unheard());
    findings.unserved(
        Words.count(failed.size())
            + " of "
            + Words.count(connections.attempts().size(), "short connection")
            + " in the phase "
            + connections.phase().name()
            + " heard nothing whole though nothing on their way had failed: "
            + Words.outcomes(failed)
            + ". "
            + connections.workload()
            + " wrote "
            + Words.count(connections.accepted(), "banner")
            + " and "
            + Words.count(connections.own().size())
            + " arrived, so "
            + (lost == 0
                ? "none was lost on the way back"
                : "up to " + Words.count(lost) + " were lost on the way back")
            + ".",
        failed,
        "every short connection hears what its workload wrote",
        List.of(connections.phase()));
  }
}
