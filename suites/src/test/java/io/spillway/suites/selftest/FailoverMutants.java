package io.spillway.suites.selftest;

import io.spillway.router.RouterOptions;
import io.spillway.router.route.AvailabilityPolicy;
import io.spillway.router.route.Candidate;
import io.spillway.router.route.Destination;
import io.spillway.router.route.DestinationPolicy;
import io.spillway.router.route.LivenessPolicy;
import io.spillway.router.route.PathCostPolicy;
import io.spillway.router.route.Policies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Routers that are wrong about failover (the F rules). */
final class FailoverMutants {

  /** After so many losses a destination is given up. */
  private static final int PATIENCE = 3;

  /** More than all the tries that the router makes for a client. */
  private static final int ONE_CLIENT = 2 * RouterOptions.defaults().bounds().attempts();

  private FailoverMutants() {}

  /** {@return all of them} */
  static List<Mutant> all() {
    return List.of(
        believing("dead workload believed in", "process-dead", Mutant.RIGHT),
        believing("unreachable workload believed in", "unreachable", Mutant.RIGHT),
        believing("readiness ignored", "withdrawn", Mutant.RIGHT),
        // Whoever counts connections steers clear of a workload that never ends any.
        believing("hung workload believed in", "process-hung", Mutant.COINS).alsoBreaking("B4"),
        new Mutant(
            "losses beyond its neighbours not noticed",
            "F1",
            "process-dead two links away",
            LostPathMutants::blindBeyondNeighbours),
        new Mutant(
            "losses beyond its neighbours not noticed",
            "F2",
            "killed two links away",
            LostPathMutants::blindBeyondNeighbours),
        new Mutant("silence is never a loss", "F2", "frozen", FailoverMutants::silenceIsNeverALoss),
        new Mutant("dead site still chosen", "F2", "killed", FailoverMutants::goneStillChosen)
            .alsoBreaking("B3", "C8", "C9", "F1", "F8", "F9"),
        new Mutant(
                "gone destination tried every four seconds",
                "F1",
                "process-dead",
                () -> goneTriedEvery(4))
            .alsoBreaking("F2")
            .alsoBreakingAtTimes("F8"),
        new Mutant(
                "gone destination tried every eight seconds",
                "F1",
                "process-dead",
                () -> goneTriedEvery(8))
            .alsoBreaking("F2")
            .alsoBreakingAtTimes("F8"),
        new Mutant("detour refused", "F3", "cut", () -> LostPathMutants.detourRefused(0))
            .alsoBreaking("C11"),
        new Mutant(
            "lost packets not noticed", "F3", "black-holed", FailoverMutants::silenceIsNeverALoss),
        new Mutant(
            "silence of sites that have dialled is never a loss",
            "F2",
            "frozen after it dialled",
            FailoverMutants::silenceOfDiallersIsNeverALoss),
        new Mutant(
            "silence of sites that have dialled is never a loss",
            "F3",
            "black-holed and dialled from beyond",
            FailoverMutants::silenceOfDiallersIsNeverALoss),
        new Mutant(
            "one-way loss not noticed", "F3", "one-way", FailoverMutants::silenceIsNeverALoss),
        neverGoingBack("site killed"),
        neverGoingBack("site frozen"),
        neverGoingBack("workload withdrawn"),
        neverGoingBack("workload unreachable"),
        new Mutant(
                "goes back to the first by name only",
                "F5",
                "site killed",
                FailoverMutants::goesBackToTheFirstOnly)
            .alsoBreaking("F1", "F2", "F7")
            .notJudgedBy("F9"),
        new Mutant(
                "goes back to the first by name only",
                "F7",
                "site killed",
                FailoverMutants::goesBackToTheFirstOnly)
            .alsoBreaking("F1", "F2", "F5")
            .notJudgedBy("F9"),
        new Mutant(
                "dearest path believed in after a cut",
                "F5",
                "link cut",
                () -> dearestPathBelievedIn(1))
            .alsoBreaking("F3"),
        new Mutant(
                "dearest path believed in after a cut",
                "F5",
                "link black-holed",
                () -> dearestPathBelievedIn(1))
            .alsoBreaking("F3"),
        new Mutant(
                "dearest path believed in after a cut",
                "F5",
                "link one-way",
                () -> dearestPathBelievedIn(1))
            .alsoBreaking("F3"),
        new Mutant(
                "connections lost with a site stay counted",
                "F5",
                "site killed",
                FailoverMutants::lostStayCounted)
            .alsoBreaking("F7"),
        new Mutant(
                "connections lost with a workload stay counted",
                "F7",
                "process dead",
                FailoverMutants::lostStayCounted)
            .alsoBreaking("F5"),
        new Mutant("half goes back", "F5", "process dead", FailoverMutants::halfGoesBack)
            .alsoBreaking("C9", "F7"),
        new Mutant(
            "given up after flapping", "F7", "process dead", FailoverMutants::givenUpAfterFlapping),
        new Mutant(
            "given up after flapping", "F7", "site killed", FailoverMutants::givenUpAfterFlapping),
        new Mutant(
                "dearest path believed in after a second cut",
                "F7",
                "link cut",
                () -> dearestPathBelievedIn(2))
            .alsoBreaking("F5"),
        new Mutant(
                "clients left hanging", "F8", "sites killed", FailoverMutants::clientsLeftHanging)
            .alsoBreaking("L5", "L7", "M11"),
        new Mutant(
                "clients left hanging", "F8", "processes dead", FailoverMutants::clientsLeftHanging)
            .alsoBreaking("L5", "L7", "M11"),
        new Mutant(
                "clients left hanging",
                "F8",
                "workloads unreachable",
                FailoverMutants::clientsLeftHanging)
            .alsoBreaking("L5", "L7", "M11"),
        new Mutant(
            "frozen sites believed in", "F8", "sites frozen", FailoverMutants::silenceIsNeverALoss),
        new Mutant("no second try", "F9", "process-dead", FailoverMutants::noSecondTry),
        new Mutant("no second try", "F9", "unreachable", FailoverMutants::noSecondTry),
        new Mutant("no second try, and patient", "F9", "unreachable", FailoverMutants::noSecondTry)
            .withConnectTimeout(Duration.ofSeconds(10)),
        Mutant.around(
                "healthy streams dropped with a dead site",
                "F4",
                "killed",
                DisguisedRuntime.dropping(DisguisedRuntime.Drops.WHEN_A_SITE_IS_LOST))
            .alsoBreaking("F10")
            .alsoBreakingAtTimes("M7"),
        Mutant.around(
                "healthy streams dropped on a timer after a site's death",
                "F4",
                "killed",
                DisguisedRuntime.dropping(
                    DisguisedRuntime.Drops.WHEN_A_SITE_IS_LOST, Duration.ofMillis(1_200)))
            .alsoBreakingAtTimes("B3", "F10", "M7"),
        Mutant.around(
                "healthy streams of its services dropped with a dead site",
                "F4",
                "killed",
                DisguisedRuntime.dropping(DisguisedRuntime.Drops.OF_SERVICES_OF_A_LOST_SITE))
            .alsoBreakingAtTimes("M7"),
        Mutant.around(
            "healthy streams dropped with a cut link",
            "F4",
            "cut",
            DisguisedRuntime.dropping(DisguisedRuntime.Drops.WHEN_A_LINK_IS_CUT)),
        Mutant.around(
            "healthy streams dropped some time after a cut",
            "F4",
            "cut",
            DisguisedRuntime.dropping(
                DisguisedRuntime.Drops.WHEN_A_LINK_IS_CUT, Duration.ofSeconds(9))),
        Mutant.around(
                "healthy streams dropped when a site returns",
                "F4",
                "frozen",
                DisguisedRuntime.dropping(DisguisedRuntime.Drops.WHEN_A_SITE_RETURNS))
            .alsoBreaking("B3", "F10")
            .alsoBreakingAtTimes("M8"),
        Mutant.around(
                "one corrupt byte in 10 MB",
                "F6",
                "one slow link",
                DisguisedRuntime.with(FaultyFront.Defect.CHANGES_ONE_BYTE_IN_TEN_MILLION))
            .alsoBreaking("F4"),
        Mutant.around(
            "streams dropped when a link becomes slow",
            "F6",
            "one slow link",
            DisguisedRuntime.dropping(DisguisedRuntime.Drops.WHEN_A_LINK_IS_SLOWED)),
        Mutant.around(
            "last bytes before a close lost",
            "F10",
            "short connections",
            DisguisedRuntime.with(FaultyFront.Defect.LOSES_THE_LAST_BYTES)),
        Mutant.around(
            "what waits for a slow client forgotten at the workload's end",
            "F10",
            "long answers",
            DisguisedRuntime.with(FaultyFront.Defect.FORGETS_WHAT_WAITS_AT_THE_WORKLOADS_END)),
        Mutant.around(
            "what waits for a workload forgotten at the client's end",
            "F10",
            "long messages",
            DisguisedRuntime.with(FaultyFront.Defect.FORGETS_WHAT_WAITS_AT_THE_CLIENTS_END)),
        leaving(
            "last bytes before a client's end lost",
            FaultyFront.Defect.LOSES_WHAT_COMES_WITH_THE_CLIENTS_END),
        leaving(
            "last bytes before a client's end cut off",
            FaultyFront.Defect.CUTS_OFF_WHAT_COMES_WITH_THE_CLIENTS_END),
        leaving(
            "two clients' bytes exchanged", FaultyFront.Defect.EXCHANGES_WHAT_TWO_CLIENTS_WRITE),
        leaving(
            "answers lost with a client's end",
            FaultyFront.Defect.ENDS_BOTH_SIDES_WITH_THE_CLIENTS));
  }

