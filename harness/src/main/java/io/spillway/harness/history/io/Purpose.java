package io.spillway.harness.history.io;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a history was recorded for, as its first line says it: with it a history can be judged from
 * the file alone, as it was judged when it was made.
 *
 * @param spillway the version of the Spillway that recorded it
 * @param rulebook which rulebook that was, as {@code Rulebook.version()} tells it
 * @param questions what is asked of this history, at least one
 * @param gate what the run's gate asks for; absent before {@code history/3}, which did not say so
 */
public record Purpose(
    String spillway, String rulebook, List<Asked> questions, Optional<Gate> gate) {

  /** Copies the list. */
  public Purpose {
    questions = List.copyOf(questions);
  }

  /**
   * What the gate of a run asks for.
   *
   * @param strict whether a should-rule that is broken fails the run as well
   * @param mayStayOpen the cases of the run, as {@code rule/case}, that may be undecided without
   *     failing it
   */
  public record Gate(boolean strict, List<String> mayStayOpen) {

    /** The gate that asks about must-rules, and all of them. */
    public static final Gate MUSTS = new Gate(false, List.of());

    /** Copies the list. */
    public Gate {
      mayStayOpen = List.copyOf(mayStayOpen);
    }
  }

  /**
   * One case of one rule.
   *
   * @param rule the rule's id
   * @param ruleCase the case's name
   * @param level how much it matters: {@code must}, {@code should} or {@code advisory}
   * @param check the word of the check that decides it
   * @param parameters the case's parameters as they were for this run
   * @param alpha the probability of a false fail that its verdict may spend
   */
  public record Asked(
      String rule,
      String ruleCase,
      String level,
      String check,
      Map<String, String> parameters,
      double alpha) {

    /** Copies the parameters, keeping their order. */
    public Asked {
      parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
  }
}
