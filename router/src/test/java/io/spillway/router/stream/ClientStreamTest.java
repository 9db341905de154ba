package io.spillway.router.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.router.health.HealthChecks;
import io.spillway.router.link.LinkSettings;
import io.spillway.router.link.TestLinks;
import io.spillway.router.loop.FakeNames;
import io.spillway.router.loop.Resolver;
import io.spillway.router.loop.StepLoop;
import io.spillway.router.relay.PeerWatch;
import io.spillway.router.route.Advertisement;
import io.spillway.router.route.Advertisement.LinkEnd;
import io.spillway.router.route.Advertisement.Service;
import io.spillway.router.route.Choice;
import io.spillway.router.route.Destination;
import io.spillway.router.route.LinkId;
import io.spillway.router.route.Policies;
import io.spillway.router.route.RoutingTable;
import io.spillway.router.route.StreamEnd;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client whose destination is listed in the table while no way leads there. */
class ClientStreamTest {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(320);
  private static final Duration SETUP = Duration.ofSeconds(10);
  private static final Duration CONNECT = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofNanos(PeerWatch.STEP_NANOS);
  private static final int ATTEMPTS = 16;
  private static final Destination LOCAL = new Destination("west", "local");
  private static final Destination EAST = new Destination("east", "remote");
  private static final LinkId TO_EAST = new LinkId("west", "to-east");

  private final StepLoop steps = new StepLoop();
  private final Resolver resolver = new Resolver("test-resolver");
  private final StreamCounters counters = new StreamCounters();
  private final List<StreamEnd> ends = new ArrayList<>();
  private final OpenCounts open = new OpenCounts(this::isUncounted);
  private final Socket client = new Socket();
  private ServerSocket workload;
  private Lane lane;
  private Workloads workloads;

  @BeforeEach
  void makeLane() throws IOException {
    workload = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    workload.setSoTimeout(10_000);
    workloads = workloads(CONNECT);
    LinkSettings settings = TestLinks.settings("west", 0, Policies.documented().liveness());
    lane =
        new Lane(
            0, steps.loop(), new SplittableRandom(1), settings, workloads, resolver, counters, 0);
  }

  @AfterEach
  void close() throws IOException {
    steps.close();
    resolver.close();
    workload.close();
    client.close();
  }

  @Test
  void way_that_is_lost_is_tried_again_at_once_and_then_after_a_pause() throws Exception {
    lane.table(onlyEast());
    begin(ATTEMPTS);
    steps.step();
    steps.step();
    steps.step();
    assertThat(counters.listener("k").retries()).isEqualTo(1);

    steps.advance(FIRST_PAUSE.minusNanos(1));
    assertThat(counters.listener("k").retries()).isEqualTo(1);
    steps.advance(Duration.ofNanos(1));
    steps.step();
    assertThat(counters.listener("k").retries()).isEqualTo(2);
    assertThat(counters.listener("k").unserved()).isZero();
  }

  @Test
  void client_that_waits_is_served_when_the_table_has_something_else() throws Exception {
    lane.table(onlyEast());
    begin(ATTEMPTS);
    steps.step();
    steps.step();
    steps.step();

    lane.table(RoutingTable.of("west", List.of(site("west", List.of(), "local"))));
    steps.advance(FIRST_PAUSE);
    try (Socket served = workload.accept()) {
      served.getOutputStream().write('!');
      steps.stepUntil("the workload's word", () -> client.getInputStream().available() == 1);
    }
    assertThat(counters.listener("k").unserved()).isZero();
  }

  @Test
  void client_that_waits_is_told_when_the_table_lists_nothing_any_more() throws Exception {
    lane.table(onlyEast());
    begin(ATTEMPTS);
    steps.step();
    steps.step();
    steps.step();

    lane.table(RoutingTable.of("west", List.of(site("west", List.of()))));
    steps.advance(FIRST_PAUSE);
    steps.step(); // the selector lets go of the socket

    assertThat(counters.listener("k").unserved()).isEqualTo(1);
    assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
  }

  @Test
  void client_is_given_up_after_its_attempts() throws Exception {
    lane.table(onlyEast());
    begin(ATTEMPTS);
    for (int i = 0; i < ATTEMPTS; i++) {
      steps.advance(LONGEST_PAUSE);
      steps.step();
      steps.step();
    }

    assertThat(counters.listener("k").retries()).isEqualTo(ATTEMPTS - 1);
    assertThat(counters.listener("k").unserved()).isEqualTo(1);
  }

