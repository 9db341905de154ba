package io.spillway.suites.selftest;

import io.spillway.router.route.Candidate;
import io.spillway.router.route.Destination;
import io.spillway.router.route.DestinationPolicy;
import io.spillway.router.route.Heartbeats;
import io.spillway.router.route.LinkId;
import io.spillway.router.route.LivenessPolicy;
import io.spillway.router.route.PathCostPolicy;
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
import java.util.stream.Collectors;

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
        new Mutant("dear path refused after a loss", "C8", "workload killed", () -> refusing(1_000))
            .alsoBreaking("C9"),
        new Mutant("dear site refused after a loss", "C8", "site killed", () -> refusing(1_000))
            .alsoBreaking("C9"),
        new Mutant("preference lost at 250 open", "C9", LOCAL, () -> preferredUpTo(250)),
        new Mutant("preference lost at 1,000 open", "C9", REMOTE, () -> preferredUpTo(1_000)),
        new Mutant("backup used once in 500", "C9", LOCAL, LostPathMutants::leaking),
        Mutant.around(
            "oldest connection reset beyond 250 open",
            "C9",
            LOCAL,
            DisguisedRuntime.with(FaultyFront.Defect.RESETS_THE_OLDEST_BEYOND_250)),
        new Mutant("no return from the backup", "C9", REMOTE, LostPathMutants::staying)
            .alsoBreaking("F1", "F2", "F5", "F7")
            .notJudgedBy("B3"),
        new Mutant("dear path not used for a cut one", "C11", "link cut", () -> detourRefused(10))
            .alsoBreaking("F3"),
        new Mutant(
            "losses beyond its neighbours not noticed",
            "C11",
            "second link cut",
            LostPathMutants::blindBeyondNeighbours),
        losingNewSessions("healed path not used again", "link cut"),
        losingNewSessions("restarted transit site not used again", "transit site killed"),
        new Mutant("public site used once in 500", "C12", "1 v 20", LostPathMutants::leaking)
            .alsoBreaking("C9"),
        new Mutant("no spill at the peak", "C12", "1 v 20", LostPathMutants::spillingNever),
        new Mutant(
                "public site used on after the peak",
                "C12",
                "1 v 20",
                LostPathMutants::neverRelaxing)
            .alsoBreaking("C9")
            // Where 64 clients come again and again, connections that end make up a peak.
            .alsoBreakingAtTimes("F1", "F2")
            .notJudgedAtTimesBy("F3"));
  }

  /** Takes a path that costs more than this for none at all where it has known a cheaper one. */
  private static Policies refusing(long most) {
    Map<String, Long> cheapest = new HashMap<>();
    return Mutant.destination(
        (key, candidates, random) -> {
          candidates.forEach(candidate -> cheapest.merge(key, candidate.pathCost(), Math::min));
          boolean any = cheapest.getOrDefault(key, 0L) > most;
          return Mutant.RIGHT.choose(
              key,
              candidates.stream().filter(candidate -> any || candidate.pathCost() <= most).toList(),
              random);
        });
  }

  /**
   * Takes a path for none at all that costs more than the cheapest one that ever led to the same
   * destination.
   *
   * @param more by how much it may
   */
  static Policies detourRefused(long more) {
    Map<Destination, Long> cheapest = new HashMap<>();
    return Mutant.destination(
        (key, candidates, random) -> {
          candidates.forEach(c -> cheapest.merge(c.destination(), c.pathCost(), Math::min));
          return Mutant.RIGHT.choose(
              key,
              candidates.stream()
                  .filter(c -> c.pathCost() <= cheapest.get(c.destination()) + more)
                  .toList(),
              random);
        });
  }

  /**
   * Knows what becomes of its own links and not of those beyond: it goes on using the cheapest path
   * that it has known to a site that is several links away, as long as it has the links that it had
   * then. Who takes a path that is cut is not served.
   */
  static Policies blindBeyondNeighbours() {
    OwnLinks links = new OwnLinks();
    return new Policies() {
      @Override
      public PathCostPolicy pathCost() {
        return links;
      }

      @Override
      public DestinationPolicy destination() {
        Map<String, Map<Destination, Believed>> known = new HashMap<>();
        return (key, candidates, random) -> {
          Map<LinkId, Integer> now = links.now();
          Map<Destination, Believed> believed = known.computeIfAbsent(key, k -> new HashMap<>());
          believed.values().removeIf(path -> !now.keySet().containsAll(path.links()));
          Map<Destination, Long> there = new HashMap<>();
          candidates.forEach(c -> there.put(c.destination(), c.pathCost()));
          Optional<Destination> gone =
              believed.keySet().stream().filter(each -> !there.containsKey(each)).findFirst();
          there.forEach(
              (destination, cost) -> {
                boolean isNeighbour = cost == 0 || now.containsValue(Math.toIntExact(cost));
                if (!isNeighbour && cost < Believed.costOf(believed.get(destination))) {
                  believed.put(destination, new Believed(cost, now.keySet()));
                }
              });
          List<Candidate> served =
              candidates.stream()
                  .filter(c -> c.pathCost() <= Believed.costOf(believed.get(c.destination())))
                  .toList();
          return gone.or(() -> Mutant.RIGHT.choose(key, served, random));
        };
      }
    };
  }

  /** The cheapest path to a destination, and the links of the router's own when it was known. */
  private record Believed(long cost, Set<LinkId> links) {

    static long costOf(Believed path) {
      return path == null ? Long.MAX_VALUE : path.cost();
    }
  }

  /** Adds costs up as documented, and remembers with which links paths begin, and their costs. */
  static final class OwnLinks implements PathCostPolicy {

    private final Map<LinkId, Integer> links = new HashMap<>();
    private boolean isBeginning;

    @Override
    public synchronized long with(long pathCost, LinkId link, int linkCost) {
      if (pathCost == 0) {
        if (!isBeginning) {
          links.clear();
        }
        links.put(link, linkCost);
      }
      isBeginning = pathCost == 0;
      return pathCost + linkCost;
    }

    synchronized Map<LinkId, Integer> now() {
      return Map.copyOf(links);
    }

    /** Whether so many sites, or more, have dialled them. */
    synchronized boolean haveDiallers(int sites) {
      return links.keySet().stream().map(LinkId::dialler).distinct().count() >= sites;
    }
  }

  /** Leaves a destination to others while so many connections are open to it. */
  private static Policies preferredUpTo(int limit) {
    return Mutant.destination(
        (key, candidates, random) -> {
          List<Candidate> quiet =
              candidates.stream().filter(candidate -> candidate.open() < limit).toList();
          return Mutant.RIGHT.choose(key, quiet.isEmpty() ? candidates : quiet, random);
        });
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

  /** Stays at a destination that it had to flee to, as long as that can be reached. */
  private static Policies staying() {
    Map<String, Set<Destination>> before = new HashMap<>();
    Map<String, Destination> refuges = new HashMap<>();
    return policy(
        (key, candidates, documented) -> {
          Set<Destination> now =
              candidates.stream().map(Candidate::destination).collect(Collectors.toSet());
          refuges.computeIfPresent(key, (same, refuge) -> now.contains(refuge) ? refuge : null);
          if (!now.containsAll(before.getOrDefault(key, Set.of()))) {
            documented.ifPresent(destination -> refuges.putIfAbsent(key, destination));
          }
          before.put(key, now);
          return Optional.ofNullable(refuges.get(key)).or(() -> documented);
        });
  }

  /** Looks at open connections only between paths that cost nearly the same. */
  private static Policies spillingNever() {
    return Mutant.destination(
        (key, candidates, random) -> {
          long least = candidates.stream().mapToLong(Candidate::pathCost).min().orElse(0);
          return Mutant.RIGHT.choose(
              key,
              candidates.stream().filter(candidate -> candidate.pathCost() < least + 15).toList(),
              random);
        });
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

  private static Mutant losingNewSessions(String name, String caseName) {
    return new Mutant(name, "C11", caseName, LostPathMutants::losingNewSessions)
        .alsoBreaking("F5", "F7", "F8", "M2", "M7", "M8")
        .alsoBreakingAtTimes("F4", "F10");
  }

  /**
   * Takes the peer on a link that came back for dead: sessions after the first two, which are as
   * many links as each site of the C11 network has. Where a site has more it never takes some of
   * them, whichever come later.
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
    return Mutant.destination(
        (key, candidates, random) ->
            candidates.isEmpty()
                ? Optional.empty()
                : decision.choose(key, candidates, Mutant.RIGHT.choose(key, candidates, random)));
  }
}
