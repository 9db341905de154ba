package io.spillway.suites.selftest;

import io.spillway.harness.check.Verdict;
import io.spillway.harness.runtime.SiteRuntime;
import io.spillway.router.RouterOptions;
import io.spillway.router.route.Candidate;
import io.spillway.router.route.DestinationPolicy;
import io.spillway.router.route.KeyPolicy;
import io.spillway.router.route.Policies;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A router that is wrong on purpose. It breaks one rule through the router's own policy interface,
 * or through something wrong that is put between it and its clients; a harness that passes it on
 * that rule proves nothing about any other router.
 *
 * @param name what is wrong with it, in a few words
 * @param rule the rule that it breaks
 * @param caseName the case of the rule that must find it
 * @param options makes the options of one router; its loop is the only thread that asks its
 *     policies
 * @param around puts something wrong around the networks of a runtime
 * @param others what other rules may say of it, by their ids, where that is not just a pass
 */
record Mutant(
    String name,
    String rule,
    String caseName,
    Supplier<RouterOptions> options,
    UnaryOperator<SiteRuntime> around,
    Map<String, Set<Verdict>> others) {

  /** Takes the destination that the documented router would. */
  static final DestinationPolicy RIGHT = Policies.documented().destination();

  /** Takes any destination. */
  static final DestinationPolicy COINS =
      (key, candidates, random) ->
          candidates.isEmpty()
              ? Optional.empty()
              : Optional.of(candidates.get(random.nextInt(candidates.size())).destination());

  /** Copies the map. */
  Mutant {
    others = Map.copyOf(others);
  }

  /** A mutant with nothing wrong around its networks, and that breaks one rule and no other. */
  Mutant(String name, String rule, String caseName, Supplier<Policies> policies) {
    this(name, rule, caseName, deciding(policies), UnaryOperator.identity(), Map.of());
  }

  /** {@return a documented router with something wrong around its networks} */
  static Mutant around(
      String name, String rule, String caseName, UnaryOperator<SiteRuntime> around) {
    return new Mutant(name, rule, caseName, RouterOptions::defaults, around, Map.of());
  }

  /** {@return the options of routers that decide so, and are as documented otherwise} */
  static Supplier<RouterOptions> deciding(Supplier<Policies> policies) {
    return () -> RouterOptions.defaults().with(options -> options.policies(policies.get()));
  }

  /** {@return the same mutant with routers that wait so long for a connect to a workload} */
  Mutant withConnectTimeout(Duration timeout) {
    Supplier<RouterOptions> patient =
        () -> options.get().with(builder -> builder.connectTimeout(timeout));
    return new Mutant(name, rule, caseName, patient, around, others);
  }

  /** {@return the same mutant, which breaks these rules as well: each must fail it} */
  Mutant alsoBreaking(String... rules) {
    return with(Set.of(Verdict.FAIL), rules);
  }

  /**
   * {@return the same mutant, which breaks these rules as well, but where small samples see that by
   * luck only: each may fail it or pass it}
   */
  Mutant alsoBreakingAtTimes(String... rules) {
    return with(Set.of(Verdict.FAIL, Verdict.PASS), rules);
  }

  /**
   * {@return the same mutant, on which these rules cannot be judged: it never does what has to come
   * first, and each must be inconclusive}
   */
  Mutant notJudgedBy(String... rules) {
    return with(Set.of(Verdict.INCONCLUSIVE), rules);
  }

  /**
   * {@return the same mutant, which at times makes a scenario of these rules end early: each may
   * pass it or be inconclusive}
   */
  Mutant notJudgedAtTimesBy(String... rules) {
    return with(Set.of(Verdict.PASS, Verdict.INCONCLUSIVE), rules);
  }

  /** {@return what this rule may say of it} */
  Set<Verdict> expected(String id) {
    return id.equals(rule) ? Set.of(Verdict.FAIL) : others.getOrDefault(id, Set.of(Verdict.PASS));
  }

  private Mutant with(Set<Verdict> verdicts, String... rules) {
    Map<String, Set<Verdict>> more = new HashMap<>(others);
    List.of(rules).forEach(id -> more.put(id, verdicts));
    return new Mutant(name, rule, caseName, options, around, more);
  }

  /** {@return every mutant, by the family of the rule that it breaks} */
  static List<Mutant> all() {
    return Stream.of(
            BalancingMutants.all(),
            LinkCostMutants.all(),
            LostPathMutants.all(),
            MultiKeyListenerMutants.all(),
            ConnectorsOfKeysMutants.all(),
            WeightedListenerMutants.all(),
            FailoverMutants.all(),
            TrafficSplitMutants.all())
        .flatMap(List::stream)
        .toList();
  }

  /** {@return policies that take the destination that is first in this order} */
  static Policies destination(Comparator<Candidate> order) {
    return destination(
        (key, candidates, random) -> candidates.stream().min(order).map(Candidate::destination));
  }

  /** {@return documented policies, but for the choice of a destination} */
  static Policies destination(DestinationPolicy policy) {
    return new Policies() {
      @Override
      public DestinationPolicy destination() {
        return policy;
      }
    };
  }

  /**
   * {@return documented policies, but for what multi-key listeners make of theirs: each weighted
   * one, and each priority one of several keys}
   */
  static Policies multiKey(UnaryOperator<KeyPolicy> wrong) {
    return new Policies() {
      @Override
      public KeyPolicy weighted(Map<String, Integer> weights) {
        return wrong.apply(Policies.super.weighted(weights));
      }

      @Override
      public KeyPolicy priority(List<String> keys) {
        KeyPolicy right = Policies.super.priority(keys);
        return keys.size() > 1 ? wrong.apply(right) : right;
      }
    };
  }

  /**
   * {@return a policy that chooses by the one where all paths cost alike, and by the other
   * elsewhere}
   */
  static DestinationPolicy byCosts(DestinationPolicy alike, DestinationPolicy different) {
    return (key, candidates, random) -> {
      boolean same = candidates.stream().mapToLong(Candidate::pathCost).distinct().count() < 2;
      return (same ? alike : different).choose(key, candidates, random);
    };
  }

  @Override
  public String toString() {
    return rule + "/" + caseName + ": " + name;
  }
}