  @Test
  void client_is_given_up_when_its_time_is_over() throws Exception {
    lane.table(onlyEast());
    begin(1000);
    steps.step();
    steps.step();
    steps.step();
    steps.advance(SETUP);
    steps.step();

    assertThat(counters.listener("k").unserved()).isEqualTo(1);
    assertThat(counters.listener("k").retries()).isEqualTo(1);
  }

  @Test
  void connect_that_hangs_at_this_site_leaves_half_of_the_clients_time_to_others()
      throws Exception {
    workloads = workloads(SETUP.multipliedBy(2));
    TestLinks.silent(lane.links(), TO_EAST, "east");
    lane.table(localAndEast());
    try (Socket first = new Socket();
        Socket second = new Socket()) {
      fillBacklog(first, second);
      begin(ATTEMPTS);
      steps.step();
      steps.advance(SETUP.dividedBy(2).minusNanos(1));
      steps.step();
      assertThat(counters.listener("k").retries()).isZero();
      steps.advance(Duration.ofNanos(1));
      steps.step();
      assertThat(counters.listener("k").retries()).isEqualTo(1);
      assertThat(open.of(LOCAL)).isZero();
      assertThat(open.of(EAST)).isEqualTo(1);

      workload.accept().close();
      workload.accept().close();
      try (Socket late = workload.accept()) {
        late.setSoTimeout(1);
        steps.stepUntil("the end of a connect that nobody waits for", () -> hasEnded(late));
      }
    }
  }

  @Test
  void name_service_that_hangs_leaves_time_to_other_destinations() throws Exception {
    try (Resolver names = FakeNames.hanging()) {
      workloads = workloads("name", names, CONNECT);
      TestLinks.silent(lane.links(), TO_EAST, "east");
      lane.table(localAndEast());
      begin(ATTEMPTS);
      steps.step();
      steps.advance(CONNECT.minusNanos(1));
      assertThat(counters.listener("k").retries()).isZero();
      steps.advance(Duration.ofNanos(1));

      assertThat(counters.listener("k").retries()).isEqualTo(1);
      assertThat(open.of(LOCAL)).isZero();
      assertThat(open.of(EAST)).isEqualTo(1);
    }
  }

  @Test
  void client_without_a_destination_is_reset_when_the_router_ends() throws Exception {
    workloads = workloads(SETUP.multipliedBy(2));
    lane.table(RoutingTable.of("west", List.of(site("west", List.of(), "local"))));
    try (Socket first = new Socket();
        Socket second = new Socket()) {
      fillBacklog(first, second);
      begin(ATTEMPTS);
      steps.step();

      lane.resetStreams();
      steps.step(); // the selector lets go of the socket

      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
      assertThat(counters.areIdle()).isTrue();
      assertThat(counters.listener("k").unserved()).isEqualTo(1);
      assertThat(open.of(LOCAL)).isZero();
    }
  }

  @Test
  void try_at_another_site_has_only_what_is_left_of_the_clients_time() throws Exception {
    Duration connect = Duration.ofSeconds(4);
    workloads = workloads(connect);
    lane.table(localAndEast());
    TestLinks.silent(lane.links(), TO_EAST, "east");
    try (Socket first = new Socket();
        Socket second = new Socket()) {
      fillBacklog(first, second);
      begin(ATTEMPTS);
      steps.step();
      steps.advance(connect);
      assertThat(counters.listener("k").retries()).isEqualTo(1);

      steps.advance(SETUP.minus(connect).minusNanos(1));
      assertThat(counters.listener("k").unserved()).isZero();
      steps.advance(Duration.ofNanos(1));
      assertThat(counters.listener("k").unserved()).isEqualTo(1);
    }
  }

  @Test
  void client_is_one_that_is_set_up_before_its_lane_has_come_to_it() throws Exception {
    begin(ATTEMPTS); // not by the lane's thread: there is none before the first step
    assertThat(counters.settingUp()).isEqualTo(1);

    steps.step();
    assertThat(counters.areIdle()).isTrue();
    assertThat(counters.listener("k").unserved()).isEqualTo(1);
  }

