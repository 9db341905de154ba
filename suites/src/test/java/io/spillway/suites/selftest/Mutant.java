package io.spillway.suites.selftest;

import io.spillway.harness.runtime.SiteRuntime;
import io.spillway.router.route.Candidate;
import io.spillway.router.route.DestinationPolicy;
import io.spillway.router.route.Policies;
import java.util.Comparator;
import java.util.List;
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
 * @param policies makes the policies of one router; its loop is the only thread that asks them
 * @param around puts something wrong around the networks of a runtime
 * @param also other rules that it breaks as well, and that may fail it
 */
record Mutant(
    String name,
    String rule,
    String caseName,
    Supplier<Policies> policies,
    UnaryOperator<SiteRuntime> around,
    Set<String> also) {

  /** A mutant with nothing wrong around its networks, and that breaks one rule and no other. */
  Mutant(String name, String rule, String caseName, Supplier<Policies> policies) {
    this(name, rule, caseName, policies, UnaryOperator.identity(), Set.of());
  }

  /** {@return a documented router with something wrong around its networks} */
  static Mutant around(
      String name, String rule, String caseName, UnaryOperator<SiteRuntime> around) {
    return new Mutant(name, rule, caseName, Policies::documented, around, Set.of());
  }

  /** {@return the same mutant, of which it is known that it breaks these rules as well} */
  Mutant alsoBreaking(String... rules) {
    return new Mutant(name, rule, caseName, policies, around, Set.of(rules));
  }

  /** {@return every mutant, by the family of the rule that it breaks} */
  static List<Mutant> all() {
    return Stream.of(
            BalancingMutants.all(),
            LinkCostMutants.all(),
            LostPathMutants.all(),
            MultiKeyListenerMutants.all(),
            WeightedListenerMutants.all(),
            FailoverMutants.all(),
            TrafficSplitMutants.all())
        .flatMap(List::stream)
        .toList();
  }

  /** {@return policies that take the destination that is first in this order} */
  static Policies destination(Comparator<Candidate> order) {
    return new Policies() {
      @Override
      public DestinationPolicy destination() {
        return (key, candidates, random) ->
            candidates.stream().min(order).map(Candidate::destination);
      }
    };
  }

  @Override
  public String toString() {
    return rule + "/" + caseName + ": " + name;
  }
}