  private static Mutant believing(String name, String caseName, DestinationPolicy amongEquals) {
    return new Mutant(name, "F1", caseName, () -> deadWorkloadBelievedIn(amongEquals))
        .alsoBreaking("C8", "C9", "F9", "L2", "L3", "L5", "L6", "L7", "L8", "M2")
        .notJudgedBy("L1", "M6");
  }

  private static Mutant neverGoingBack(String caseName) {
    return new Mutant("never goes back", "F5", caseName, FailoverMutants::neverGoesBack)
        .alsoBreaking("C9", "F1", "F2", "F7")
        .notJudgedBy("B3");
  }

  /** Wrong only with clients that write something and end their side at once. */
  private static Mutant leaving(String name, FaultyFront.Defect defect) {
    return Mutant.around(name, "F10", "short messages", DisguisedRuntime.with(defect));
  }

  /**
   * Sends clients to a workload whatever its checks find, and lets them bear the failure: nothing
   * else is tried.
   */
  private static Policies deadWorkloadBelievedIn(DestinationPolicy amongEquals) {
    return new Policies() {
      @Override
      public DestinationPolicy destination() {
        return Mutant.byCosts(amongEquals, Mutant.RIGHT);
      }

      @Override
      public AvailabilityPolicy availability() {
        return (connector, healthy) -> true;
      }

      @Override
      public int tries(int allowed) {
        return 1;
      }
    };
  }

