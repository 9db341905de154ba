package io.spillway.harness.runtime.docker;

import io.spillway.harness.runtime.RuntimeStartException;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Waits until a container that was just started logs that it is ready. */
final class ReadyLine implements Readiness {

  /** What the reference router and the workloads print, on a line of its own. */
  private static final String READY = "ready";

  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int SHOWN_LINES = 20;

  private final Engine engine;
  private final Duration limit;

  ReadyLine(Engine engine, Duration limit) {
    this.engine = engine;
    this.limit = limit;
  }

  /** Returns when the container has said {@code ready} since then. */
  @Override
  public void await(String container, Instant since, String what) {
    try {
      Awaitility.await(what + " to log that it is ready")
          .pollDelay(Duration.ZERO)
          .pollInterval(PAUSE)
          .atMost(limit)
          .until(() -> isReady(container, since, what));
    } catch (ConditionTimeoutException e) {
      throw notReady(container, what + " did not log that it is ready within " + limit, e);
    }
  }

  private boolean isReady(String container, Instant since, String what) {
    boolean runs = engine.runs(container); // asked first: what it logged before it ended is there
    boolean ready =
        engine.linesSince(container, since).stream()
            .anyMatch(line -> line.text().strip().equals(READY));
    if (!ready && !runs) {
      throw notReady(container, what + " ended before it was ready", null);
    }
    return ready;
  }

  private RuntimeStartException notReady(String container, String trouble, Exception cause) {
    return new RuntimeStartException(
        "%s. Its last lines:%n%s"
            .formatted(trouble, engine.lastLines(container, SHOWN_LINES).stripTrailing()),
        cause);
  }
}
