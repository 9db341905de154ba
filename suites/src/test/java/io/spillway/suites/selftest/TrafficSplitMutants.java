package io.spillway.suites.selftest;

import io.spillway.router.route.AvailabilityPolicy;
import io.spillway.router.route.KeyOption;
import io.spillway.router.route.KeyPolicy;
import io.spillway.router.route.Policies;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;

/** Routers that are wrong about TrafficSplits (the L rules). */
final class TrafficSplitMutants {

  private static final String THREE = "three backends";
  private static final String FOUR = "four secondaries";

  /** A key that is not reachable. */
  private static final String NOBODY = "nobody";

  private TrafficSplitMutants() {}

  /** {@return all of them} */
  static List<Mutant> all() {
    return List.of(
        controlled("secondaries beside the primary", "L1", THREE, TrafficSplitMutants::beside)
            .alsoBreaking("L4", "L6"),
        controlled("primary left under load", "L1", THREE, TrafficSplitMutants::leftUnderLoad),
        controlled("secondaries unequal", "L2", FOUR, TrafficSplitMutants::unequal)
            .alsoBreaking("L3"),
        controlled("first secondary takes all", "L2", FOUR, TrafficSplitMutants::firstTakesAll)
            .alsoBreaking("L3"),
        controlled("lost share to the next one", "L3", FOUR, TrafficSplitMutants::lostToNext)
            .alsoBreaking("L2"),
        controlled("returned secondary unused", "L3", FOUR, TrafficSplitMutants::returnedUnused),
        controlled("no failback", "L4", THREE, TrafficSplitMutants::noFailback).alsoBreaking("L6"),
        controlled("primary relieved once alone", "L4", THREE, TrafficSplitMutants::relieved),
        controlled(
            "weights stay zero once nobody was ready",
            "L4",
            THREE,
            TrafficSplitMutants::zeroWeights),
        new Mutant("clients left waiting", "L5", THREE, TrafficSplitMutants::clientsLeftWaiting)
            .alsoBreaking("F8", "L7", "M11"),
        new Mutant("last ready backend kept", "L5", THREE, TrafficSplitMutants::lastReadyKept),
        controlled("last backend as primary", "L6", THREE, TrafficSplitMutants::lastAsPrimary)
            .alsoBreaking("L2", "L3"),
        new Mutant("heaviest backend as primary", "L6", THREE, TrafficSplitMutants::heaviest),
        new Mutant("unlabelled split controlled", "L7", FOUR, () -> unlabelled(true)),
        new Mutant("unlabelled split skips the lost", "L7", FOUR, () -> unlabelled(false)),
        new Mutant(
            "readiness ignored by unlabelled splits",
            "L7",
            FOUR,
            TrafficSplitMutants::unlabelledUsesTheUnready),
        new Mutant("readiness ignored", "L8", THREE, TrafficSplitMutants::readinessIgnored)
            .alsoBreaking("F1", "L2", "L3", "L5", "L6", "L7", "M2")
            .notJudgedBy("L1"),
        new Mutant("primary always ready", "L8", THREE, TrafficSplitMutants::primaryAlwaysReady)
            .alsoBreaking("L2", "L3", "L5", "L7")
            .notJudgedBy("L1"),
        new Mutant(
                "primary that is not ready tried once a second",
                "L8",
                THREE,
                TrafficSplitMutants::unreadyPrimaryTried)
            .alsoBreaking("L2", "L3"),
        controlled("secondaries never used", "L8", THREE, TrafficSplitMutants::primaryOnly)
            .alsoBreaking("L2", "L3", "L6")
            .notJudgedBy("L1"),
        new Mutant("readiness ignored", "L2", FOUR, TrafficSplitMutants::readinessIgnored)
            .alsoBreaking("F1", "L3", "L5", "L6", "L7", "L8", "M2")
            .notJudgedBy("L1"));
  }

  /** How a controlled split chooses, wrongly. */
  private interface Wrong {
    KeyPolicy policy(List<String> backends, String primary);
  }

