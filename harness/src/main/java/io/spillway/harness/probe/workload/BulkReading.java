package io.spillway.harness.probe.workload;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.OptionalLong;

/** How much of a {@link Bulk} has come, as it must. For one thread. */
public final class BulkReading {

  private final Bulk bulk;
  private long verifiedBytes;
  private OptionalLong firstBadOffset = OptionalLong.empty();
  private String mismatch = "";

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
        bulk.content().addTo(asked.position(asked.position() + good), verifiedBytes); // as it came
        mismatch = mismatch(read.duplicate().position(read.position() + good));
      }
    }
    read.position(read.limit());
  }

  /** Where what came belongs, as far as its first eight bytes tell: by chance they never agree. */
  private String mismatch(ByteBuffer came) {
    if (verifiedBytes == bulk.bytes()) {
      return "what came there was one too many";
    }
    if (came.remaining() < Long.BYTES) {
      return "";
    }
    long first = came.order(ByteOrder.LITTLE_ENDIAN).getLong();
    OptionalLong place = bulk.content().find(first, bulk.bytes());
    if (place.isEmpty()) {
      return "what came there belongs to no place of it";
    }
    long ahead = place.getAsLong() - verifiedBytes;
    return String.format(
        Locale.ROOT,
        "what came there belongs %,d bytes %s",
        Math.abs(ahead),
        ahead > 0 ? "later" : "before");
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

  /** {@return where the first bytes belong that came wrong, in words; empty if none did} */
  public String mismatch() {
    return mismatch;
  }

  /** {@return whether all have come, and nothing else} */
  public boolean isWhole() {
    return verifiedBytes == bulk.bytes() && firstBadOffset.isEmpty();
  }
}