  /** Believes that a silent peer is well, for ever. */
  static Policies silenceIsNeverALoss() {
    return new Policies() {
      @Override
      public LivenessPolicy liveness() {
        return (heartbeats, nowNanos) -> false;
      }
    };
  }

  /** Believes that its peers are well, for ever, where several sites have dialled it. */
  private static Policies silenceOfDiallersIsNeverALoss() {
    LostPathMutants.OwnLinks links = new LostPathMutants.OwnLinks();
    return new Policies() {
      @Override
      public PathCostPolicy pathCost() {
        return links;
      }

      @Override
      public LivenessPolicy liveness() {
        LivenessPolicy right = Policies.super.liveness();
        return (heartbeats, nowNanos) ->
            !links.haveDiallers(2) && right.isLost(heartbeats, nowNanos);
      }
    };
  }

  /** Lets clients wait for a destination that may come, and does not tell them that all is gone. */
  private static Policies clientsLeftHanging() {
    return new Policies() {
      @Override
      public Duration patience() {
        return Duration.ofMinutes(1);
      }
    };
  }

  /** Tells a client of the first failure, though there was another destination. */
  private static Policies noSecondTry() {
    return new Policies() {
      @Override
      public int tries(int allowed) {
        return 1;
      }
    };
  }

  /** Goes on choosing a destination that was once there, as long as it is gone. */
  private static Policies goneStillChosen() {
    Map<String, List<Destination>> known = new HashMap<>();
    return Mutant.destination(
        (key, candidates, random) -> {
          List<Destination> all = known.computeIfAbsent(key, k -> new ArrayList<>());
          List<Destination> reachable = candidates.stream().map(Candidate::destination).toList();
          reachable.stream().filter(destination -> !all.contains(destination)).forEach(all::add);
          return all.stream()
              .filter(destination -> !reachable.contains(destination))
              .findFirst()
              .or(() -> Mutant.RIGHT.choose(key, candidates, random));
        });
  }

