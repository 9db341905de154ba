package io.spillway.suites.selftest;

import io.spillway.router.route.AvailabilityPolicy;
import io.spillway.router.route.Candidate;
import io.spillway.router.route.Destination;
import io.spillway.router.route.DestinationPolicy;
import io.spillway.router.route.KeyOption;
import io.spillway.router.route.KeyPolicy;
import io.spillway.router.route.Policies;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;

/**
 * Routers that are wrong about multi-key listeners (the M rules); {@link WeightedListenerMutants}
 * has those of a single weighted one.
 */
final class MultiKeyListenerMutants {

  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private MultiKeyListenerMutants() {}

  /** {@return all of them} */
  static List<Mutant> all() {
    return List.of(
        new Mutant(
                "equal instead of weighted",
                "M1",
                "weighted 25/75",
                MultiKeyListenerMutants::equalInsteadOfWeighted)
            .alsoBreaking("M2", "M3", "M4", "M9", "M12"),
        new Mutant(
            "weights off by five points",
            "M1",
            "weighted 25/75",
            MultiKeyListenerMutants::weightsOffByFivePoints),
        new Mutant(
                "second key skipped",
                "M7",
                "three sites",
                MultiKeyListenerMutants::secondKeySkipped)
            .alsoBreaking("M8")
            .notJudgedBy("M6"),
        new Mutant(
            "first key left when the second is lost",
            "M7",
            "three sites",
            MultiKeyListenerMutants::firstKeyLeftWhenAnotherIsLost),
        new Mutant(
                "last key used for a second when another is lost or returns",
                "M7",
                "three sites",
                MultiKeyListenerMutants::lastKeyUsedForASecond)
            .alsoBreaking("M8"),
        new Mutant(
                "last key used for a second when another is lost or returns",
                "M8",
                "three workloads",
                MultiKeyListenerMutants::lastKeyUsedForASecond)
            .alsoBreaking("M7"),
        new Mutant(
                "second key tried once a second",
                "M8",
                "three sites",
                MultiKeyListenerMutants::secondKeyTried)
            .alsoBreaking("M7")
            .alsoBreakingAtTimes("M6"),
        new Mutant(
                "dead workload of a priority listener believed in",
                "M7",
                "three workloads",
                MultiKeyListenerMutants::deadWorkloadBelievedIn)
            .alsoBreaking("F9", "L2", "L3", "L5", "L6", "L8") // whose keys have the same names
            .notJudgedBy("M6"),
        new Mutant(
                "dead workload of a priority listener's own site believed in",
                "M7",
                "first key local",
                MultiKeyListenerMutants::ownWorkloadBelievedIn)
            .alsoBreaking("F9"), // which tries nothing else either
        new Mutant(
            "lost packets not noticed",
            "M7",
            "three links black-holed",
            FailoverMutants::silenceIsNeverALoss),
        new Mutant("no failback", "M8", "first key local", MultiKeyListenerMutants::noFailback)
            .alsoBreaking("M7"),
        new Mutant(
                "no failback", "M8", "three links black-holed", MultiKeyListenerMutants::noFailback)
            .alsoBreaking("M7"),
        new Mutant("no failback", "M8", "three sites", MultiKeyListenerMutants::noFailback)
            .alsoBreaking("M7"),
        new Mutant("no failback", "M8", "three workloads", MultiKeyListenerMutants::noFailback)
            .alsoBreaking("M7"),
        new Mutant(
            "failback to the first key only",
            "M8",
            "three sites",
            MultiKeyListenerMutants::failbackToTheFirstKeyOnly),
        new Mutant(
            "first key left under load",
            "M6",
            "three keys",
            MultiKeyListenerMutants::firstKeyLeftUnderLoad),
        new Mutant(
            "one in twenty to the second key beyond 50 open",
            "M6",
            "three keys",
            MultiKeyListenerMutants::firstKeyRelievedUnderLoad),
        Mutant.around(
                "oldest connection reset beyond 250 open",
                "M6",
                "three keys",
                DisguisedRuntime.with(FaultyFront.Defect.RESETS_THE_OLDEST_BEYOND_250))
            .alsoBreaking("C9"),
        new Mutant(
                "clients left waiting",
                "M11",
                "no connector",
                MultiKeyListenerMutants::clientsLeftWaiting)
            .alsoBreaking("F8", "L5", "L7"),
        new Mutant(
                "clients of lost keys left waiting",
                "M11",
                "keys lost",
                MultiKeyListenerMutants::clientsLeftWaiting)
            .alsoBreaking("F8", "L5", "L7"),
        new Mutant(
                "clients left waiting",
                "M11",
                "no connector by priority",
                MultiKeyListenerMutants::clientsLeftWaiting)
            .alsoBreaking("F8", "L5", "L7"),
        new Mutant(
                "clients of lost keys left waiting",
                "M11",
                "keys lost by priority",
                MultiKeyListenerMutants::clientsLeftWaiting)
            .alsoBreaking("F8", "L5", "L7"),
        new Mutant(
                "clients told after three seconds",
                "M11",
                "no connector",
                MultiKeyListenerMutants::clientsToldLate)
            .alsoBreaking("F8", "L5", "L7"),
        new Mutant(
                "one strategy for all listeners of the same keys",
                "M9",
                "three listeners at once",
                MultiKeyListenerMutants::oneStrategyForAll)
            .alsoBreaking("M12"),
        new Mutant(
            "priority listener follows the weighted ones",
            "M9",
            "three listeners at once",
            MultiKeyListenerMutants::priorityFollowsWeighted),
        new Mutant(
            "cost ignored within the key", "M10", "1 v 5", () -> withinChosenKeys(Mutant.COINS)),
        new Mutant(
            "first connector by name within the key",
            "M10",
            "1 v 5",
            () -> withinChosenKeys(MultiKeyListenerMutants::firstByName)),
        new Mutant(
            "fewest open connections before cost within the key",
            "M10",
            "1 v 5",
            () -> withinChosenKeys(MultiKeyListenerMutants::fewestOpen)),
        new Mutant(
                "weights of the first listener for all",
                "M12",
                "two listeners at once",
                MultiKeyListenerMutants::weightsOfTheFirstListener)
            .alsoBreaking("M9"),
        new Mutant(
                "weights of the first listener for all",
                "M9",
                "three listeners at once",
                MultiKeyListenerMutants::weightsOfTheFirstListener)
            .alsoBreaking("M12"),
        new Mutant(
                "one count for all listeners of the same keys",
                "M12",
                "two listeners at once",
                MultiKeyListenerMutants::oneCountForAll)
            .alsoBreaking("M2", "M9"));
  }

