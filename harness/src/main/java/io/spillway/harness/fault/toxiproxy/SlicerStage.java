package io.spillway.harness.fault.toxiproxy;

import java.util.concurrent.TimeUnit;

/**
 * Passes bytes on in pieces of {@code average_size} ± {@code size_variation} bytes, each written on
 * its own, {@code delay} microseconds apart.
 *
 * <p>The original ({@code toxics/slicer.go:31-78}) halves each buffer until its pieces are at most
 * {@code average_size + size_variation}, so that its pieces are smaller than their average says;
 * here each piece's size is drawn. A size below 1, on which the original never returns, counts as
 * 1.
 */
final class SlicerStage extends QueueStage {

  private long nextAtNanos;

  SlicerStage(Pump pump, ToxicSpec spec) {
    super(pump, spec);
  }

  @Override
  void settingsChanged() {
    nextAtNanos = System.nanoTime();
    super.settingsChanged();
  }

  @Override
  int maxPieceBytes() {
    long variation = Math.min(Integer.MAX_VALUE, spec().attribute("size_variation"));
    long size = Math.min(Integer.MAX_VALUE, spec().attribute("average_size"));
    if (variation > 0) {
      size += pump().random().nextLong(2 * variation) - variation;
    }
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, size));
  }

  @Override
  long dueNanos(Piece piece, long nowNanos) {
    return nextAtNanos;
  }

  @Override
  void gone(long nowNanos) {
    long pauseMicros = Math.min(spec().attribute("delay"), TimeUnit.DAYS.toMicros(365));
    nextAtNanos = nowNanos + TimeUnit.MICROSECONDS.toNanos(pauseMicros);
  }
}
