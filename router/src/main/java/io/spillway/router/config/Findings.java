package io.spillway.router.config;

import io.spillway.router.config.RouterConfigException.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is found wrong, or remarkable, in one text. For one thread. */
final class Findings {

  private final String source;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();

  /**
   * Makes it, with nothing found yet.
   *
   * @param source how errors call the text
   */
  Findings(String source) {
    this.source = source;
  }

  /** Notes what has to be changed before the text can be used. */
  void problem(int line, String what, String remedy) {
    problems.add(new Problem(source, line, what, remedy));
  }

  /** Notes what can be used, and may not do what its writer expects. */
  void warning(int line, String what, String remedy) {
    warnings.add(new Problem(source, line, what, remedy));
  }

  /** {@return what has to be changed, in the order of the text} */
  List<Problem> problems() {
    return sorted(problems);
  }

  /** {@return what may not do what its writer expects, in the order of the text} */
  List<Problem> warnings() {
    return sorted(warnings);
  }

  private static List<Problem> sorted(List<Problem> found) {
    return found.stream().sorted(Comparator.comparingInt(Problem::line)).toList();
  }
}
