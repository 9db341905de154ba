package io.spillway.suites.conformance;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.probe.ClosedLoop;
import io.spillway.harness.probe.Prober;
import io.spillway.harness.probe.Target;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
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

  /**
   * Takes in what was still under way when an attempt was the last that was needed.
   *
   * @param made the attempts of a load that has ended, those that it has been shown among them
   * @return whether no further one is needed all the same
   */
  default boolean stillEnough(List<Attempt> made) {
    return true;
  }

  /** {@return whether what was seen so far is not as it must be} */
  boolean isWrong();

  /**
   * Makes attempts from clients in a closed loop until they are enough, also with those that were
   * under way by then.
   *
   * @param phase the phase that they belong to
   * @param maxAttempts how many are begun at the most
   * @return whether they were enough
   */
  default boolean gather(
      Prober prober, Target target, String phase, ClosedLoop loop, int maxAttempts) {
    AtomicBoolean enough = new AtomicBoolean();
    for (int left = maxAttempts; left > 0 && !enough.get(); ) {
      List<Attempt> made =
          prober.closedLoopUntil(
              target,
              phase,
              loop.withMaxAttempts(left),
              attempt -> {
                enough.set(isEnough(attempt));
                return enough.get();
              });
      left -= made.size();
      enough.compareAndSet(true, stillEnough(made));
    }
    return enough.get();
  }

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
