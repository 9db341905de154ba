package io.spillway.harness.probe.workload;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/**
 * An endless row of pseudo-random bytes, each a function of its position, so that both ends of a
 * stream can work out any byte at any time and keep none. Immutable.
 *
 * <p>Eight bytes at a time come from SplitMix64 (Steele, Lea and Flood, <i>Fast splittable
 * pseudorandom number generators</i>, OOPSLA 2014). This is no cipher: it tells errors, not
 * forgeries.
 */
public final class Keystream {

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final long FNV_BASIS = 0xCBF29CE484222325L;
  private static final long FNV_PRIME = 0x100000001B3L;

  private final long seed;

  private Keystream(long seed) {
    this.seed = seed;
  }

  /** {@return the row of this seed} */
  public static Keystream of(long seed) {
    return new Keystream(mix(seed));
  }

  /** {@return the row that belongs to this workload's connection and to no other} */
  public static Keystream of(Banner banner) {
    long hash = FNV_BASIS;
    for (byte next : banner.encode()) {
      hash = (hash ^ next) * FNV_PRIME;
    }
    return new Keystream(mix(hash));
  }

  /** {@return the byte at this position, from 0} */
  public byte at(long position) {
    return (byte) (word(position >>> 3) >>> ((position & 7) << 3));
  }

  /**
   * Adds (exclusive or) this row to what a buffer holds between its position and its limit, which
   * stay as they are. Done a second time it gives back what was there.
   *
   * @param from where in the row the first of these bytes is, from 0
   */
  public void addTo(ByteBuffer bytes, long from) {
    ByteBuffer words = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int at = words.position();
    int end = words.limit();
    long position = from;
    while (at < end) {
      if ((position & 7) == 0 && end - at >= Long.BYTES) {
        words.putLong(at, words.getLong(at) ^ word(position >>> 3));
        at += Long.BYTES;
        position += Long.BYTES;
      } else {
        words.put(at, (byte) (words.get(at) ^ at(position)));
        at++;
        position++;
      }
    }
  }

  /**
   * Looks for eight bytes.
   *
   * @param bytes what is looked for, the first one lowest
   * @param limit how many bytes of the row are looked through
   * @return the first position at which they stand; none if they do not
   */
  OptionalLong find(long bytes, long limit) {
    long low = word(0);
    for (long index = 0; index * Long.BYTES < limit; index++) {
      long high = word(index + 1);
      for (int shift = 0; shift < Long.BYTES; shift++) {
        long window =
            shift == 0
                ? low
                : low >>> (shift * Byte.SIZE) | high << (Long.SIZE - shift * Byte.SIZE);
        long position = index * Long.BYTES + shift;
        if (window == bytes && position + Long.BYTES <= limit) {
          return OptionalLong.of(position);
        }
      }
      low = high;
    }
    return OptionalLong.empty();
  }

  private long word(long index) {
    return mix(seed + (index + 1) * GOLDEN_GAMMA);
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
