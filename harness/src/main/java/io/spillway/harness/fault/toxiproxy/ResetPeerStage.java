package io.spillway.harness.fault.toxiproxy;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.Future;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Ends the connection {@code timeout} milliseconds after its first byte, or after its source's
 * close; no byte passes. It ends in a reset at both ends only where the connection was opened while
 * the toxic stood there: {@link ProxiedConnection} then has set both sockets to reset on close. An
 * older connection ends in an ordinary close.
 *
 * <p>As in the original ({@code toxics/reset_peer.go:21-34}, {@code link.go:95-107}).
 */
final class ResetPeerStage extends Stage {

  private Optional<Future<?>> timer = Optional.empty();

  ResetPeerStage(Pump pump, ToxicSpec spec) {
    super(pump, spec);
  }

  @Override
  void take(ByteBuf bytes, long stampNanos) {
    bytes.release();
    trigger();
  }

  @Override
  void inputHasEnded() {
    trigger();
  }

  /** As in the original, the wait that has begun goes by the old setting. */
  @Override
  void settingsChanged() {}

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

  @Override
  boolean drops() {
    return isEngaged();
  }

  private void trigger() {
    if (timer.isEmpty()) {
      long waitNanos = TimeUnit.MILLISECONDS.toNanos(spec().attribute("timeout"));
      timer = Optional.of(pump().schedule(this::close, waitNanos));
    }
  }
}
