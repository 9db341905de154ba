package io.spillway.router.loop;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;

/** An event loop stepped by the test's own thread, with a clock that stands still. */
public final class StepLoop implements AutoCloseable {

  private final EventLoop loop;
  private long nowNanos;
  private boolean gateOpen = true;

  public StepLoop() {
    loop = new EventLoop(() -> nowNanos, () -> gateOpen, Duration.ZERO);
  }

  public EventLoop loop() {
    return loop;
  }

  public void gate(boolean open) {
    gateOpen = open;
  }

  public int step() {
    return loop.doWork();
  }

  public void advance(Duration time) {
    nowNanos += time.toNanos();
    loop.doWork();
  }

  /** Steps until something holds: bytes need a moment from one socket to another. */
  public void stepUntil(String what, Callable<Boolean> condition) {
    await(what)
        .atMost(Duration.ofSeconds(10))
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              step();
              return condition.call();
            });
  }

  @Override
  public void close() {
    loop.onClose();
  }
}
