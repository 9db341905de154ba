package io.spillway.router.admin;

import java.util.List;

/** A reload that was not carried out; everything is as it was before. */
public final class ReloadRefusedException extends RuntimeException {

  private final List<String> problems;

  /**
   * Makes the exception; its message lists the problems, one a line.
   *
   * @param problems what is wrong and what to do about it, at least one
   */
  public ReloadRefusedException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** {@return what is wrong} */
  public List<String> problems() {
    return problems;
  }
}
