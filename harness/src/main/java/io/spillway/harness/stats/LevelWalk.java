package io.spillway.harness.stats;

import java.util.List;

/**
 * Connections that are spread over two paths as evenly as can be: at no time has one path taken two
 * more than it lacked at another time. A router that compares the two paths connection by
 * connection does that, ties falling as they like; fair coins hardly ever do for long.
 */
public final class LevelWalk {

  private static final int WIDTH = 2;

  private LevelWalk() {}

  /**
   * {@return whether a sequence is level: the lead of one path stays within a strip of 2}
   *
   * @param sequence for each connection, in order, whether it took the first path
   */
  public static boolean isLevel(List<Boolean> sequence) {
    return longest(sequence) == sequence.size();
  }

  /**
   * {@return the length of the longest level stretch of a sequence}
   *
   * @param sequence for each connection, in order, whether it took the first path
   */
  public static int longest(List<Boolean> sequence) {
    int longest = 0;
    int from = 0;
    int[] leads = new int[sequence.size() + 1];
    for (int i = 0; i < sequence.size(); i++) {
      leads[i + 1] = leads[i] + (sequence.get(i) ? 1 : -1);
      while (width(leads, from, i + 1) > WIDTH) {
        from++;
      }
      longest = Math.max(longest, i + 1 - from);
    }
    return longest;
  }

  /**
   * {@return the probability that so many fair coins hold a level stretch of this length, at most}
   *
   * @param n tosses, at least {@code length}
   * @param length of the stretch, at least 0
   */
  public static double byChance(int n, int length) {
    return Math.min(1, (n - length + 1) * byChance(length));
  }

  /**
   * {@return the probability that so many fair coins are level}
   *
   * @param n tosses, at least 0
   */
  public static double byChance(int n) {
    // Of the strips of width 2, three hold the start, and two neighbours share a strip of width 1.
    double inStrip2 = 0;
    for (int below = 0; below <= WIDTH; below++) {
      inStrip2 += within(n, below, WIDTH - below);
    }
    double inStrip1 = 0;
    for (int below = 0; below <= WIDTH - 1; below++) {
      inStrip1 += within(n, below, WIDTH - 1 - below);
    }
    return inStrip2 - inStrip1;
  }

  /** How far the lead moved between these; only its last steps can have widened a level stretch. */
  private static int width(int[] leads, int from, int to) {
    int low = leads[to];
    int high = leads[to];
    for (int i = from; i < to; i++) {
      low = Math.min(low, leads[i]);
      high = Math.max(high, leads[i]);
    }
    return high - low;
  }

  /** The probability that the lead stays from {@code -below} to {@code above}. */
  private static double within(int n, int below, int above) {
    double[] at = new double[below + above + 1];
    at[below] = 1;
    for (int toss = 0; toss < n; toss++) {
      double[] next = new double[at.length];
      for (int lead = 0; lead < at.length; lead++) {
        if (lead > 0) {
          next[lead - 1] += at[lead] / 2;
        }
        if (lead < at.length - 1) {
          next[lead + 1] += at[lead] / 2;
        }
      }
      at = next;
    }
    double sum = 0;
    for (double probability : at) {
      sum += probability;
    }
    return sum;
  }
}
