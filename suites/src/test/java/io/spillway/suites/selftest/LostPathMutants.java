package io.spillway.suites.selftest;

import io.spillway.router.route.Candidate;
import io.spillway.router.route.Destination;
import io.spillway.router.route.DestinationPolicy;
import io.spillway.router.route.Heartbeats;
import io.spillway.router.route.LivenessPolicy;
import io.spillway.router.route.Policies;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Routers that are wrong about what link cost does when paths are lost, return or overflow (C8, C9,
 * C11 and C12).
 */
final class LostPathMutants {

  private static final String LOCAL = "local v 99999";
  private static final String REMOTE = "1 v 99999";

  private LostPathMutants() {}

  /** {@return all of them} */
  static List<Mutant> all() {
    return List.of(
        new Mutant(
            "dear path refused after a loss", "C8", "workload killed", () -> refusing(1_000)),
        new Mutant("dear site refused after a loss", "C8", "site killed", () -> refusing(1_000)),
        new Mutant("preference lost at 250 open", "C9", LOCAL, () -> preferredUpTo(250)),
        new Mutant("preference lost at 1,000 open", "C9", REMOTE, () -> preferredUpTo(1_000)),
        new Mutant("backup used once in 500", "C9", LOCAL, LostPathMutants::leaking),
        new Mutant("no return from the backup", "C9", REMOTE, LostPathMutants::staying)
            .alsoBreaking("F5"),
        new Mutant("dear path not used for a cut one", "C11", "link cut", () -> refusing(10))
            .alsoBreaking("C9"),
        new Mutant(
            "healed path not used again", "C11", "link cut", LostPathMutants::losingNewSessions),
        new Mutant(
            "restarted transit site not used again",
            "C11",
            "transit site killed",
            LostPathMutants::losingNewSessions),
        new Mutant("public site used once in 500", "C12", "1 v 20", LostPathMutants::leaking)
            .alsoBreaking("C9"),
        new Mutant("no spill at the peak", "C12", "1 v 20", LostPathMutants::spillingNever),
        new Mutant(
            "public site used on after the peak", "C12", "1 v 20", LostPathMutants::neverRelaxing));
  }

  /** Takes a path that costs more than this for none at all where it has known a cheaper one. */
  private static Policies refusing(long most) {
    Map<String, Long> cheapest = new HashMap<>();
    return policy(
        (key, candidates, documented) -> {
          long least = candidates.stream().mapToLong(Candidate::pathCost).min().orElseThrow();
          long ever = cheapest.merge(key, least, Math::min);
          return candidates.stream()
              .filter(candidate -> ever > most || candidate.pathCost() <= most)
              .min(Comparator.comparingLong(Candidate::perceivedCost))
              .map(Candidate::destination);
        });
  }

  /** Prefers the cheapest path while fewer connections than this are open on it. */
  private static Policies preferredUpTo(int limit) {
    return policy(
        (key, candidates, documented) ->
            candidates.stream()
                .sorted(Comparator.comparingLong(Candidate::pathCost))
                .filter(candidate -> candidate.open() < limit)
                .findFirst()
                .map(Candidate::destination)
                .or(() -> documented));
  }

  /** Takes the dearest path for every 500th connection that has a choice. */
  private static Policies leaking() {
    AtomicInteger choices = new AtomicInteger();
    return policy(
        (key, candidates, documented) ->
            candidates.size() > 1 && choices.incrementAndGet() % 500 == 0
                ? dearest(candidates)
                : documented);
  }

  /** Stays at a destination as long as that can be reached. */
  private static Policies staying() {
    Map<String, Destination> last = new HashMap<>();
    return policy(
        (key, candidates, documented) -> {
          Optional<Destination> chosen =
              candidates.stream()
                  .map(Candidate::destination)
                  .filter(destination -> destination.equals(last.get(key)))
                  .findFirst()
                  .or(() -> documented);
          chosen.ifPresent(destination -> last.put(key, destination));
          return chosen;
        });
  }

  /** Looks at path costs only. */
  private static Policies spillingNever() {
    return Mutant.destination(Comparator.comparingLong(Candidate::pathCost));
  }

  /** Prefers the dear path, once it has been through a peak and few connections are left. */
  private static Policies neverRelaxing() {
    AtomicBoolean peaked = new AtomicBoolean();
    return policy(
        (key, candidates, documented) -> {
          int open = candidates.stream().mapToInt(Candidate::open).sum();
          peaked.compareAndSet(false, open >= 100);
          return peaked.get() && open < 50 ? dearest(candidates) : documented;
        });
  }

  /**
   * Takes the peer on a link that came back for dead: sessions after the first two, which are as
   * many links as each site of the C11 network has.
   */
  private static Policies losingNewSessions() {
    return new Policies() {
      @Override
      public LivenessPolicy liveness() {
        LivenessPolicy documented = Policies.super.liveness();
        Set<Heartbeats> first = new HashSet<>();
        return (heartbeats, nowNanos) -> {
          if (first.size() < 2) {
            first.add(heartbeats);
          }
          return !first.contains(heartbeats) || documented.isLost(heartbeats, nowNanos);
        };
      }
    };
  }

  private static Optional<Destination> dearest(List<Candidate> candidates) {
    return candidates.stream()
        .max(Comparator.comparingLong(Candidate::pathCost))
        .map(Candidate::destination);
  }

  /** Decides, given what the documented policy would. */
  private interface Decision {
    Optional<Destination> choose(
        String key, List<Candidate> candidates, Optional<Destination> documented);
  }

  /** Policies that differ from the documented ones in the choice of a destination. */
  private static Policies policy(Decision decision) {
    return new Policies() {
      @Override
      public DestinationPolicy destination() {
        DestinationPolicy documented = Policies.super.destination();
        return (key, candidates, random) ->
            candidates.isEmpty()
                ? Optional.empty()
                : decision.choose(key, candidates, documented.choose(key, candidates, random));
      }
    };
  }
}
