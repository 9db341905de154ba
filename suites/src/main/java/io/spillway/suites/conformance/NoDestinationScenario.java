package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * M11: listeners of one or several kinds whose routing keys no connector of the network serves,
 * beside a service that works, so that nobody can say that the site was not ready.
 */
public final class NoDestinationScenario implements Scenario {

  private static final String CLIENTS = "west";
  private static final String SERVICE = "east";
  private static final String KEY = "backend";
  private static final int PORT = 8080;

  /**
   * So many clients who hang, are told too late, or are served, are violation enough; nobody waits
   * for more.
   */
  private static final int HOPELESS = 3;

  private final List<String> listeners;
  private final int attempts;
  private final Duration limit;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameters {@code listeners} (of {@code single}, {@code
   *     weighted} and {@code priority}), {@code attempts} and {@code told-limit-seconds}
   */
  public NoDestinationScenario(Question question) {
    listeners = List.of(question.ruleCase().text("listeners").split(" "));
    attempts = question.ruleCase().integer("attempts");
    limit = Limits.of(question.ruleCase().number("told-limit-seconds"));
  }

  @Override
  public String name() {
    return "no destination, " + String.join(" and ", listeners);
  }

  @Override
  public Network network() {
    NetworkBuilder network = NetworkBuilder.network("no-destination");
    network.site(CLIENTS).link(SERVICE);
    int port = PORT;
    for (String kind : listeners) {
      switch (kind) {
        case "single" -> network.site(CLIENTS).listener(kind, port, "nobody");
        case "weighted" ->
            network.site(CLIENTS).weighted(kind, port, Map.of("no-red", 1, "no-blue", 1));
        case "priority" -> network.site(CLIENTS).priority(kind, port, "no-first", "no-second");
        default ->
            throw new IllegalArgumentException(
                "a listener is single, weighted or priority, not " + kind);
      }
      port++;
    }
    network.site(SERVICE).connector(KEY, KEY, PORT);
    return network.build();
  }

  @Override
  public Estimate estimate() {
    return new Estimate(listeners.size() * attempts, Duration.ofSeconds(1));
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    for (String listener : listeners) {
      AtomicInteger notTold = new AtomicInteger();
      try (var sampling = stage.phase(listener, Claim.told().attributes())) {
        stage
            .prober()
            .closedLoopUntil(
                stage.target(CLIENTS, listener),
                listener,
                1,
                attempts,
                attempt -> !Sample.isTold(attempt, limit) && notTold.incrementAndGet() == HOPELESS);
      }
    }
  }
}
