package io.spillway.harness.rule;

/**
 * A rulebook that cannot be used; the message says where, what is wrong and what would be right.
 */
public final class RulebookException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int line;

  RulebookException(String source, int line, String problem, Throwable cause) {
    super(source + " line " + line + ": " + problem, cause);
    this.line = line;
  }

  RulebookException(String source, int line, String problem) {
    this(source, line, problem, null);
  }

  /** {@return the line that is wrong, from 1} */
  public int line() {
    return line;
  }
}
