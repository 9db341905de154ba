package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.fault.Fault;
import io.spillway.harness.history.Attempt;
import io.spillway.harness.probe.StreamPlan;
import io.spillway.harness.probe.Streams;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * B3: a service that link cost draws to one site, and one that a priority listener does. While the
 * better site (or its workloads) is gone, streams begin at the other one; then it returns and takes
 * the new connections, and the streams go on.
 */
public final class FailbackScenario implements Scenario {

  private static final String CLIENTS = "west";
  private static final String BETTER = "east";
  private static final String OTHER = "north";
  private static final String BY_COST = "by-cost";
  private static final String BY_PRIORITY = "by-priority";
  private static final List<String> LISTENERS = List.of(BY_COST, BY_PRIORITY);
  private static final int PORT = 8080;

  /** Above the number of streams, so that open connections never make the better site dearer. */
  private static final int DEAR = 1_000;

  /** So many new connections in a row at a site show that traffic goes there. */
  private static final int STREAK = 10;

  private final String way;
  private final int streams;
  private final int bytes;
  private final Duration limit;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameters {@code way} ({@code killed} or {@code
   *     process-dead}), {@code streams}, {@code bytes} and {@code recovery-limit-seconds}
   */
  public FailbackScenario(Question question) {
    way = question.ruleCase().text("way");
    streams = question.ruleCase().integer("streams");
    bytes = question.ruleCase().integer("bytes");
    limit = Limits.beyond(question.ruleCase().number("recovery-limit-seconds"));
  }

  @Override
  public String name() {
    return "streams through a failback, " + way;
  }

  @Override
  public Network network() {
    NetworkBuilder network = NetworkBuilder.network("failback");
    network
        .site(CLIENTS)
        .link(BETTER)
        .link(OTHER, DEAR)
        .listener(BY_COST, PORT, "service")
        .priority(BY_PRIORITY, PORT + 1, "first", "second");
    network
        .site(BETTER)
        .connector("service", "service", PORT)
        .connector("first", "first", PORT + 1);
    network
        .site(OTHER)
        .connector("service", "service", PORT)
        .connector("second", "second", PORT + 1);
    return network.build();
  }

  @Override
  public Estimate estimate() {
    return new Estimate(streams + 100, Duration.ofSeconds(4));
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    StreamPlan plan = StreamPlan.of((streams + 1) / 2);
    Claim claim =
        Claim.intact(LISTENERS.toArray(String[]::new))
            .with("through", way)
            .with("from", OTHER)
            .with("returns", BETTER);
    try (var phase = stage.phase(way, claim.attributes())) {
      List<Runnable> heal = inject(stage);
      LISTENERS.forEach(listener -> awaitServed(stage, listener, OTHER));
      try (Streams byCost = stage.prober().streams(stage.target(CLIENTS, BY_COST), way, plan);
          Streams byPriority =
              stage.prober().streams(stage.target(CLIENTS, BY_PRIORITY), way, plan)) {
        List<Streams> both = List.of(byCost, byPriority);
        Flow.more(bytes / 4, both, limit);
        heal.forEach(Runnable::run);
        LISTENERS.forEach(listener -> awaitServed(stage, listener, BETTER));
        Flow.more(3 * (bytes / 4), both, limit);
      }
    }
  }

  private List<Runnable> inject(Stage stage) {
    List<Runnable> heal = new ArrayList<>();
    if (way.equals("killed")) {
      heal.add(stage.inject(way, BETTER, new Fault.Kill())::heal);
    } else {
      for (String connector : List.of("service", "first")) {
        heal.add(stage.inject(way, BETTER, connector, new Fault.KillProcess())::heal);
      }
    }
    return heal;
  }

  private void awaitServed(Stage stage, String listener, String site) {
    int[] streak = {0};
    Limits.await(
        STREAK + " connections in a row to " + listener + " served at " + site,
        limit,
        () -> {
          Attempt attempt = stage.prober().attempt(stage.target(CLIENTS, listener), way);
          boolean there = attempt.servedBy().filter(by -> by.site().equals(site)).isPresent();
          streak[0] = there ? streak[0] + 1 : 0;
          return streak[0] >= STREAK;
        });
  }
}
