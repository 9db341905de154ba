package io.spillway.suites.selftest;

import io.spillway.router.route.Candidate;
import io.spillway.router.route.KeyOption;
import io.spillway.router.route.KeyPolicy;
import io.spillway.router.route.Policies;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Routers that are wrong about weighted multi-key listeners (rules M1 to M4). */
final class WeightedListenerMutants {

  private static final long BURST_NANOS = Duration.ofMillis(5).toNanos();

  private WeightedListenerMutants() {}

  /** {@return all of them} */
  static List<Mutant> all() {
    return List.of(
        new Mutant(
                "round robin by position",
                "M1",
                "weighted 25/75",
                WeightedListenerMutants::roundRobinByPosition)
            .alsoBreaking("M2", "M3", "M4", "M9", "M12"),
        new Mutant(
            "65/35 instead of 70/30",
            "M1",
            "weighted 70/30",
            () -> instead(Map.of("red", 70, "blue", 30), Map.of("red", 65, "blue", 35))),
        new Mutant(
            "5/95 instead of 10/90",
            "M1",
            "weighted 1/9",
            () -> instead(Map.of("red", 1, "blue", 9), Map.of("red", 5, "blue", 95))),
        new Mutant(
            "2/98 instead of 1/99",
            "M1",
            "weighted 1/99",
            () -> instead(Map.of("red", 1, "blue", 99), Map.of("red", 2, "blue", 98))),
        new Mutant(
            "55/45 instead of equal",
            "M1",
            "equal of 2",
            () -> instead(Map.of("red", 1, "blue", 1), Map.of("red", 55, "blue", 45))),
        new Mutant(
            "five points from one of three to another",
            "M1",
            "equal of 3",
            () ->
                instead(
                    Map.of("red", 1, "blue", 1, "green", 1),
                    Map.of("red", 283, "blue", 383, "green", 333))),
        new Mutant(
            "five points from one of five to another",
            "M1",
            "equal of 5",
            () ->
                instead(
                    Map.of("red", 1, "blue", 1, "green", 1, "white", 1, "black", 1),
                    Map.of("red", 15, "blue", 25, "green", 20, "white", 20, "black", 20))),
        new Mutant(
            "unreachable key drawn as well",
            "M2",
            "withdrawn",
            WeightedListenerMutants::unreachableKeyDrawn),
        new Mutant(
            "lost part to the first key",
            "M2",
            "process-dead",
            WeightedListenerMutants::lostPartToTheFirstKey),
        new Mutant(
            "lost part divided equally",
            "M2",
            "site killed",
            WeightedListenerMutants::lostPartDividedEqually),
        new Mutant(
            "loss never forgotten",
            "M2",
            "site killed",
            WeightedListenerMutants::lossNeverForgotten),
        new Mutant(
            "weights divided by cost",
            "M3",
            "costs 1 v 50",
            WeightedListenerMutants::weightsDividedByCost),
        new Mutant(
            "weights divided by the path's length",
            "M3",
            "1 v 3 hops",
            WeightedListenerMutants::weightsDividedByCost),
        new Mutant(
                "idle keys by weight alone",
                "M4",
                "sequential",
                WeightedListenerMutants::fewestOpenForItsWeight)
            .alsoBreaking("M2", "M9", "M12")
            .notJudgedBy("M5"),
        new Mutant(
                "weights divided by open connections",
                "M4",
                "held ramp",
                WeightedListenerMutants::weightsDividedByOpen)
            .alsoBreaking("M1", "M2", "M3"),
        new Mutant(
            "weights kept up to 500 open",
            "M4",
            "held ramp",
            WeightedListenerMutants::weightsKeptUpTo500),
        new Mutant(
                "arrivals close together go together",
                "M4",
                "bursts",
                WeightedListenerMutants::burstsGoTogether)
            .alsoBreaking("M1", "M2", "M3", "M9", "M12")
            .notJudgedBy("M5"),
        new Mutant(
                "fewest open for its weight",
                "M4",
                "one slow site",
                WeightedListenerMutants::fewestOpenForItsWeight)
            .alsoBreaking("M2", "M9", "M12")
            .notJudgedBy("M5"));
  }

  /** Divides by other weights where just these are declared. */
  private static Policies instead(Map<String, Integer> declared, Map<String, Integer> used) {
    return new Policies() {
      @Override
      public KeyPolicy weighted(Map<String, Integer> weights) {
        return Policies.super.weighted(weights.equals(declared) ? used : weights);
      }
    };
  }

  /** Takes the reachable keys one after the other, whatever they weigh. */
  private static Policies roundRobinByPosition() {
    return new Policies() {
      @Override
      public KeyPolicy weighted(Map<String, Integer> weights) {
        AtomicInteger position = new AtomicInteger();
        return (reachable, random) ->
            reachable.get(Math.floorMod(position.getAndIncrement(), reachable.size())).key();
      }
    };
  }

