package io.spillway.suites.selftest;

import io.spillway.router.route.Candidate;
import io.spillway.router.route.Destination;
import io.spillway.router.route.DestinationPolicy;
import io.spillway.router.route.KeyOption;
import io.spillway.router.route.KeyPolicy;
import io.spillway.router.route.LivenessPolicy;
import io.spillway.router.route.Policies;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Routers that are wrong on purpose. Each breaks one rule through the router's own policy
 * interface; a harness that passes one of them on that rule proves nothing about any other router.
 */
enum Mutant {
  /** Divides equally, whatever the weights say. */
  EQUAL_INSTEAD_OF_WEIGHTED("M1", "weighted 25/75") {
    @Override
    Policies policies() {
      return new Policies() {
        @Override
        public KeyPolicy weighted(Map<String, Integer> weights) {
          Map<String, Integer> equal = new LinkedHashMap<>();
          weights.keySet().forEach(key -> equal.put(key, 1));
          return Policies.super.weighted(equal);
        }
      };
    }
  },

  /** Shifts 5 points from the last key to the first: 30/70 for 25/75. */
  WEIGHTS_OFF_BY_FIVE_POINTS("M1", "weighted 25/75") {
    @Override
    Policies policies() {
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
  },

  /** Takes the cheapest destination that is first by name, however many connections it has. */
  FIRST_BY_NAME_AMONG_EQUALS("B1", "two sites") {
    @Override
    Policies policies() {
      return destination(
          Comparator.comparingLong(Candidate::pathCost)
              .thenComparing(candidate -> candidate.destination().toString()));
    }
  },

  /** When the first key is gone it uses the last one; the second is never used. */
  SECOND_KEY_SKIPPED("M7", "three sites") {
    @Override
    Policies policies() {
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
  },

  /** Moves to a worse key and stays there as long as that one lasts. */
  NO_FAILBACK("M8", "three sites") {
    @Override
    Policies policies() {
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
  },

  /** Looks at path costs and not at open connections, so that nothing ever spills. */
  OPEN_CONNECTIONS_IGNORED("C5", "0 v 5") {
    @Override
    Policies policies() {
      return destination(Comparator.comparingLong(Candidate::pathCost));
    }
  },

  /** Counts every link twice: the threshold is off by the cost. */
  COST_COUNTED_TWICE("C5", "1 v 5") {
    @Override
    Policies policies() {
      return destination(
          Comparator.comparingLong(candidate -> 2 * candidate.pathCost() + candidate.open()));
    }
  },

  /** Counts all connections that there ever were, and not those that are open. */
  CONNECTIONS_COUNTED_OVER_ALL_TIME("C6", "0 v 5") {
    @Override
    Policies policies() {
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
  },

  /** Believes that a silent peer is well, for ever. */
  SILENCE_IS_NEVER_A_LOSS("F2", "frozen") {
    @Override
    Policies policies() {
      return new Policies() {
        @Override
        public LivenessPolicy liveness() {
          return (heartbeats, nowNanos) -> false;
        }
      };
    }
  },

  /** Goes on choosing a destination that was once there and is gone, and no other. */
  DEAD_SITE_STILL_CHOSEN("F2", "killed") {
    @Override
    Policies policies() {
      return new Policies() {
        @Override
        public DestinationPolicy destination() {
          Map<String, List<Destination>> known = new HashMap<>();
          return (key, candidates, random) -> {
            List<Destination> all = known.computeIfAbsent(key, k -> new ArrayList<>());
            List<Destination> reachable = candidates.stream().map(Candidate::destination).toList();
            reachable.stream().filter(destination -> !all.contains(destination)).forEach(all::add);
            return all.stream()
                .filter(destination -> !reachable.contains(destination))
                .findFirst()
                .or(() -> reachable.stream().findFirst());
          };
        }
      };
    }
  };

  private final String rule;
  private final String caseName;

  Mutant(String rule, String caseName) {
    this.rule = rule;
    this.caseName = caseName;
  }

  /** {@return the policies of one router; its loop is the only thread that asks them} */
  abstract Policies policies();

  /** {@return the rule that it breaks} */
  String rule() {
    return rule;
  }

  /** {@return the case of the rule that must find it} */
  String caseName() {
    return caseName;
  }

  private static Policies destination(Comparator<Candidate> order) {
    return new Policies() {
      @Override
      public DestinationPolicy destination() {
        return (key, candidates, random) ->
            candidates.stream().min(order).map(Candidate::destination);
      }
    };
  }
}