  private static Mutant controlled(String name, String rule, String caseName, Wrong wrong) {
    return new Mutant(
        name,
        rule,
        caseName,
        () ->
            new Policies() {
              @Override
              public KeyPolicy split(
                  Map<String, Integer> weights, String primary, boolean controlled) {
                return controlled
                    ? wrong.policy(List.copyOf(weights.keySet()), primary)
                    : Policies.super.split(weights, primary, false);
              }
            });
  }

  private static List<String> ready(List<KeyOption> reachable) {
    return reachable.stream().map(KeyOption::key).toList();
  }

  private static List<String> secondaries(List<KeyOption> reachable, String primary) {
    return ready(reachable).stream().filter(key -> !key.equals(primary)).toList();
  }

  /** Sends one connection in twenty to a secondary though the primary is ready. */
  private static KeyPolicy beside(List<String> backends, String primary) {
    return (reachable, random) -> {
      List<String> others = secondaries(reachable, primary);
      boolean aside = !ready(reachable).contains(primary) || random.nextInt(20) == 0;
      return aside && !others.isEmpty() ? others.get(random.nextInt(others.size())) : primary;
    };
  }

  /** Does not look at the split: all goes to the primary, or nowhere. */
  private static KeyPolicy primaryOnly(List<String> backends, String primary) {
    return (reachable, random) -> primary;
  }

  /** Leaves the primary when 100 connections are open to it: a hidden limit. */
  private static KeyPolicy leftUnderLoad(List<String> backends, String primary) {
    return (reachable, random) -> {
      boolean crowded =
          reachable.stream()
              .filter(option -> option.key().equals(primary))
              .allMatch(option -> option.candidates().get(0).open() >= 100);
      List<String> others = secondaries(reachable, primary);
      return crowded && !others.isEmpty() ? others.get(random.nextInt(others.size())) : primary;
    };
  }

  /** Gives the first secondary that is ready half as much again as each of the others. */
  private static KeyPolicy unequal(List<String> backends, String primary) {
    return (reachable, random) -> {
      List<String> others = secondaries(reachable, primary);
      if (ready(reachable).contains(primary)) {
        return primary;
      }
      return others.get(Math.max(0, random.nextInt(2 * others.size() + 1) - 1) / 2);
    };
  }

  /** Fails over to the first secondary that is ready, and does not share. */
  private static KeyPolicy firstTakesAll(List<String> backends, String primary) {
    return (reachable, random) ->
        ready(reachable).contains(primary) ? primary : secondaries(reachable, primary).get(0);
  }

  /** Draws among all secondaries; the share of one that is lost falls to the next of the list. */
  private static KeyPolicy lostToNext(List<String> backends, String primary) {
    List<String> all = backends.stream().filter(key -> !key.equals(primary)).toList();
    return (reachable, random) -> {
      List<String> ready = ready(reachable);
      int drawn = random.nextInt(all.size());
      while (!ready.contains(primary) && !ready.contains(all.get(drawn))) {
        drawn = (drawn + 1) % all.size();
      }
      return ready.contains(primary) ? primary : all.get(drawn);
    };
  }

  /** Stays with the secondaries as long as one is ready, once it had to go there. */
  private static KeyPolicy noFailback(List<String> backends, String primary) {
    AtomicBoolean away = new AtomicBoolean();
    return (reachable, random) -> {
      List<String> others = secondaries(reachable, primary);
      if (!ready(reachable).contains(primary)) {
        away.set(true);
      }
      return others.isEmpty() || !away.get() ? primary : others.get(random.nextInt(others.size()));
    };
  }

