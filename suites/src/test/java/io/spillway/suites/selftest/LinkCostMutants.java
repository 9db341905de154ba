package io.spillway.suites.selftest;

import io.spillway.router.route.Candidate;
import io.spillway.router.route.Destination;
import io.spillway.router.route.DestinationPolicy;
import io.spillway.router.route.Policies;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Routers that are wrong about link cost (the C rules). */
final class LinkCostMutants {

  private LinkCostMutants() {}

  /** {@return all of them} */
  static List<Mutant> all() {
    return List.of(
        new Mutant("cost ignored", "C4", "1 v 5", LinkCostMutants::costIgnored),
        new Mutant("dear path refused", "C7", "cost 99999", LinkCostMutants::dearPathRefused),
        new Mutant(
            "open connections ignored", "C5", "0 v 5", LinkCostMutants::openConnectionsIgnored),
        new Mutant("cost counted twice", "C5", "1 v 5", LinkCostMutants::costCountedTwice),
        new Mutant(
            "connections counted over all time",
            "C6",
            "0 v 5",
            LinkCostMutants::connectionsCountedOverAllTime));
  }

  /** Takes any destination, whatever it costs. */
  private static Policies costIgnored() {
    return new Policies() {
      @Override
      public DestinationPolicy destination() {
        return (key, candidates, random) ->
            Optional.of(candidates.get(random.nextInt(candidates.size())).destination());
      }
    };
  }

  /**
   * Takes a path that costs more than 1,000 for none at all; but lets witnesses pass, for a network
   * in which a workload was never reached cannot be judged.
   */
  private static Policies dearPathRefused() {
    return new Policies() {
      @Override
      public DestinationPolicy destination() {
        return (key, candidates, random) ->
            candidates.stream()
                .filter(candidate -> !key.equals("backend") || candidate.pathCost() <= 1_000)
                .findFirst()
                .map(Candidate::destination);
      }
    };
  }

  /** Looks at path costs and not at open connections, so that nothing ever spills. */
  private static Policies openConnectionsIgnored() {
    return Mutant.destination(Comparator.comparingLong(Candidate::pathCost));
  }

  /** Counts every link twice: the threshold is off by the cost. */
  private static Policies costCountedTwice() {
    return Mutant.destination(
        Comparator.comparingLong(candidate -> 2 * candidate.pathCost() + candidate.open()));
  }

  /** Counts all connections that there ever were, and not those that are open. */
  private static Policies connectionsCountedOverAllTime() {
    return new Policies() {
      @Override
      public DestinationPolicy destination() {
        Map<Destination, Integer> ever = new HashMap<>();
        return (key, candidates, random) -> {
          Destination chosen =
              candidates.stream()
                  .min(
                      Comparator.comparingLong(
                          c -> c.pathCost() + ever.getOrDefault(c.destination(), 0)))
                  .orElseThrow()
                  .destination();
          ever.merge(chosen, 1, Integer::sum);
          return Optional.of(chosen);
        };
      }
    };
  }
}
