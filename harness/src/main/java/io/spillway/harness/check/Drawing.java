package io.spillway.harness.check;

import io.spillway.harness.stats.Binomials;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** What was observed, in a form that a report can draw without judging anything. */
public sealed interface Drawing {

  /**
   * Shares of several groups, each with its interval and what was expected.
   *
   * @param title what is divided
   * @param bars one for each group
   */
  record Shares(String title, List<Bar> bars) implements Drawing {

    /** Copies the list. */
    public Shares {
      bars = List.copyOf(bars);
    }
  }

  /**
   * One group's share. Shares are fractions from 0 to 1.
   *
   * @param label the group
   * @param count observations in the group
   * @param observed its share
   * @param low lower end of the confidence interval
   * @param high upper end of the confidence interval
   * @param expectedLow lowest share that the rule allows or expects
   * @param expectedHigh highest share that the rule allows or expects
   */
  record Bar(
      String label,
      long count,
      double observed,
      double low,
      double high,
      double expectedLow,
      double expectedHigh) {

    /** Of the intervals that are drawn. */
    static final double CONFIDENCE = 0.99;

    /** {@return the bar of a group of a sample, of which the rule expects one share} */
    static Bar of(String label, int count, int n, double expected) {
      return of(label, count, n, expected, expected);
    }

    /** {@return the bar of a group of a sample, of which the rule allows a range of shares} */
    static Bar of(String label, int count, int n, double expectedLow, double expectedHigh) {
      Binomials.Interval interval = Binomials.interval(count, n, CONFIDENCE);
      return new Bar(
          label,
          count,
          (double) count / n,
          interval.low(),
          interval.high(),
          expectedLow,
          expectedHigh);
    }
  }

  /**
   * A held ramp: with each connection that was opened, how many were open at each destination.
   *
   * @param title which ramp
   * @param cheapest label of the cheapest path
   * @param alternative label of the alternative
   * @param onAlternative for each connection in the order of opening, whether it went to the
   *     alternative
   * @param allowed connections on the cheapest path at which the first spill may come, ascending
   * @param spill connections that were open on the cheapest path when the first one took the
   *     alternative; absent if none did
   * @param courses what the alternative may have, by each documented reading; empty where nothing
   *     is compared
   */
  record Ramp(
      String title,
      String cheapest,
      String alternative,
      List<Boolean> onAlternative,
      List<Integer> allowed,
      OptionalLong spill,
      List<Course> courses)
      implements Drawing {

    /** Copies the lists. */
    public Ramp {
      onAlternative = List.copyOf(onAlternative);
      allowed = List.copyOf(allowed);
      courses = List.copyOf(courses);
    }
  }

  /**
   * The band that a reading of the documents allows a ramp.
   *
   * @param label the reading
   * @param fits whether the whole ramp lies in it
   * @param corners where it begins, turns and ends, in the order of opening; straight between them
   */
  record Course(String label, boolean fits, List<Corner> corners) {

    /** Copies the list. */
    public Course {
      corners = List.copyOf(corners);
    }
  }

  /**
   * A place of a band.
   *
   * @param opened connections opened by then
   * @param low the fewest that the alternative may have by then
   * @param high the most
   */
  record Corner(int opened, int low, int high) {}

  /**
   * Attempts over time with faults shaded. Times are seconds since the start of the timeline.
   *
   * @param title what is shown
   * @param lengthSeconds length of the time axis
   * @param lanes one lane for each destination, and one for failures
   * @param bands faults and phases to shade
   * @param limitSeconds a time limit to mark after the first fault, where there is one
   */
  record Timeline(
      String title,
      double lengthSeconds,
      List<Lane> lanes,
      List<Band> bands,
      OptionalDouble limitSeconds)
      implements Drawing {

    /** Copies the lists. */
    public Timeline {
      lanes = List.copyOf(lanes);
      bands = List.copyOf(bands);
    }
  }

  /**
   * One lane of a timeline: attempts per equal slice of time.
   *
   * @param label the destination, or what went wrong
   * @param bad whether attempts in this lane failed or went where they must not
   * @param counts attempts in each slice, all lanes with equally many slices
   */
  record Lane(String label, boolean bad, List<Integer> counts) {

    /** Copies the list. */
    public Lane {
      counts = List.copyOf(counts);
    }
  }

  /**
   * A shaded stretch of a timeline.
   *
   * @param label what held during it
   * @param fromSeconds its start
   * @param toSeconds its end
   * @param fault whether it is a fault, and not a mere phase
   */
  record Band(String label, double fromSeconds, double toSeconds, boolean fault) {}
}
