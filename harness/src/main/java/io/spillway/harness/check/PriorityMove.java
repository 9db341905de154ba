package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.FaultEvent;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Outcome;
import io.spillway.harness.history.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One move of a priority listener from key to key, because a site failed or was restored.
 *
 * <p>While it lasts the key that served before and the key that must serve after it are the only
 * ones with a claim: the first until its failure is noticed, the second because it was available
 * all the time (or, after a restoration, has become so). A third key that serves breaks the order
 * of the list, at whatever moment it does.
 *
 * @param history the history
 * @param transition the phase in which it happened
 * @param before the steady phase before it
 * @param after the steady phase after it, if the history goes that far
 * @param restoration whether the site was restored, and not broken
 */
record PriorityMove(
    History history, Phase transition, Phase before, Optional<Phase> after, boolean restoration) {

  /**
   * Judges the move.
   *
   * @return how long it took until all traffic was where it must be, in nanoseconds; 0 if that
   *     cannot be known
   */
  long judge(Keys keys, double limitSeconds, Findings findings) {
    judgeOrder(keys, findings);
    Optional<FaultEvent> fault = fault(keys);
    if (fault.isEmpty()) {
      findings.doubt(
          "No fault was "
              + (restoration ? "healed" : "injected")
              + " at the site of "
              + key()
              + " in the phase "
              + transition.name()
              + ".");
      return 0;
    }
    if (fault.get().observedNanos().isEmpty()) {
      findings.doubt(
          "No independent probe saw that "
              + fault.get().target()
              + " was "
              + fault.get().kind()
              + " in the phase "
              + fault.get().phase()
              + "; a fault that is not proven did not"
              + " happen.");
      return 0;
    }
    if (restoration && fault.get().recoveredNanos().isEmpty()) {
      findings.doubt(
          "No independent probe saw that "
              + fault.get().target()
              + " answered again in the phase "
              + transition.name()
              + ".");
      return 0;
    }
    long zero =
        restoration ? fault.get().recoveredNanos().getAsLong() : fault.get().injectedNanos();
    return judgeTime(zero, keys, limitSeconds, findings);
  }

  private void judgeOrder(Keys keys, Findings findings) {
    Set<String> claims = Set.copyOf(List.of(before.attribute("expect"), expect()));
    List<Attempt> others =
        history.attempts(transition.name()).stream()
            .filter(a -> keys.of(a).isPresent() && !claims.contains(keys.of(a).get()))
            .toList();
    if (!others.isEmpty()) {
      String sentence =
          Words.count(others.size(), "connection")
              + " in the phase "
              + transition.name()
              + " served by "
              + Words.list(others.stream().map(a -> keys.of(a).get()).distinct().toList())
              + ", out of the list's order.";
      findings.misplaced(
          sentence,
          new Evidence(
              Findings.indexes(others),
              "served by " + Words.list(claims.stream().sorted().toList()) + " only",
              sentence),
          List.of(transition));
    }
  }

  private long judgeTime(long zero, Keys keys, double limitSeconds, Findings findings) {
    List<Attempt> attempts = new ArrayList<>(history.attempts(transition.name()));
    List<Phase> phases = new ArrayList<>(List.of(transition));
    if (!restoration) {
      judgeBefore(Times.failedBefore(attempts, zero), findings);
    }
    after.ifPresent(
        phase -> {
          attempts.addAll(history.attempts(phase.name()));
          phases.add(phase);
        });
    if (Times.dueFrom(attempts, zero).isEmpty()) {
      findings.doubt(
          "No attempt was due after the moment that counts in " + transition.name() + ".");
      return 0;
    }
    findings.requireTimes(phases);
    long limitNanos = Times.nanos(limitSeconds);
    findings.requireDeterminate(
        "due later than the limit after the "
            + transition.attribute("because")
            + " in the phase "
            + transition.name(),
        Times.dueFrom(history.attempts(transition.name()), zero + limitNanos + 1));
    Arrival arrival = Arrival.of(attempts, attempt -> isWrong(attempt, keys), zero, limitNanos);
    long took = arrival.tookNanos();
    List<Attempt> late = arrival.late();
    if (!late.isEmpty()) {
      findings.unserved(
          "After the "
              + transition.attribute("because")
              + " of "
              + key()
              + " it took "
              + Words.seconds(took)
              + " until all traffic was at "
              + expect()
              + "; the limit is "
              + Words.limit(limitSeconds)
              + ".",
          late,
          "all traffic at " + expect() + " within " + Words.limit(limitSeconds),
          phases);
    } else {
      findings.support(
          arrival.wrong(),
          "all traffic at " + expect() + " within " + Words.limit(limitSeconds),
          Words.seconds(took) + " in the phase " + transition.name());
    }
    return took;
  }

  private void judgeBefore(List<Attempt> failed, Findings findings) {
    if (!failed.isEmpty()) {
      findings.unserved(
          Words.count(failed.size(), "connection")
              + " in the phase "
              + transition.name()
              + " not served before the fault, when nothing new was broken: "
              + Words.outcomes(failed)
              + ".",
          failed,
          "every connection before the fault served",
          List.of(transition));
    }
  }

  private Optional<FaultEvent> fault(Keys keys) {
    return history.faults().stream()
        .filter(fault -> keys.servesAt(key(), fault.target()))
        .filter(
            fault ->
                restoration
                    ? fault.healedNanos().isPresent()
                        && fault.healedNanos().getAsLong() >= transition.startNanos()
                        && fault.healedNanos().getAsLong() <= transition.endNanos()
                    : fault.phase().equals(transition.name()))
        .findFirst();
  }

  private boolean isWrong(Attempt attempt, Keys keys) {
    return attempt.outcome() != Outcome.INDETERMINATE
        && !keys.of(attempt).equals(Optional.of(expect()));
  }

  private String key() {
    return transition.attribute("key");
  }

  private String expect() {
    return transition.attribute("expect");
  }
}
