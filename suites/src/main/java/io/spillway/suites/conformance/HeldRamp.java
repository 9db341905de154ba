package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.check.SpillPlan;
import io.spillway.harness.history.Attempt;
import io.spillway.harness.probe.Held;
import io.spillway.harness.probe.Target;
import io.spillway.harness.run.Stage;
import io.spillway.harness.stats.Spread;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * One ramp of held connections, recorded as the check {@code spill-threshold} wants it. Past its
 * planned length it goes on where a router that spreads by chance has left something open: it may
 * spill late, and its first connections after the spill may be uneven.
 *
 * @param roles which site is what
 * @param listener the listener at the ingress site
 * @param of which ramp of these roles it is, where there are several
 * @param alike a name for ramps whose spill points must be the same
 */
record HeldRamp(
    TwoPaths.Roles roles, String listener, Optional<String> of, Optional<String> alike) {

  /** A ramp that is alone with these roles. */
  HeldRamp(TwoPaths.Roles roles) {
    this(roles, Chains.SERVICE, Optional.empty(), Optional.empty());
  }

  /**
   * How long a ramp is.
   *
   * @param planned connections that are held in any case
   * @param surelyBeyond connections that are held where none spills, so that chance does not
   *     explain it
   * @param afterSpill connections that follow the first spill in any case
   * @param shareMin the share of these that each path takes at least; 0 if nobody asks
   * @param alpha how seldom a router that spreads by coins may still leave something open
   */
  record Length(int planned, int surelyBeyond, int afterSpill, double shareMin, double alpha) {

    /** {@return the length for a case, enough for a spill under each documented reading} */
    static Length of(Question question, int alternativeCost, int atLeast) {
      int afterSpill = question.ruleCase().integer("after-spill");
      return new Length(
          Math.max(alternativeCost + 2 + afterSpill, atLeast),
          SpillPlan.surelyBeyond(question, alternativeCost),
          afterSpill,
          question.ruleCase().number("share-min", 0),
          question.alpha());
    }

    /** {@return how long all this takes, about} */
    Duration duration(int ramps) {
      return BalancingScenario.GAP.plus(Duration.ofMillis(1)).multipliedBy((long) planned * ramps);
    }
  }

  /** Holds so many connections at once that some are served at this site, which is claimed. */
  static void reach(Stage stage, Target target, String phase, int connections, String site) {
    try (var reaching = stage.phase(phase, Claim.reachesSites(site).attributes());
        Held held = stage.prober().hold(target, phase, connections, BalancingScenario.GAP)) {
      // Held until the phase ends.
    }
    stage.settle();
  }

  /** {@return which of several ramps of the same roles it is, in words} */
  static String which(int repeat, int repeats) {
    return repeat + " of " + repeats;
  }

  /** {@return the phase's name} */
  String phase() {
    return "ramp " + roles.order() + of.map(which -> ", " + which).orElse("");
  }

  /** {@return the phase's attributes} */
  Map<String, String> attributes() {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("role", "ramp");
    attributes.put("cheapest", roles.cheapest());
    attributes.put("alternative", roles.dear());
    attributes.put("order", roles.order());
    attributes.put("listener", listener);
    of.ifPresent(which -> attributes.put("of", which));
    alike.ifPresent(group -> attributes.put("alike", group));
    return attributes;
  }

  /** Plays the ramp, releases it, and waits until the workloads have seen that. */
  void play(Stage stage, Length length) {
    play(stage, length, Closing.CLIENT);
  }

  /**
   * Plays the ramp, ends it in this way, and waits until the workloads have seen that. The phase
   * says how its connections were closed, if all of them were.
   */
  void play(Stage stage, Length length, Closing closing) {
    try (var phase = stage.phase(phase(), attributes())) {
      if (hold(stage, length, closing)) {
        phase.attribute(Closing.NAME, closing.word());
      }
    }
    stage.settle();
  }

  /** Plays two ramps at the same time, releases them, and waits until workloads have seen that. */
  static void playTogether(Stage stage, Length length, HeldRamp one, HeldRamp other) {
    ExecutorService beside = Executors.newSingleThreadExecutor();
    try (var first = stage.phase(one.phase(), one.attributes());
        var second = stage.phase(other.phase(), other.attributes())) {
      CompletableFuture<Void> ramp =
          CompletableFuture.runAsync(() -> other.hold(stage, length), beside);
      one.hold(stage, length);
      ramp.join();
    } finally {
      beside.shutdownNow();
    }
    stage.settle();
  }

  /** Plays the ramp, whose phase has begun, and releases it. */
  private void hold(Stage stage, Length length) {
    hold(stage, length, Closing.CLIENT);
  }

  private boolean hold(Stage stage, Length length, Closing closing) {
    Target target = stage.target(roles.ingress(), listener);
    return hold(stage, target, length, closing, length.planned(), List.of());
  }

  /** Holds some more, and on until what was served is an answer; ends all of them. */
  private boolean hold(
      Stage stage,
      Target target,
      Length length,
      Closing closing,
      int more,
      List<Attempt.Served> before) {
    boolean asWanted = true;
    try (Held held = stage.prober().hold(target, phase(), more, BalancingScenario.GAP)) {
      List<Attempt.Served> served = Stream.concat(before.stream(), held.served().stream()).toList();
      int missing = missing(served, length);
      if (missing > 0 && !held.served().isEmpty()) {
        asWanted = hold(stage, target, length, closing, missing, served);
      }
      return closing.end(stage, held) && asWanted;
    }
  }

  /** How many more connections it takes until there is a spill, and its spread is an answer. */
  private int missing(List<Attempt.Served> served, Length length) {
    List<Boolean> dear = served.stream().map(by -> by.site().equals(roles.dear())).toList();
    int spill = dear.indexOf(true);
    if (spill < 0) {
      return Math.max(0, length.surelyBeyond() - dear.size());
    }
    List<Boolean> after = dear.subList(spill + 1, dear.size());
    int wanted = length.afterSpill();
    if (length.shareMin() > 0) {
      List<Boolean> first = after.subList(0, Math.min(wanted, after.size()));
      int there = (int) first.stream().filter(alternative -> alternative).count();
      int least = new Spread(wanted, length.shareMin(), length.alpha()).least();
      if (Math.min(there, first.size() - there) < least) {
        wanted = Spread.decisiveFrom(length.shareMin(), length.alpha());
      }
    }
    return Math.max(0, wanted - after.size());
  }
}
