package io.spillway.harness.driver.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.driver.SitePlan.Channels;
import io.spillway.harness.driver.SitePlan.HostPort;
import io.spillway.harness.driver.balancer.Way.ToNeighbour;
import io.spillway.harness.driver.balancer.Way.ToWorkload;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class WaysTest {

  private static final Network NETWORK =
      NetworkBuilder.network("net")
          .site("west")
          .connector("here", "key", 90)
          .link("mid", 3)
          .site("mid")
          .link("east", 4)
          .site("east")
          .connector("there", "key", 90)
          .site("apart")
          .connector("lost", "key", 90)
          .build();

  private static final Map<String, Integer> PORTS =
      Map.of("health", 1, "west/here", 2, "east/there", 3, "apart/lost", 4);

  private static final HostPort NEXT = new HostPort("mid", 33);
  private static final HostPort ASKED = new HostPort("mid", 31);
  private static final HostPort WORKLOAD = new HostPort("workload", 90);

  @Test
  void channels_areOnePerConnector() {
    assertThat(Ways.channels(NETWORK)).containsExactly("west/here", "east/there", "apart/lost");
  }

  @Test
  void ways_leadToOwnWorkloadsAndToTheNextHop() {
    Ways ways =
        Ways.of(
            plan(Map.of("here", WORKLOAD), Map.of("east/there", NEXT, "health", ASKED)),
            Optional.of("health"));

    assertThat(ways.all())
        .extracting(Way::channel, Way::port, Way::step)
        .containsExactly(
            tuple("west/here", 2, Optional.of(new ToWorkload(WORKLOAD, Optional.empty()))),
            tuple(
                "east/there", 3, Optional.of(new ToNeighbour("mid", NEXT, Optional.of(ASKED), 7))),
            tuple("apart/lost", 4, Optional.empty()));
    assertThat(ways.to("key")).extracting(Way::channel).containsExactly("west/here", "east/there");
    assertThat(ways.to("other")).isEmpty();
    assertThat(ways.to(List.of("other", "key")).keySet()).containsExactly("other", "key");
  }

  @Test
  void missingAddress_isToldWithThoseThatThereAre() {
    assertThatThrownBy(() -> Ways.of(plan(Map.of(), Map.of("east/there", NEXT)), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the plan of site west has no address for connector here, only for []");
    assertThatThrownBy(
            () ->
                Ways.of(
                    plan(Map.of("here", WORKLOAD), Map.of("west/here", NEXT)), Optional.empty()))
        .hasMessage(
            "the plan of site west has no address at neighbour mid for channel east/there, only for"
                + " [west/here]");
  }

  private static SitePlan plan(Map<String, HostPort> workloads, Map<String, HostPort> atMid) {
    return new SitePlan(
        NETWORK.site("west"),
        "127.84.1.1",
        1,
        Map.of(),
        Map.of(),
        workloads,
        Map.of(),
        Optional.of(new Channels(NETWORK, PORTS, Map.of("mid", atMid))),
        Map.of(),
        Map.of());
  }
}