  @Test
  void destinations_that_do_not_answer_leave_time_for_the_one_that_does() throws Exception {
    TestLinks.silent(lane.links(), TO_EAST);
    lane.table(
        RoutingTable.of(
            "west",
            List.of(
                site("west", List.of(new LinkEnd(TO_EAST, "east", 1))),
                site("east", List.of(new LinkEnd(TO_EAST, "west", 1)), "one", "two"))));
    begin(ATTEMPTS);
    steps.step();

    steps.advance(SETUP.dividedBy(2));
    steps.step();
    assertThat(counters.listener("k").retries()).isEqualTo(1);
    lane.table(
        RoutingTable.of(
            "west",
            List.of(
                site("west", List.of(new LinkEnd(TO_EAST, "east", 1)), "local"),
                site("east", List.of(new LinkEnd(TO_EAST, "west", 1)), "one", "two"))));
    steps.advance(SETUP.dividedBy(4));
    steps.step();
    assertThat(counters.listener("k").retries()).isEqualTo(2);
    try (Socket served = workload.accept()) {
      served.getOutputStream().write('!');
      steps.stepUntil("the workload's word", () -> client.getInputStream().available() == 1);
    }
    assertThat(counters.listener("k").unserved()).isZero();
  }

  @Test
  void client_that_is_reset_while_its_destination_hangs_has_left_and_holds_nothing()
      throws Exception {
    workloads = workloads(SETUP.multipliedBy(2));
    lane.table(RoutingTable.of("west", List.of(site("west", List.of(), "local"))));
    try (Socket first = new Socket();
        Socket second = new Socket()) {
      fillBacklog(first, second);
      begin(ATTEMPTS);
      steps.step();
      assertThat(open.of(LOCAL)).isEqualTo(1);

      giveUp();
      steps.advance(LOOK);
      steps.stepUntil("it to be noticed", counters::areIdle);

      assertThat(counters.listener("k").left()).isEqualTo(1);
      assertThat(counters.listener("k").open()).isZero();
      assertThat(open.of(LOCAL)).isZero();
      steps.advance(SETUP);
      assertThat(counters.listener("k").unserved()).isZero();
    }
  }

  @Test
  void client_that_is_reset_while_another_site_hangs_has_left_and_nothing_more_is_tried()
      throws Exception {
    TestLinks.silent(lane.links(), TO_EAST, "east");
    lane.table(onlyEast());
    begin(ATTEMPTS);
    steps.step();

    giveUp();
    steps.advance(LOOK);
    steps.stepUntil("it to be noticed", counters::areIdle);

    assertThat(counters.listener("k").left()).isEqualTo(1);
    assertThat(open.of(EAST)).isZero();
    steps.advance(SETUP);
    assertThat(counters.listener("k").retries()).isZero();
  }

