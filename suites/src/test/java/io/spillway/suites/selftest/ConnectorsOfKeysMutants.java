package io.spillway.suites.selftest;

import io.spillway.router.route.AvailabilityPolicy;
import io.spillway.router.route.Candidate;
import io.spillway.router.route.KeyOption;
import io.spillway.router.route.KeyPolicy;
import io.spillway.router.route.Policies;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleBiFunction;

/**
 * Routers whose multi-key listeners are wrong about the connectors of a key (rules M1, M2 and M6 to
 * M8): they look at what the paths to them cost, at how many there are, or at whether all of them
 * are left, where only weights and order count; or do not look at whether their workloads are
 * ready.
 */
final class ConnectorsOfKeysMutants {

  private static final String DEAREST_FIRST = "dearest first";
  private static final String LAST_LOCAL = "last key local";
  private static final String WITHDRAWN = "three workloads withdrawn";
  private static final String LOST_IN_PART = "key given up with the first of its connectors";

  private ConnectorsOfKeysMutants() {}

  /** {@return all of them} */
  static List<Mutant> all() {
    return List.of(
        new Mutant(
            "nearest key before order",
            "M6",
            DEAREST_FIRST,
            ConnectorsOfKeysMutants::nearestBeforeOrder),
        new Mutant(
            "nearest key when the first is lost",
            "M7",
            DEAREST_FIRST,
            ConnectorsOfKeysMutants::nearestWhenTheFirstIsLost),
        new Mutant(
            "no return to a dearer key",
            "M8",
            DEAREST_FIRST,
            ConnectorsOfKeysMutants::noReturnToADearerKey),
        new Mutant("local key before order", "M6", LAST_LOCAL, ConnectorsOfKeysMutants::localFirst),
        new Mutant(
            "local key when the first is lost",
            "M7",
            LAST_LOCAL,
            ConnectorsOfKeysMutants::nearestWhenTheFirstIsLost),
        new Mutant(
            "no return from a local key",
            "M8",
            LAST_LOCAL,
            ConnectorsOfKeysMutants::noReturnToADearerKey),
        new Mutant(
            "local key before weights", "M3", "0 v 2 hops", ConnectorsOfKeysMutants::localFirst),
        new Mutant(
            "weights of connectors",
            "M1",
            "weighted 1/3 at two sites and one",
            () -> weighed((option, most) -> option.candidates().size())),
        new Mutant(
            "share shrinks with lost connectors",
            "M2",
            "one of two sites lost",
            () -> weighed((option, most) -> (double) option.candidates().size() / most)),
        new Mutant(
            LOST_IN_PART,
            "M2",
            "one of two sites lost",
            ConnectorsOfKeysMutants::givenUpWithTheFirstConnector),
        new Mutant(
            LOST_IN_PART,
            "M2",
            "one of two workloads lost",
            ConnectorsOfKeysMutants::givenUpWithTheFirstConnector),
        new Mutant(
            LOST_IN_PART,
            "M7",
            "one of two sites lost",
            ConnectorsOfKeysMutants::givenUpWithTheFirstConnector),
        new Mutant(
            "key taken back with the last of its connectors",
            "M8",
            "one of two sites returns",
            ConnectorsOfKeysMutants::takenBackWithTheLastConnector),
        new Mutant(
                "readiness ignored by a priority listener",
                "M7",
                WITHDRAWN,
                ConnectorsOfKeysMutants::readinessIgnored)
            .alsoBreaking("L2", "L3", "L5", "L6", "L8"), // whose keys have the same names
        new Mutant(
                "workload of a priority listener given up that was not ready once",
                "M8",
                WITHDRAWN,
                ConnectorsOfKeysMutants::unreadyGivenUp)
            .alsoBreaking("L6")); // whose keys have the same names
  }

  /** Takes the key on the cheapest path; the list's order breaks ties. */
  private static Policies nearestBeforeOrder() {
    return prioritized(keys -> ConnectorsOfKeysMutants::nearest);
  }

  /** Takes a key that is served at the listener's own site, and asks for its strategy elsewhere. */
  private static Policies localFirst() {
    return Mutant.multiKey(
        right ->
            (reachable, random) ->
                reachable.stream()
                    .filter(option -> cost(option) == 0)
                    .findFirst()
                    .map(KeyOption::key)
                    .orElseGet(() -> right.choose(reachable, random)));
  }

  /** Looks at costs where it has to choose another key than the first. */
  private static Policies nearestWhenTheFirstIsLost() {
    return prioritized(
        keys ->
            reachable ->
                reachable.get(0).key().equals(keys.get(0)) ? keys.get(0) : nearest(reachable));
  }

  /** Goes back up the list only to a key that is no dearer than the one in use. */
  private static Policies noReturnToADearerKey() {
    return prioritized(
        keys -> {
          AtomicReference<String> used = new AtomicReference<>("");
          return reachable -> {
            KeyOption best = reachable.get(0);
            used.set(
                reachable.stream()
                    .filter(option -> option.key().equals(used.get()))
                    .filter(option -> cost(option) < cost(best))
                    .findFirst()
                    .orElse(best)
                    .key());
            return used.get();
          };
        });
  }

