package io.spillway.harness.probe.workload;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All that a client writes which ends its side of the connection at once: {@code spillway/1 message
 * NUMBER}, ASCII, ended by a line feed. So a message that is cut off, changed, or run together with
 * another one is no message, and one that somebody else wrote has another number.
 *
 * @param number the client's own number, which no other message of the run has; at least 0
 */
public record Message(int number) {

  /** The longest message in bytes, its line feed included. */
  static final int MAX_BYTES = 30;

  private static final Pattern LINE = Pattern.compile("spillway/1 message (0|[1-9][0-9]{0,9})\n");

  /** Refuses a number below 0. */
  public Message {
    if (number < 0) {
      throw new IllegalArgumentException("a message's number must be at least 0, is " + number);
    }
  }

  /** {@return the line, with its line feed} */
  public byte[] encode() {
    return ("spillway/1 message " + number + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  /** {@return the message that these bytes are; empty if they are not exactly one} */
  static Optional<Message> parse(String bytes) {
    Matcher matcher = LINE.matcher(bytes);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(matcher.group(1));
    return number > Integer.MAX_VALUE ? Optional.empty() : Optional.of(new Message((int) number));
  }
}
