package io.spillway.suites.selftest;

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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Routers that are wrong about multi-key listeners (the M rules); {@link WeightedListenerMutants}
 * has those of a single weighted one.
 */
final class MultiKeyListenerMutants {

  private MultiKeyListenerMutants() {}

  /** {@return all of them} */
  static List<Mutant> all() {
    return List.of(
        new Mutant(
            "equal instead of weighted",
            "M1",
            "weighted 25/75",
            MultiKeyListenerMutants::equalInsteadOfWeighted),
        new Mutant(
            "weights off by five points",
            "M1",
            "weighted 25/75",
            MultiKeyListenerMutants::weightsOffByFivePoints),
        new Mutant(
            "second key skipped", "M7", "three sites", MultiKeyListenerMutants::secondKeySkipped),
        new Mutant("no failback", "M8", "three sites", MultiKeyListenerMutants::noFailback),
        new Mutant(
            "first key left under load",
            "M6",
            "three keys",
            MultiKeyListenerMutants::firstKeyLeftUnderLoad),
        new Mutant(
            "clients left waiting",
            "M11",
            "no connector",
            MultiKeyListenerMutants::clientsLeftWaiting),
        new Mutant(
            "one strategy for all listeners of the same keys",
            "M9",
            "three listeners at once",
            MultiKeyListenerMutants::oneStrategyForAll),
        new Mutant(
            "cost ignored within the key",
            "M10",
            "1 v 5",
            MultiKeyListenerMutants::costIgnoredWithinTheKey),
        new Mutant(
            "weights of the first listener for all",
            "M12",
            "three listeners at once",
            MultiKeyListenerMutants::weightsOfTheFirstListener),
        new Mutant(
            "one count for all listeners of the same keys",
            "M12",
            "three listeners at once",
            MultiKeyListenerMutants::oneCountForAll));
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
    return new Policies() {
      @Override
      public Duration patience() {
        return Duration.ofMinutes(1);
      }
    };
  }

  /** The first listener of several keys says how all others over the same keys decide. */
  private static Policies oneStrategyForAll() {
    AtomicReference<KeyPolicy> first = new AtomicReference<>();
    return new Policies() {
      @Override
      public KeyPolicy weighted(Map<String, Integer> weights) {
        return shared(Policies.super.weighted(weights));
      }

      @Override
      public KeyPolicy priority(List<String> keys) {
        KeyPolicy own = Policies.super.priority(keys);
        return keys.size() > 1 ? shared(own) : own;
      }

      private KeyPolicy shared(KeyPolicy own) {
        first.compareAndSet(null, own);
        return first.get();
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

  /** Takes any connector of a key that a weighted or a priority listener has chosen. */
  private static Policies costIgnoredWithinTheKey() {
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
            chosen.contains(key)
                ? Optional.of(candidates.get(random.nextInt(candidates.size())).destination())
                : right.choose(key, candidates, random);
      }
    };
  }
}