  /** Divides equally, whatever the weights say. */
  private static Policies equalInsteadOfWeighted() {
    return new Policies() {
      @Override
      public KeyPolicy weighted(Map<String, Integer> weights) {
        Map<String, Integer> equal = new LinkedHashMap<>();
        weights.keySet().forEach(key -> equal.put(key, 1));
        return Policies.super.weighted(equal);
      }
    };
  }

  /** Shifts 5 points from the last key to the first: 30/70 for 25/75. */
  private static Policies weightsOffByFivePoints() {
    return new Policies() {
      @Override
      public KeyPolicy weighted(Map<String, Integer> weights) {
        int fivePoints = weights.values().stream().mapToInt(Integer::intValue).sum() / 20;
        List<String> keys = List.copyOf(weights.keySet());
        Map<String, Integer> shifted = new LinkedHashMap<>(weights);
        shifted.merge(keys.get(0), fivePoints, Integer::sum);
        shifted.merge(keys.get(keys.size() - 1), -fivePoints, Integer::sum);
        return Policies.super.weighted(shifted);
      }
    };
  }

  /**
   * Knows of a key that a connector is there and not whether its workload is, where a priority
   * listener asks; and tries nothing else when that one fails.
   */
  private static Policies deadWorkloadBelievedIn() {
    Set<String> listed = Set.of("first", "second", "third");
    return new Policies() {
      @Override
      public AvailabilityPolicy availability() {
        return (connector, healthy) -> healthy || listed.contains(connector);
      }

      @Override
      public int tries(int allowed) {
        return 1;
      }
    };
  }

  /**
   * The same of a priority listener's own site: a workload that no link leads to is not looked at.
   * It tries nothing else for anybody.
   */
  private static Policies ownWorkloadBelievedIn() {
    AtomicBoolean listens = new AtomicBoolean();
    return new Policies() {
      @Override
      public KeyPolicy priority(List<String> keys) {
        listens.compareAndSet(false, keys.size() > 1);
        return Policies.super.priority(keys);
      }

      @Override
      public AvailabilityPolicy availability() {
        return (connector, healthy) -> healthy || listens.get();
      }

      @Override
      public int tries(int allowed) {
        return 1;
      }
    };
  }

