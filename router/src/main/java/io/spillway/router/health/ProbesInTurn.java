package io.spillway.router.health;

import io.spillway.router.loop.EventLoop;
import java.util.function.Consumer;

/**
 * Two probes, of which both have to pass.
 *
 * @param first asked first
 * @param second asked if the first one passes, in what is left of the time
 */
record ProbesInTurn(Probe first, Probe second) implements Probe {

  @Override
  public void begin(EventLoop loop, long limitNanos, Consumer<Result> told) {
    long beganNanos = loop.nanoTime();
    first.begin(
        loop,
        limitNanos,
        result -> {
          if (result.verdict() == Verdict.READY) {
            second.begin(loop, limitNanos - (loop.nanoTime() - beganNanos), told);
          } else {
            told.accept(result);
          }
        });
  }

  @Override
  public boolean isProvenByConnect() {
    return first.isProvenByConnect() && second.isProvenByConnect();
  }
}
