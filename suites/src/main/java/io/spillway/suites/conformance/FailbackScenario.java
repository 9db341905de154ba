package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.fault.Fault;
import io.spillway.harness.probe.StreamPlan;
import io.spillway.harness.probe.Streams;
import io.spillway.harness.run.ActiveFault;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.time.Duration;
import java.util.List;

/**
 * B3: a service that link cost draws to one site, or that a priority listener does. While the
 * better site (or its workload) is gone, streams begin at the other one; then it returns and takes
 * the new connections, and the streams go on for as long as the case says.
 */
public final class FailbackScenario implements Scenario {

  private static final String CLIENTS = "west";
  private static final String BETTER = "east";
  private static final String OTHER = "north";
  private static final String LISTENER = "service";
  private static final int PORT = 8080;

  /** Above the number of streams, so that open connections never make the better site dearer. */
  private static final int DEAR = 1_000;

  /** So many new connections in a row at a site show that traffic goes there. */
  private final String way;

  private final boolean byPriority;
  private final int streams;
  private final int bytes;
  private final Duration watch;
  private final Duration limit;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameters {@code way} ({@code killed} or {@code
   *     process-dead}), {@code by} ({@code cost} or {@code priority}), {@code streams}, {@code
   *     bytes}, {@code watch-seconds} and {@code recovery-limit-seconds}
   */
  public FailbackScenario(Question question) {
    way = question.ruleCase().text("way");
    byPriority = question.ruleCase().text("by").equals("priority");
    streams = question.ruleCase().integer("streams");
    bytes = question.ruleCase().integer("bytes");
    watch = Limits.of(question.ruleCase().number("watch-seconds"));
    limit = Limits.beyond(question.ruleCase().number("recovery-limit-seconds"));
  }

  @Override
  public String name() {
    return "streams through a failback by " + (byPriority ? "priority, " : "cost, ") + way;
  }

  @Override
  public Network network() {
    NetworkBuilder network = NetworkBuilder.network("failback");
    if (byPriority) {
      network
          .site(CLIENTS)
          .link(BETTER)
          .link(OTHER)
          .priority(LISTENER, PORT, key(BETTER), key(OTHER));
    } else {
      network.site(CLIENTS).link(BETTER).link(OTHER, DEAR).listener(LISTENER, PORT, key(BETTER));
    }
    for (String site : List.of(BETTER, OTHER)) {
      network.site(site).connector(key(site), key(site), PORT);
    }
    return network.build();
  }

  @Override
  public Estimate estimate() {
    return new Estimate(streams + 100, Duration.ofSeconds(4).plus(watch));
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    StreamPlan plan = StreamPlan.of(streams);
    Claim claim =
        Claim.intact(LISTENER).with("through", way).with("from", OTHER).with("returns", BETTER);
    try (var phase = stage.phase(way, claim.attributes())) {
      ActiveFault fault = inject(stage);
      Limits.awaitServed(stage, stage.target(CLIENTS, LISTENER), way, OTHER, limit);
      try (Streams held = stage.prober().streams(stage.target(CLIENTS, LISTENER), way, plan)) {
        Flow.more(bytes / 4, List.of(held), limit);
        stage.let(
            Duration.ofNanos(
                stage.random("moment of the return").nextLong(Course.TIMER_PERIOD.toNanos())));
        fault.heal();
        Limits.awaitServed(stage, stage.target(CLIENTS, LISTENER), way, BETTER, limit);
        Flow.goesOn(stage, watch, 3 * (bytes / 4), List.of(held), limit);
      }
    }
  }

  /** By priority each site has a key of its own. */
  private String key(String site) {
    return byPriority ? "at-" + site : LISTENER;
  }

  private ActiveFault inject(Stage stage) {
    return way.equals("killed")
        ? stage.inject(way, BETTER, new Fault.Kill())
        : stage.inject(way, BETTER, key(BETTER), new Fault.KillProcess());
  }
}
