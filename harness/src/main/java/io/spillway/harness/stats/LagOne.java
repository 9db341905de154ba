package io.spillway.harness.stats;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What one observation says about the next: which group followed which in a sequence. Measured, not
 * judged: a router may cycle, and one that does divides more evenly than chance.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class LagOne {

  private final List<String> groups;
  private final int[] sequence;
  private final int[][] followers;

  private LagOne(List<String> groups, int[] sequence) {
    this.groups = groups;
    this.sequence = sequence;
    this.followers = followers(sequence, groups.size());
  }

  /**
   * Counts who followed whom.
   *
   * @param sequence the group of each observation, in order; at least two observations of at least
   *     two groups
   * @return the counts
   * @throws IllegalArgumentException if the sequence is too short or holds one group only
   */
  public static LagOne of(List<String> sequence) {
    List<String> groups = new ArrayList<>(new LinkedHashSet<>(sequence));
    if (groups.size() < 2) {
      throw new IllegalArgumentException(
          "dependence shows where at least two groups follow each other, there is only " + groups);
    }
    return new LagOne(List.copyOf(groups), sequence.stream().mapToInt(groups::indexOf).toArray());
  }

  /** {@return the groups, in the order in which they first occur} */
  public List<String> groups() {
    return groups;
  }

  /**
   * {@return how often the second group came right after the first}
   *
   * @throws IllegalArgumentException if there is no such group
   */
  public int followed(String first, String second) {
    return followers[index(first)][index(second)];
  }

  /** {@return how often a group came right after itself} */
  public int repeats() {
    int repeats = 0;
    for (int group = 0; group < groups.size(); group++) {
      repeats += followers[group][group];
    }
    return repeats;
  }

  /** {@return how often one would, in the mean over all orders of the same observations} */
  public double expectedRepeats() {
    long pairs = 0;
    for (int group = 0; group < groups.size(); group++) {
      long count = 0;
      for (int seen : sequence) {
        count += seen == group ? 1 : 0;
      }
      pairs += count * (count - 1);
    }
    return (double) pairs / sequence.length;
  }

  /**
   * How much more often than by chance a group follows itself (the kappa of Cohen, A coefficient of
   * agreement for nominal scales, 1960, between each observation and the next).
   *
   * @return 1 if the group (all but) never changes, about 0 if the order is random, below 0 if
   *     groups take turns
   */
  public double dependence() {
    double expected = expectedRepeats();
    return (repeats() - expected) / (sequence.length - 1 - expected);
  }

  /**
   * The probability that a random order of the same observations depends on its past as much as the
   * one seen, by random orders drawn from a seed. The measure is Pearson's chi-square of the table
   * of who followed whom, so turns of any kind show. The order seen counts as one of those drawn,
   * so the value is never too small (Phipson and Smyth, Permutation p-values should never be zero,
   * 2010).
   *
   * @param orders random orders to draw, at least 1; the result is a multiple of {@code 1 / (orders
   *     + 1)}
   * @param seed where they are drawn from; the same seed gives the same value
   * @return a probability above 0
   * @throws IllegalArgumentException if {@code orders} is below 1
   */
  public double pValue(int orders, long seed) {
    if (orders < 1) {
      throw new IllegalArgumentException("at least one order must be drawn, not " + orders);
    }
    double seen = association(followers) * (1 - 1e-12);
    SplittableRandom random = new SplittableRandom(seed);
    int[] order = sequence.clone();
    int asMuch = 1;
    for (int i = 0; i < orders; i++) {
      shuffle(order, random);
      asMuch += association(followers(order, groups.size())) >= seen ? 1 : 0;
    }
    return asMuch / (orders + 1.0);
  }

  private int index(String group) {
    int index = groups.indexOf(group);
    if (index < 0) {
      throw new IllegalArgumentException("no group " + group + ", only " + groups);
    }
    return index;
  }

  private static int[][] followers(int[] sequence, int groups) {
    int[][] counts = new int[groups][groups];
    for (int i = 1; i < sequence.length; i++) {
      counts[sequence[i - 1]][sequence[i]]++;
    }
    return counts;
  }

  /** Pearson's chi-square of a table, up to a factor and a summand that are the same for all. */
  private static double association(int[][] table) {
    int size = table.length;
    double[] rows = new double[size];
    double[] columns = new double[size];
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        rows[row] += table[row][column];
        columns[column] += table[row][column];
      }
    }
    double sum = 0;
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        if (table[row][column] > 0) {
          sum += (double) table[row][column] * table[row][column] / (rows[row] * columns[column]);
        }
      }
    }
    return sum;
  }

  private static void shuffle(int[] order, SplittableRandom random) {
    for (int last = order.length - 1; last > 0; last--) {
      int other = random.nextInt(last + 1);
      int moved = order[last];
      order[last] = order[other];
      order[other] = moved;
    }
  }
}
