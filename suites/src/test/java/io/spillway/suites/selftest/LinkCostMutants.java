package io.spillway.suites.selftest;

import static io.spillway.router.route.StreamEnd.BY_RESET;
import static io.spillway.router.route.StreamEnd.BY_WORKLOAD;

import io.spillway.router.route.Candidate;
import io.spillway.router.route.Destination;
import io.spillway.router.route.DestinationPolicy;
import io.spillway.router.route.PathCostPolicy;
import io.spillway.router.route.Policies;
import io.spillway.router.route.StreamEnd;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongBinaryOperator;
import java.util.function.Predicate;
import java.util.function.ToLongBiFunction;
import java.util.stream.Stream;

/** Routers that are wrong about link cost (the C rules). */
final class LinkCostMutants {

  private LinkCostMutants() {}

  /** {@return all of them} */
  static List<Mutant> all() {
    return List.of(
        new Mutant("default cost 0", "C1", "three links", () -> defaultCost(0)),
        new Mutant("default cost 2", "C1", "three links", () -> defaultCost(2)),
        new Mutant("default cost 2, spread by coins", "C1", "three links", () -> spreadByCoins(2)),
        new Mutant("local counted 1", "C2", "0 v 3", LinkCostMutants::localCountedOne)
            .alsoBreaking("C1", "C5", "C10")
            .notJudgedBy("B5"),
        new Mutant(
                "two local connections not counted",
                "C2",
                "0 v 3",
                LinkCostMutants::twoLocalNotCounted)
            .alsoBreaking("C1", "C5", "C10"),
        dearestLink("two links against a cheap one"),
        dearestLink("three links against a cheap one"),
        dearestLink("three links against a dear one"),
        numberOfLinks("two links against a dear one"),
        numberOfLinks("three links against a cheap one"),
        firstLink("two links against a cheap one"),
        firstLink("three links against a dear one"),
        lastLink("two links against a dear one"),
        lastLink("three links against a cheap one"),
        costCountedTwiceBeforeCoins("C3", "two links against a cheap one"),
        new Mutant("plateau", "C5", "local 0 v 50 to 1200", () -> cheapestWhile(460, 500)),
        new Mutant(
            "plateau, spread by coins",
            "C5",
            "local 0 v 50 to 1200",
            LinkCostMutants::plateauBetweenCoins),
        new Mutant("plateau", "C5", "remote 10 v 50 to 600", () -> cheapestWhile(460, 500)),
        new Mutant("plateau", "C5", "two links each to 600", () -> cheapestWhile(460, 500)),
        new Mutant("plateau", "C5", "local 0 v 1100 to 1400", () -> cheapestWhile(1_250, 1_300)),
        new Mutant("hidden limit of 250", "C5", "1 v 400", () -> hiddenLimit(250))
            .alsoBreaking("C9"),
        new Mutant(
            "hidden limit of 1,000", "C5", "remote 10 v 1100 to 1400", () -> hiddenLimit(1_000)),
        costCountedTwice("2 v 10"),
        costCountedTwiceBeforeCoins("C5", "2 v 10 in short ramps"),
        costCountedTwiceBeforeCoins("C5", "10 v 20 in short ramps"),
        openConnectionsIgnored("10 v 20"),
        costCountedTwice("0 v 40"),
        costCountedTwice("1 v 40"),
        new Mutant("cost of one service", "C10", "0 v 5", LinkCostMutants::costOfOneService),
        new Mutant("cost of one service", "C10", "1 v 5", LinkCostMutants::costOfOneService),
        new Mutant(
            "cost of one service doubled, spread by coins",
            "C10",
            "1 v 5",
            () ->
                thresholds(
                    (key, candidate) -> (key.equals("payments") ? 2 : 1) * candidate.pathCost())),
        new Mutant(
            "connections of both services counted",
            "C10",
            "1 v 5",
            LinkCostMutants::bothServicesCounted),
        new Mutant(
                "threshold off by five, spread by coins",
                "C5",
                "1 v 5 in short ramps",
                () -> thresholds((key, candidate) -> candidate.pathCost() + 5))
            .alsoBreaking("C1", "C2", "C3", "C10"),
        new Mutant("cost ignored", "C4", "1 v 5", () -> Mutant.destination(Mutant.COINS))
            .alsoBreaking(
                "B4", "C1", "C2", "C3", "C5", "C6", "C9", "C10", "C12", "F5", "F7", "M10"),
        new Mutant(
                "dear path tried while idle, once in 40",
                "C4",
                "0 v 5",
                LinkCostMutants::dearPathTriedWhileIdle)
            .alsoBreaking("C6", "C12", "F5", "F7", "M10")
            .alsoBreakingAtTimes("C9"),
        new Mutant("dear path refused", "C7", "cost 99999", LinkCostMutants::dearPathRefused)
            .alsoBreaking("C8", "C9"),
        new Mutant(
            "dear path closed beyond 100 open",
            "C7",
            "cost 99999",
            LinkCostMutants::dearPathClosedUnderLoad),
        openConnectionsIgnored("0 v 5"),
        openConnectionsIgnored("0 v 1"),
        openConnectionsIgnored("1 v 1"),
        costCountedTwice("1 v 5"),
        new Mutant(
                "connections counted over all time",
                "C6",
                "0 v 5",
                LinkCostMutants::connectionsCountedOverAllTime)
            .alsoBreaking("B4", "C1", "C2", "C3", "C4", "C10", "C12", "F5", "F7", "M10"),
        leaking("connections that were reset stay counted", "0 v 5 closed by reset", BY_RESET)
            .alsoBreaking("F5"),
        leaking("connections that were reset stay counted", "1 v 5 closed by reset", BY_RESET)
            .alsoBreaking("F5"),
        leaking(
                "connections that workloads closed stay counted",
                "0 v 5 closed by workload",
                BY_WORKLOAD)
            .alsoBreaking("F7"),
        leaking(
                "connections that workloads closed stay counted",
                "1 v 5 closed by workload",
                BY_WORKLOAD)
            .alsoBreaking("F7"),
        new Mutant("spread for ever after a spill", "C6", "1 v 5", LinkCostMutants::spreadForEver)
            .alsoBreaking("C1", "C2", "C3", "C10", "C12", "F5", "F7", "M10"));
  }

