package io.spillway.suites.conformance;

import io.spillway.harness.history.Attempt;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Counts how many attempts in a row ended as expected. Safe for use by several threads. */
final class Streak implements Consumer<Attempt> {

  private final Predicate<Attempt> asExpected;
  private int length;

  /** Creates a streak of attempts whose server is as expected. */
  Streak(Predicate<Attempt.Served> expected) {
    this.asExpected = attempt -> attempt.servedBy().filter(expected).isPresent();
  }

  @Override
  public synchronized void accept(Attempt attempt) {
    length = asExpected.test(attempt) ? length + 1 : 0;
  }

  /** Forgets what was counted, so that only later attempts count. */
  synchronized void restart() {
    length = 0;
  }

  /** {@return how many of the latest attempts, without a break, ended as expected} */
  synchronized int length() {
    return length;
  }
}
