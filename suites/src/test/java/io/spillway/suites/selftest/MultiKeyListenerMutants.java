package io.spillway.suites.selftest;

import io.spillway.router.route.KeyOption;
import io.spillway.router.route.KeyPolicy;
import io.spillway.router.route.Policies;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Routers that are wrong about multi-key listeners (the M rules). */
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
            MultiKeyListenerMutants::clientsLeftWaiting));
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
}
