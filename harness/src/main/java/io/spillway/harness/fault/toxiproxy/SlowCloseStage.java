package io.spillway.harness.fault.toxiproxy;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.Future;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Passes bytes at once and the end of the stream {@code delay} milliseconds late; at once when the
 * toxic is taken away. A change of the delay starts it anew.
 *
 * <p>As in the original ({@code toxics/slow_close.go:11-30}).
 */
final class SlowCloseStage extends Stage {

  private Optional<Future<?>> timer = Optional.empty();

  SlowCloseStage(Pump pump, ToxicSpec spec) {
    super(pump, spec);
  }

  @Override
  void take(ByteBuf bytes, long stampNanos) {
    next().accept(bytes, stampNanos);
  }

  @Override
  void inputHasEnded() {
    long waitNanos = TimeUnit.MILLISECONDS.toNanos(spec().attribute("delay"));
    timer = Optional.of(pump().schedule(this::close, waitNanos));
  }

  @Override
  void settingsChanged() {
    if (timer.isPresent()) {
      discard();
      inputHasEnded();
    }
  }

  @Override
  void drain() {
    if (timer.isPresent()) {
      close();
    }
  }

  @Override
  void discard() {
    timer.ifPresent(waiting -> waiting.cancel(false));
    timer = Optional.empty();
  }
}
