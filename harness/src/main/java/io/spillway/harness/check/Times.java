package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.Outcome;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** Questions of time that several checks ask of attempts. */
final class Times {

  private static final double NANOS_PER_SECOND = 1e9;

  private Times() {}

  /** {@return seconds as nanoseconds} */
  static long nanos(double seconds) {
    return Math.round(seconds * NANOS_PER_SECOND);
  }

  /** {@return attempts that were due at this moment or later} */
  static List<Attempt> dueFrom(Collection<Attempt> attempts, long nanos) {
    return attempts.stream().filter(attempt -> attempt.dueNanos() >= nanos).toList();
  }

  /** {@return whether an attempt ended at this moment or later, as far as it says when it did} */
  static boolean endedFrom(Attempt attempt, long nanos) {
    return attempt.closedNanos().orElse(attempt.dueNanos()) >= nanos;
  }

  /**
   * {@return what of these attempts would have shown that something takes too long, where each of
   * them tells whether it is over by then; no share, and so without an interval}
   *
   * @param what what takes its time, such as {@code a move}
   * @param due attempts that were due while it was watched, at least 1
   * @param limitSeconds how long it may take
   */
  static Statistics worth(String what, List<Attempt> due, double limitSeconds) {
    long[] times = due.stream().mapToLong(Attempt::dueNanos).sorted().toArray();
    long widest = 0;
    for (int i = 1; i < times.length; i++) {
      widest = Math.max(widest, times[i] - times[i - 1]);
    }
    String late = Words.seconds(nanos(limitSeconds) + widest);
    return new Statistics(
        due.size(), 0, what + " that always takes " + late + " or longer", Statistics.POWER);
  }

  /** {@return when the last of the matching attempts was due} */
  static OptionalLong lastDue(Collection<Attempt> attempts, Predicate<Attempt> matching) {
    return attempts.stream().filter(matching).mapToLong(Attempt::dueNanos).max();
  }

  /**
   * {@return attempts that failed and were surely over before this moment; one that timed out and
   * does not say when may have been on its way}
   */
  static List<Attempt> failedBefore(Collection<Attempt> attempts, long nanos) {
    return attempts.stream()
        .filter(attempt -> attempt.outcome().failed())
        .filter(
            attempt ->
                attempt.closedNanos().isPresent()
                    ? attempt.closedNanos().getAsLong() < nanos
                    : attempt.outcome() != Outcome.TIMED_OUT && attempt.dueNanos() < nanos)
        .toList();
  }
}
