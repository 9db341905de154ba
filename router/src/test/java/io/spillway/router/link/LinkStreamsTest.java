package io.spillway.router.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.router.LogLines;
import io.spillway.router.link.Message.Purpose;
import io.spillway.router.loop.Resolver;
import io.spillway.router.loop.StepLoop;
import io.spillway.router.relay.SocketPair;
import io.spillway.router.route.Destination;
import io.spillway.router.route.LinkId;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A link that another site has opened, with as many connections and streams as it may. */
class LinkStreamsTest {

  private static final LinkId LINK = new LinkId("east", "l");

  private final StepLoop steps = new StepLoop();
  private final Resolver resolver = new Resolver("test-resolver");
  private final LinkSettings settings = TestLinks.settings("west", 0, (heartbeats, now) -> false);
  private final List<Destination> opened = new ArrayList<>();
  private final List<SocketPair> pairs = new ArrayList<>();
  private final LinkStreams streams =
      new LinkStreams(
          0, steps.loop(), resolver, settings, (connection, to, hopsLeft) -> opened.add(to));

  @AfterEach
  void close() throws IOException {
    steps.close();
    resolver.close();
    for (SocketPair pair : pairs) {
      pair.close();
    }
  }

  @Test
  void connections_without_open_beyond_the_bound_are_closed_and_counted() throws IOException {
    TestLinks.silent(streams, LINK);
    SocketPair first = adopt();
    for (int i = 1; i < LinkStreams.MAX_UNOPENED; i++) {
      assertThat(adopt().near().isClosed()).isFalse();
    }

    try (LogLines log = new LogLines(LinkStreams.class)) {
      assertThat(adopt().near().isClosed()).isTrue();
      assertThat(log.warnings())
          .containsExactly(
              "closed a connection with 127.0.0.1 at once, and will others: the link has 1024"
                  + " connections without OPEN, and no more are allowed");
    }
    assertThat(settings.counters().handshakesRefused()).isEqualTo(1);

    open(first);
    steps.stepUntil("OPEN to have come", () -> !opened.isEmpty());
    first.near().failed(new IOException("broken after OPEN, which makes no more room"));
    assertThat(adopt().near().isClosed()).isFalse();
    assertThat(adopt().near().isClosed()).isTrue();
  }

  @Test
  void one_stream_more_than_the_bound_is_sent_back_and_counted_until_another_ends()
      throws IOException {
    TestLinks.silent(streams, LINK);
    List<SocketPair> most = new ArrayList<>();
    for (int i = 0; i < TestLinks.STREAMS; i++) {
      most.add(adopt());
      open(most.get(i));
    }
    steps.stepUntil("all to have come", () -> opened.size() == TestLinks.STREAMS);
    assertThat(settings.counters().streamsRefused()).isZero();

    SocketPair tooMany = adopt();
    open(tooMany);
    try (LogLines log = new LogLines(LinkStreams.class)) {
      steps.stepUntil("it to be closed", tooMany.near()::isClosed);
      assertThat(log.warnings())
          .containsExactly(
              "closed a connection with 127.0.0.1 at once, and will others: the link has 8 streams"
                  + " (--streams-per-link), and no more are allowed");
    }
    steps.step(); // the selector lets go of the socket
    assertThat(new String(tooMany.far().getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("too many streams on link east/l");
    assertThat(settings.counters().streamsRefused()).isEqualTo(1);

    most.get(0).near().close();
    open(adopt());
    steps.stepUntil("another one", () -> opened.size() == TestLinks.STREAMS + 1);
    assertThat(settings.counters().streamsRefused()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Purpose.class,
      names = {"FORWARD", "REVERSE"})
  void connection_notices_from_its_beginning_that_the_other_side_vanishes(Purpose purpose)
      throws IOException {
    TestLinks.silent(streams, LINK);

    assertThat(adopt(purpose).channel().getOption(StandardSocketOptions.SO_KEEPALIVE)).isTrue();
  }

  @Test
  void end_of_the_control_connection_leaves_only_connections_that_carry_a_stream()
      throws IOException {
    TestLinks.silent(streams, LINK);
    SocketPair stream = adopt();
    open(stream);
    steps.stepUntil("OPEN to have come", () -> !opened.isEmpty());
    SocketPair unopened = adopt();
    SocketPair spare = adopt(Purpose.REVERSE);

    streams.linkDown(LINK, new EOFException("closed by the other side, in a test"));

    assertThat(unopened.near().isClosed()).isTrue();
    assertThat(spare.near().isClosed()).isTrue();
    assertThat(stream.near().isClosed()).isFalse();
  }

  private static void open(SocketPair pair) throws IOException {
    ByteBuffer open = new Message.Open(new Destination("west", "c"), 1).encode();
    byte[] bytes = new byte[open.remaining()];
    open.get(bytes);
    pair.far().getOutputStream().write(bytes);
  }

  private SocketPair adopt() throws IOException {
    return adopt(Purpose.FORWARD);
  }

  private SocketPair adopt(Purpose purpose) throws IOException {
    SocketPair pair = SocketPair.at(steps.loop());
    pairs.add(pair);
    streams.adopt(LINK, purpose, pair.near());
    return pair;
  }
}
