package io.spillway.suites.selftest;

import io.spillway.router.route.Candidate;
import io.spillway.router.route.Destination;
import io.spillway.router.route.DestinationPolicy;
import io.spillway.router.route.Policies;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

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
                BalancingMutants::firstByNameAmongEquals)
            .alsoBreaking("B4", "F1", "F2", "F5", "F7")
            .notJudgedBy("B2", "B5", "F9"),
        Mutant.around("requests balanced", "B2", "two sites", RequestBalancer::inFrontOf)
            .alsoBreaking("B3", "F4", "F6"),
        new Mutant(
                "busier site preferred",
                "B4",
                "ten times faster",
                BalancingMutants::busierSitePreferred)
            .alsoBreaking("B1", "F5", "F7")
            .notJudgedBy("B5"),
        new Mutant(
            "turns, whoever is faster",
            "B4",
            "ten times faster",
            BalancingMutants::turnsWhoeverIsFaster),
        Mutant.around(
                "established connections dropped at failback",
                "B3",
                "site returns",
                DisguisedRuntime.dropping(DisguisedRuntime.Drops.WHEN_A_SITE_RETURNS))
            .alsoBreaking("F4", "F10")
            .alsoBreakingAtTimes("M8"),
        Mutant.around(
                "established connections dropped on a timer after failback",
                "B3",
                "site returns",
                DisguisedRuntime.dropping(
                    DisguisedRuntime.Drops.WHEN_A_SITE_RETURNS, Duration.ofMillis(1_200)))
            .alsoBreaking("F4")
            .alsoBreakingAtTimes("F10", "M8"),
        Mutant.around(
                "established connections moved at failback",
                "B3",
                "workload returns",
                DisguisedRuntime.with(FaultyFront.Defect.MOVES_AT_FAILBACK))
            .alsoBreakingAtTimes("F4")
            .notJudgedAtTimesBy("F7"),
        Mutant.around(
                "established connections dropped at failback",
                "B3",
                "site returns by priority",
                DisguisedRuntime.dropping(DisguisedRuntime.Drops.WHEN_A_SITE_RETURNS))
            .alsoBreaking("F4", "F10")
            .alsoBreakingAtTimes("M8"),
        Mutant.around(
                "established connections dropped some time after failback",
                "B3",
                "site returns by priority",
                DisguisedRuntime.dropping(
                    DisguisedRuntime.Drops.WHEN_A_SITE_RETURNS, Duration.ofSeconds(9)))
            .alsoBreakingAtTimes("F4", "F10", "M8"),
        Mutant.around(
                "established connections moved at failback",
                "B3",
                "workload returns by priority",
                DisguisedRuntime.with(FaultyFront.Defect.MOVES_AT_FAILBACK))
            .alsoBreakingAtTimes("F4")
            .notJudgedAtTimesBy("F7"));
  }

  /** Takes the destination that is first by name, however many connections it has. */
  private static Policies firstByNameAmongEquals() {
    return amongEquals(
        (key, candidates, random) ->
            candidates.stream()
                .map(Candidate::destination)
                .min(Comparator.comparing(Destination::toString)));
  }

  /**
   * Goes where more connections are open, which is where the workload is slower, in four of five.
   */
  private static Policies busierSitePreferred() {
    Comparator<Candidate> busier = Comparator.comparingInt(Candidate::open);
    return amongEquals(
        (key, candidates, random) ->
            candidates.stream()
                .max(random.nextInt(5) > 0 ? busier : busier.reversed())
                .map(Candidate::destination));
  }

  /** Takes the destinations of a key by turns and does not look at open connections. */
  private static Policies turnsWhoeverIsFaster() {
    Map<String, AtomicInteger> turns = new ConcurrentHashMap<>();
    return amongEquals(
        (key, candidates, random) -> {
          int turn = turns.computeIfAbsent(key, k -> new AtomicInteger()).getAndIncrement();
          return Optional.of(candidates.get(turn % candidates.size()).destination());
        });
  }

  /** As it should be where costs differ, for that is other rules' matter. */
  private static Policies amongEquals(DestinationPolicy wrong) {
    return Mutant.destination(Mutant.byCosts(wrong, Mutant.RIGHT));
  }
}
