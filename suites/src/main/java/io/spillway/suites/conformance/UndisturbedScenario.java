package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.fault.Fault;
import io.spillway.harness.probe.StreamPlan;
import io.spillway.harness.probe.Streams;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.time.Duration;
import java.util.List;

/**
 * F4: streams to a workload at the clients' own site, to one that is one link away and to one that
 * is two links away, while another site that the clients' is linked to fails and comes back.
 * Streams to that site show that the fault hits what it is meant to hit. After the loss and after
 * the return the others go on for as long as the case says.
 *
 * <p>The failed site also serves a key of theirs, over so dear a link that none of the streams goes
 * there: a service of which one workload is lost is not a lost service. No path but its own leads
 * through the failed site. Were it a detour, be it a dear one, the others' streams might take it
 * while a link of theirs is still being opened, and be hit by right.
 */
public final class UndisturbedScenario implements Scenario {

  private static final String CLIENTS = "west";
  private static final String VICTIM = "north";
  private static final String EXPOSED = "exposed";
  private static final String CUT = "cut";
  private static final List<String> UNTOUCHED = List.of("local", "near", "far");
  private static final int PORT = 8080;
  private static final int EXPOSED_STREAMS = 4;

  /** So that no stream that is watched goes to the victim, however many there are. */
  private static final int DEAR = 99_999;

  private final String way;
  private final int streams;
  private final int bytes;
  private final Duration watch;
  private final Duration limit;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameters {@code way} ({@code killed}, {@code frozen} or
   *     {@code cut}), {@code streams}, {@code bytes}, {@code watch-seconds} and {@code
   *     failover-limit-seconds}
   */
  public UndisturbedScenario(Question question) {
    way = question.ruleCase().text("way");
    streams = question.ruleCase().integer("streams");
    bytes = question.ruleCase().integer("bytes");
    watch = Limits.of(question.ruleCase().number("watch-seconds"));
    limit = Limits.beyond(question.ruleCase().number("failover-limit-seconds"));
  }

  @Override
  public String name() {
    return "streams beside a site " + way;
  }

  @Override
  public Network network() {
    NetworkBuilder network = NetworkBuilder.network("undisturbed");
    network
        .site(CLIENTS)
        .link("east")
        .link(VICTIM, DEAR)
        .listener("local", PORT, "local")
        .listener("near", PORT + 1, "near")
        .listener("far", PORT + 2, "far")
        .listener(EXPOSED, PORT + 3, EXPOSED)
        .connector("local", "local", PORT);
    network.site("east").link("south").connector("near", "near", PORT);
    network.site("south").connector("far", "far", PORT);
    network
        .site(VICTIM)
        .connector(EXPOSED, EXPOSED, PORT)
        .connector("near", "near", PORT + 1); // the same service, but nobody's who is watched
    return network.build();
  }

  @Override
  public Estimate estimate() {
    return new Estimate(
        streams + EXPOSED_STREAMS, Duration.ofSeconds(5).plus(watch.multipliedBy(2)));
  }

  @Override
  public int connectionsAtOnce() {
    return Math.max(CONNECTIONS_BESIDE_A_FAULT, streams + EXPOSED_STREAMS);
  }

  @Override
  public boolean failsLinks() {
    return way.equals(CUT);
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    StreamPlan plan = StreamPlan.of((streams + UNTOUCHED.size() - 1) / UNTOUCHED.size());
    Claim claim =
        Claim.intact(UNTOUCHED.toArray(String[]::new)).with("through", way).with("hit", EXPOSED);
    try (var phase = stage.phase(way, claim.attributes())) {
      // The victim serves "near", too, and it may be the first of which the router has heard.
      Limits.awaitServed(stage, stage.target(CLIENTS, "near"), way, "east", limit);
      try (Streams local = stage.prober().streams(stage.target(CLIENTS, "local"), way, plan);
          Streams near = stage.prober().streams(stage.target(CLIENTS, "near"), way, plan);
          Streams far = stage.prober().streams(stage.target(CLIENTS, "far"), way, plan);
          Streams exposed =
              stage
                  .prober()
                  .streams(stage.target(CLIENTS, EXPOSED), way, StreamPlan.of(EXPOSED_STREAMS))) {
        List<Streams> untouched = List.of(local, near, far);
        Flow.more(bytes / 4, untouched, limit);
        stage.let(
            Duration.ofNanos(
                stage.random("moment of the fault").nextLong(Course.TIMER_PERIOD.toNanos())));
        Runnable heal = inject(stage);
        Limits.await("the exposed streams to end", limit, () -> exposed.open() == 0);
        Flow.goesOn(stage, watch, bytes / 4, untouched, limit);
        heal.run();
        stage.awaitReached(CLIENTS, VICTIM, limit);
        Flow.goesOn(stage, watch, bytes / 2, untouched, limit);
      }
    }
  }

  /** Does it; what it returns undoes it. */
  private Runnable inject(Stage stage) {
    if (failsLinks()) {
      return stage.inject(way, CLIENTS, "to-" + VICTIM, new Fault.Cut())::heal;
    }
    Stage.SiteFault fault =
        stage.inject(way, VICTIM, way.equals("killed") ? new Fault.Kill() : new Fault.Freeze());
    stage.awaitUnreached(CLIENTS, VICTIM, limit);
    return fault::heal;
  }
}
