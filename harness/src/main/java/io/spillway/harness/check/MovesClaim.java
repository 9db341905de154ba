package io.spillway.harness.check;

import io.spillway.harness.check.Change.Cause;
import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.FaultEvent;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Outcome;
import io.spillway.harness.history.Phase;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;

/**
 * In the phase something fails or is healed, and traffic moves: until a limit has passed attempts
 * may go wrong, and from then on each is served by {@code to}.
 *
 * <p>Attributes of the phase: {@code because}, which is {@code fault} or {@code heal}; {@code
 * target}, what is failed or healed, as the fault says; {@code to}, a single group, and {@code by},
 * what groups are (see {@link Groups}); and {@code among}, where nobody else but these groups may
 * serve at any time of the phase. The limit is that of the {@link Change}.
 *
 * <p>By {@code path}, what was served late after something was served too soon for the dear path
 * does not go wrong: this machine may have held it up. How many may be as late is for a phase with
 * the claim {@code path} to judge.
 *
 * <p>Before a fault nothing fails, except within the limit of what failed or was healed before the
 * phase: what that costs is for the phases to show in which it was.
 *
 * <p>A move that had nothing to move is inconclusive: before the change somebody else than {@code
 * to} must have served. That no later attempt goes wrong is for a phase of its own to show, with
 * the claim {@code only}.
 */
final class MovesClaim implements PhaseClaim {

  @Override
  public boolean spends() {
    return false; // a limit of time is kept or it is not
  }

  @Override
  public String judge(
      History history, Phase phase, Question question, double alpha, Findings findings) {
    Cause cause = Cause.of(phase);
    Optional<Change> change =
        Change.in(phase, history).stream()
            .filter(each -> each.cause() == cause)
            .filter(each -> each.fault().target().equals(phase.attribute("target")))
            .findFirst();
    if (change.isEmpty()) {
      findings.doubt(
          phase.attribute("target")
              + " was not "
              + (cause == Cause.FAULT ? "failed" : "healed")
              + " in the phase "
              + phase.name()
              + ".");
      return "nothing to judge";
    }
    FaultEvent fault = change.get().fault();
    if (fault.observedNanos().isEmpty()) {
      findings.doubt(
          "No independent probe saw that "
              + fault.target()
              + " was "
              + fault.kind()
              + " in the phase "
              + fault.phase()
              + "; a fault that is not proven did not happen.");
      return "nothing to judge";
    }
    return new Move(
            history,
            phase,
            change.get(),
            Groups.of(history, phase),
            change.get().limitSeconds(question))
        .judge(Change.calmFromNanos(phase, history, question), findings);
  }