  @Test
  void client_that_is_reset_while_it_waits_for_a_way_is_sent_to_no_workload() throws Exception {
    lane.table(onlyEast());
    begin(ATTEMPTS);
    steps.step();
    steps.step();
    steps.step();

    giveUp();
    lookWithoutAWay();
    steps.stepUntil("it to be noticed", counters::areIdle);
    lane.table(RoutingTable.of("west", List.of(site("west", List.of(), "local"))));
    steps.advance(LONGEST_PAUSE);
    steps.step();

    assertThat(counters.listener("k").left()).isEqualTo(1);
    assertThat(counters.listener("k").unserved()).isZero();
    workload.setSoTimeout(1);
    assertThatThrownBy(() -> workload.accept()).isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void client_that_has_only_ended_what_it_says_waits_for_its_answer() throws Exception {
    lane.table(onlyEast());
    begin(ATTEMPTS);
    steps.step();
    steps.step();
    steps.step();

    client.getOutputStream().write('?');
    client.shutdownOutput();
    lookWithoutAWay();
    steps.step();
    assertThat(counters.listener("k").left()).isZero();

    lane.table(RoutingTable.of("west", List.of(site("west", List.of(), "local"))));
    steps.advance(LONGEST_PAUSE);
    try (Socket served = workload.accept()) {
      served.setSoTimeout(10_000);
      steps.stepUntil("the question", () -> served.getInputStream().available() == 1);
      served.getOutputStream().write('!');
      steps.stepUntil("the answer", () -> client.getInputStream().available() == 1);
    }
    assertThat(counters.listener("k").left()).isZero();
  }

  @Test
  void workload_at_the_second_address_of_its_name_only_serves() throws Exception {
    try (Resolver names = FakeNames.meaning("127.0.0.2", "127.0.0.1")) {
      workloads = workloads("name", names, CONNECT);
      lane.table(RoutingTable.of("west", List.of(site("west", List.of(), "local"))));
      begin(ATTEMPTS);
      steps.stepUntil("its destination", () -> counters.settingUp() == 0);
      try (Socket served = workload.accept()) {
        served.getOutputStream().write('!');
        steps.stepUntil("the workload's word", () -> client.getInputStream().available() == 1);
      }
    }
    assertThat(counters.listener("k").retries()).isZero();
  }

  /** As a client's system does for a program that ends, or loses its patience. */
  @ParameterizedTest
  @EnumSource(StreamEnd.class)
  void stream_is_open_until_it_has_ended_and_how_is_told(StreamEnd end) throws Exception {
    lane.table(RoutingTable.of("west", List.of(site("west", List.of(), "local"))));
    begin(ATTEMPTS);
    steps.stepUntil("the choice", () -> open.of(LOCAL) == 1);
    try (Socket served = workload.accept()) {
      served.setSoTimeout(10_000);
      served.getOutputStream().write('!');
      steps.stepUntil("the workload's word", () -> client.getInputStream().available() == 1);
      assertThat(client.getInputStream().read()).isEqualTo('!');

      if (end == StreamEnd.BY_RESET) {
        giveUp();
      } else {
        Socket first = end == StreamEnd.BY_CLIENT ? client : served;
        Socket second = end == StreamEnd.BY_CLIENT ? served : client;
        first.shutdownOutput();
        steps.step();
        steps.step();
        assertThat(second.getInputStream().read()).isEqualTo(-1);
        assertThat(open.of(LOCAL)).isEqualTo(1);
        second.shutdownOutput();
      }
      steps.stepUntil("the end of the stream", () -> open.of(LOCAL) == 0);
    }
    assertThat(ends).containsExactly(end);
  }

  private boolean isUncounted(StreamEnd end) {
    ends.add(end);
    return true;
  }

  private void giveUp() throws IOException {
    client.setSoLinger(true, 0);
    client.close();
  }

  /** Until the clients have been looked at, with fewer tries than a client has. */
  private void lookWithoutAWay() {
    for (Duration left = LOOK; left.compareTo(Duration.ZERO) > 0; left = left.minus(FIRST_PAUSE)) {
      steps.advance(FIRST_PAUSE);
    }
  }

  private Workloads workloads(Duration connect) {
    return workloads("127.0.0.1", resolver, connect);
  }

  private Workloads workloads(String host, Resolver names, Duration connect) {
    return new Workloads(
        Map.of("local", new Workloads.Address(host, workload.getLocalPort())),
        names,
        new HealthChecks(steps.loop(), 1, 1, () -> {}),
        Policies.documented().availability(),
        new Limits(connect.toNanos(), SETUP.toNanos(), ATTEMPTS, 0));
  }

  /** Linux lets one more than the backlog in, and drops what comes then. */
  private void fillBacklog(Socket first, Socket second) throws IOException {
    first.connect(workload.getLocalSocketAddress());
    second.connect(workload.getLocalSocketAddress());
  }

  private static boolean hasEnded(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  private void begin(int attempts) throws IOException {
    Policies policies = Policies.documented();
    Choice choice =
        new Choice(List.of("k"), policies.priority(List.of("k")), policies.destination());
    Listening listening =
        new Listening(
            "k",
            "west",
            choice,
            counters.listener("k"),
            open,
            workloads,
            new Limits(CONNECT.toNanos(), SETUP.toNanos(), attempts, 0));
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      client.connect(server.getLocalAddress());
      client.setSoTimeout(10_000);
      listening.counters().enter(Integer.MAX_VALUE);
      ClientStream.begin(lane, listening, server.accept());
    }
  }

  /** What west knows when east is there, behind a link that this lane does not have. */
  private static RoutingTable onlyEast() {
    return RoutingTable.of(
        "west",
        List.of(
            site("west", List.of(new LinkEnd(TO_EAST, "east", 1))),
            site("east", List.of(new LinkEnd(TO_EAST, "west", 1)), "remote")));
  }

  /** What west knows when both have a workload of the key. */
  private static RoutingTable localAndEast() {
    return RoutingTable.of(
        "west",
        List.of(
            site("west", List.of(new LinkEnd(TO_EAST, "east", 1)), "local"),
            site("east", List.of(new LinkEnd(TO_EAST, "west", 1)), "remote")));
  }

  private static Advertisement site(String name, List<LinkEnd> links, String... connectors) {
    return new Advertisement(
        name, 1, 1, links, List.of(connectors).stream().map(c -> new Service(c, "k")).toList());
  }
}
