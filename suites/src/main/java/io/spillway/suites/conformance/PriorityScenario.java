package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.history.Attempt;
import io.spillway.harness.probe.Target;
import io.spillway.harness.run.ActiveFault;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Network;
import io.spillway.suites.conformance.PriorityNetwork.Place;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * M7 and M8: a priority multi-key listener over keys that are served at three sites. The first two
 * sites, or the workloads there, fail and return in both orders; after each change the state is
 * sampled that the network has come to rest in. Where they serve keys of their own, traffic moves
 * from key to key; where they serve the same one, it moves from site to site while one of them is
 * left. When something fails or returns that is not in use, nothing may move. What the return of a
 * second site costs the clients of its key is for F5 to judge.
 */
public final class PriorityScenario implements Scenario {

  private static final String CLIENTS = KeySites.CLIENTS;
  private static final String FAILOVER = "M7";
  private static final String FAILBACK = "M8";
  private static final int STEPS = 8;

  private final PriorityNetwork network;
  private final String costs;
  private final Way way;
  private final int steadyAttempts;
  private final Duration limit;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameters {@code keys} and {@code costs}, three of each,
   *     {@code way}, {@code steady-attempts} and the two limits; the same in both rules
   */
  public PriorityScenario(Question question) {
    costs = question.ruleCase().text("costs");
    network = PriorityNetwork.of(List.of(question.ruleCase().text("keys").split(" ", -1)), costs);
    way = Way.of(question.ruleCase().text("way"));
    steadyAttempts = question.ruleCase().integer("steady-attempts");
    limit =
        Limits.beyond(
            question.ruleCase().number("failover-limit-seconds"),
            question.ruleCase().number("recovery-limit-seconds"));
  }

  @Override
  public String name() {
    return "priority over %d keys at costs %s, %s"
        .formatted(network.keys().size(), costs, way.word());
  }

  @Override
  public Network network() {
    return network.network("priority", way.needsReadiness());
  }

  @Override
  public Estimate estimate() {
    return new Estimate(
        (STEPS + 1) * steadyAttempts + STEPS * 1_000,
        Duration.ofSeconds(4L * STEPS).plus(limit.multipliedBy(2)));
  }

  @Override
  public boolean failsLinks() {
    return way.isOfLink();
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    Place first = network.places().get(0);
    Place second = network.places().get(1);
    Play play = new Play(stage);
    play.steady(FAILOVER);
    play.fail(first);
    play.fail(second);
    play.restore(second);
    play.restore(first);
    play.fail(second);
    play.fail(first);
    play.restore(first);
    play.restore(second);
  }

  /** Where traffic moves in a change, and what shows that it has. */
  private record Move(Claim claim, Predicate<Attempt> arrived) {}

  /** One play: which places are down now, and how often something was changed. */
  private final class Play {

    private final Stage stage;
    private final Course course;
    private final Target target;
    private final Map<Place, ActiveFault> down = new LinkedHashMap<>();
    private int step;

    Play(Stage stage) {
      this.stage = stage;
      this.course = Course.of(stage, limit);
      this.target = stage.target(CLIENTS, KeySites.LISTENER);
    }

    void fail(Place lost) throws InterruptedException {
      step++;
      String phase = "failure " + step;
      Set<Place> downThen = new HashSet<>(down.keySet());
      downThen.add(lost);
      String after = firstKey(downThen);
      down.put(
          lost, change(phase, FAILOVER, moveFrom(lost, after), after, () -> inject(phase, lost)));
      steady(FAILOVER);
    }

    void restore(Place lost) throws InterruptedException {
      step++;
      String phase = "restoration " + step;
      String before = firstKey(down.keySet());
      ActiveFault fault = down.remove(lost);
      String after = firstKey(down.keySet());
      if (lost.key().equals(before)) {
        course.change(phase, () -> heal(fault, lost), Sign.all(target, Sign.by(after)));
      } else {
        change(phase, FAILBACK, moveBack(lost, before, after), after, () -> heal(fault, lost));
      }
      steady(FAILBACK);
    }

    private Optional<Move> moveBack(Place returned, String before, String after) {
      return before.equals(after)
          ? Optional.empty()
          : Optional.of(
              new Move(
                  Claim.movesToKeyAfterHeal(victim(returned), after).among(before, after),
                  Sign.by(after)));
    }

    /** Where the traffic goes that this place has: to its key's other site, or to the next key. */
    private Optional<Move> moveFrom(Place lost, String after) {
      String before = firstKey(down.keySet());
      if (!lost.key().equals(before)) {
        return Optional.empty();
      }
      if (!before.equals(after)) {
        return Optional.of(
            new Move(
                Claim.movesToKeyAfterFault(victim(lost), after).among(before, after),
                Sign.by(after)));
      }
      String other =
          network
              .placesOf(before)
              .filter(place -> !place.equals(lost))
              .map(Place::site)
              .findFirst()
              .orElseThrow();
      return Optional.of(
          new Move(
              Claim.movesToSiteAfterFault(victim(lost), other).among(lost.site(), other),
              Sign.at(other)));
    }

    /** Traffic moves, if it has to; else nobody notices anything. */
    private ActiveFault change(
        String phase, String rule, Optional<Move> move, String after, Supplier<ActiveFault> change)
        throws InterruptedException {
      return move.isEmpty()
          ? course.changeInVain(
              phase,
              only(after).forRules(rule),
              change,
              new Sign(target, Sign.by(after), steadyAttempts, true))
          : course.change(
              phase,
              move.get().claim().forRules(rule),
              change,
              Sign.all(target, move.get().arrived()));
    }

    private static Claim only(String key) {
      return Claim.onlyKeys(key).enough("steady-attempts");
    }

    private String victim(Place place) {
      return way.victim(CLIENTS, place.site(), place.key());
    }

    private ActiveFault inject(String phase, Place place) {
      ActiveFault fault = way.inject(stage, phase, CLIENTS, place.site(), place.key(), 0);
      stage.awaitUnreached(CLIENTS, place.site(), limit);
      return fault;
    }

    private ActiveFault heal(ActiveFault fault, Place place) {
      fault.heal();
      stage.awaitReached(CLIENTS, place.site(), limit);
      return fault;
    }

    void steady(String rule) throws InterruptedException {
      String key = firstKey(down.keySet());
      course.sample(
          "steady " + step,
          only(key).forRules(rule),
          () -> Sample.of(steadyAttempts, Sign.by(key)),
          target,
          1,
          steadyAttempts);
    }

    private String firstKey(Set<Place> unavailable) {
      return network.firstKey(place -> !unavailable.contains(place));
    }
  }
}
