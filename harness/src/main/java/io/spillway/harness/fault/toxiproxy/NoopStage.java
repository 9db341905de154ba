package io.spillway.harness.fault.toxiproxy;

import io.netty.buffer.ByteBuf;

/** Passes everything at once, as {@code toxics/noop.go} does. */
final class NoopStage extends Stage {

  NoopStage(Pump pump, ToxicSpec spec) {
    super(pump, spec);
  }

  @Override
  void take(ByteBuf bytes, long stampNanos) {
    next().accept(bytes, stampNanos);
  }

  @Override
  void inputHasEnded() {
    close();
  }

  @Override
  void settingsChanged() {}

  @Override
  void drain() {}

  @Override
  void discard() {}
}