  /**
   * Tries a destination that is gone again so long after it was seen, or tried, with whoever comes
   * then and bears the failure: nothing else is tried for that client.
   */
  private static Policies goneTriedEvery(int seconds) {
    long againNanos = TimeUnit.SECONDS.toNanos(seconds);
    Map<String, Map<Destination, Long>> known = new HashMap<>();
    Map<Destination, Integer> tried = new HashMap<>();
    return Mutant.destination(
        (key, candidates, random) -> {
          long now = System.nanoTime();
          Map<Destination, Long> due = known.computeIfAbsent(key, k -> new HashMap<>());
          candidates.forEach(
              candidate -> {
                due.put(candidate.destination(), now + againNanos);
                tried.remove(candidate.destination());
              });
          Optional<Destination> gone =
              due.keySet().stream().filter(each -> now - due.get(each) >= 0).findFirst();
          Optional<Destination> again =
              gone.filter(destination -> tried.merge(destination, 1, Integer::sum) <= ONE_CLIENT);
          if (gone.isPresent() && again.isEmpty()) {
            tried.remove(gone.get());
            due.put(gone.get(), now + againNanos);
          }
          return again.or(() -> Mutant.RIGHT.choose(key, candidates, random));
        });
  }

  /** Never again uses a destination that was away, as long as there is another one. */
  private static Policies neverGoesBack() {
    Absences absences = new Absences();
    return Mutant.destination(
        (key, candidates, random) -> {
          absences.look(key, candidates);
          return Mutant.RIGHT.choose(
              key, without(candidates, c -> absences.of(c.destination()) > 0), random);
        });
  }

  /** Uses a destination again that was away only if all others come after it by name. */
  private static Policies goesBackToTheFirstOnly() {
    Absences absences = new Absences();
    return Mutant.destination(
        (key, candidates, random) -> {
          absences.look(key, candidates);
          Optional<String> first =
              candidates.stream().map(c -> c.destination().toString()).min(String::compareTo);
          return Mutant.RIGHT.choose(
              key,
              without(
                  candidates,
                  c ->
                      absences.of(c.destination()) > 0
                          && !Optional.of(c.destination().toString()).equals(first)),
              random);
        });
  }

