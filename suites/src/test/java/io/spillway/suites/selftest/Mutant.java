package io.spillway.suites.selftest;

import io.spillway.harness.runtime.SiteRuntime;
import io.spillway.router.route.Candidate;
import io.spillway.router.route.DestinationPolicy;
import io.spillway.router.route.Policies;
import java.util.Comparator;
import java.util.List;
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
 */
record Mutant(
    String name,
    String rule,
    String caseName,
    Supplier<Policies> policies,
    UnaryOperator<SiteRuntime> around) {

  /** A mutant with nothing wrong around its networks. */
  Mutant(String name, String rule, String caseName, Supplier<Policies> policies) {
    this(name, rule, caseName, policies, UnaryOperator.identity());
  }

  /** {@return every mutant, by the family of the rule that it breaks} */
  static List<Mutant> all() {
    return Stream.of(
            BalancingMutants.all(),
            LinkCostMutants.all(),
            MultiKeyListenerMutants.all(),
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
