package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.history.Attempt;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Connector.Workload.StandIn;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * B4: two services at the same two sites of equal cost; the workload of one of them is the faster
 * one here, that of the other there. Clients that connect again as soon as they have been served
 * use the one service and then the other.
 *
 * <p>There are clients enough to have several connections open at each site all the time: with very
 * few, every choice is a tie, and only the router's way to break ties would show.
 */
public final class FasterSiteScenario implements Scenario {

  private static final String CLIENTS = "west";
  private static final List<String> SITES = List.of("east", "north");
  private static final int PORT = 8080;

  /** So many failures are violation enough; nobody waits for all of them to time out. */
  private static final int HOPELESS = 40;

  private final int clients;
  private final int attempts;
  private final Duration fast;
  private final Duration slow;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameters {@code clients}, {@code attempts}, {@code
   *     service-time-ms} and {@code slower}
   */
  public FasterSiteScenario(Question question) {
    clients = question.ruleCase().integer("clients");
    attempts = question.ruleCase().integer("attempts");
    fast = Duration.ofMillis(question.ruleCase().integer("service-time-ms"));
    slow = fast.multipliedBy(question.ruleCase().integer("slower"));
  }

  @Override
  public String name() {
    return "faster site";
  }

  @Override
  public Network network() {
    NetworkBuilder network = NetworkBuilder.network("faster-site");
    network.site(CLIENTS);
    for (String site : SITES) {
      network.site(CLIENTS).link(site);
    }
    int port = PORT;
    for (String faster : SITES) {
      String service = service(faster);
      network.site(CLIENTS).listener(service, port, service);
      for (String site : SITES) {
        StandIn workload = new StandIn(service).withServiceTime(site.equals(faster) ? fast : slow);
        network.site(site).connector(service, service, port, workload);
      }
      port++;
    }
    return network.build();
  }

  @Override
  public Estimate estimate() {
    return new Estimate(
        SITES.size() * attempts, fast.multipliedBy(2L * SITES.size() * attempts / clients));
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    for (String faster : SITES) {
      String phase = faster + " faster";
      try (var sampling = stage.phase(phase, Claim.fasterSite(faster).attributes())) {
        stage
            .prober()
            .closedLoopUntil(
                stage.target(CLIENTS, service(faster)), phase, clients, attempts, hopeless());
      }
      stage.settle();
    }
  }

  private static Predicate<Attempt> hopeless() {
    int[] failures = {0};
    return attempt -> {
      failures[0] += attempt.outcome().failed() ? 1 : 0;
      return failures[0] >= HOPELESS;
    };
  }

  private static String service(String faster) {
    return faster + "-first";
  }
}
