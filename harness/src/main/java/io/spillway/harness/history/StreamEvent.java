package io.spillway.harness.history;

import java.util.OptionalLong;

/**
 * What became of one held connection on which bytes went to and fro, or of a long answer: one on
 * which they only came, until the workload had given all and closed. Each reply is worked out from
 * the byte that was sent (in a long answer there is none), from its position and from the
 * workload's connection that the stream began with, so that a byte that is changed, lost, doubled,
 * out of order or answered by somebody else does not verify. Times are nanoseconds since the start
 * of the run.
 *
 * @param phase the name of the phase that asked for it
 * @param site the ingress site
 * @param listener the listener's name at that site
 * @param servedAtStart who served it when it began; the attempt that opened it says the same
 * @param servedAtEnd who served it when it ended: somebody else if in its midst another workload
 *     said who it is
 * @param fromNanos when its first byte was sent
 * @param endNanos when it ended, whoever ended it
 * @param sentBytes bytes that the client sent; in a long answer, that the workload sends
 * @param verifiedBytes bytes that came back, or just came, as they must, before any that did not
 * @param firstBadOffset position of the first byte that came wrong, or was one too many, from 0
 * @param longestStallNanos the longest time in which bytes were owed and none came
 * @param longestRoundTripNanos the longest time that a byte took to come back, of those that were
 *     watched, one after the other; 0 in a long answer
 * @param ending how the connection ended
 * @param detail the operating system's or the harness's own words where it broke, else empty
 */
public record StreamEvent(
    String phase,
    String site,
    String listener,
    Attempt.Served servedAtStart,
    Attempt.Served servedAtEnd,
    long fromNanos,
    long endNanos,
    long sentBytes,
    long verifiedBytes,
    OptionalLong firstBadOffset,
    long longestStallNanos,
    long longestRoundTripNanos,
    Ending ending,
    String detail) {

  /** How a stream's connection ended. */
  public enum Ending {
    /** The client ended it, when every byte had come back or its patience was over. */
    RELEASED,
    /** The other side closed it in order while the client held it, as a long answer must end. */
    CLOSED,
    /** The other side or the network broke it while the client held it. */
    RESET,
    /** The harness had to end it early. Never counts for or against a router. */
    ABANDONED
  }

  /** Refuses a stream that got back more than it sent, or that ends before it begins. */
  public StreamEvent {
    if (verifiedBytes > sentBytes) {
      throw new IllegalArgumentException(
          "stream of " + servedAtStart + " verified " + verifiedBytes + " of " + sentBytes);
    }
    if (endNanos < fromNanos) {
      throw new IllegalArgumentException(
          "stream of " + servedAtStart + " ends at " + endNanos + " ns, before " + fromNanos);
    }
  }

  /** {@return the address of the connection in words, such as {@code west/local}} */
  public String where() {
    return site + "/" + listener;
  }

  /** {@return bytes that were sent and did not come back} */
  public long missingBytes() {
    return sentBytes - verifiedBytes;
  }

  /** {@return whether every byte came back, from where it had to, until the client ended it} */
  public boolean whole() {
    return ending == Ending.RELEASED && complete() && servedAtEnd.equals(servedAtStart);
  }

  /** {@return whether every byte came as it must, and no other} */
  public boolean complete() {
    return firstBadOffset.isEmpty() && missingBytes() == 0;
  }
}
