package io.spillway.harness.history;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A named stretch of a scenario. An attempt or a fault belongs to the phase that it names.
 *
 * @param name unique in the history, such as {@code control} or {@code ramp west}
 * @param attributes what the scenario wants its check to know, such as {@code cheapest=east}
 * @param startNanos when it began, since the start of the run
 * @param endNanos when it ended; not before {@code startNanos}
 */
public record Phase(String name, Map<String, String> attributes, long startNanos, long endNanos) {

  /** Copies the attributes, keeping their order. */
  public Phase {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    if (endNanos < startNanos) {
      throw new IllegalArgumentException(
          "phase " + name + " ends at " + endNanos + " ns, before its start " + startNanos);
    }
  }

  /**
   * {@return the attribute of that name}
   *
   * @throws IllegalArgumentException if the phase has none; the message lists those that it has
   */
  public String attribute(String key) {
    String value = attributes.get(key);
    if (value == null) {
      throw new IllegalArgumentException(
          "phase " + name + " has no attribute " + key + ", only " + attributes.keySet());
    }
    return value;
  }
}
