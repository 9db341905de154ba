package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * How traffic came to where it must be after a change: which attempts still went wrong, and when
 * the last of them was due.
 *
 * @param due the attempts that were due at the change or later
 * @param wrong those of them that failed or were served where they must not be
 * @param zeroNanos the change
 * @param limitNanos how long after it attempts may go wrong
 */
record Arrival(List<Attempt> due, List<Attempt> wrong, long zeroNanos, long limitNanos) {

  /** Looks at the attempts that were due at the change or later. */
  static Arrival of(
      Collection<Attempt> attempts, Predicate<Attempt> isWrong, long zeroNanos, long limitNanos) {
    List<Attempt> due = Times.dueFrom(attempts, zeroNanos);
    return new Arrival(due, due.stream().filter(isWrong).toList(), zeroNanos, limitNanos);
  }

  /** {@return when the last wrong attempt was due, in nanoseconds after the change; 0 if none} */
  long tookNanos() {
    return Times.lastDue(wrong, attempt -> true).orElse(zeroNanos) - zeroNanos;
  }

  /** {@return the wrong attempts that were due later than the limit allows} */
  List<Attempt> late() {
    return Times.dueFrom(wrong, zeroNanos + limitNanos + 1);
  }
}
