package io.spillway.harness.history;

import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One connection tried by a prober, or one request on a connection that a prober keeps. Times are
 * nanoseconds since the start of the run; each later mark is present only if it was reached, and is
 * never before an earlier one.
 *
 * @param index position among the history's attempts, from 0, in the order in which they were due
 * @param phase the name of the phase that asked for it
 * @param prober who made it: {@code sequential}, {@code held}, {@code open-loop}, {@code
 *     closed-loop-1}, …; {@code request-n} for a request on the n-th connection of a held ramp
 * @param site the ingress site
 * @param listener the listener's name at that site
 * @param dueNanos when the schedule wanted it to start; latencies count from here
 * @param openedNanos when the TCP connection was open
 * @param identifiedNanos when the workload had said who it is
 * @param closedNanos when it ended, whoever ended it
 * @param servedBy who served it; present exactly when the outcome is {@link Outcome#SERVED}
 * @param outcome how it ended
 * @param detail the operating system's or the harness's own words where it failed, else empty
 * @param message the number of the message that the client wrote before it ended its own side of
 *     the connection, and before it had heard anything; empty if it wrote none
 */
public record Attempt(
    int index,
    String phase,
    String prober,
    String site,
    String listener,
    long dueNanos,
    OptionalLong openedNanos,
    OptionalLong identifiedNanos,
    OptionalLong closedNanos,
    Optional<Served> servedBy,
    Outcome outcome,
    String detail,
    OptionalInt message) {

  /** The order in which attempts were due, and among those of one moment in which they began. */
  public static final Comparator<Attempt> AS_DUE =
      Comparator.comparingLong(Attempt::dueNanos).thenComparingInt(Attempt::index);

  /** Refuses an attempt that is served by nobody, or not served and yet by somebody. */
  public Attempt {
    if (servedBy.isPresent() != (outcome == Outcome.SERVED)) {
      throw new IllegalArgumentException(
          "attempt " + index + " is " + outcome + " and served by " + servedBy);
    }
  }

  /** An attempt whose client wrote nothing before it was served. */
  public Attempt(
      int index,
      String phase,
      String prober,
      String site,
      String listener,
      long dueNanos,
      OptionalLong openedNanos,
      OptionalLong identifiedNanos,
      OptionalLong closedNanos,
      Optional<Served> servedBy,
      Outcome outcome,
      String detail) {
    this(
        index,
        phase,
        prober,
        site,
        listener,
        dueNanos,
        openedNanos,
        identifiedNanos,
        closedNanos,
        servedBy,
        outcome,
        detail,
        OptionalInt.empty());
  }

  /**
   * Who served an attempt, as the workload's first line says.
   *
   * @param site the workload's site
   * @param workload the workload's name
   * @param connection the workload's number for this connection, from 1
   */
  public record Served(String site, String workload, long connection) {}
}
