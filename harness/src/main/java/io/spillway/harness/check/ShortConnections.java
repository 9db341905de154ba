package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Phase;
import io.spillway.harness.stats.Binomials;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The short connections of one phase beside their workload's own count. The attribute {@code
 * workload} ({@code site/name}) says who serves; {@code accepted-before} and {@code accepted-after}
 * are its own count of connections, so that the numbers in between are what it gave.
 *
 * @param phase the phase
 * @param attempts all attempts of it
 * @param heard those that heard a banner
 * @param failed those that heard none
 * @param own the workload's numbers that arrived
 * @param twice attempts that heard a number that another had heard, or one of before the phase
 * @param strays attempts that another workload served
 */
record ShortConnections(
    Phase phase,
    List<Attempt> attempts,
    List<Attempt> heard,
    List<Attempt> failed,
    Set<Long> own,
    List<Attempt> twice,
    List<Attempt> strays) {

  private static final String LEAST_BYTES = "least-bytes";
  private static final String BEFORE = "accepted-before";
  private static final String AFTER = "accepted-after";

  static ShortConnections of(History history, Phase phase) {
    String workload = phase.attribute("workload");
    List<Attempt> attempts = history.attempts(phase.name());
    List<Attempt> heard = attempts.stream().filter(a -> a.servedBy().isPresent()).toList();
    List<Attempt> failed = attempts.stream().filter(a -> a.outcome().failed()).toList();
    Set<Long> own = new HashSet<>();
    List<Attempt> twice = new ArrayList<>();
    List<Attempt> strays = new ArrayList<>();
    for (Attempt attempt : heard) {
      Attempt.Served by = attempt.servedBy().orElseThrow();
      if (!name(by).equals(workload)) {
        strays.add(attempt);
      } else if (by.connection() <= number(phase, BEFORE) || !own.add(by.connection())) {
        twice.add(attempt);
      }
    }
    return new ShortConnections(phase, attempts, heard, failed, own, twice, strays);
  }

  private static long number(Phase phase, String attribute) {
    return Long.parseLong(phase.attribute(attribute));
  }

  private static String name(Attempt.Served by) {
    return by.site() + "/" + by.workload();
  }

  /**
   * {@return how many bytes whoever closes first writes at the least, by the parameter {@code
   * least-bytes}; 0 if one small write, as in histories that do not say it}
   */
  static int leastBytes(Question question) {
    return question.ruleCase().integer(LEAST_BYTES, 0);
  }

  /** {@return the workload, as {@code site/name}} */
  String workload() {
    return phase.attribute("workload");
  }

  /** {@return whether this is a connection that the workload accepted in the phase} */
  boolean has(Attempt.Served connection) {
    return name(connection).equals(workload())
        && connection.connection() > number(phase, BEFORE)
        && connection.connection() <= number(phase, AFTER);
  }

  /** {@return how many connections the workload counted in the phase} */
  long accepted() {
    return number(phase, AFTER) - number(phase, BEFORE);
  }

  /** {@return how many numbers the workload gave that no client heard} */
  long unheard() {
    return accepted() - own.size();
  }

  /** {@return how many attempts came to an end that says something} */
  int known() {
    return heard.size() + failed.size();
  }

  /** Judges who answered, and whom. */
  void judgeBanners(Findings findings) {
    if (!twice.isEmpty()) {
      String sentence =
          Words.count(twice.size(), "short connection")
              + " in the phase "
              + phase.name()
              + " heard a banner of "
              + workload()
              + " that was written for another connection.";
      findings.violated(
          sentence, new Evidence(Findings.indexes(twice), "each banner arrives once", sentence));
    }
    if (!strays.isEmpty()) {
      String sentence =
          Words.count(strays.size(), "short connection")
              + " in the phase "
              + phase.name()
              + " served by another workload than "
              + workload()
              + ".";
      findings.violated(
          sentence,
          new Evidence(Findings.indexes(strays), "all served by " + workload(), sentence));
    }
    if (unheard() < 0) {
      findings.doubt(
          workload()
              + " counts fewer connections in the phase "
              + phase.name()
              + " than clients heard of it; its count cannot be relied on.");
    }
  }

  /**
   * Doubts a phase with fewer connections than the parameter {@code short-connections} says, or
   * whose attribute {@code beside} names a kind of fault when none such was seen to act meanwhile.
   */
  void requireEvidence(History history, Question question, Findings findings) {
    int wanted = question.ruleCase().integer("short-connections");
    if (known() < wanted) {
      findings.doubt(
          "Only "
              + Words.count(known(), "short connection")
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

  /**
   * {@return the loss that would have been seen with the probability {@link Statistics#POWER}, in
   * words}
   */
  String bound() {
    return "a loss of "
        + Words.decimal(Binomials.boundOfNone(heard.size(), Statistics.POWER) * 1e6, 0)
        + " in a million or more";
  }
}
