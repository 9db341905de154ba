package io.spillway.harness.rule;

import io.spillway.harness.Suggestion;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * A parameter of a rule, as its cases and profiles may set it.
 *
 * @param name what cases and checks call it, such as {@code failover-limit-seconds}
 * @param unit the unit of its value, such as {@code s} or {@code connections}; empty for a text
 * @param meaning what it decides, in a few words
 * @param values the words that it may be; empty if it is not one of a few words
 * @param defaultValue its value in cases that do not set it; absent if every case must
 * @param fewest the least that a small sample may make of it; absent if any is enough
 * @param most the most that a large sample may make of it; absent if its scenario does as many as
 *     it is asked for
 */
public record Parameter(
    String name,
    String unit,
    String meaning,
    List<String> values,
    Optional<String> defaultValue,
    Optional<Integer> fewest,
    Optional<Integer> most) {

  /** Units of what lies between none and all. */
  private static final List<String> PARTS = List.of("share", "probability");

  /** Units of what is written with {@code +} between its parts. */
  private static final List<String> SUMS = List.of("cost");

  /** Copies the list. */
  public Parameter {
    values = List.copyOf(values);
  }

  /**
   * {@return what is wrong with this value, and what would be right; empty if nothing is}
   *
   * <p>One of the words, where there are any; what has a unit is a number of at least 0, and a
   * share or a probability at most 1; a cost may be several with {@code +} between them.
   */
  Optional<String> problem(String value) {
    if (!values.isEmpty()) {
      return values.contains(value)
          ? Optional.empty()
          : Optional.of("cannot be " + value + Suggestion.among(values, value));
    }
    if (unit.isEmpty()) {
      return Optional.empty();
    }
    boolean sum = SUMS.contains(unit);
    for (String part : sum ? value.split("[+]", -1) : new String[] {value}) {
      if (!part.matches("[0-9]{1,12}([.][0-9]{1,12})?")) {
        return Optional.of("must be a number of at least 0 (" + unit + "), is " + value);
      }
    }
    return PARTS.contains(unit) && new BigDecimal(value).compareTo(BigDecimal.ONE) > 0
        ? Optional.of("must be a number from 0 to 1 (" + unit + "), is " + value)
        : Optional.empty();
  }
}
