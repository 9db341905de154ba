package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.fault.Fault;
import io.spillway.harness.fault.Fault.Direction;
import io.spillway.harness.probe.StreamPlan;
import io.spillway.harness.probe.Streams;
import io.spillway.harness.run.ActiveFault;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * F6: streams over a link that is slow in one way after the other, in both directions: some were
 * open before it became slow, and some go on over a second link, which is quick.
 */
public final class SlowLinkScenario implements Scenario {

  private static final String CLIENTS = "west";
  private static final String MIDDLE = "east";
  private static final String END = "south";
  private static final int PORT = 8080;

  /** More than a connection may carry where the link is narrow, so that its window fills. */
  private static final int BYTES_PER_SECOND = 600_000;

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final Map<String, Slow> WAYS = new LinkedHashMap<>();

  static {
    // 50 ms there and back on average: of twenty round trips one is above 40 but once in 10^11.
    WAYS.put(
        "latency",
        new Slow(40, way -> new Fault.Latency(way, Duration.ofMillis(25), Duration.ofMillis(20))));
    // A second's worth of bytes takes a second and a half.
    WAYS.put("bandwidth", new Slow(100, way -> new Fault.Bandwidth(way, 400)));
    WAYS.put("sliced", new Slow(200, way -> new Fault.Slicer(way, 1_500, Duration.ofMillis(3))));
  }

  /**
   * A way of being slow.
   *
   * @param leastMillis the longest round trip of each stream takes this at least: far longer than
   *     any would if nothing were slow
   * @param fault what it is in one direction
   */
  private record Slow(int leastMillis, Function<Direction, Fault.OnLink> fault) {}

  private final int streams;
  private final int bytes;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameters {@code streams} and {@code bytes}, both for each way
   */
  public SlowLinkScenario(Question question) {
    streams = question.ruleCase().integer("streams");
    bytes = question.ruleCase().integer("bytes");
  }

  @Override
  public String name() {
    return "streams over a slow link";
  }

  @Override
  public Network network() {
    NetworkBuilder network = NetworkBuilder.network("slow-link");
    network
        .site(CLIENTS)
        .link(MIDDLE)
        .listener("near", PORT, "near")
        .listener("far", PORT + 1, "far");
    network.site(MIDDLE).link(END).connector("near", "near", PORT);
    network.site(END).connector("far", "far", PORT);
    return network.build();
  }

  @Override
  public Estimate estimate() {
    return new Estimate(WAYS.size() * streams, Duration.ofSeconds(6));
  }

  @Override
  public boolean failsLinks() {
    return true;
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    StreamPlan plan = StreamPlan.of((streams + 1) / 2).withRate(BYTES_PER_SECOND);
    for (var way : WAYS.entrySet()) {
      String phase = way.getKey();
      Claim claim =
          Claim.intact("near", "far")
              .with("through", phase)
              .with("slowed", Integer.toString(way.getValue().leastMillis()));
      try (var slow = stage.phase(phase, claim.attributes());
          Streams near = stage.prober().streams(stage.target(CLIENTS, "near"), phase, plan)) {
        List<ActiveFault> faults = new ArrayList<>();
        for (Direction direction : Direction.values()) {
          faults.add(
              stage.inject(
                  phase, CLIENTS, "to-" + MIDDLE, way.getValue().fault().apply(direction)));
        }
        try (Streams far = stage.prober().streams(stage.target(CLIENTS, "far"), phase, plan)) {
          Flow.more(bytes, List.of(near, far), LIMIT);
          faults.forEach(ActiveFault::heal);
        }
      }
    }
  }
}