  /** A move whose cause is proven. */
  private record Move(
      History history, Phase phase, Change change, Groups groups, double limitSeconds) {

    /** Judges the move; until {@code calmNanos} an earlier change may be why something fails. */
    String judge(long calmNanos, Findings findings) {
      List<Attempt> attempts = history.attempts(phase.name());
      long zero = change.zeroNanos();
      judgeBefore(attempts, zero, calmNanos, findings);
      long seen = firstSeenNanos(attempts, zero);
      Arrival arrival =
          Arrival.of(
              attempts,
              attempt -> isWrong(attempt) && !isHeldUp(attempt, seen),
              zero,
              Times.nanos(limitSeconds));
      boolean arrived = isArrived(arrival);
      judgeArrival(arrival, arrived, findings);
      if (!arrival.due().isEmpty()) {
        findings.worthAside(Times.worth("a move", arrival.due(), limitSeconds));
      }
      judgePlaces(attempts, findings);
      findings.requireTimes(List.of(phase));
      findings.requireDeterminate(
          "due later than the limit in the phase " + phase.name(),
          Times.dueFrom(attempts, zero + Times.nanos(limitSeconds) + 1));
      draw(attempts, findings);
      return Words.figure(
          (arrived
                  ? "at " + to() + " in " + Words.seconds(arrival.tookNanos())
                  : to() + " not reached for good")
              + " (limit "
              + Words.limit(limitSeconds)
              + ")",
          Words.count(arrival.wrong().size()) + (arrived ? " wrong till then" : " wrong"));
    }

    /**
     * Before a fault nothing is broken, but for what an earlier change may still cost; and before
     * either change there is something to move.
     */
    private void judgeBefore(List<Attempt> attempts, long zero, long calmNanos, Findings findings) {
      List<Attempt> failed =
          change.cause() == Cause.FAULT
              ? Times.dueFrom(Times.failedBefore(attempts, zero), calmNanos)
              : List.of();
      if (!failed.isEmpty()) {
        findings.unserved(
            Words.count(failed.size(), "connection")
                + " in the phase "
                + phase.name()
                + " not served before the fault, when nothing new was broken: "
                + Words.outcomes(failed)
                + ".",
            failed,
            "every connection before the fault served",
            List.of(phase));
      }
      boolean moved =
          attempts.stream()
              .filter(attempt -> attempt.dueNanos() < zero)
              .anyMatch(attempt -> attempt.servedBy().isPresent() && isWrong(attempt));
      if (!moved) {
        findings.doubt(
            "Before the change in the phase "
                + phase.name()
                + " nothing but "
                + to()
                + " served, so there was no traffic to move.");
      }
    }

    /** Whether {@code to} served anything after the last attempt that went wrong. */
    private boolean isArrived(Arrival arrival) {
      return arrival.due().stream()
          .anyMatch(
              attempt ->
                  attempt.dueNanos() >= arrival.zeroNanos() + arrival.tookNanos()
                      && attempt.servedBy().isPresent()
                      && !isWrong(attempt));
    }

    private void judgeArrival(Arrival arrival, boolean arrived, Findings findings) {
      String expected =
          "every connection at " + to() + " from " + Words.limit(limitSeconds) + " on";
      String how = change.words();
      String outcome =
          Words.count(arrival.wrong().size(), "connection")
              + " not served by "
              + to()
              + " "
              + how
              + ", the last "
              + Words.seconds(arrival.tookNanos())
              + " after it";
      List<Attempt> late = arrival.late();
      if (!late.isEmpty()) {
        findings.unserved(
            outcome
                + "; the limit is "
                + Words.limit(limitSeconds)
                + ". Of those past it: "
                + whereabouts(late)
                + ".",
            late,
            expected,
            List.of(phase));
      } else if (!arrived) {
        findings.doubt(
            "The phase "
                + phase.name()
                + " ended before the limit of "
                + Words.limit(limitSeconds)
                + " and before "
                + to()
                + " served "
                + how
                + ".",
            expected,
            outcome);
      } else {
        findings.support(arrival.wrong(), expected, outcome);
      }
    }

    /** Where these attempts ended instead, such as {@code 3 refused, 2 at north}. */
    private String whereabouts(List<Attempt> wrong) {
      List<Attempt> failed = wrong.stream().filter(a -> a.outcome().failed()).toList();
      TreeSet<String> elsewhere = new TreeSet<>();
      wrong.forEach(attempt -> groups.of().apply(attempt).ifPresent(elsewhere::add));
      String served =
          Words.count(wrong.size() - failed.size()) + " at " + Words.list(List.copyOf(elsewhere));
      if (elsewhere.isEmpty()) {
        return Words.outcomes(failed);
      }
      return failed.isEmpty() ? served : Words.outcomes(failed) + ", " + served;
    }

    private void draw(List<Attempt> attempts, Findings findings) {
      TreeSet<String> seen = new TreeSet<>(List.of(to()));
      attempts.forEach(attempt -> groups.of().apply(attempt).ifPresent(seen::add));
      Timelines timeline = new Timelines(phase.startNanos(), phase.endNanos(), attempts);
      seen.forEach(
          group ->
              timeline.lane(
                  group, false, attempt -> groups.of().apply(attempt).equals(Optional.of(group))));
      timeline.lane("failed", true, attempt -> attempt.outcome().failed());
      timeline.band(change.fault());
      findings.draw(
          timeline.drawing(
              "Connections by " + groups.word() + " in the phase " + phase.name(),
              change.cause() == Cause.FAULT
                  ? OptionalDouble.of(limitSeconds)
                  : OptionalDouble.empty()));
    }

    /** Where the phase says who may serve while traffic moves, nobody else may. */
    private void judgePlaces(List<Attempt> attempts, Findings findings) {
      Optional<String> named = Optional.ofNullable(phase.attributes().get("among"));
      if (named.isEmpty()) {
        return;
      }
      List<String> among = Words.split(named.orElseThrow());
      List<Attempt> others =
          attempts.stream()
              .filter(a -> groups.of().apply(a).filter(by -> !among.contains(by)).isPresent())
              .toList();
      if (!others.isEmpty()) {
        TreeSet<String> seen = new TreeSet<>();
        others.forEach(attempt -> groups.of().apply(attempt).ifPresent(seen::add));
        String sentence =
            Words.count(others.size(), "connection")
                + " in the phase "
                + phase.name()
                + " served by "
                + Words.list(List.copyOf(seen))
                + ", whose turn it was not.";
        findings.misplaced(
            sentence,
            new Evidence(
                Findings.indexes(others),
                "served by " + Words.list(among.stream().sorted().toList()) + " only",
                sentence),
            List.of(phase));
      }
    }

    /** When the first attempt after the change was due that {@code to} has certainly served. */
    private long firstSeenNanos(List<Attempt> attempts, long zero) {
      return Times.dueFrom(attempts, zero).stream()
          .filter(attempt -> groups.of().apply(attempt).equals(Optional.of(to())))
          .filter(groups.isCertain())
          .mapToLong(Attempt::dueNanos)
          .min()
          .orElse(Long.MAX_VALUE);
    }

    /** Whether an attempt may have been held up by this machine, when traffic had moved already. */
    private boolean isHeldUp(Attempt attempt, long seenNanos) {
      return attempt.dueNanos() > seenNanos
          && attempt.servedBy().isPresent()
          && !groups.isCertain().test(attempt);
    }

    private boolean isWrong(Attempt attempt) {
      return attempt.outcome() != Outcome.INDETERMINATE
          && !groups.of().apply(attempt).equals(Optional.of(to()));
    }

    private String to() {
      return phase.attribute("to");
    }
  }
}
