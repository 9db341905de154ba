package io.spillway.suites.selftest;

import io.spillway.router.route.Candidate;
import io.spillway.router.route.Destination;
import io.spillway.router.route.DestinationPolicy;
import io.spillway.router.route.LivenessPolicy;
import io.spillway.router.route.Policies;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Routers that are wrong about failover (the F rules). */
final class FailoverMutants {

  private FailoverMutants() {}

  /** {@return all of them} */
  static List<Mutant> all() {
    return List.of(
        new Mutant("silence is never a loss", "F2", "frozen", FailoverMutants::silenceIsNeverALoss),
        new Mutant("dead site still chosen", "F2", "killed", FailoverMutants::deadSiteStillChosen),
        Mutant.dropping(
            "healthy streams dropped with a dead site",
            "F4",
            "killed",
            DisguisedRuntime.Drops.WHEN_A_SITE_IS_LOST),
        Mutant.dropping(
            "healthy streams dropped when a site returns",
            "F4",
            "frozen",
            DisguisedRuntime.Drops.WHEN_A_SITE_RETURNS),
        Mutant.withDefect(
            "one corrupt byte in 10 MB",
            "F6",
            "one slow link",
            FaultyFront.Defect.CHANGES_ONE_BYTE_IN_TEN_MILLION),
        Mutant.withDefect(
            "last bytes before a close lost",
            "F10",
            "short connections",
            FaultyFront.Defect.LOSES_THE_LAST_BYTES));
  }

  /** Believes that a silent peer is well, for ever. */
  private static Policies silenceIsNeverALoss() {
    return new Policies() {
      @Override
      public LivenessPolicy liveness() {
        return (heartbeats, nowNanos) -> false;
      }
    };
  }

  /** Goes on choosing a destination that was once there and is gone, and no other. */
  private static Policies deadSiteStillChosen() {
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
}