  /** Draws by weights that depend on the state of the key's cheapest connector. */
  private static Policies weighed(Function<Map<String, Integer>, ToDoubleFunction<KeyOption>> by) {
    return new Policies() {
      @Override
      public KeyPolicy weighted(Map<String, Integer> weights) {
        ToDoubleFunction<KeyOption> weight = by.apply(weights);
        return (reachable, random) -> {
          double left = random.nextDouble() * reachable.stream().mapToDouble(weight).sum();
          for (KeyOption option : reachable) {
            left -= weight.applyAsDouble(option);
            if (left < 0) {
              return option.key();
            }
          }
          return reachable.get(reachable.size() - 1).key();
        };
      }
    };
  }

  /** Looks at the costs of links, where only weights count. */
  private static Policies weightsDividedByCost() {
    return weighed(
        weights -> option -> (double) weights.get(option.key()) / cheapest(option).pathCost());
  }

  /** Prefers keys with few open connections, so that a held ramp evens weights out. */
  private static Policies weightsDividedByOpen() {
    return weighed(
        weights -> option -> (double) weights.get(option.key()) / (1 + cheapest(option).open()));
  }

  /** Keeps its weights until many connections are open, and takes the idlest key beyond. */
  private static Policies weightsKeptUpTo500() {
    return new Policies() {
      @Override
      public KeyPolicy weighted(Map<String, Integer> weights) {
        KeyPolicy right = Policies.super.weighted(weights);
        return (reachable, random) ->
            reachable.stream().mapToInt(option -> cheapest(option).open()).sum() < 500
                ? right.choose(reachable, random)
                : reachable.stream()
                    .min(Comparator.comparingInt(option -> cheapest(option).open()))
                    .orElseThrow()
                    .key();
      }
    };
  }

  private static Candidate cheapest(KeyOption option) {
    return option.candidates().stream()
        .min(Comparator.comparingLong(Candidate::pathCost))
        .orElseThrow();
  }

  /** Weighted least connections: right about what is open, and wrong about what is opened. */
  private static Policies fewestOpenForItsWeight() {
    return new Policies() {
      @Override
      public KeyPolicy weighted(Map<String, Integer> weights) {
        return (reachable, random) ->
            reachable.stream()
                .min(
                    Comparator.comparingDouble(
                        option -> (1.0 + cheapest(option).open()) / weights.get(option.key())))
                .orElseThrow()
                .key();
      }
    };
  }

  /** Gives a connection that comes right after another one to the key of the largest weight. */
  private static Policies burstsGoTogether() {
    return new Policies() {
      @Override
      public KeyPolicy weighted(Map<String, Integer> weights) {
        KeyPolicy right = Policies.super.weighted(weights);
        AtomicLong last = new AtomicLong(System.nanoTime() - BURST_NANOS);
        return (reachable, random) -> {
          long now = System.nanoTime();
          return now - last.getAndSet(now) >= BURST_NANOS
              ? right.choose(reachable, random)
              : reachable.stream()
                  .max(Comparator.comparingInt(option -> weights.get(option.key())))
                  .orElseThrow()
                  .key();
        };
      }
    };
  }

  /** Draws among all keys, and gives the client up where the one that is drawn is out of reach. */
  private static Policies unreachableKeyDrawn() {
    return new Policies() {
      @Override
      public KeyPolicy weighted(Map<String, Integer> weights) {
        KeyPolicy right = Policies.super.weighted(weights);
        List<KeyOption> all =
            weights.keySet().stream().map(key -> new KeyOption(key, List.of())).toList();
        return (reachable, random) -> right.choose(all, random);
      }
    };
  }

  /** Draws among all keys, and takes the first that is reachable where the one drawn is not. */
  private static Policies lostPartToTheFirstKey() {
    return redrawn((reachable, random) -> reachable.get(0).key());
  }

  /** Draws among all keys, and any that is reachable where the one drawn is not. */
  private static Policies lostPartDividedEqually() {
    return redrawn((reachable, random) -> reachable.get(random.nextInt(reachable.size())).key());
  }

  /** Draws among all keys, and lets another policy choose where the one drawn is out of reach. */
  private static Policies redrawn(KeyPolicy otherwise) {
    return new Policies() {
      @Override
      public KeyPolicy weighted(Map<String, Integer> weights) {
        KeyPolicy right = Policies.super.weighted(weights);
        List<KeyOption> all =
            weights.keySet().stream().map(key -> new KeyOption(key, List.of())).toList();
        return (reachable, random) -> {
          String drawn = right.choose(all, random);
          return reachable.stream().anyMatch(option -> option.key().equals(drawn))
              ? drawn
              : otherwise.choose(reachable, random);
        };
      }
    };
  }

  /** Never again uses a key that was once out of reach, as long as there are others. */
  private static Policies lossNeverForgotten() {
    return new Policies() {
      @Override
      public KeyPolicy weighted(Map<String, Integer> weights) {
        KeyPolicy right = Policies.super.weighted(weights);
        Set<String> seen = ConcurrentHashMap.newKeySet();
        Set<String> lost = ConcurrentHashMap.newKeySet();
        return (reachable, random) -> {
          Set<String> now = new HashSet<>();
          reachable.forEach(option -> now.add(option.key()));
          seen.stream().filter(key -> !now.contains(key)).forEach(lost::add);
          seen.addAll(now);
          List<KeyOption> left =
              reachable.stream().filter(option -> !lost.contains(option.key())).toList();
          return right.choose(left.isEmpty() ? reachable : left, random);
        };
      }
    };
  }
}