  /** Which of the reachable keys a listener takes. */
  private interface Wrong {
    String choose(List<KeyOption> reachable);
  }

  /** A wrong choice for each priority listener, by its keys. */
  private interface WrongPriority {
    Wrong of(List<String> keys);
  }

  private static Policies prioritized(WrongPriority wrong) {
    return new Policies() {
      @Override
      public KeyPolicy priority(List<String> keys) {
        Wrong choice = wrong.of(keys);
        return (reachable, random) -> choice.choose(reachable);
      }
    };
  }

  private static String nearest(List<KeyOption> reachable) {
    return reachable.stream()
        .min(Comparator.comparingLong(ConnectorsOfKeysMutants::cost))
        .orElseThrow()
        .key();
  }

  private static long cost(KeyOption option) {
    return option.candidates().stream().mapToLong(Candidate::pathCost).min().orElseThrow();
  }

  /** Remembers the most connectors that were ever seen of each key. */
  private static final class Known {

    private final Map<String, Integer> most = new ConcurrentHashMap<>();

    int most(KeyOption option) {
      return most.merge(option.key(), option.candidates().size(), Math::max);
    }

    boolean isComplete(KeyOption option) {
      return option.candidates().size() == most(option);
    }
  }

  /** Multiplies weights by this of a key's reachable connectors and of all that it ever had. */
  private static Policies weighed(ToDoubleBiFunction<KeyOption, Integer> factor) {
    return new Policies() {
      @Override
      public KeyPolicy weighted(Map<String, Integer> weights) {
        Known known = new Known();
        return (reachable, random) -> {
          List<Double> parts = new ArrayList<>();
          for (KeyOption option : reachable) {
            double weight = weights.get(option.key());
            parts.add(weight * factor.applyAsDouble(option, known.most(option)));
          }
          double left = random.nextDouble() * parts.stream().mapToDouble(part -> part).sum();
          int drawn = 0;
          while (drawn < parts.size() - 1 && left >= parts.get(drawn)) {
            left -= parts.get(drawn);
            drawn++;
          }
          return reachable.get(drawn).key();
        };
      }
    };
  }

  /** Takes a key for unreachable as soon as one of its connectors is lost, if there are others. */
  private static Policies givenUpWithTheFirstConnector() {
    return Mutant.multiKey(
        right -> {
          Known known = new Known();
          return (reachable, random) -> {
            List<KeyOption> complete = reachable.stream().filter(known::isComplete).toList();
            return right.choose(complete.isEmpty() ? reachable : complete, random);
          };
        });
  }

  /** Takes a key that was lost for reachable again when it has all its connectors back. */
  private static Policies takenBackWithTheLastConnector() {
    return new Policies() {
      @Override
      public KeyPolicy priority(List<String> keys) {
        KeyPolicy right = Policies.super.priority(keys);
        Known known = new Known();
        Set<String> lost = ConcurrentHashMap.newKeySet();
        return (reachable, random) -> {
          Set<String> gone = new HashSet<>(keys);
          for (KeyOption option : reachable) {
            gone.remove(option.key());
            if (known.isComplete(option)) {
              lost.remove(option.key());
            }
          }
          lost.addAll(gone);
          List<KeyOption> kept =
              reachable.stream().filter(option -> !lost.contains(option.key())).toList();
          return right.choose(kept.isEmpty() ? reachable : kept, random);
        };
      }
    };
  }

  /** Knows why connectors that priority listeners ask for are not healthy: not ready, or worse. */
  private abstract static class Unready implements Policies {

    private static final Set<String> LISTED = Set.of("first", "second", "third");

    private final Set<String> unready = ConcurrentHashMap.newKeySet();
    private volatile boolean lastAnswerWasBad;

    @Override
    public IntPredicate readyStatus() {
      IntPredicate right = Policies.super.readyStatus();
      return status -> {
        lastAnswerWasBad = !right.test(status);
        return !lastAnswerWasBad;
      };
    }

    @Override
    public AvailabilityPolicy availability() {
      return (connector, healthy) -> {
        if (!healthy && lastAnswerWasBad && LISTED.contains(connector)) {
          unready.add(connector);
        }
        return isOffered(connector, healthy, unready);
      };
    }

    /** Decides, by what was ever not ready. */
    abstract boolean isOffered(String connector, boolean healthy, Set<String> unready);
  }

  /** Offers a workload that is not ready like one that is; not one whose process is dead. */
  private static Policies readinessIgnored() {
    return new Unready() {
      @Override
      boolean isOffered(String connector, boolean healthy, Set<String> unready) {
        return healthy || unready.contains(connector);
      }
    };
  }

  /** Never again offers a workload that said once that it was not ready. */
  private static Policies unreadyGivenUp() {
    return new Unready() {
      @Override
      boolean isOffered(String connector, boolean healthy, Set<String> unready) {
        return healthy && !unready.contains(connector);
      }
    };
  }
}
