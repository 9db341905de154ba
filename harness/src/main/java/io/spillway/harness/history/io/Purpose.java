package io.spillway.harness.history.io;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a history was recorded for, as its first line says it: with it a history can be judged from
 * the file alone, as it was judged when it was made.
 *
 * @param spillway the version of the Spillway that recorded it
 * @param rulebook which rulebook that was, as {@code Rulebook.version()} tells it
 * @param questions what is asked of this history, at least one
 */
public record Purpose(String spillway, String rulebook, List<Asked> questions) {

  /** Copies the list. */
  public Purpose {
    questions = List.copyOf(questions);
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
