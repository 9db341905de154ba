package io.spillway.suites.selftest;

import io.spillway.router.route.Candidate;
import io.spillway.router.route.DestinationPolicy;
import io.spillway.router.route.Policies;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A router that is wrong on purpose. It breaks one rule through the router's own policy interface,
 * or, where bytes are at stake, in a disguise before its listeners; a harness that passes it on
 * that rule proves nothing about any other router.
 *
 * @param name what is wrong with it, in a few words
 * @param rule the rule that it breaks
 * @param caseName the case of the rule that must find it
 * @param policies makes the policies of one router; its loop is the only thread that asks them
 * @param disguise what stands before its listeners
 */
record Mutant(
    String name,
    String rule,
    String caseName,
    Supplier<Policies> policies,
    DisguisedRuntime.Disguise disguise) {

  /** A mutant with other policies. */
  Mutant(String name, String rule, String caseName, Supplier<Policies> policies) {
    this(name, rule, caseName, policies, DisguisedRuntime.Disguise.NONE);
  }

  /** {@return a mutant that does this to the bytes of connections on their way} */
  static Mutant withDefect(String name, String rule, String caseName, FaultyFront.Defect defect) {
    return new Mutant(
        name,
        rule,
        caseName,
        Policies::documented,
        new DisguisedRuntime.Disguise(defect, DisguisedRuntime.Drops.NEVER));
  }

  /** {@return a mutant that resets established connections then} */
  static Mutant dropping(String name, String rule, String caseName, DisguisedRuntime.Drops drops) {
    return new Mutant(
        name,
        rule,
        caseName,
        Policies::documented,
        new DisguisedRuntime.Disguise(FaultyFront.Defect.NONE, drops));
  }

  /** {@return every mutant, by the family of the rule that it breaks} */
  static List<Mutant> all() {
    return Stream.of(
            BalancingMutants.all(),
            LinkCostMutants.all(),
            MultiKeyListenerMutants.all(),
            FailoverMutants.all())
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
