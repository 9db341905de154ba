package io.spillway.harness.topology;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The routing keys of a {@code MultiKeyListener} as declared, not yet checked. */
sealed interface Keys {

  /** As many keys as Skupper's resource definition allows in one listener. */
  int MAX_KEYS = 256;

  Collection<String> routingKeys();

  /** The field of a file that holds them. */
  String field();

  Strategy strategy();

  /** Reports every key and weight that is out of range. */
  void check(Origin origin, Problems problems);

  private static void checkKeys(Keys keys, Origin origin, Problems problems) {
    int count = keys.routingKeys().size();
    if (count < 1 || count > MAX_KEYS) {
      problems.add(
          origin,
          keys.field(),
          keys.field() + " has " + count + " keys; a strategy has 1 to " + MAX_KEYS);
    }
    for (String key : keys.routingKeys()) {
      Words.ROUTING_KEY.check(origin, keys.field(), key, problems);
    }
  }

  /** Weight by key. */
  record Weighted(Map<String, Long> weights) implements Keys {
    @Override
    public Collection<String> routingKeys() {
      return weights.keySet();
    }

    @Override
    public String field() {
      return "spec.strategy.weighted.routingKeys";
    }

    @Override
    public Strategy strategy() {
      Map<String, Integer> exact = new LinkedHashMap<>();
      weights.forEach((key, weight) -> exact.put(key, Math.toIntExact(weight)));
      return new Strategy.Weighted(exact);
    }

    @Override
    public void check(Origin origin, Problems problems) {
      checkKeys(this, origin, problems);
      weights.forEach(
          (key, weight) -> {
            if (weight < 0 || weight > Integer.MAX_VALUE) {
              String field = field() + "." + key;
              problems.add(
                  origin,
                  field,
                  field + " is " + weight + "; a weight is 0 to " + Integer.MAX_VALUE);
            }
          });
      if (!weights.isEmpty() && weights.values().stream().allMatch(weight -> weight == 0)) {
        problems.add(
            origin,
            field(),
            field()
                + " gives weight 0 to every key ("
                + String.join(", ", weights.keySet())
                + "); at least one needs more");
      }
    }
  }

  /** Keys, most wanted first. */
  record Priority(List<String> routingKeys) implements Keys {
    @Override
    public String field() {
      return "spec.strategy.priority.routingKeys";
    }

    @Override
    public Strategy strategy() {
      return new Strategy.Priority(routingKeys);
    }

    @Override
    public void check(Origin origin, Problems problems) {
      checkKeys(this, origin, problems);
      Set<String> seen = new HashSet<>();
      for (String key : routingKeys) {
        if (!seen.add(key)) {
          problems.add(
              origin, field(), field() + " names " + key + " more than once; keep the first");
        }
      }
    }
  }
}
