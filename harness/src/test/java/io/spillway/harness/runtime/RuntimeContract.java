package io.spillway.harness.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spillway.harness.fault.Fault;
import io.spillway.harness.fault.LinkFaults.ActiveFault;
import io.spillway.harness.probe.WorkloadState;
import io.spillway.harness.probe.workload.Knock;
import io.spillway.harness.probe.workload.Knock.Reception;
import io.spillway.harness.topology.Connector;
import io.spillway.harness.topology.Link;
import io.spillway.harness.topology.Listener;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.Site;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every runtime does alike, with the reference router unless said otherwise. */
public abstract class RuntimeContract {

  protected static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration KNOCK_LIMIT = Duration.ofSeconds(1);
  private static final int ANSWER_LIMIT_MILLIS = 2_000;

  /** {@return the runtime, open during all tests of the class} */
  protected abstract SiteRuntime runtime();

  /** {@return what the configuration of the router of the site west has in it} */
  protected List<String> configuredAtWest() {
    return List.of("name: west", "name: to-east");
  }

  @Test
  void aKilledSite_refusesUntilItIsHealed() {
    try (RunningNetwork network = runtime().start(threeSites())) {
      reaches(network, "west", "east");
      InetSocketAddress before = network.listener("west", "backend");

      network.inject("west", new Fault.Kill());
      assertThat(ask(network.listener("west", "backend"))).isEmpty();

      network.heal("west");
      assertThat(network.listener("west", "backend")).isEqualTo(before);
      reaches(network, "west", "east");
    }
  }

  @Test
  void aKilledSite_comesBackBehindTheLinksThatLeadToIt() {
    try (RunningNetwork network = runtime().start(threeSites())) {
      reaches(network, "west", "east");

      network.inject("east", new Fault.Kill());
      assertThat(ask(network.listener("west", "backend"))).isEmpty();

      network.heal("east");
      reaches(network, "west", "east");
    }
  }

  @Test
  void aFrozenSite_acceptsAndSaysNothingUntilItIsHealed() throws IOException {
    try (RunningNetwork network = runtime().start(threeSites());
        Socket client = new Socket()) {
      reaches(network, "west", "east");

      network.inject("west", new Fault.Freeze());
      client.connect(network.listener("west", "backend"), ANSWER_LIMIT_MILLIS);
      assertThatThrownBy(() -> firstLine(client)).isInstanceOf(SocketTimeoutException.class);

      network.heal("west");
      reaches(network, "west", "east");
    }
  }

  @Test
  void aSiteThatIsWell_isNotTouchedByHealing() {
    try (RunningNetwork network = runtime().start(threeSites())) {
      InetSocketAddress before = network.listener("west", "backend");

      network.heal("west");

      assertThat(network.listener("west", "backend")).isEqualTo(before);
      reaches(network, "west", "east");
    }
  }

  @Test
  void aCutLink_isTheOnlyWayBetweenItsSites() {
    try (RunningNetwork network = runtime().start(threeSites())) {
      reaches(network, "west", "east");

      try (ActiveFault cut = network.links().inject("west", "to-east", new Fault.Cut())) {
        assertThat(cut).isNotNull();
        assertThat(ask(network.listener("west", "backend"))).isEmpty();
        reaches(network, "north", "north");
      }
      reaches(network, "west", "east");
    }
  }

  @Test
  void connectionsPastTheRouters_seeWhatBecameOfALinkAndOfAWorkload() {
    try (RunningNetwork network = runtime().start(threeSites())) {
      reaches(network, "west", "east");
      assertThat(throughLink(network)).contains(Reception.ANSWERED);

      try (ActiveFault cut = network.links().inject("west", "to-east", new Fault.Cut())) {
        assertThat(cut).isNotNull();
        assertThat(throughLink(network)).contains(Reception.REFUSED);
      }
      try (ActiveFault hole = network.links().inject("west", "to-east", new Fault.Blackhole())) {
        assertThat(hole).isNotNull();
        assertThat(throughLink(network)).contains(Reception.SILENT);
      }
      assertThat(throughLink(network)).contains(Reception.ANSWERED);

      assertThat(atWorkload(network)).contains(Reception.ANSWERED);
      network.workloads().forEach(workload -> workload.change(WorkloadState.DEAD));
      assertThat(atWorkload(network)).contains(Reception.REFUSED);
    }
  }

  @Test
  void whatARouterWasConfiguredWith_isThere() {
    try (RunningNetwork network = runtime().start(threeSites())) {
      assertThat(network.configuration("west").values())
          .singleElement()
          .asString()
          .contains(configuredAtWest());
    }
  }

  protected static Optional<Reception> throughLink(RunningNetwork network) {
    return network.doors().askThroughLink("west", "to-east", KNOCK_LIMIT).map(Knock::reception);
  }

  protected static Optional<Reception> atWorkload(RunningNetwork network) {
    return network.doors().workload("east", "backend", KNOCK_LIMIT).map(Knock::reception);
  }

  /** West has a listener and a link to east; east and north have a workload each. */
  public static Network threeSites() {
    Listener listener = new Listener("backend", "backend", 8080, "backend");
    Connector connector =
        new Connector("backend", "backend", 9090, new Connector.Workload.StandIn("app=backend"));
    return new Network(
        "three-sites",
        List.of(
            new Site(
                "west",
                List.of(new Link("to-east", "east", 1)),
                List.of(listener),
                List.of(),
                List.of()),
            new Site("east", List.of(), List.of(), List.of(), List.of(connector)),
            new Site("north", List.of(), List.of(listener), List.of(), List.of(connector))));
  }

  protected static void reaches(RunningNetwork network, String from, String to) {
    await("a connection from " + from + " to be served by " + to)
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> ask(network.listener(from, "backend")).filter(l -> l.contains(to)).isPresent());
  }

  /** {@return the workload's first line, unless the connection ends or stays silent} */
  protected static Optional<String> ask(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(address, ANSWER_LIMIT_MILLIS);
      return firstLine(socket);
    } catch (IOException refusedResetOrSilent) {
      return Optional.empty();
    }
  }

  protected static Optional<String> firstLine(Socket socket) throws IOException {
    socket.setSoTimeout(ANSWER_LIMIT_MILLIS);
    BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    return Optional.ofNullable(reader.readLine());
  }
}
