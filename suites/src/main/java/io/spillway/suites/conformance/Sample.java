package io.spillway.suites.conformance;

import io.spillway.harness.history.Attempt;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * What a phase gathers: shown the attempts as they end, it says when they are enough, and whether
 * they are as they must be. Shown attempts by one thread, and asked by another when all are in.
 */
interface Sample {

  /** So many that go wrong are violation enough; nobody waits for all of them to time out. */
  int HOPELESS = 16;

  /**
   * Takes in an attempt that has ended, or that is held.
   *
   * @return whether no further one is needed
   */
  boolean isEnough(Attempt attempt);

  /** {@return whether what was seen so far is not as it must be} */
  boolean isWrong();

  /**
   * {@return a sample of so many attempts each of which must be like this; it ends sooner where it
   * is hopeless}
   */
  static Sample of(int attempts, Predicate<Attempt> right) {
    return new Sample() {
      private int ended;
      private int wrong;

      @Override
      public synchronized boolean isEnough(Attempt attempt) {
        ended++;
        wrong += right.test(attempt) ? 0 : 1;
        return ended >= attempts || wrong >= HOPELESS;
      }

      @Override
      public synchronized boolean isWrong() {
        return wrong > 0;
      }
    };
  }

  /** {@return a sample of so many clients each of which must be told in time that nobody serves} */
  static Sample told(int attempts, Duration limit) {
    return of(attempts, attempt -> isTold(attempt, limit));
  }

  /** {@return whether this client was told in time that nobody serves} */
  static boolean isTold(Attempt attempt, Duration limit) {
    long took = attempt.closedNanos().orElse(Long.MAX_VALUE) - attempt.dueNanos();
    return attempt.outcome().told() && took <= limit.toNanos();
  }
}
