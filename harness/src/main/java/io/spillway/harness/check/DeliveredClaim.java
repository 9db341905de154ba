package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Outcome;
import io.spillway.harness.history.Phase;
import io.spillway.harness.stats.Binomials;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Nothing is lost on the way: every short connection of the phase heard all that its workload had
 * written before it closed, which is a banner with a number of its own.
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

  private static final double POWER = 0.999;

  @Override
  public boolean spends() {
    return false; // chance loses nothing
  }

  @Override
  public String judge(
      History history, Phase phase, Question question, double alpha, Findings findings) {
    String workload = phase.attribute("workload");
    List<Attempt> attempts = history.attempts(phase.name());
    List<Attempt> heard = attempts.stream().filter(a -> a.servedBy().isPresent()).toList();
    List<Attempt> failed = attempts.stream().filter(a -> a.outcome().failed()).toList();
    Tally tally = Tally.of(phase, heard);
    judgeFailed(phase, workload, tally, failed, attempts.size(), findings);
    judgeHeard(phase, workload, tally, findings);
    requireEvidence(history, phase, attempts, question, findings);
    if (heard.isEmpty()) {
      return "nothing heard";
    }
    findings.support(
        heard,
        "every banner that " + workload + " wrote for a client arrives",
        Words.count(tally.own().size())
            + " of "
            + Words.count(heard.size() + failed.size())
            + " heard in the phase "
            + phase.name()
            + "; the workload counts "
            + Words.count(tally.written()));
    if (findings.clean()) {
      findings.note(
          "In the phase "
              + phase.name()
              + " all "
              + Words.count(heard.size(), "short connection")
              + " heard what "
              + workload
              + " had written for them.");
    }
    String bound =
        "a loss of "
            + Words.decimal(Binomials.boundOfNone(heard.size(), POWER) * 1e6, 0)
            + " in a million or more";
    findings.worth(
        new Statistics(heard.size(), 0, bound, POWER)
            .with(
                TrueShare.atMost(
                    "short connections lost", failed.size(), heard.size() + failed.size())));
    return Words.figure(
        Words.count(failed.size())
            + " of "
            + Words.count(heard.size() + failed.size())
            + " short connections lost",
        bound + " would have been seen");
  }

  /**
   * What the workload wrote and what arrived of it.
   *
   * @param written connections that the workload counted in the phase
   * @param own the numbers of them that arrived
   * @param twice attempts that heard a number that another had heard, or one of before the phase
   * @param strays attempts that another workload served
   */
  private record Tally(long written, Set<Long> own, List<Attempt> twice, List<Attempt> strays) {

    static Tally of(Phase phase, List<Attempt> heard) {
      String workload = phase.attribute("workload");
      long before = number(phase, "accepted-before");
      Set<Long> own = new HashSet<>();
      List<Attempt> twice = new ArrayList<>();
      List<Attempt> strays = new ArrayList<>();
      for (Attempt attempt : heard) {
        long number = attempt.servedBy().orElseThrow().connection();
        if (!name(attempt).equals(workload)) {
          strays.add(attempt);
        } else if (number <= before || !own.add(number)) {
          twice.add(attempt);
        }
      }
      return new Tally(number(phase, "accepted-after") - before, own, twice, strays);
    }

    /** Numbers that the workload gave and no client heard. */
    long unheard() {
      return written - own.size();
    }

    private static long number(Phase phase, String attribute) {
      return Long.parseLong(phase.attribute(attribute));
    }

    private static String name(Attempt attempt) {
      return attempt.servedBy().map(by -> by.site() + "/" + by.workload()).orElse("");
    }
  }

  private static void judgeFailed(
      Phase phase,
      String workload,
      Tally tally,
      List<Attempt> failed,
      int attempts,
      Findings findings) {
    if (failed.isEmpty()) {
      return;
    }
    long opened = failed.stream().filter(a -> a.outcome() != Outcome.REFUSED).count();
    long lost = Math.min(opened, tally.unheard());
    findings.unserved(
        Words.count(failed.size())
            + " of "
            + Words.count(attempts, "short connection")
            + " in the phase "
            + phase.name()
            + " heard nothing whole though nothing on their way had failed: "
            + Words.outcomes(failed)
            + ". "
            + workload
            + " wrote "
            + Words.count(tally.written(), "banner")
            + " and "
            + Words.count(tally.own().size())
            + " arrived, so "
            + (lost == 0
                ? "none was lost on the way back"
                : "up to " + Words.count(lost) + " were lost on the way back")
            + ".",
        failed,
        "every short connection hears what its workload wrote",
        List.of(phase));
  }

  private static void judgeHeard(Phase phase, String workload, Tally tally, Findings findings) {
    if (!tally.twice().isEmpty()) {
      String sentence =
          Words.count(tally.twice().size(), "short connection")
              + " in the phase "
              + phase.name()
              + " heard a banner of "
              + workload
              + " that was written for another connection.";
      findings.violated(
          sentence,
          new Evidence(Findings.indexes(tally.twice()), "each banner arrives once", sentence));
    }
    if (!tally.strays().isEmpty()) {
      String sentence =
          Words.count(tally.strays().size(), "short connection")
              + " in the phase "
              + phase.name()
              + " served by another workload than "
              + workload
              + ".";
      findings.violated(
          sentence,
          new Evidence(Findings.indexes(tally.strays()), "all served by " + workload, sentence));
    }
    if (tally.unheard() < 0) {
      findings.doubt(
          workload
              + " counts fewer connections in the phase "
              + phase.name()
              + " than clients heard of it; its count cannot be relied on.");
    }
  }

  private static void requireEvidence(
      History history, Phase phase, List<Attempt> attempts, Question question, Findings findings) {
    int wanted = question.ruleCase().integer("short-connections");
    long known = attempts.stream().filter(a -> a.outcome() != Outcome.INDETERMINATE).count();
    if (known < wanted) {
      findings.doubt(
          "Only "
              + Words.count(known, "short connection")
              + " in the phase "
              + phase.name()
              + ", "
              + Words.count(wanted)
              + " are needed.");
    }
    findings.requireDeterminate("in the phase " + phase.name(), attempts);
    String beside = phase.attributes().getOrDefault("beside", "");
    boolean seen =
        history.faults().stream()
            .filter(fault -> fault.kind().equals(beside))
            .flatMapToLong(fault -> fault.observedNanos().stream())
            .anyMatch(at -> at >= phase.startNanos() && at <= phase.endNanos());
    if (!beside.isEmpty() && !seen) {
      findings.doubt(
          "Nobody saw that anything was "
              + beside
              + " during the phase "
              + phase.name()
              + "; a fault that is not proven did not happen.");
    }
  }
}
