package io.spillway.harness.probe.workload;

import java.nio.charset.StandardCharsets;

/**
 * A line with which a client asks, in the middle of a stream, who serves it: {@code spillway/1 who?
 * NUMBER}, ASCII, ended by a line feed. The workload echoes it like any other byte, and then says
 * its {@link Banner} again. So a request that reaches another workload than the connection did is
 * told from one that does not.
 *
 * @param number the client's own number for the question, from 1 to 999,999,999
 */
public record Question(int number) {

  /** What a question begins with; digits and a line feed follow. */
  static final String BEGINNING = "spillway/1 who? ";

  /** How many digits a question has at the most. */
  static final int MAX_DIGITS = 9;

  private static final int MAX_NUMBER = 999_999_999;

  /** Refuses a number that is out of range. */
  public Question {
    if (number < 1 || number > MAX_NUMBER) {
      throw new IllegalArgumentException(
          "a question's number must lie between 1 and " + MAX_NUMBER + ", is " + number);
    }
  }

  /** {@return the line, without its line feed} */
  public String line() {
    return BEGINNING + number;
  }

  /** {@return the line, with its line feed} */
  public byte[] encode() {
    return (line() + "\n").getBytes(StandardCharsets.US_ASCII);
  }
}
