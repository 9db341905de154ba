package io.spillway.harness.probe.workload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** A line, and the {@link Bulk} that follows it, on their way out. For one thread. */
public final class BulkWriting {

  private static final int PIECE_BYTES = 64 * 1024;

  private final Bulk bulk;
  private final ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
  private long filledBytes;

  /**
   * Begins.
   *
   * @param line what comes first, at most 64 KiB
   */
  public BulkWriting(byte[] line, Bulk bulk) {
    this.bulk = bulk;
    piece.put(line).flip();
  }

  /**
   * Writes what the other side takes now.
   *
   * @return whether that was the last of it
   * @throws IOException if the connection is broken
   */
  public boolean write(WritableByteChannel channel) throws IOException {
    while (true) {
      channel.write(piece);
      if (piece.hasRemaining()) {
        return false;
      }
      if (filledBytes == bulk.bytes()) {
        return true;
      }
      bulk.fill(piece.clear(), filledBytes);
      filledBytes += piece.remaining();
    }
  }
}
