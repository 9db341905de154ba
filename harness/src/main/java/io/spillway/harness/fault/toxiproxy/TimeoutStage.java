package io.spillway.harness.fault.toxiproxy;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.Future;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Drops every byte, whether or not the sink could take it. With a {@code timeout} above 0 the
 * connection ends after so many milliseconds in which no byte came; with 0 it stays. The end of the
 * stream still passes: a close by one end reaches the other through a black hole.
 *
 * <p>Taking the toxic away ends the connection, also where its toxicity had spared it. As in the
 * original ({@code toxics/timeout.go:13-49}, {@code link.go:216-226}).
 */
final class TimeoutStage extends Stage {

  private Optional<Future<?>> timer = Optional.empty();
  private long lastByteNanos;

  TimeoutStage(Pump pump, ToxicSpec spec) {
    super(pump, spec);
  }

  @Override
  void take(ByteBuf bytes, long stampNanos) {
    bytes.release();
    lastByteNanos = System.nanoTime();
  }

  @Override
  void inputHasEnded() {
    close();
  }

  @Override
  void settingsChanged() {
    discard();
    lastByteNanos = System.nanoTime();
    if (spec().attribute("timeout") > 0) {
      closeWhenIdle();
    }
  }

  @Override
  void drain() {
    discard();
  }

  @Override
  void discard() {
    timer.ifPresent(waiting -> waiting.cancel(false));
    timer = Optional.empty();
  }

  @Override
  boolean drops() {
    return isEngaged();
  }

  @Override
  boolean closesWhenRemoved() {
    return true;
  }

  private void closeWhenIdle() {
    long timeoutNanos = TimeUnit.MILLISECONDS.toNanos(spec().attribute("timeout"));
    long leftNanos = timeoutNanos - (System.nanoTime() - lastByteNanos);
    if (leftNanos <= 0) {
      close();
    } else {
      timer = Optional.of(pump().schedule(this::closeWhenIdle, leftNanos));
    }
  }
}
