package io.spillway.harness.probe.workload;

import java.nio.ByteBuffer;
import java.util.OptionalLong;

/** How much of a {@link Bulk} has come, as it must. For one thread. */
public final class BulkReading {

  private final Bulk bulk;
  private long verifiedBytes;
  private OptionalLong firstBadOffset = OptionalLong.empty();

  /** Begins, before the first byte. */
  public BulkReading(Bulk bulk) {
    this.bulk = bulk;
  }

  /** Takes what came; the bytes are consumed, and those that are right become 0. */
  public void take(ByteBuffer read) {
    if (firstBadOffset.isEmpty()) {
      ByteBuffer asked = read.duplicate();
      asked.limit(
          asked.position() + (int) Math.min(asked.remaining(), bulk.bytes() - verifiedBytes));
      bulk.content().addTo(asked, verifiedBytes);
      int good = zeroes(asked);
      verifiedBytes += good;
      if (good < read.remaining()) {
        firstBadOffset = OptionalLong.of(verifiedBytes);
      }
    }
    read.position(read.limit());
  }

  /** How many of these bytes are 0, from the first on. */
  private static int zeroes(ByteBuffer bytes) {
    int at = bytes.position();
    while (bytes.limit() - at >= Long.BYTES && bytes.getLong(at) == 0) {
      at += Long.BYTES;
    }
    while (at < bytes.limit() && bytes.get(at) == 0) {
      at++;
    }
    return at - bytes.position();
  }

  /** {@return how many bytes were to come} */
  public long bytes() {
    return bulk.bytes();
  }

  /** {@return how many have come as they must, before any that has not} */
  public long verifiedBytes() {
    return verifiedBytes;
  }

  /** {@return where the first byte came that is wrong, or one too many, from 0} */
  public OptionalLong firstBadOffset() {
    return firstBadOffset;
  }

  /** {@return whether all have come, and nothing else} */
  public boolean isWhole() {
    return verifiedBytes == bulk.bytes() && firstBadOffset.isEmpty();
  }
}
