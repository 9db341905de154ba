package io.spillway.harness.probe;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.probe.workload.Banner;
import io.spillway.harness.probe.workload.Keystream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The bytes of one stream: what the client sends next, and whether what comes back is what the
 * workload that the stream began with makes of it. Keeps no byte: both are functions of the
 * position. Knows no socket and no clock; belongs to one thread.
 */
final class StreamTalk {

  private final Keystream sent;
  private final Keystream signature;
  private final Attempt.Served servedAtStart;
  private final BannerReader strangers = new BannerReader();
  private Optional<Attempt.Served> stranger = Optional.empty();
  private OptionalLong firstBadOffset = OptionalLong.empty();
  private long sentBytes;
  private long verifiedBytes;
  private long waitingSinceNanos;
  private long longestStallNanos;
  private long markOffset;
  private long markNanos;
  private long roundTripNanos;
  private long longestRoundTripNanos;

  /**
   * Begins one.
   *
   * @param seed what is sent; two streams of a run have different seeds
   * @param banner what the workload said first
   */
  StreamTalk(long seed, Banner banner) {
    sent = Keystream.of(seed);
    signature = Keystream.of(banner);
    servedAtStart = served(banner);
  }

  private static Attempt.Served served(Banner banner) {
    return new Attempt.Served(banner.site(), banner.workload(), banner.connection());
  }

  /** Replaces what is between the buffer's position and its limit by the bytes to send next. */
  void fill(ByteBuffer bytes) {
    for (int at = bytes.position(); at < bytes.limit(); at++) {
      bytes.put(at, (byte) 0);
    }
    sent.addTo(bytes, sentBytes);
  }

  /** So many of the bytes that {@link #fill} gave were sent now. */
  void sent(int count, long nowNanos) {
    if (count > 0 && owedBytes() == 0) {
      waitingSinceNanos = nowNanos;
      markOffset = sentBytes + count;
      markNanos = nowNanos;
    }
    sentBytes += count;
  }

  /** These bytes came now; they are consumed. */
  void heard(ByteBuffer bytes, long nowNanos) {
    if (firstBadOffset.isEmpty()) {
      int good = goodBytes(bytes);
      verified(good, nowNanos);
      bytes.position(bytes.position() + good);
      if (bytes.hasRemaining()) {
        firstBadOffset = OptionalLong.of(verifiedBytes);
      }
    }
    if (stranger.isEmpty()) {
      stranger = strangers.feed(bytes).map(StreamTalk::served);
    }
    bytes.position(bytes.limit());
  }

  /** How many of these bytes are right, from the first on. They are changed and changed back. */
  private int goodBytes(ByteBuffer bytes) {
    ByteBuffer asked = bytes.duplicate();
    asked.limit(asked.position() + (int) Math.min(asked.remaining(), owedBytes()));
    sent.addTo(asked, verifiedBytes);
    signature.addTo(asked, verifiedBytes);
    int at = asked.position();
    while (at < asked.limit() && asked.get(at) == 0) {
      at++;
    }
    sent.addTo(asked, verifiedBytes);
    signature.addTo(asked, verifiedBytes);
    return at - asked.position();
  }

  private void verified(int count, long nowNanos) {
    if (count == 0) {
      return;
    }
    longestStallNanos = Math.max(longestStallNanos, nowNanos - waitingSinceNanos);
    waitingSinceNanos = nowNanos;
    verifiedBytes += count;
    if (verifiedBytes >= markOffset) {
      roundTripNanos = nowNanos - markNanos;
      longestRoundTripNanos = Math.max(longestRoundTripNanos, roundTripNanos);
      markOffset = sentBytes;
      markNanos = nowNanos;
    }
  }

  /** {@return who served when it began} */
  Attempt.Served servedAtStart() {
    return servedAtStart;
  }

  /** {@return who serves now: another if one has said in the midst of the stream who it is} */
  Attempt.Served servedAtEnd() {
    return stranger.orElse(servedAtStart);
  }

  /** {@return the position of the first byte that came back wrong} */
  OptionalLong firstBadOffset() {
    return firstBadOffset;
  }

  long sentBytes() {
    return sentBytes;
  }

  long verifiedBytes() {
    return verifiedBytes;
  }

  /** {@return bytes that were sent and have not come back} */
  long owedBytes() {
    return sentBytes - verifiedBytes;
  }

  /** {@return the longest time so far in which bytes were owed and none came} */
  long longestStallNanos(long nowNanos) {
    return owedBytes() == 0
        ? longestStallNanos
        : Math.max(longestStallNanos, nowNanos - waitingSinceNanos);
  }

  /** {@return the longest time that a watched byte has taken to come back so far} */
  long longestRoundTripNanos() {
    return longestRoundTripNanos;
  }

  /** {@return how long the latest byte that was watched took to come back, or takes already} */
  long roundTripNanos(long nowNanos) {
    return owedBytes() == 0 ? roundTripNanos : Math.max(roundTripNanos, nowNanos - markNanos);
  }
}
