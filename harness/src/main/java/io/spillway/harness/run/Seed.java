package io.spillway.harness.run;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/**
 * The one number that a run's schedule is drawn from. Each concern has a stream of its own, so that
 * one more draw for one concern never shifts the draws of another. Promises the same schedule for
 * the same seed, not the same interleaving.
 *
 * @param value printed in the report; any non-negative number
 */
public record Seed(long value) {

  /** How large a seed that Spillway draws itself can be; short enough to type. */
  private static final int DRAWN_BELOW = 1_000_000;

  /** Refuses a negative seed. */
  public Seed {
    if (value < 0) {
      throw new IllegalArgumentException("a seed is 0 or more, is " + value);
    }
  }

  /** {@return a seed of at most six digits that nobody chose} */
  public static Seed drawn() {
    return new Seed(new SplittableRandom().nextLong(DRAWN_BELOW));
  }

  /**
   * {@return a new random stream for this concern; the same numbers for the same seed and name}
   *
   * @param concern what is drawn, such as {@code F2/frozen moment of the fault}
   */
  public SplittableRandom stream(String concern) {
    CRC32C name = new CRC32C();
    name.update(concern.getBytes(StandardCharsets.UTF_8));
    // SplittableRandom mixes its seed, so neighbouring names and seeds give unrelated streams.
    return new SplittableRandom(value * 0x9E3779B97F4A7C15L ^ name.getValue());
  }
}