  /**
   * Goes on counting connections that were open to a destination before it went away: as many as
   * were at most, for it is not asked in the very moment.
   */
  private static Policies lostStayCounted() {
    Map<String, Map<Destination, Integer>> most = new HashMap<>();
    Map<Destination, Integer> lost = new HashMap<>();
    return Mutant.destination(
        (key, candidates, random) -> {
          Map<Destination, Integer> before = most.computeIfAbsent(key, k -> new HashMap<>());
          Map<Destination, Integer> now = new HashMap<>();
          candidates.forEach(
              c ->
                  now.put(
                      c.destination(),
                      Math.max(c.open(), before.getOrDefault(c.destination(), 0))));
          before.keySet().removeAll(now.keySet());
          before.forEach((destination, count) -> lost.merge(destination, count, Integer::sum));
          most.put(key, now);
          return Mutant.RIGHT.choose(
              key,
              candidates.stream()
                  .map(
                      c ->
                          new Candidate(
                              c.destination(),
                              c.pathCost(),
                              c.open() + lost.getOrDefault(c.destination(), 0)))
                  .toList(),
              random);
        });
  }

  /** Uses a destination that was away for half of what it should. */
  private static Policies halfGoesBack() {
    Absences absences = new Absences();
    return Mutant.destination(
        (key, candidates, random) -> {
          absences.look(key, candidates);
          boolean half = random.nextBoolean();
          return Mutant.RIGHT.choose(
              key, without(candidates, c -> half && absences.of(c.destination()) > 0), random);
        });
  }

  /** Gives a destination up that was away too often, as long as there is another one. */
  private static Policies givenUpAfterFlapping() {
    Absences absences = new Absences();
    return Mutant.destination(
        (key, candidates, random) -> {
          absences.look(key, candidates);
          return Mutant.RIGHT.choose(
              key, without(candidates, c -> absences.of(c.destination()) > PATIENCE), random);
        });
  }

  /** Takes a destination for as dear as it ever was, once it became dearer so many times. */
  private static Policies dearestPathBelievedIn(int times) {
    Map<Destination, Long> last = new HashMap<>();
    Map<Destination, Long> dearest = new HashMap<>();
    Map<Destination, Integer> rises = new HashMap<>();
    return Mutant.destination(
        (key, candidates, random) -> {
          for (Candidate candidate : candidates) {
            Destination destination = candidate.destination();
            Long before = last.put(destination, candidate.pathCost());
            dearest.merge(destination, candidate.pathCost(), Math::max);
            if (before != null && before < candidate.pathCost()) {
              rises.merge(destination, 1, Integer::sum);
            }
          }
          return Mutant.RIGHT.choose(
              key,
              candidates.stream()
                  .map(
                      c ->
                          rises.getOrDefault(c.destination(), 0) >= times
                              ? new Candidate(
                                  c.destination(), dearest.get(c.destination()), c.open())
                              : c)
                  .toList(),
              random);
        });
  }

  /** The candidates without those that are shunned, as long as there are others. */
  private static List<Candidate> without(List<Candidate> candidates, Predicate<Candidate> shunned) {
    List<Candidate> wanted = candidates.stream().filter(shunned.negate()).toList();
    return wanted.isEmpty() ? candidates : wanted;
  }

  /** How often each destination was seen to be away. */
  private static final class Absences {
    private final Map<String, Set<Destination>> present = new HashMap<>();
    private final Map<Destination, Integer> absences = new HashMap<>();

    void look(String key, List<Candidate> candidates) {
      Set<Destination> now =
          candidates.stream().map(Candidate::destination).collect(Collectors.toSet());
      Set<Destination> before = present.getOrDefault(key, Set.of());
      before.stream()
          .filter(destination -> !now.contains(destination))
          .forEach(destination -> absences.merge(destination, 1, Integer::sum));
      present.put(key, now);
    }

    int of(Destination destination) {
      return absences.getOrDefault(destination, 0);
    }
  }
}
