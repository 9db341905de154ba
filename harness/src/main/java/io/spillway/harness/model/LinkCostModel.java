package io.spillway.harness.model;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The documented algorithm for link cost: two paths to one service, and connections that are opened
 * one by one and held.
 *
 * <p>The texts differ in what is compared. The older ones (rhsi-5, skupper-1, skupper-routing,
 * Understanding link cost) give each connection to the path whose perceived cost, its cost plus the
 * connections open on it, is lowest. The newest (skupper-2.2, Understanding link cost behavior)
 * keeps connections on the cheapest path until more are open than the alternative costs, and then
 * spreads new ones over both. None says who wins a tie, and the newest calls the spread
 * statistical.
 *
 * @param best cost of the cheapest path, at least 0; 0 is a workload at the ingress site itself
 * @param alternative cost of the other path, at least {@code best}
 */
public record LinkCostModel(int best, int alternative) {

  /** Refuses costs that are none, or the wrong way round. */
  public LinkCostModel {
    if (best < 0 || alternative < best) {
      throw new IllegalArgumentException(
          "the alternative must not cost less than the best path, which costs at least 0: "
              + alternative
              + " against "
              + best);
    }
  }

  /** One of the two paths. */
  public enum Path {
    /** The one that costs less. */
    CHEAPEST,
    /** The other one. */
    ALTERNATIVE
  }

  /** What is compared, according to a text. */
  public enum Reading {
    /** Path cost plus open connections, of both paths. */
    PERCEIVED_COST("perceived-cost"),
    /** The connections open on the cheapest path, with the alternative's cost. */
    OPEN_CONNECTIONS("open-connections");

    private final String word;

    Reading(String word) {
      this.word = word;
    }

    /** {@return the word that parameters and reports use} */
    public String word() {
      return word;
    }

    /** {@return the reading of that word; empty if there is none} */
    public static Optional<Reading> named(String word) {
      return Stream.of(values()).filter(reading -> reading.word.equals(word)).findFirst();
    }
  }

  /** How a router that follows a reading goes on. */
  public enum Course {
    /** Perceived costs decide each connection: they are kept level to within one. */
    PERCEIVED_LEVEL(Reading.PERCEIVED_COST, "perceived cost, kept level"),
    /** Perceived costs say when it spills; from then on new connections are spread over both. */
    PERCEIVED_SPREAD(Reading.PERCEIVED_COST, "perceived cost, then spread"),
    /** The alternative's cost says when it spills; from then on new ones are spread over both. */
    OPEN_SPREAD(Reading.OPEN_CONNECTIONS, "open connections, then spread");

    private final Reading reading;
    private final String words;

    Course(Reading reading, String words) {
      this.reading = reading;
      this.words = words;
    }

    /** {@return the reading that it follows} */
    public Reading reading() {
      return reading;
    }

    /** {@return a few words for it} */
    public String words() {
      return words;
    }
  }

  /**
   * Counts of connections on the alternative; both ends belong to the band.
   *
   * @param low the fewest
   * @param high the most
   */
  public record Band(int low, int high) {

    /** {@return whether so many lie in it} */
    public boolean contains(int onAlternative) {
      return onAlternative >= low && onAlternative <= high;
    }
  }

  /** {@return so many open on the cheapest path are a tie under this reading} */
  public int threshold(Reading reading) {
    return reading == Reading.PERCEIVED_COST ? alternative - best : alternative;
  }

  /**
   * {@return where the next connection may go; both, at a tie and while connections are spread}
   *
   * @param course how the router goes on
   * @param onCheapest connections open on the cheapest path
   * @param onAlternative connections open on the alternative
   */
  public Set<Path> next(Course course, int onCheapest, int onAlternative) {
    int ahead = onCheapest - threshold(course.reading());
    if (course == Course.PERCEIVED_LEVEL) {
      ahead -= onAlternative;
      return ahead == 0
          ? EnumSet.allOf(Path.class)
          : EnumSet.of(ahead < 0 ? Path.CHEAPEST : Path.ALTERNATIVE);
    }
    return ahead < 0 && onAlternative == 0 ? EnumSet.of(Path.CHEAPEST) : EnumSet.allOf(Path.class);
  }

  /**
   * {@return how many connections the alternative may have when so many are held}
   *
   * @param course how the router goes on
   * @param held connections that were opened and are held, at least 0
   * @param spreading how uneven a spread over both paths may be
   */
  public Band band(Course course, int held, Spreading spreading) {
    int threshold = threshold(course.reading());
    int beyond = held - threshold;
    if (beyond <= 0) {
      return new Band(0, 0);
    }
    if (course == Course.PERCEIVED_LEVEL) {
      return new Band(beyond / 2, beyond - beyond / 2);
    }
    // The earliest first spill is the next connection after the threshold, and one is past the tie.
    return new Band(spreading.fewest(beyond - 1), 1 + (beyond - 1) - spreading.fewest(beyond - 1));
  }

  /**
   * {@return the first number of held connections at which this curve leaves the band, or 0 if it
   * never does}
   *
   * @param course how the router goes on
   * @param onAlternative for each connection in the order of opening, whether it went to the
   *     alternative
   * @param spreading how uneven a spread over both paths may be
   */
  public int leaves(Course course, List<Boolean> onAlternative, Spreading spreading) {
    int there = 0;
    for (int held = 1; held <= onAlternative.size(); held++) {
      there += onAlternative.get(held - 1) ? 1 : 0;
      if (!band(course, held, spreading).contains(there)) {
        return held;
      }
    }
    return 0;
  }

  /**
   * {@return how many may be open on the cheapest path when the first connection takes the
   * alternative, ascending: at each reading's threshold a tie may go either way}
   *
   * @param readings the readings that are accepted
   */
  public List<Integer> spills(Set<Reading> readings) {
    Set<Integer> spills = new TreeSet<>();
    for (Reading reading : readings) {
      spills.add(threshold(reading));
      spills.add(threshold(reading) + 1);
    }
    return new ArrayList<>(spills);
  }

  /**
   * {@return how much later than this reading's tie would allow the first spill came; 0 if it came
   * as the reading says, below 0 if it came before the threshold}
   *
   * @param reading the reading
   * @param open connections that were open on the cheapest path when the first one took the
   *     alternative
   */
  public long late(Reading reading, long open) {
    long ahead = open - threshold(reading);
    return ahead < 0 ? ahead : Math.max(0, ahead - 1);
  }
}
