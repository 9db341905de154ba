package io.spillway.router.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used, with everything that is wrong with it. */
public final class RouterConfigException extends IllegalArgumentException {

  private final List<Problem> problems;

  /**
   * Makes the exception; its message lists the problems, one a line.
   *
   * @param problems what is wrong, at least one
   */
  public RouterConfigException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** {@return what is wrong, in the order of the text} */
  public List<Problem> problems() {
    return problems;
  }

  /**
   * One thing that is wrong.
   *
   * @param source the name of the text
   * @param line the line, counted from 1; 0 if the whole text is meant
   * @param what what is wrong, with the value found
   * @param remedy what to write instead
   */
  public record Problem(String source, int line, String what, String remedy) {
    @Override
    public String toString() {
      String place = line > 0 ? source + ":" + line : source;
      return place + ": " + what + ". " + remedy + ".";
    }
  }
}
