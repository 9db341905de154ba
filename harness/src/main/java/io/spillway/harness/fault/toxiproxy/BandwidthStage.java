package io.spillway.harness.fault.toxiproxy;

/**
 * Passes {@code rate} × 1,000 bytes a second, in pieces of at most a tenth of a second's worth. An
 * idle time earns no credit; a timer that was late does. At rate 0 nothing passes until the toxic
 * is changed or taken away.
 *
 * <p>As in the original ({@code toxics/bandwidth.go:31-67}).
 */
final class BandwidthStage extends QueueStage {

  private static final int PIECE_MILLIS = 100;

  private long freeAtNanos;

  BandwidthStage(Pump pump, ToxicSpec spec) {
    super(pump, spec);
  }

  @Override
  void settingsChanged() {
    freeAtNanos = System.nanoTime();
    super.settingsChanged();
  }

  @Override
  int maxPieceBytes() {
    long bytesPerMilli = Math.max(1, spec().attribute("rate"));
    return (int) Math.min(Integer.MAX_VALUE / PIECE_MILLIS, bytesPerMilli) * PIECE_MILLIS;
  }

  @Override
  long dueNanos(Piece piece, long nowNanos) {
    long bytesPerMilli = spec().attribute("rate");
    if (bytesPerMilli == 0) {
      return NEVER;
    }
    boolean waited = piece.stampNanos() - freeAtNanos < 0;
    long startNanos = waited ? freeAtNanos : piece.stampNanos();
    freeAtNanos = startNanos + piece.bytes().readableBytes() * 1_000_000L / bytesPerMilli;
    return freeAtNanos;
  }
}
