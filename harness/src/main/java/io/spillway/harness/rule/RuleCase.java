package io.spillway.harness.rule;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One case of a rule: the same sentence with other figures, judged on its own.
 *
 * @param name unique in its rule, such as {@code weighted 25/75} or {@code frozen}
 * @param level how much this case matters; the rule's level unless the case says otherwise
 * @param parameters the rule's parameters with this case's values, as text
 * @param features what a router must have for this case, beside what the rule needs
 */
public record RuleCase(
    String name, Rule.Level level, Map<String, String> parameters, List<Feature> features) {

  /** Copies the parameters, keeping their order, and the features. */
  public RuleCase {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    features = List.copyOf(features);
  }

  /** A case that needs what its rule needs. */
  public RuleCase(String name, Rule.Level level, Map<String, String> parameters) {
    this(name, level, parameters, List.of());
  }

  /**
   * {@return the parameter's text}
   *
   * @throws IllegalArgumentException if the case has no such parameter
   */
  public String text(String parameter) {
    String value = parameters.get(parameter);
    if (value == null) {
      throw new IllegalArgumentException(
          "case " + name + " has no parameter " + parameter + ", only " + parameters.keySet());
    }
    return value;
  }

  /**
   * {@return the parameter as a whole number}
   *
   * @throws IllegalArgumentException if there is none or it is not a whole number
   */
  public int integer(String parameter) {
    String value = text(parameter);
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "case " + name + ": parameter " + parameter + " is not a whole number: " + value, e);
    }
  }

  /**
   * {@return the parameter as a number}
   *
   * @throws IllegalArgumentException if there is none or it is not a number
   */
  public double number(String parameter) {
    String value = text(parameter);
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "case " + name + ": parameter " + parameter + " is not a number: " + value, e);
    }
  }

  /** {@return the parameter's text, or this one where the rule does not have it} */
  public String text(String parameter, String otherwise) {
    return parameters.getOrDefault(parameter, otherwise);
  }

  /**
   * {@return the parameter as a whole number, or this one where the rule does not have it}
   *
   * @throws IllegalArgumentException if it is not a whole number
   */
  public int integer(String parameter, int otherwise) {
    return parameters.containsKey(parameter) ? integer(parameter) : otherwise;
  }

  /**
   * {@return the parameter as a number, or this one where the rule does not have it}
   *
   * @throws IllegalArgumentException if it is not a number
   */
  public double number(String parameter, double otherwise) {
    return parameters.containsKey(parameter) ? number(parameter) : otherwise;
  }
}