  /** Draws among the secondaries that were never lost, as long as there is one. */
  private static KeyPolicy returnedUnused(List<String> backends, String primary) {
    Set<String> seen = new HashSet<>();
    Set<String> lost = new HashSet<>();
    return (reachable, random) -> {
      List<String> ready = ready(reachable);
      seen.stream().filter(key -> !ready.contains(key)).forEach(lost::add);
      seen.addAll(ready);
      List<String> others = secondaries(reachable, primary);
      List<String> faithful = others.stream().filter(key -> !lost.contains(key)).toList();
      List<String> used = faithful.isEmpty() ? others : faithful;
      return ready.contains(primary) ? primary : used.get(random.nextInt(used.size()));
    };
  }

  /** Leaves the primary to the secondaries, once it has been ready when none of them was. */
  private static KeyPolicy relieved(List<String> backends, String primary) {
    AtomicBoolean complete = new AtomicBoolean();
    AtomicBoolean tired = new AtomicBoolean();
    return (reachable, random) -> {
      List<String> others = secondaries(reachable, primary);
      if (reachable.size() == backends.size()) {
        complete.set(true);
      } else if (complete.get() && others.isEmpty()) {
        tired.set(true);
      }
      boolean leads = ready(reachable).contains(primary) && (others.isEmpty() || !tired.get());
      return leads ? primary : others.get(random.nextInt(others.size()));
    };
  }

  /**
   * Sets every weight to zero when nobody is ready, and sets them again with a secondary only: a
   * primary that returns alone serves nobody. It is not asked while nobody is ready, which lasts
   * for more than a second.
   */
  private static KeyPolicy zeroWeights(List<String> backends, String primary) {
    AtomicLong asked = new AtomicLong(System.nanoTime());
    AtomicBoolean zero = new AtomicBoolean();
    return (reachable, random) -> {
      long now = System.nanoTime();
      boolean nobodyForAWhile = now - asked.getAndSet(now) > TimeUnit.SECONDS.toNanos(1);
      List<String> others = secondaries(reachable, primary);
      zero.set(others.isEmpty() && (zero.get() || nobodyForAWhile));
      if (zero.get()) {
        return NOBODY;
      }
      return ready(reachable).contains(primary)
          ? primary
          : others.get(random.nextInt(others.size()));
    };
  }

  /** Takes the backend that weighs most for the primary where the first one would be. */
  private static Policies heaviest() {
    return new Policies() {
      @Override
      public KeyPolicy split(Map<String, Integer> weights, String primary, boolean controlled) {
        String first = List.copyOf(weights.keySet()).get(0);
        String heaviest =
            weights.keySet().stream().max(Comparator.comparing(weights::get)).orElseThrow();
        return Policies.super.split(
            weights, primary.equals(first) ? heaviest : primary, controlled);
      }
    };
  }

  /**
   * Goes on using a backend of its own site that is no longer ready, where no other one is: better
   * than nobody, it thinks.
   */
  private static Policies lastReadyKept() {
    AtomicReference<List<String>> last = new AtomicReference<>(List.of());
    return new Policies() {
      @Override
      public KeyPolicy split(Map<String, Integer> weights, String primary, boolean controlled) {
        KeyPolicy right = Policies.super.split(weights, primary, controlled);
        return controlled
            ? (reachable, random) -> {
              last.set(ready(reachable));
              return right.choose(reachable, random);
            }
            : right;
      }

      @Override
      public AvailabilityPolicy availability() {
        return (connector, healthy) -> healthy || last.get().equals(List.of(connector));
      }
    };
  }

  /** Takes the primary for ready as long as it lives, and asks the others only. */
  private static Policies primaryAlwaysReady() {
    Set<String> primaries = ConcurrentHashMap.newKeySet();
    return new Policies() {
      @Override
      public KeyPolicy split(Map<String, Integer> weights, String primary, boolean controlled) {
        if (controlled) {
          primaries.add(primary);
        }
        return Policies.super.split(weights, primary, controlled);
      }

      @Override
      public AvailabilityPolicy availability() {
        return (connector, healthy) -> healthy || primaries.contains(connector);
      }
    };
  }