  /** Another default, as if the links of the chain that says nothing had been declared so. */
  private static Policies defaultCost(int cost) {
    return pathCost((sum, id, link) -> sum + (id.name().startsWith("to-omitted") ? cost : link));
  }

  /** The newest text's router with another default. */
  private static Policies spreadByCoins(int defaultCost) {
    PathCostPolicy costs = defaultCost(defaultCost).pathCost();
    DestinationPolicy coins = coins((key, candidate) -> candidate.pathCost());
    return new Policies() {
      @Override
      public PathCostPolicy pathCost() {
        return costs;
      }

      @Override
      public DestinationPolicy destination() {
        return coins;
      }
    };
  }

  /** The newest text's router with other thresholds. */
  private static Policies thresholds(ToLongBiFunction<String, Candidate> threshold) {
    return Mutant.destination(coins(threshold));
  }

  /** Coins where paths differ in cost; else as it should be, for that is another rule's matter. */
  private static DestinationPolicy coins(ToLongBiFunction<String, Candidate> threshold) {
    return Mutant.byCosts(Mutant.RIGHT, LegalDestinations.openConnectionsAgainst(threshold));
  }

  /**
   * Counts a workload at the ingress site as if a link of cost 1 led to it. Ties go to the dearer
   * path, or they would hide it half of the time.
   */
  private static Policies localCountedOne() {
    return Mutant.destination(
        Comparator.<Candidate>comparingLong(
                candidate -> Math.max(1, candidate.pathCost()) + candidate.open())
            .thenComparing(Comparator.comparingLong(Candidate::pathCost).reversed()));
  }

  /** Counts the connections to a local workload from the third on. */
  private static Policies twoLocalNotCounted() {
    return choosing(
        (key, candidate, all) ->
            candidate.pathCost() == 0
                ? Math.max(0, candidate.open() - 2)
                : candidate.perceivedCost());
  }

  private static Mutant dearestLink(String caseName) {
    return costOfPath("dearest link", caseName, Math::max)
        .alsoBreaking("C1", "F5", "F7")
        .alsoBreakingAtTimes("F10");
  }

  private static Mutant numberOfLinks(String caseName) {
    return costOfPath("number of links", caseName, (sum, link) -> sum + 1)
        .alsoBreaking("C2", "C5", "C9", "C10", "C11", "C12", "F5", "F7", "M10");
  }

