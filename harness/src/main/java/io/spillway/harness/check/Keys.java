package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.History;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which routing key served an attempt; the history's own look-up, prepared for many attempts. */
final class Keys {

  private final History history;
  private final Map<String, Map<String, String>> bySiteAndWorkload = new HashMap<>();

  Keys(History history) {
    this.history = history;
    history
        .workloads()
        .forEach(
            w ->
                bySiteAndWorkload
                    .computeIfAbsent(w.site(), site -> new HashMap<>())
                    .put(w.workload(), w.routingKey()));
  }

  /**
   * {@return the routing key that served this attempt, if it was served}
   *
   * @throws IllegalArgumentException if the history knows no such workload
   */
  Optional<String> of(Attempt attempt) {
    return attempt
        .servedBy()
        .map(
            by -> {
              String key = bySiteAndWorkload.getOrDefault(by.site(), Map.of()).get(by.workload());
              return key == null ? history.routingKeyOf(by) : key;
            });
  }
}
