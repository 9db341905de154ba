package io.spillway.harness.runtime.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.driver.spillway.SpillwayDriver;
import io.spillway.harness.fault.Fault;
import io.spillway.harness.fault.toxiproxy.EmbeddedToxiproxyServer;
import io.spillway.harness.probe.workload.Knock;
import io.spillway.harness.probe.workload.Knock.Reception;
import io.spillway.harness.runtime.LinkPath;
import io.spillway.harness.runtime.RunningNetwork;
import io.spillway.harness.topology.Connector.Workload.StandIn;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the harness sees of an embedded network past its routers. */
@Timeout(60)
class EmbeddedNetworkTest {

  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final EmbeddedRuntime runtime =
      new EmbeddedRuntime(new SpillwayDriver(), EmbeddedToxiproxyServer.start());
  private final RunningNetwork network = runtime.start(twoSites(), LinkPath.PROXIED);

  private static Network twoSites() {
    NetworkBuilder network = NetworkBuilder.network("doors");
    network.site("west").listener("backend", 8080, "backend").link("east");
    network
        .site("east")
        .connector("backend", "backend", 9090, new StandIn("app=backend").withReadiness())
        .connector("plain", "plain", 9091);
    return network.build();
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  @Test
  void linksDoor_isTheOtherRouters_whichAnswersTheDriversQuestionAndHangsUp() {
    assertReceived(Reception.ANSWERED, network.doors().askThroughLink("west", "to-east", LONG));
    assertThat(network.doors().askThroughLink("west", "to-east", LONG).orElseThrow().heard())
        .contains("east");
    assertReceived(Reception.SILENT, network.doors().link("west", "to-east", SHORT));
  }

  @Test
  void shortestLinks_leadStraightToTheOtherRouter_andNoFaultCanBeInjectedIntoThem() {
    try (RunningNetwork straight = runtime.start(twoSites(), LinkPath.SHORTEST)) {
      assertThat(straight.doors().askThroughLink("west", "to-east", LONG).orElseThrow().heard())
          .contains("east");
      assertThatThrownBy(() -> straight.links().inject("west", "to-east", new Fault.Cut()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "no link leads through a proxy, so nothing can be done to west/to-east; a scenario"
                  + " that injects faults into links has to say so (Scenario.failsLinks)");
    }
  }

  @Test
  void workloadsDoors_areTheWorkloadsOwn() {
    assertReceived(Reception.ANSWERED, network.doors().workload("east", "plain", LONG));
    assertThat(network.doors().readiness("east", "backend", LONG).orElseThrow().heard())
        .startsWith("HTTP/1.1 200 OK");
    assertThat(network.doors().readiness("east", "plain", LONG)).isEmpty();
  }

  @Test
  void doorThatIsNotThere_isNamed_withThoseThereAre() {
    assertThatThrownBy(() -> network.doors().link("west", "to-moon", SHORT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("site west has no link to-moon, only [to-east]");
    assertThatThrownBy(() -> network.doors().workload("moon", "plain", SHORT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no site moon, only [east, west]");
  }

  private static void assertReceived(Reception expected, Optional<Knock> knock) {
    assertThat(knock).map(Knock::reception).contains(expected);
  }
}