  private static Mutant firstLink(String caseName) {
    return costOfPath("first link", caseName, (sum, link) -> sum == 0 ? link : sum)
        .alsoBreaking("C1", "C8", "F5", "F7", "M3")
        .alsoBreakingAtTimes("F10")
        .notJudgedBy("M10");
  }

  private static Mutant lastLink(String caseName) {
    return costOfPath("last link", caseName, (sum, link) -> link)
        .alsoBreaking("C1", "F5", "F7", "M10")
        .alsoBreakingAtTimes("F10");
  }

  private static Mutant costOfPath(String name, String caseName, LongBinaryOperator longer) {
    return new Mutant(
        "path costs as its " + name,
        "C3",
        caseName,
        () -> pathCost((sum, id, link) -> longer.applyAsLong(sum, link)));
  }

  /** Takes the cheapest path only, while so many connections are open. */
  private static Policies cheapestWhile(int from, int to) {
    return choosing(
        (key, candidate, all) -> {
          int open = all.stream().mapToInt(Candidate::open).sum();
          return candidate.pathCost() + (open >= from && open < to ? 0 : candidate.open());
        });
  }

  /** The newest text's router, which tosses no coins while so many connections are open. */
  private static Policies plateauBetweenCoins() {
    DestinationPolicy coins = coins((key, candidate) -> candidate.pathCost());
    Comparator<Candidate> byCost = Comparator.comparingLong(Candidate::pathCost);
    return Mutant.destination(
        (key, candidates, random) -> {
          int open = candidates.stream().mapToInt(Candidate::open).sum();
          return open >= 460 && open < 500
              ? candidates.stream().min(byCost).map(Candidate::destination)
              : coins.choose(key, candidates, random);
        });
  }

  /** Knows nothing of costs any more once so many connections are open on a path. */
  private static Policies hiddenLimit(int limit) {
    return choosing(
        (key, candidate, all) ->
            (all.stream().anyMatch(any -> any.open() >= limit) ? 0 : candidate.pathCost())
                + candidate.open());
  }

  /** Looks at link costs for one of the two services only. */
  private static Policies costOfOneService() {
    return choosing(
        (key, candidate, all) ->
            (key.equals("payments") ? 0 : candidate.pathCost()) + candidate.open());
  }

  /**
   * Counts what both of two services have open at a site, as if it were one. What the other one has
   * is known of its last connection, and forgotten some time after it.
   */
  private static Policies bothServicesCounted() {
    Set<String> services = Set.of("orders", "payments");
    long aWhileNanos = Duration.ofMillis(200).toNanos();
    Map<String, Map<String, Integer>> open = new ConcurrentHashMap<>();
    Map<String, Long> asked = new ConcurrentHashMap<>();
    return choosing(
        (key, candidate, all) -> {
          String site = candidate.destination().site();
          open.computeIfAbsent(key, k -> new ConcurrentHashMap<>()).put(site, candidate.open());
          asked.put(key, System.nanoTime());
          String other = key.equals("orders") ? "payments" : "orders";
          boolean isRamping =
              services.contains(key)
                  && System.nanoTime() - asked.getOrDefault(other, Long.MIN_VALUE / 2)
                      < aWhileNanos;
          return candidate.perceivedCost()
              + (isRamping ? open.get(other).getOrDefault(site, 0) : 0);
        });
  }

  /** What a candidate is perceived to cost, among all of them. */
  private interface Perception {
    long of(String key, Candidate candidate, List<Candidate> all);
  }

  /** As the reference router, ties by chance, but with another perception of costs. */
  private static Policies choosing(Perception perception) {
    return Mutant.destination(
        (key, candidates, random) -> {
          OptionalLong lowest =
              candidates.stream()
                  .mapToLong(candidate -> perception.of(key, candidate, candidates))
                  .min();
          List<Candidate> equals =
              candidates.stream()
                  .filter(
                      candidate -> perception.of(key, candidate, candidates) == lowest.getAsLong())
                  .toList();
          return Mutant.COINS.choose(key, equals, random);
        });
  }

  private static Policies pathCost(PathCostPolicy policy) {
    return new Policies() {
      @Override
      public PathCostPolicy pathCost() {
        return policy;
      }
    };
  }