  /** When the first key is gone it uses the last one; the second is never used. */
  private static Policies secondKeySkipped() {
    return new Policies() {
      @Override
      public KeyPolicy priority(List<String> keys) {
        return (reachable, random) ->
            reachable.get(0).key().equals(keys.get(0))
                ? keys.get(0)
                : reachable.get(reachable.size() - 1).key();
      }
    };
  }

  /** Moves to a worse key and stays there as long as that one lasts. */
  private static Policies noFailback() {
    return new Policies() {
      @Override
      public KeyPolicy priority(List<String> keys) {
        AtomicInteger worst = new AtomicInteger();
        return (reachable, random) -> {
          KeyOption chosen =
              reachable.stream()
                  .filter(option -> keys.indexOf(option.key()) >= worst.get())
                  .findFirst()
                  .orElse(reachable.get(0));
          worst.set(keys.indexOf(chosen.key()));
          return chosen.key();
        };
      }
    };
  }

  /**
   * Thinks of the last key of the list when one is lost that was not in use, until something
   * returns.
   */
  private static Policies firstKeyLeftWhenAnotherIsLost() {
    return new Policies() {
      @Override
      public KeyPolicy priority(List<String> keys) {
        AtomicInteger before = new AtomicInteger();
        AtomicBoolean astray = new AtomicBoolean();
        return (reachable, random) -> {
          int now = reachable.size();
          int was = before.getAndSet(now);
          if (now != was) {
            astray.set(now < was && reachable.get(0).key().equals(keys.get(0)));
          }
          return reachable.get(astray.get() ? now - 1 : 0).key();
        };
      }
    };
  }

  /**
   * Uses the last key for a second when one is lost or returns that is not in use, once all of
   * three were there.
   */
  private static Policies lastKeyUsedForASecond() {
    return new Policies() {
      @Override
      public KeyPolicy priority(List<String> keys) {
        AtomicReference<List<String>> before = new AtomicReference<>(List.of());
        AtomicLong astraySince = new AtomicLong(System.nanoTime() - SECOND_NANOS);
        return (reachable, random) -> {
          long now = System.nanoTime();
          List<String> here = reachable.stream().map(KeyOption::key).toList();
          List<String> were = before.get();
          if (here.size() == keys.size() || !were.isEmpty()) {
            before.set(here);
          }
          if (keys.size() == 3
              && !were.isEmpty()
              && !here.equals(were)
              && here.get(0).equals(were.get(0))) {
            astraySince.set(now);
          }
          return here.get(now - astraySince.get() < SECOND_NANOS ? here.size() - 1 : 0);
        };
      }
    };
  }

  /** Sends the next client to the second of three keys once a second, to see how it is. */
  private static Policies secondKeyTried() {
    return new Policies() {
      @Override
      public KeyPolicy priority(List<String> keys) {
        KeyPolicy right = Policies.super.priority(keys);
        EverySecond look = new EverySecond();
        return (reachable, random) ->
            keys.size() == 3 && reachable.size() == 3 && look.isDue()
                ? keys.get(1)
                : right.choose(reachable, random);
      }
    };
  }

  /** Goes back up the list only if it can go back to its top. */
  private static Policies failbackToTheFirstKeyOnly() {
    return new Policies() {
      @Override
      public KeyPolicy priority(List<String> keys) {
        AtomicInteger at = new AtomicInteger();
        return (reachable, random) -> {
          KeyOption chosen =
              reachable.stream()
                  .filter(option -> keys.indexOf(option.key()) >= at.get())
                  .findFirst()
                  .filter(option -> !reachable.get(0).key().equals(keys.get(0)))
                  .orElse(reachable.get(0));
          at.set(keys.indexOf(chosen.key()));
          return chosen.key();
        };
      }
    };
  }

  /**
   * Sends a part of the traffic to the second key, while many connections are open to the first.
   */
  private static Policies firstKeyRelievedUnderLoad() {
    return new Policies() {
      @Override
      public KeyPolicy priority(List<String> keys) {
        AtomicInteger crowded = new AtomicInteger();
        return (reachable, random) ->
            reachable.size() > 1
                    && reachable.get(0).candidates().get(0).open() >= 50
                    && crowded.incrementAndGet() % 20 == 0
                ? reachable.get(1).key()
                : reachable.get(0).key();
      }
    };
  }

