package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.fault.Fault;
import io.spillway.harness.probe.ClosedLoop;
import io.spillway.harness.probe.Load;
import io.spillway.harness.probe.Target;
import io.spillway.harness.run.ActiveFault;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Network;
import io.spillway.suites.conformance.PriorityNetwork.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * M6: a priority multi-key listener over three keys, each at a site of its own, at equal cost or
 * the first one dearest, or the last one at the clients' own; a ramp of held connections, and then
 * a closed loop of many clients. Then the workloads of the first key and of the second die, which
 * shows that the others could have served.
 */
public final class PriorityLoadScenario implements Scenario {

  private static final List<String> KEYS = List.of("first", "second", "third");
  private static final int MANY_CLIENTS = 16;

  private static final Duration PACE = Duration.ofMillis(10);

  private final PriorityNetwork network;
  private final String costs;
  private final int attempts;
  private final Duration limit;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameters {@code costs}, three of them, {@code attempts} and
   *     {@code failover-limit-seconds}
   */
  public PriorityLoadScenario(Question question) {
    costs = question.ruleCase().text("costs");
    network = PriorityNetwork.of(KEYS, costs);
    attempts = question.ruleCase().integer("attempts");
    limit = Limits.beyond(question.ruleCase().number("failover-limit-seconds"));
  }

  @Override
  public String name() {
    return "priority under load at costs " + costs;
  }

  @Override
  public Network network() {
    return network.network("priority-load", false);
  }

  @Override
  public Estimate estimate() {
    return new Estimate(
        2 * attempts, BalancingScenario.GAP.multipliedBy(attempts).plus(Duration.ofSeconds(3)));
  }

  @Override
  public int connectionsAtOnce() {
    return attempts;
  }

  @Override
  public int linksCrossed() {
    return 1;
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    Target target = stage.target(KeySites.CLIENTS, KeySites.LISTENER);
    Map<String, String> claim = Claim.onlyKeys(KEYS.get(0)).attributes();
    try (var sampling = stage.phase("held", claim);
        var held = stage.prober().hold(target, "held", attempts, BalancingScenario.GAP)) {
      // Held until the phase ends.
    }
    stage.settle();
    try (var sampling = stage.phase("many clients", claim)) {
      stage
          .prober()
          .closedLoopUntil(target, "many clients", MANY_CLIENTS, attempts, attempt -> false);
    }
    loseBetterKeys(stage, target);
  }

  private void loseBetterKeys(Stage stage, Target target) throws InterruptedException {
    String phase = "better keys lost";
    List<ActiveFault> faults = new ArrayList<>();
    List<Place> places = network.places();
    List<String> others = places.stream().skip(1).map(Place::site).toList();
    Claim reaches = Claim.reachesSites(others.toArray(String[]::new));
    try (var losing = stage.phase(phase, reaches.attributes());
        Load load = stage.prober().closedLoop(target, phase, ClosedLoop.of(1).withPause(PACE))) {
      for (int i = 1; i < places.size(); i++) {
        Place lost = places.get(i - 1);
        SiteCount next = new SiteCount(places.get(i).site());
        load.observe(next);
        faults.add(stage.inject(phase, lost.site(), lost.key(), new Fault.KillProcess()));
        Limits.await(KEYS.get(i) + " to serve", limit, () -> next.count() > 0);
      }
    }
    faults.forEach(ActiveFault::heal);
  }
}
