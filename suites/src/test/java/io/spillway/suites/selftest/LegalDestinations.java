package io.spillway.suites.selftest;

import io.spillway.router.route.Candidate;
import io.spillway.router.route.DestinationPolicy;
import io.spillway.router.route.Policies;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongBiFunction;

/** Routers that pick destinations otherwise than the reference router, and by the book. */
final class LegalDestinations {

  private LegalDestinations() {}

  /**
   * The newest text's router (skupper-2.2, Understanding link cost behavior): connections stay on
   * the cheapest path until more are open there than the alternative costs; then new ones are
   * spread by fair coins. Which of several cheapest paths is used, a coin says too.
   */
  static Policies openConnectionsAgainstCost() {
    return choosing(openConnectionsAgainst((key, candidate) -> candidate.pathCost()));
  }

  /**
   * {@return the choice of that router, were each candidate's threshold this}
   *
   * @param threshold of a candidate for a routing key
   */
  static DestinationPolicy openConnectionsAgainst(ToLongBiFunction<String, Candidate> threshold) {
    return (key, candidates, random) -> {
      long least = candidates.stream().mapToLong(Candidate::pathCost).min().orElse(0);
      int open =
          candidates.stream()
              .filter(candidate -> candidate.pathCost() == least)
              .mapToInt(Candidate::open)
              .min()
              .orElse(0);
      List<Candidate> used =
          candidates.stream()
              .filter(
                  candidate ->
                      candidate.pathCost() == least || open > threshold.applyAsLong(key, candidate))
              .toList();
      return used.stream()
          .skip(random.nextInt(Math.max(1, used.size())))
          .findFirst()
          .map(Candidate::destination);
    };
  }

  /** The older texts' router, which compares perceived costs; the first by name wins a tie. */
  static Policies perceivedCostTiesByName() {
    return Mutant.destination(
        Comparator.comparingLong(Candidate::perceivedCost)
            .thenComparing(candidate -> candidate.destination().toString()));
  }

  private static Policies choosing(DestinationPolicy policy) {
    return new Policies() {
      @Override
      public DestinationPolicy destination() {
        return policy;
      }
    };
  }
}