  /** Looks now and then how the dear path is, with a client, when no other one would notice. */
  private static Policies dearPathTriedWhileIdle() {
    Map<String, Integer> idle = new HashMap<>();
    return Mutant.destination(
        (key, candidates, random) ->
            candidates.stream().allMatch(candidate -> candidate.open() == 0)
                    && idle.merge(key, 1, Integer::sum) % 40 == 0
                ? candidates.stream()
                    .max(Comparator.comparingLong(Candidate::pathCost))
                    .map(Candidate::destination)
                : Mutant.RIGHT.choose(key, candidates, random));
  }

  /** Gives clients up on a single path that is dear and busy. */
  private static Policies dearPathClosedUnderLoad() {
    return Mutant.destination(
        (key, candidates, random) ->
            candidates.size() == 1
                    && candidates.get(0).pathCost() > 1_000
                    && candidates.get(0).open() >= 100
                ? Optional.empty()
                : Mutant.RIGHT.choose(key, candidates, random));
  }

  /** Forgets costs once a dearer path has been taken, and does not look at what has closed. */
  private static Policies spreadForEver() {
    Set<String> spilled = new HashSet<>();
    return Mutant.destination(
        (key, candidates, random) -> {
          if (spilled.contains(key)) {
            return Mutant.COINS.choose(key, candidates, random);
          }
          Optional<Destination> chosen = Mutant.RIGHT.choose(key, candidates, random);
          long least = candidates.stream().mapToLong(Candidate::pathCost).min().orElse(0);
          if (candidates.stream()
              .filter(candidate -> candidate.pathCost() > least)
              .anyMatch(candidate -> chosen.filter(candidate.destination()::equals).isPresent())) {
            spilled.add(key);
          }
          return chosen;
        });
  }

  /** Takes a path that costs more than 1,000 for none at all. */
  private static Policies dearPathRefused() {
    return Mutant.destination(
        (key, candidates, random) ->
            Mutant.RIGHT.choose(
                key,
                candidates.stream().filter(candidate -> candidate.pathCost() <= 1_000).toList(),
                random));
  }

  /** Looks at path costs and not at open connections, so that nothing ever spills. */
  private static Mutant openConnectionsIgnored(String caseName) {
    return new Mutant(
            "open connections ignored",
            "C5",
            caseName,
            () -> Mutant.destination(Comparator.comparingLong(Candidate::pathCost)))
        .alsoBreaking("B1", "B4", "C1", "C2", "C3", "C10", "C12", "F1", "F2", "F5", "F7")
        .notJudgedBy("B2", "B5", "C4", "C6", "F9", "M10");
  }

  /** Counts every link twice: the threshold is off by the cost. */
  private static Mutant costCountedTwice(String caseName) {
    return new Mutant(
            "cost counted twice",
            "C5",
            caseName,
            () -> choosing((key, candidate, all) -> 2 * candidate.pathCost() + candidate.open()))
        .alsoBreaking("C1", "C2", "C3", "C10");
  }

  /** The same before coins are tossed, which come late by right, and hide it in a single ramp. */
  private static Mutant costCountedTwiceBeforeCoins(String rule, String caseName) {
    return new Mutant(
            "cost counted twice before coins",
            rule,
            caseName,
            () -> thresholds((key, candidate) -> 2 * candidate.pathCost()))
        .alsoBreaking(
            Stream.of("C1", "C2", "C3", "C10")
                .filter(other -> !other.equals(rule))
                .toArray(String[]::new));
  }

  /** Never learns that a connection is over that ended in this way. */
  private static Mutant leaking(String name, String caseName, StreamEnd unnoticed) {
    return new Mutant(
        name,
        "C6",
        caseName,
        () ->
            new Policies() {
              @Override
              public Predicate<StreamEnd> uncounted() {
                return end -> end != unnoticed;
              }
            });
  }

  /** Counts all connections that there ever were, and not those that are open. */
  private static Policies connectionsCountedOverAllTime() {
    Map<Destination, Integer> ever = new HashMap<>();
    return Mutant.destination(
        (key, candidates, random) -> {
          Destination chosen =
              candidates.stream()
                  .min(
                      Comparator.comparingLong(
                          c -> c.pathCost() + ever.getOrDefault(c.destination(), 0)))
                  .orElseThrow()
                  .destination();
          ever.merge(chosen, 1, Integer::sum);
          return Optional.of(chosen);
        });
  }
}
