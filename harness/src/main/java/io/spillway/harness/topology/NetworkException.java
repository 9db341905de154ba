package io.spillway.harness.topology;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A network that cannot be used. The message lists everything that is wrong with it, one problem a
 * line, so that one reading mends them all.
 */
public final class NetworkException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final List<Problem> problems;

  /**
   * Creates one.
   *
   * @param network the network's name
   * @param problems what is wrong; at least one
   */
  public NetworkException(String network, List<Problem> problems) {
    super(message(network, problems));
    this.problems = List.copyOf(problems);
  }

  private static String message(String network, List<Problem> problems) {
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("a NetworkException needs at least one problem");
    }
    String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
    return problems.stream()
        .map(problem -> "\n  " + problem)
        .collect(Collectors.joining("", "network " + network + " has " + count + ":", ""));
  }

  /** {@return what is wrong, by file and line} */
  public List<Problem> problems() {
    return problems;
  }

  /**
   * One thing that is wrong.
   *
   * @param place {@code file:line}, or for a network built in Java {@code site <name>}
   * @param text what is wrong, with the value that was found and what would be right
   */
  public record Problem(String place, String text) implements Serializable {
    @Override
    public String toString() {
      return place + ": " + text;
    }
  }
}
