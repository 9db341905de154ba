package io.spillway.harness.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks at every part of a sequence of connections that must be spread over two paths, each of
 * which takes at least a smallest share of so many in a row: a long sequence may be even as a whole
 * and hold a plateau in the middle, where one path takes everything.
 *
 * <p>Two things are no spread. A plateau: a run on one path that is longer than the share allows
 * and than fair coins make. A thin stretch: one of 1, 2, 4 … windows, taken every half of its
 * length, in which one path has fewer than the share and than fair coins leave it. Both together
 * call fair coins a violation with probability alpha at most.
 *
 * <p>Immutable.
 */
public final class Stretches {

  /** Enough for a plateau of 40 connections in a ramp of 1,200 that is spread by coins. */
  private static final double ALPHA_OF_PLATEAUS = 0.5;

  private final int n;
  private final double shareMin;
  private final double alpha;
  private final int plateau;
  private final List<Look> looks = new ArrayList<>();

  private Stretches(int n, int window, double shareMin, double alpha, boolean byChance) {
    if (window < 1) {
      throw new IllegalArgumentException("a window holds at least 1 connection, not " + window);
    }
    this.n = n;
    this.shareMin = shareMin;
    this.alpha = alpha;
    int least = new Spread(window, shareMin, alpha).least();
    this.plateau = shortestPlateau(window - least + 1, byChance);
    int all = 0;
    for (int length = window; length <= n; length *= 2) {
      all += starts(length).size();
    }
    for (int length = window; length <= n; length *= 2) {
      Spread spread = new Spread(length, shareMin, (1 - ALPHA_OF_PLATEAUS) * alpha / all);
      int fewest = byChance ? spread.certain() : spread.least();
      looks.add(new Look(length, starts(length), spread.least(), fewest));
    }
  }

  /**
   * Plans the looks at a sequence that fair coins may have brought about.
   *
   * @param n connections in the sequence, at least 1
   * @param window the shortest stretch over which the share is asked for; at least 1
   * @param shareMin the share that each path takes, at least; above 0 and below 1/2
   * @param alpha the probability that fair coins are called a violation, at most; above 0, below 1
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public Stretches(int n, int window, double shareMin, double alpha) {
    this(n, window, shareMin, alpha, true);
  }

  /**
   * {@return looks at a sequence that is no work of chance, so that every stretch must keep the
   * share}
   *
   * @param n as above
   * @param window as above
   * @param shareMin as above
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public static Stretches withoutChance(int n, int window, double shareMin) {
    return new Stretches(n, window, shareMin, 0.5, false);
  }

  /** Where stretches of a length begin, what each path should have, and what is a violation. */
  private record Look(int length, List<Integer> starts, int least, int certain) {}

  /**
   * A part of the sequence.
   *
   * @param from index of its first connection
   * @param length its connections
   * @param first how many of them are of the first path
   * @param least so many each path should have, at least
   */
  public record Stretch(int from, int length, int first, int least) {

    /** {@return how many the path with fewer connections has} */
    public int fewest() {
      return Math.min(first, length - first);
    }
  }

  /** {@return the shortest run on one path that is a plateau} */
  public int plateau() {
    return plateau;
  }

  /** {@return how many connections of one window a path must have not to be called thin} */
  public int certain() {
    return looks.get(0).certain();
  }

  private int shortestPlateau(int least, boolean byChance) {
    int shortest = least;
    while (byChance && atMost(shortest) > ALPHA_OF_PLATEAUS * alpha) {
      shortest++;
    }
    return shortest;
  }

  /**
   * {@return the first part of the sequence that is no spread; a plateau before a thin stretch}
   *
   * @param sequence for each connection, in order, whether it took the first path; {@code n} long
   * @throws IllegalArgumentException if it has another length
   */
  public Optional<Stretch> worst(List<Boolean> sequence) {
    if (sequence.size() != n) {
      throw new IllegalArgumentException(sequence.size() + " connections, not " + n);
    }
    int[] firsts = new int[n + 1];
    for (int i = 0; i < n; i++) {
      firsts[i + 1] = firsts[i] + (sequence.get(i) ? 1 : 0);
    }
    return plateauIn(sequence).or(() -> thinIn(firsts));
  }

  private Optional<Stretch> plateauIn(List<Boolean> sequence) {
    int from = 0;
    for (int i = 1; i <= n; i++) {
      if (i == n || !sequence.get(i).equals(sequence.get(from))) {
        if (i - from >= plateau) {
          int least = new Spread(i - from, shareMin, alpha).least();
          return Optional.of(new Stretch(from, i - from, sequence.get(from) ? i - from : 0, least));
        }
        from = i;
      }
    }
    return Optional.empty();
  }

  private Optional<Stretch> thinIn(int[] firsts) {
    for (Look look : looks) {
      for (int from : look.starts()) {
        int first = firsts[from + look.length()] - firsts[from];
        Stretch stretch = new Stretch(from, look.length(), first, look.least());
        if (stretch.fewest() < look.certain()) {
          return Optional.of(stretch);
        }
      }
    }
    return Optional.empty();
  }

  private List<Integer> starts(int length) {
    List<Integer> starts = new ArrayList<>();
    for (int from = 0; from + length <= n; from += Math.max(1, length / 2)) {
      starts.add(from);
    }
    return starts;
  }

  /**
   * The probability that fair coins make a run of this length or longer, at most: it begins with
   * the first toss, or after a toss of the other side.
   */
  private double atMost(int run) {
    return n < run ? 0 : 2 * Math.pow(0.5, run) * (1 + (n - run) / 2.0);
  }
}
