package io.spillway.router.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.router.health.HealthChecks;
import io.spillway.router.link.LinkSettings;
import io.spillway.router.link.TestLinks;
import io.spillway.router.loop.Resolver;
import io.spillway.router.loop.StepLoop;
import io.spillway.router.relay.SocketPair;
import io.spillway.router.route.Advertisement;
import io.spillway.router.route.Advertisement.LinkEnd;
import io.spillway.router.route.Destination;
import io.spillway.router.route.LinkId;
import io.spillway.router.route.Policies;
import io.spillway.router.route.RoutingTable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams of other sites: those that go no further than this one, and those that end here. */
class RemoteStreamsTest {

  private static final Destination HERE = new Destination("west", "c");
  private static final LinkId TO_EAST = new LinkId("west", "to-east");

  private final StepLoop steps = new StepLoop();
  private final Resolver resolver = new Resolver("test-resolver");
  private final StreamCounters counters = new StreamCounters();
  private ServerSocket workload;
  private boolean offered = true;
  private SocketPair asker;
  private Lane lane;
  private RemoteStreams streams;

  @BeforeEach
  void makeLane() throws IOException {
    workload = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    workload.setSoTimeout(10_000);
    Workloads workloads =
        new Workloads(
            Map.of("c", new Workloads.Address("127.0.0.1", workload.getLocalPort())),
            resolver,
            new HealthChecks(steps.loop(), 1, 1, () -> {}),
            (connector, healthy) -> offered,
            new Limits(Duration.ofSeconds(1).toNanos(), 1, 1, 0));
    LinkSettings settings = TestLinks.settings("west", 0, Policies.documented().liveness());
    lane =
        new Lane(
            0, steps.loop(), new SplittableRandom(1), settings, workloads, resolver, counters, 0);
    streams = new RemoteStreams(lane, "west", workloads);
    asker = SocketPair.at(steps.loop());
  }

  @AfterEach
  void close() throws IOException {
    asker.close();
    workload.close();
    steps.close();
    resolver.close();
  }

  @Test
  void stream_to_an_unknown_site_is_not_set_up_any_more_when_it_is_answered() throws IOException {
    streams.opened(asker.near(), new Destination("nowhere", "c"), 3);

    assertThat(answer()).contains("no path from west");
    assertThat(counters.settingUp()).isZero();
    assertOnlyRefused(Refusal.NO_PATH);
  }

  @Test
  void stream_of_too_many_hops_is_not_set_up_any_more_when_it_is_answered() throws IOException {
    lane.table(eastIsThere());

    streams.opened(asker.near(), new Destination("east", "c"), 0);

    assertThat(answer()).contains("too many hops");
    assertThat(counters.settingUp()).isZero();
    assertOnlyRefused(Refusal.TOO_MANY_HOPS);
  }

  @Test
  void stream_whose_next_link_is_down_is_not_set_up_any_more_when_it_is_answered()
      throws IOException {
    lane.table(eastIsThere());

    streams.opened(asker.near(), new Destination("east", "c"), 3);

    assertThat(answer()).contains("is down");
    assertThat(counters.settingUp()).isZero();
    assertOnlyRefused(Refusal.NO_CONNECTION);
  }

  @Test
  void stream_whose_next_link_gives_no_connection_is_answered_in_time_and_told_why()
      throws IOException {
    TestLinks.silent(lane.links(), TO_EAST, "east");
    lane.table(eastIsThere());
    streams.opened(asker.near(), new Destination("east", "c"), 3);

    steps.advance(Duration.ofSeconds(5).minusNanos(1));
    assertThat(counters.settingUp()).isEqualTo(1);
    steps.advance(Duration.ofNanos(1));

    assertThat(answer()).contains("no connection to the next site in time");
    assertThat(counters.settingUp()).isZero();
    assertOnlyRefused(Refusal.NO_CONNECTION);
  }

  @Test
  void name_that_only_the_peer_has_given_is_refused_and_gets_no_counters() throws IOException {
    streams.opened(asker.near(), new Destination("west", "made-up"), 3);

    assertThat(answer()).contains("no connector made-up here");
    assertOnlyRefused(Refusal.NO_CONNECTOR);
    assertThat(counters.connectors()).isEmpty();
  }

  @Test
  void stream_to_a_connector_that_is_withdrawn_is_refused_and_no_failed_connect()
      throws IOException {
    offered = false;

    streams.opened(asker.near(), HERE, 3);

    assertThat(answer()).contains("connector c is withdrawn");
    assertOnlyRefused(Refusal.WITHDRAWN);
    assertThat(counters.connectors()).isEmpty();
  }

  @Test
  void stream_whose_workload_does_not_listen_is_a_failed_connect_of_its_connector()
      throws IOException {
    workload.close();

    streams.opened(asker.near(), HERE, 3);
    steps.stepUntil("the connect to fail", () -> counters.settingUp() == 0);

    assertThat(answer()).isNotEmpty();
    assertOnlyRefused(Refusal.CONNECT_FAILED);
    assertOutcomes(0, 1, 0);
  }

  @Test
  void stream_that_is_joined_to_its_workload_is_counted_with_its_bytes_and_without_frames()
      throws IOException {
    streams.opened(asker.near(), HERE, 3);
    steps.stepUntil("the workload to be joined", () -> counters.settingUp() == 0);
    try (Socket served = workload.accept()) {
      asker.far().getOutputStream().write(new byte[] {7, 0, 0, 0, 2, 'h', 'i'}); // DATA
      served.getOutputStream().write(new byte[] {'w', 'h', 'o', '?'});
      ConnectorCounters connector = counters.connector("c");
      steps.stepUntil(
          "bytes to pass both ways",
          () -> connector.upstreamBytes() > 0 && connector.downstreamBytes() > 0);

      assertThat(connector.upstreamBytes()).isEqualTo(2);
      assertThat(connector.downstreamBytes()).isEqualTo(4);
      assertOutcomes(1, 0, 0);
      assertNoneRefused();
    }
  }

  @Test
  void stream_that_was_given_up_while_its_workload_was_dialled_is_no_served_one()
      throws IOException {
    asker.near().close();

    streams.opened(asker.near(), HERE, 3);
    steps.stepUntil("the workload to be connected", () -> counters.settingUp() == 0);

    assertOutcomes(0, 0, 1);
    assertNoneRefused();
  }

  private void assertOutcomes(long accepted, long failed, long left) {
    ConnectorCounters connector = counters.connector("c");
    assertThat(List.of(connector.accepted(), connector.failed(), connector.left()))
        .containsExactly(accepted, failed, left);
  }

  private void assertOnlyRefused(Refusal reason) {
    assertThat(refused()).containsExactly(reason);
    assertThat(counters.refused(reason)).isEqualTo(1);
  }

  private void assertNoneRefused() {
    assertThat(refused()).isEmpty();
  }

  private List<Refusal> refused() {
    return Arrays.stream(Refusal.values()).filter(why -> counters.refused(why) > 0).toList();
  }

  private String answer() throws IOException {
    steps.step(); // the selector lets go of the socket
    return new String(asker.far().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** What west knows when east is there, behind a link that this lane may not have. */
  private static RoutingTable eastIsThere() {
    return RoutingTable.of(
        "west",
        List.of(
            new Advertisement("west", 1, 1, List.of(new LinkEnd(TO_EAST, "east", 1)), List.of()),
            new Advertisement("east", 1, 1, List.of(new LinkEnd(TO_EAST, "west", 1)), List.of())));
  }
}