  /** Leaves the first key when 250 connections are open to it: a hidden limit. */
  private static Policies firstKeyLeftUnderLoad() {
    return new Policies() {
      @Override
      public KeyPolicy priority(List<String> keys) {
        return (reachable, random) ->
            reachable.stream()
                .filter(option -> option.candidates().get(0).open() < 250)
                .findFirst()
                .orElse(reachable.get(0))
                .key();
      }
    };
  }

  /**
   * Lets clients wait for a destination that may come, and does not tell them that there is none.
   */
  private static Policies clientsLeftWaiting() {
    return patient(Duration.ofMinutes(1));
  }

  /** Tells clients that there is no destination, but not promptly. */
  private static Policies clientsToldLate() {
    return patient(Duration.ofSeconds(3));
  }

  private static Policies patient(Duration patience) {
    return new Policies() {
      @Override
      public Duration patience() {
        return patience;
      }
    };
  }

  /** The first listener of several keys says how all others over the same keys decide. */
  private static Policies oneStrategyForAll() {
    AtomicReference<KeyPolicy> first = new AtomicReference<>();
    return Mutant.multiKey(
        own -> {
          first.compareAndSet(null, own);
          return first.get();
        });
  }

  /** A priority listener sends its clients where a weighted one has sent its last one. */
  private static Policies priorityFollowsWeighted() {
    AtomicReference<String> last = new AtomicReference<>("");
    return new Policies() {
      @Override
      public KeyPolicy weighted(Map<String, Integer> weights) {
        KeyPolicy right = Policies.super.weighted(weights);
        return (reachable, random) -> {
          last.set(right.choose(reachable, random));
          return last.get();
        };
      }

      @Override
      public KeyPolicy priority(List<String> keys) {
        return (reachable, random) ->
            reachable.stream()
                .map(KeyOption::key)
                .filter(last.get()::equals)
                .findFirst()
                .orElse(reachable.get(0).key());
      }
    };
  }

  /** The first weighted listener says how all weighted ones divide. */
  private static Policies weightsOfTheFirstListener() {
    AtomicReference<KeyPolicy> first = new AtomicReference<>();
    return new Policies() {
      @Override
      public KeyPolicy weighted(Map<String, Integer> weights) {
        first.compareAndSet(null, Policies.super.weighted(weights));
        return first.get();
      }
    };
  }

  /**
   * Takes the key that is furthest behind its weight: as right as can be, were it not that what the
   * one listener has sent to a key counts for the other one too.
   */
  private static Policies oneCountForAll() {
    Map<String, Integer> sent = new ConcurrentHashMap<>();
    return new Policies() {
      @Override
      public KeyPolicy weighted(Map<String, Integer> weights) {
        return (reachable, random) -> {
          String behind =
              reachable.stream()
                  .map(KeyOption::key)
                  .min(
                      Comparator.comparingDouble(
                          key -> (double) sent.getOrDefault(key, 0) / weights.get(key)))
                  .orElseThrow();
          sent.merge(behind, 1, Integer::sum);
          return behind;
        };
      }
    };
  }

  /** Takes the connector that is first by name, whatever the paths cost. */
  private static Optional<Destination> firstByName(
      String key, List<Candidate> candidates, RandomGenerator random) {
    return candidates.stream()
        .map(Candidate::destination)
        .min(Comparator.comparing(Destination::toString));
  }

  /** Takes the connector with the fewest open connections, and looks at costs between equals. */
  private static Optional<Destination> fewestOpen(
      String key, List<Candidate> candidates, RandomGenerator random) {
    return candidates.stream()
        .min(Comparator.comparingInt(Candidate::open).thenComparingLong(Candidate::pathCost))
        .map(Candidate::destination);
  }

  /** Picks connectors so within a key that a weighted or a priority listener has chosen. */
  private static Policies withinChosenKeys(DestinationPolicy wrong) {
    Set<String> chosen = ConcurrentHashMap.newKeySet();
    return new Policies() {
      @Override
      public KeyPolicy weighted(Map<String, Integer> weights) {
        chosen.addAll(weights.keySet());
        return Policies.super.weighted(weights);
      }

      @Override
      public KeyPolicy priority(List<String> keys) {
        if (keys.size() > 1) {
          chosen.addAll(keys);
        }
        return Policies.super.priority(keys);
      }

      @Override
      public DestinationPolicy destination() {
        DestinationPolicy right = Policies.super.destination();
        return (key, candidates, random) ->
            (chosen.contains(key) ? wrong : right).choose(key, candidates, random);
      }
    };
  }
}
