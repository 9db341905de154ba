package io.spillway.suites.selftest;

import io.spillway.router.route.Candidate;
import io.spillway.router.route.Policies;
import java.util.Comparator;
import java.util.List;

/** Routers that are wrong about balancing (the B rules). */
final class BalancingMutants {

  private BalancingMutants() {}

  /** {@return all of them} */
  static List<Mutant> all() {
    return List.of(
        new Mutant(
            "first by name among equals",
            "B1",
            "two sites",
            BalancingMutants::firstByNameAmongEquals),
        Mutant.dropping(
            "established connections dropped at failback",
            "B3",
            "site returns",
            DisguisedRuntime.Drops.WHEN_A_SITE_RETURNS),
        Mutant.withDefect(
            "established connections moved at failback",
            "B3",
            "workload returns",
            FaultyFront.Defect.MOVES_WITH_NEW_CONNECTIONS));
  }

  /** Takes the cheapest destination that is first by name, however many connections it has. */
  private static Policies firstByNameAmongEquals() {
    return Mutant.destination(
        Comparator.comparingLong(Candidate::pathCost)
            .thenComparing(candidate -> candidate.destination().toString()));
  }
}
