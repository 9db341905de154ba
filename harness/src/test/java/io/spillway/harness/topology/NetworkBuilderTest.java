package io.spillway.harness.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.topology.Connector.Workload.Real;
import io.spillway.harness.topology.Connector.Workload.StandIn;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class NetworkBuilderTest {

  @Test
  void builtNetwork_isWhatWasDeclared() {
    Network network =
        NetworkBuilder.network("m1")
            .site("west")
            .listener("backend", 8080, "backend")
            .weighted("shop", 8081, Map.of("b", 75, "a", 25))
            .priority("cart", 8082, "b", "a")
            .failover("backend", "b", "a")
            .link("east", 5)
            .link("cloud")
            .link("spare", "east", 9)
            .site("east")
            .connector("backend", "backend", 9090)
            .site("cloud")
            .connector("one", "a", 9091, new StandIn("app=shop"))
            .connector("two", "b", 9092, new Real("192.0.2.1"))
            .build();

    assertThat(network)
        .isEqualTo(
            new Network(
                "m1",
                List.of(
                    new Site(
                        "west",
                        List.of(
                            new Link("to-east", "east", 5),
                            new Link("to-cloud", "cloud", OptionalInt.empty()),
                            new Link("spare", "east", 9)),
                        List.of(new Listener("backend", "backend", 8080, "backend")),
                        List.of(
                            new MultiKeyListener(
                                "shop",
                                "shop",
                                8081,
                                new Strategy.Weighted(Map.of("a", 25, "b", 75))),
                            new MultiKeyListener(
                                "cart", "cart", 8082, new Strategy.Priority(List.of("b", "a")))),
                        List.of(
                            new TrafficSplit(
                                "backend",
                                "backend",
                                new Strategy.Split(
                                    Map.of("b", 1, "a", 0), Optional.of("b"), true))),
                        List.of()),
                    new Site(
                        "east",
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(new Connector("backend", "backend", 9090, new StandIn("backend")))),
                    new Site(
                        "cloud",
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(
                            new Connector("one", "a", 9091, new StandIn("app=shop")),
                            new Connector("two", "b", 9092, new Real("192.0.2.1")))))));
  }

  @Test
  void weights_areInTheOrderOfTheKeysWhateverTheMap() {
    Network network =
        NetworkBuilder.network("n")
            .site("west")
            .weighted("shop", 80, Map.of("c", 1, "a", 2, "b", 3))
            .build();

    assertThat(network.site("west").multiKeyListeners().get(0).strategy().routingKeys())
        .containsExactly("a", "b", "c");
  }

  @Test
  void mistakes_areToldAsThoseOfFilesAllAtOnce() {
    NetworkBuilder.SiteBuilder builder =
        NetworkBuilder.network("bad")
            .site("west")
            .link("nrth")
            .link("west", "west", 0)
            .listener("a", 0, "back end")
            .weighted("a", 81, Map.of("k", -1))
            .priority("p", 81)
            .site("north");

    assertThatThrownBy(builder::build)
        .isInstanceOf(NetworkException.class)
        .hasMessage(
            """
            network bad has 8 problems:
              site west: Link west: spec.cost is 0; a cost is 1 to 2147483647; Skupper takes 0 for 1: write 1 or leave it out
              site west: Listener a: spec.port is 0; a port is 1 to 65535
              site west: Listener a: spec.routingKey is "back end"; a routing key is one word of printable ASCII characters
              site west: MultiKeyListener a: spec.strategy.weighted.routingKeys.k is -1; a weight is 0 to 2147483647
              site west: MultiKeyListener p: spec.strategy.priority.routingKeys has 0 keys; a strategy has 1 to 256
              site west: MultiKeyListener a: site west has that name already, Listener a at site west; give each listener of a site a name of its own
              site west: Link to-nrth: it leads to nrth, which is not a site of this network; did you mean north?
              site west: Link west: it leads from west to itself; a link joins two sites""");
  }
}
