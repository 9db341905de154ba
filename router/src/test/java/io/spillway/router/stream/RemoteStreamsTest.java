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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams of other sites that go no further than this one. */
class RemoteStreamsTest {

  private static final LinkId TO_EAST = new LinkId("west", "to-east");

  private final StepLoop steps = new StepLoop();
  private final Resolver resolver = new Resolver("test-resolver");
  private final StreamCounters counters = new StreamCounters();
  private SocketPair asker;
  private Lane lane;
  private RemoteStreams streams;

  @BeforeEach
  void makeLane() throws IOException {
    Workloads workloads =
        new Workloads(
            Map.of(),
            resolver,
            new HealthChecks(steps.loop(), 1, 1, () -> {}),
            Policies.documented().availability(),
            new Limits(1, 1, 1, 0));
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
    steps.close();
    resolver.close();
  }

  @Test
  void stream_to_an_unknown_site_is_not_set_up_any_more_when_it_is_answered() throws IOException {
    streams.opened(asker.near(), new Destination("nowhere", "c"), 3);

    assertThat(answer()).contains("no path from west");
    assertThat(counters.settingUp()).isZero();
  }

  @Test
  void stream_of_too_many_hops_is_not_set_up_any_more_when_it_is_answered() throws IOException {
    lane.table(eastIsThere());

    streams.opened(asker.near(), new Destination("east", "c"), 0);

    assertThat(answer()).contains("too many hops");
    assertThat(counters.settingUp()).isZero();
  }

  @Test
  void stream_whose_next_link_is_down_is_not_set_up_any_more_when_it_is_answered()
      throws IOException {
    lane.table(eastIsThere());

    streams.opened(asker.near(), new Destination("east", "c"), 3);

    assertThat(answer()).contains("is down");
    assertThat(counters.settingUp()).isZero();
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