  /**
   * Once a second sends the next client to a backend of its own site that is not ready, where
   * others are: to see how it is, for it lives.
   */
  private static Policies unreadyPrimaryTried() {
    Set<String> known = ConcurrentHashMap.newKeySet();
    Set<String> unready = ConcurrentHashMap.newKeySet();
    return new Policies() {
      @Override
      public KeyPolicy split(Map<String, Integer> weights, String primary, boolean controlled) {
        known.addAll(weights.keySet());
        KeyPolicy right = Policies.super.split(weights, primary, controlled);
        return new KeyPolicy() {
          private final EverySecond look = new EverySecond();

          @Override
          public String choose(List<KeyOption> reachable, RandomGenerator random) {
            List<KeyOption> ready =
                reachable.stream().filter(option -> !unready.contains(option.key())).toList();
            if (ready.isEmpty()) {
              return NOBODY;
            }
            Optional<String> other =
                ready(reachable).stream().filter(unready::contains).findFirst();
            if (controlled && other.isPresent() && look.isDue()) {
              return other.get();
            }
            String chosen = right.choose(ready, random);
            return unready.contains(chosen) ? NOBODY : chosen;
          }

          @Override
          public boolean isBinding() {
            return right.isBinding();
          }
        };
      }

      @Override
      public AvailabilityPolicy availability() {
        return despite(unready, known);
      }
    };
  }

  /**
   * Takes connectors for available whether they are ready or not.
   *
   * @param unready gets those that are not ready
   * @param taken the connectors
   */
  private static AvailabilityPolicy despite(Set<String> unready, Set<String> taken) {
    return (connector, healthy) -> {
      if (healthy) {
        unready.remove(connector);
      } else {
        unready.add(connector);
      }
      return healthy || taken.contains(connector);
    };
  }

  /** Takes the last backend for the primary where the first one would be. */
  private static KeyPolicy lastAsPrimary(List<String> backends, String primary) {
    String last = backends.get(backends.size() - 1);
    return Policies.documented()
        .split(Map.of(primary, 1, last, 1), primary.equals(backends.get(0)) ? last : primary, true);
  }

  /** Lets clients wait for a backend that may come, and does not tell them that there is none. */
  private static Policies clientsLeftWaiting() {
    return new Policies() {
      @Override
      public Duration patience() {
        return Duration.ofMinutes(1);
      }
    };
  }

  /**
   * Does not leave splits alone that nobody put under control.
   *
   * @param asControlled whether they fail over to all the others, or only within their weights
   */
  private static Policies unlabelled(boolean asControlled) {
    return new Policies() {
      @Override
      public KeyPolicy split(Map<String, Integer> weights, String primary, boolean controlled) {
        return controlled || asControlled
            ? Policies.super.split(weights, primary, true)
            : weighted(weights);
      }
    };
  }

  /**
   * Asks for readiness where a split is controlled only: what nobody controls uses a backend of its
   * own site whatever that says of itself.
   */
  private static Policies unlabelledUsesTheUnready() {
    Set<String> uncontrolled = ConcurrentHashMap.newKeySet();
    Set<String> unready = ConcurrentHashMap.newKeySet();
    return new Policies() {
      @Override
      public KeyPolicy split(Map<String, Integer> weights, String primary, boolean controlled) {
        KeyPolicy right = Policies.super.split(weights, primary, controlled);
        if (!controlled) {
          uncontrolled.addAll(weights.keySet());
          return right;
        }
        return (reachable, random) -> {
          List<KeyOption> ready =
              reachable.stream().filter(option -> !unready.contains(option.key())).toList();
          return right.choose(ready.isEmpty() ? reachable : ready, random);
        };
      }

      @Override
      public AvailabilityPolicy availability() {
        return despite(unready, uncontrolled);
      }
    };
  }

  /** Takes every workload for ready that answers at all: looks at liveness. */
  private static Policies readinessIgnored() {
    return new Policies() {
      @Override
      public IntPredicate readyStatus() {
        return status -> true;
      }
    };
  }
}
