package io.spillway.harness.fault.toxiproxy;

import io.netty.buffer.ByteBuf;

/**
 * Passes {@code bytes} bytes and then ends the connection. The count belongs to the connection: it
 * starts when the toxic comes to it and goes on through changes.
 *
 * <p>As in the original ({@code toxics/limit_data.go:14-52}): with a limit that is already reached,
 * the connection ends at its next byte.
 */
final class LimitDataStage extends Stage {

  private long passedBytes;

  LimitDataStage(Pump pump, ToxicSpec spec) {
    super(pump, spec);
  }

  @Override
  void take(ByteBuf bytes, long stampNanos) {
    long leftBytes = Math.max(0, spec().attribute("bytes") - passedBytes);
    if (bytes.readableBytes() > leftBytes) {
      bytes.writerIndex(bytes.readerIndex() + (int) leftBytes);
    }
    passedBytes += bytes.readableBytes();
    next().accept(bytes, stampNanos);
    if (passedBytes >= spec().attribute("bytes")) {
      close();
    }
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
