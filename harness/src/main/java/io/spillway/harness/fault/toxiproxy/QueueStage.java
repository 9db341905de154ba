package io.spillway.harness.fault.toxiproxy;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * A stage that holds bytes back and passes them on in order, each piece when it is due. The end of
 * the stream waits behind the last piece.
 */
abstract class QueueStage extends Stage {

  /** Never due, until the settings change. */
  static final long NEVER = Long.MAX_VALUE;

  /** Pieces passed on in one go before the event loop's other connections get their turn. */
  private static final int PIECES_PER_TURN = 64;

  private final ArrayDeque<Piece> queue = new ArrayDeque<>();
  private Optional<Piece> current = Optional.empty();
  private long currentDueNanos;
  private Optional<Future<?>> timer = Optional.empty();

  QueueStage(Pump pump, ToxicSpec spec) {
    super(pump, spec);
  }

  /**
   * Bytes that are passed on together.
   *
   * @param bytes the bytes
   * @param stampNanos when they came, by nanoTime
   */
  record Piece(ByteBuf bytes, long stampNanos) {}

  /**
   * {@return when this piece, the next one, may go, by nanoTime, or {@link #NEVER}}; asked once a
   * piece and again when the settings have changed.
   */
  abstract long dueNanos(Piece piece, long nowNanos);

  /** {@return at most how many bytes the next piece may have, at least 1} */
  int maxPieceBytes() {
    return Integer.MAX_VALUE;
  }

  /** A piece has gone. */
  void gone(long nowNanos) {}

  @Override
  void take(ByteBuf bytes, long stampNanos) {
    pump().hold(bytes.readableBytes());
    queue.add(new Piece(bytes, stampNanos));
    if (timer.isEmpty()) {
      passDuePieces();
    }
  }

  @Override
  final void inputHasEnded() {
    closeIfDone();
  }

  @Override
  void settingsChanged() {
    cancelTimer();
    // The original lets the piece go that waits when its toxic is interrupted
    // (toxics/latency.go:40).
    passCurrent();
    passDuePieces();
  }

  @Override
  final void drain() {
    cancelTimer();
    passCurrent();
    while (!queue.isEmpty() && !isClosed()) {
      pass(queue.remove());
    }
    closeIfDone();
  }

  @Override
  final void discard() {
    cancelTimer();
    current.ifPresent(this::drop);
    current = Optional.empty();
    queue.forEach(this::drop);
    queue.clear();
  }

  private void passDuePieces() {
    timer = Optional.empty();
    for (int passed = 0; nextPiece(); passed++) {
      if (currentDueNanos == NEVER) {
        return;
      }
      long waitNanos = currentDueNanos - System.nanoTime();
      if (waitNanos > 0 || passed == PIECES_PER_TURN) {
        timer = Optional.of(pump().schedule(this::passDuePieces, Math.max(0, waitNanos)));
        return;
      }
      passCurrent();
    }
    closeIfDone();
  }

  private boolean nextPiece() {
    if (current.isEmpty() && !queue.isEmpty()) {
      Piece head = queue.element();
      int most = maxPieceBytes();
      if (head.bytes().readableBytes() > most) {
        current = Optional.of(new Piece(head.bytes().readRetainedSlice(most), head.stampNanos()));
      } else {
        current = Optional.of(queue.remove());
      }
      currentDueNanos = dueNanos(current.get(), System.nanoTime());
    }
    return current.isPresent();
  }

  private void passCurrent() {
    Optional<Piece> going = current;
    current = Optional.empty();
    going.ifPresent(this::pass);
  }

  private void pass(Piece piece) {
    long nowNanos = System.nanoTime();
    gone(nowNanos);
    int bytes = piece.bytes().readableBytes();
    next().accept(piece.bytes(), nowNanos);
    pump().flush();
    pump().letGo(bytes);
  }

  private void drop(Piece piece) {
    pump().letGo(piece.bytes().readableBytes());
    piece.bytes().release();
  }

  private void closeIfDone() {
    if (hasInputEnded() && current.isEmpty() && queue.isEmpty()) {
      close();
    }
  }

  private void cancelTimer() {
    timer.ifPresent(waiting -> waiting.cancel(false));
    timer = Optional.empty();
  }
}
