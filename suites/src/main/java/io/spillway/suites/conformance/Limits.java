package io.spillway.suites.conformance;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.probe.Target;
import io.spillway.harness.run.Stage;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Waits of scenarios. A scenario judges nothing, so a wait that runs out is no failure here. */
final class Limits {

  /** How much longer than a rule's limit a scenario watches, so that a check sees what came. */
  private static final Duration MARGIN = Duration.ofSeconds(2);

  private static final Duration POLL = Duration.ofMillis(5);
  private static final int STREAK = 10;

  private Limits() {}

  /** {@return a time limit of so many seconds} */
  static Duration of(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1_000));
  }

  /** {@return a time limit a little beyond the largest of these, which are in seconds} */
  static Duration beyond(double... limitsSeconds) {
    double largest = 0;
    for (double seconds : limitsSeconds) {
      largest = Math.max(largest, seconds);
    }
    return of(largest).plus(MARGIN);
  }

  /**
   * Asks until ten connections in a row are served at this site, or the limit has passed.
   *
   * @param phase the phase that the connections belong to
   */
  static void awaitServed(Stage stage, Target target, String phase, String site, Duration limit) {
    int[] streak = {0};
    await(
        STREAK + " connections in a row served at " + site,
        limit,
        () -> {
          Attempt attempt = stage.prober().attempt(target, phase);
          boolean there = attempt.servedBy().filter(by -> by.site().equals(site)).isPresent();
          streak[0] = there ? streak[0] + 1 : 0;
          return streak[0] >= STREAK;
        });
  }

  /**
   * Waits until the condition holds, or the limit has passed; the history tells which. What the
   * condition does when the limit passes, an attempt for instance, is not broken off.
   *
   * @param what what is awaited, for thread dumps and logs
   * @return whether it holds
   */
  static boolean await(String what, Duration limit, Callable<Boolean> condition) {
    try {
      Awaitility.await(what)
          .pollInSameThread()
          .pollDelay(Duration.ZERO)
          .pollInterval(POLL)
          .atMost(limit)
          .until(condition);
      return true;
    } catch (ConditionTimeoutException e) {
      // What did not come is missing in the history, and there a check finds it.
      org.slf4j.LoggerFactory.getLogger(Limits.class).info("{}", e.getMessage());
      return false;
    }
  }
}
