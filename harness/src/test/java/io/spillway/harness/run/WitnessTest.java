package io.spillway.harness.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.topology.Connector;
import io.spillway.harness.topology.Listener;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import org.junit.jupiter.api.Test;

class WitnessTest {

  private static final Network NETWORK = network();

  @Test
  void everyConnector_getsAKeyOfItsOwnAtTheSameWorkload() {
    Network witnessed = Witness.addTo(NETWORK);

    assertThat(witnessed.site("east").connectors())
        .extracting(Connector::name, Connector::routingKey, Connector::port, Connector::standIn)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "backend", "backend", 9090, java.util.Optional.of("backend")),
            org.assertj.core.groups.Tuple.tuple(
                "witness-east-backend",
                "witness-east-backend",
                9090,
                java.util.Optional.of("backend")));
  }

  @Test
  void everySite_getsAListenerForEveryWitness() {
    Network witnessed = Witness.addTo(NETWORK);

    for (String site : new String[] {"west", "east", "north"}) {
      assertThat(witnessed.site(site).listeners())
          .extracting(Listener::name)
          .contains("witness-east-backend", "witness-north-backend");
    }
    assertThat(witnessed.site("west").listeners())
        .extracting(Listener::port)
        .doesNotHaveDuplicates();
  }

  @Test
  void siteThatClientsUse_getsAListenerForEveryKeyOfTheNetwork() {
    Network witnessed = Witness.addTo(NETWORK);

    assertThat(Witness.keyListeners(witnessed.site("west"))).containsExactly("witness-key-0");
    assertThat(witnessed.site("west").listeners())
        .filteredOn(listener -> listener.name().equals("witness-key-0"))
        .extracting(Listener::routingKey)
        .containsExactly("backend");
    assertThat(Witness.keyListeners(witnessed.site("east"))).isEmpty();
  }

  @Test
  void ownConnectors_areThoseThatWereThereBefore() {
    Network witnessed = Witness.addTo(NETWORK);

    assertThat(Witness.ownConnectors(witnessed.site("east")))
        .isEqualTo(NETWORK.site("east").connectors());
  }

  private static Network network() {
    NetworkBuilder network = NetworkBuilder.network("test");
    network.site("west").listener("backend", 8080, "backend").link("east").link("north");
    network.site("east").connector("backend", "backend", 9090);
    network.site("north").connector("backend", "backend", 9090);
    return network.build();
  }
}
