package io.spillway.harness.topology;

import io.spillway.harness.Suggestion;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The routing keys of a {@code MultiKeyListener} or a {@code TrafficSplit} as declared, not yet
 * checked.
 */
sealed interface Keys {

  /** As many keys as Skupper's resource definition allows in one listener. */
  int MAX_KEYS = 256;

  Collection<String> routingKeys();

  /** The field of a file that holds them. */
  String field();

  Strategy strategy();

  /** Reports every key and weight that is out of range. */
  void check(Origin origin, Problems problems);

  private static void checkCount(Keys keys, Origin origin, Problems problems) {
    int count = keys.routingKeys().size();
    if (count < 1 || count > MAX_KEYS) {
      problems.add(
          origin,
          keys.field(),
          keys.field() + " has " + count + " keys; a strategy has 1 to " + MAX_KEYS);
    }
  }

  private static void checkWeight(String field, long weight, Origin origin, Problems problems) {
    if (weight < 0 || weight > Integer.MAX_VALUE) {
      problems.add(
          origin, field, field + " is " + weight + "; a weight is 0 to " + Integer.MAX_VALUE);
    }
  }

  private static void checkKeys(Keys keys, Origin origin, Problems problems) {
    checkCount(keys, origin, problems);
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
      weights.forEach((key, weight) -> checkWeight(field() + "." + key, weight, origin, problems));
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

  /**
   * Backends of a split.
   *
   * @param primary what the annotation says, if it is there
   * @param controlled whether the label is there
   */
  record Split(List<Backend> backends, Optional<String> primary, boolean controlled)
      implements Keys {

    private static final String PRIMARY_FIELD = "metadata.annotations." + Annotations.PRIMARY;

    /** A routing key, called a service there, and its weight. */
    record Backend(String service, long weight) {}

    @Override
    public List<String> routingKeys() {
      return backends.stream().map(Backend::service).toList();
    }

    @Override
    public String field() {
      return "spec.backends";
    }

    @Override
    public Strategy.Split strategy() {
      Map<String, Integer> exact = new LinkedHashMap<>();
      backends.forEach(one -> exact.put(one.service(), Math.toIntExact(one.weight())));
      return new Strategy.Split(exact, primary, controlled);
    }

    @Override
    public void check(Origin origin, Problems problems) {
      checkCount(this, origin, problems);
      Set<String> seen = new HashSet<>();
      for (int i = 0; i < backends.size(); i++) {
        Backend backend = backends.get(i);
        String item = field() + "[" + i + "]";
        String service = item + ".service";
        Words.ROUTING_KEY.check(origin, service, backend.service(), problems);
        if (!seen.add(backend.service())) {
          problems.add(
              origin, service, service + " is " + backend.service() + " again; list each key once");
        }
        checkWeight(item + ".weight", backend.weight(), origin, problems);
      }
      checkPrimary(origin, problems);
      checkSum(origin, problems);
    }

    private void checkPrimary(Origin origin, Problems problems) {
      if (primary.isPresent() && !backends.isEmpty() && !routingKeys().contains(primary.get())) {
        problems.add(
            origin,
            PRIMARY_FIELD,
            PRIMARY_FIELD
                + " is "
                + primary.get()
                + ", which is not a backend"
                + Suggestion.among(routingKeys(), primary.get()));
      }
    }

    private void checkSum(Origin origin, Problems problems) {
      boolean nothing = !backends.isEmpty() && backends.stream().allMatch(one -> one.weight() == 0);
      if (nothing && !controlled) {
        problems.add(
            origin,
            field(),
            field()
                + " gives weight 0 to every key ("
                + String.join(", ", routingKeys())
                + "); give one of them more, or the split the label "
                + Annotations.CONTROLLED_BY
                + ", with which weights do not count");
      }
    }
  }
}
