package io.spillway.harness.probe.workload;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first line that a workload writes on every connection: {@code spillway/1 SITE WORKLOAD
 * NUMBER}, ASCII, ended by a line feed, its parts separated by one space each.
 *
 * @param site the workload's site: 1 to 200 visible ASCII characters
 * @param workload the workload's name: 1 to 200 visible ASCII characters
 * @param connection the workload's number for this connection, from 1
 */
public record Banner(String site, String workload, long connection) {

  /** The longest banner in bytes, its line feed included. */
  public static final int MAX_BYTES = 512;

  private static final String NAME = "[!-~]{1,200}";
  private static final Pattern NAME_PATTERN = Pattern.compile(NAME);
  private static final Pattern LINE =
      Pattern.compile("spillway/1 (" + NAME + ") (" + NAME + ") ([1-9][0-9]{0,17})");

  /** Refuses names and numbers that a banner cannot carry. */
  public Banner {
    requireName("site", site);
    requireName("workload", workload);
    if (connection < 1) {
      throw new IllegalArgumentException("connection must be at least 1, is " + connection);
    }
  }

  /**
   * Checks a name.
   *
   * @param what what it names, for the error
   * @throws IllegalArgumentException if a banner cannot carry it
   */
  static void requireName(String what, String name) {
    if (!NAME_PATTERN.matcher(name).matches()) {
      throw new IllegalArgumentException(
          what + " must be 1 to 200 visible ASCII characters without spaces, is \"" + name + "\"");
    }
  }

  /** {@return the line, with its line feed} */
  public byte[] encode() {
    return ("spillway/1 " + site + " " + workload + " " + connection + "\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** {@return what the line says; empty if it is not exactly a banner} */
  public static Optional<Banner> parse(String lineWithoutLineFeed) {
    Matcher matcher = LINE.matcher(lineWithoutLineFeed);
    return matcher.matches()
        ? Optional.of(
            new Banner(matcher.group(1), matcher.group(2), Long.parseLong(matcher.group(3))))
        : Optional.empty();
  }
}
