package io.spillway.router.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.router.LogLines;
import io.spillway.router.link.Message.Purpose;
import io.spillway.router.loop.ChannelHandler;
import io.spillway.router.loop.Resolver;
import io.spillway.router.loop.StepLoop;
import io.spillway.router.relay.Connection;
import io.spillway.router.relay.SocketPair;
import io.spillway.router.route.Destination;
import io.spillway.router.route.LinkId;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  @Test
  void streams_that_outlive_their_session_are_broken_with_their_link_when_that_is_taken_out()
      throws IOException {
    TestLinks.silent(streams, LINK);
    SocketPair stream = adopt();
    open(stream);
    steps.stepUntil("OPEN to have come", () -> !opened.isEmpty());
    streams.linkDown(LINK, new EOFException("closed by the other side, in a test"));
    TestLinks.silent(streams, LINK); // a new session, of which the stream is not
    streams.breakLeft(new LinkId("east", "other")::equals, new IOException("taken out"));
    assertThat(stream.near().isClosed()).isFalse();

    streams.breakLeft(LINK::equals, new IOException("taken out"));

    assertThat(stream.near().isClosed()).isTrue();
  }

  @Test
  void more_who_wait_than_connections_may_be_unopened_all_get_one_that_the_other_side_dials()
      throws IOException {
    int clients = LinkStreams.MAX_UNOPENED + 100;
    List<Connection> got = new ArrayList<>();
    try (ServerSocketChannel server = listen()) {
      streams.linkUp(TestLinks.peer(LINK, "east", target(server), more -> {}, clients));
      LinkStreams asker =
          new LinkStreams(0, steps.loop(), resolver, settings, (connection, to, hopsLeft) -> {});
      asker.linkUp(
          TestLinks.peer(
              LINK, "east", Optional.empty(), more -> streams.dialReverse(LINK, more), 1));
      for (int i = 0; i < clients; i++) {
        asker.acquire(LINK, new Waiting(got));
      }

      steps.stepUntil(
          "a stream of each, while the clock stands still",
          () -> {
            for (SocketChannel next = server.accept(); next != null; next = server.accept()) {
              asker.adopt(
                  LINK, Purpose.REVERSE, Connection.adopt(steps.loop(), next, new Ignore()));
            }
            return opened.size() == clients;
          });
    }
    assertThat(got).hasSize(clients);
  }

  @Test
  void missing_connections_of_a_turn_are_asked_for_in_as_few_messages_as_it_takes() {
    List<Integer> counts = new ArrayList<>();
    streams.linkUp(
        TestLinks.peer(LINK, "east", Optional.empty(), more -> counts.add(more.count()), 1));
    for (int i = 0; i < 2_500; i++) {
      streams.acquire(LINK, new Waiting(new ArrayList<>()));
    }
    steps.step();
    assertThat(counts).containsExactly(1_024, 1_024, 452);
    counts.clear();

    steps.advance(Duration.ofNanos(settings.handshakeNanos()).plusSeconds(1));
    steps.step();

    assertThat(counts).containsExactly(1_024, 1_024, 452);
  }

  @Test
  void acceptor_that_asks_for_ever_more_is_owed_a_bounded_number() throws IOException {
    try (ServerSocketChannel server = listen()) {
      streams.linkUp(TestLinks.peer(LINK, "east", target(server), more -> {}, 1));
      for (int i = 0; i < 10; i++) {
        streams.dialReverse(LINK, new Message.More(i, Message.MAX_MORE));
      }
      assertThat(streams.owed(LINK)).isEqualTo(Message.MAX_MORE);
    }
  }

  @Test
  void reverse_connection_that_could_not_be_dialled_is_dialled_again() throws IOException {
    InetSocketAddress address = nobody();
    streams.linkUp(TestLinks.peer(LINK, "east", target(address), more -> {}, 1));
    streams.dialReverse(LINK, new Message.More(3, 1));
    steps.stepUntil("the dial to fail", () -> streams.owed(LINK) == 1);

    try (ServerSocketChannel server = listen(address)) {
      steps.advance(Duration.ofNanos(SparePool.PAUSE_NANOS));
      Message.Hello hello = hello(server);
      assertThat(hello.purpose()).isEqualTo(Purpose.REVERSE);
      assertThat(hello.lane()).isEqualTo(3);
    }
  }

  @Test
  void link_that_is_blocked_is_tried_one_at_a_time_until_a_connection_can_be_opened()
      throws IOException {
    InetSocketAddress address = nobody();
    IOException cause = new IOException("blocked, in a test");
    streams.linkUp(TestLinks.peer(LINK, "east", target(address), more -> {}, 1));
    streams.dialReverse(LINK, new Message.More(0, 2));
    streams.dialsGo(LINK, Optional.of(cause));
    streams.dialsGo(LINK, Optional.of(cause)); // blocked again before the first try has ended
    Waiting turnedAway = new Waiting(new ArrayList<>());
    streams.acquire(LINK, turnedAway);
    assertThat(turnedAway.failures).containsExactly(cause);

    try (ServerSocketChannel server = listen(address)) {
      steps.advance(Duration.ofNanos(LinkStreams.PROBE_NANOS));
      assertThat(hello(server).purpose()).isEqualTo(Purpose.FORWARD);
      steps.advance(Duration.ofNanos(LinkStreams.PROBE_NANOS));
      assertThat(server.accept()).isNull();

      streams.dialsGo(LINK, Optional.empty());
      assertThat(hello(server).purpose()).isEqualTo(Purpose.REVERSE);
    }
  }

  private static ServerSocketChannel listen() throws IOException {
    return listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  private static ServerSocketChannel listen(InetSocketAddress address) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    server.bind(address, 2 * LinkStreams.MAX_UNOPENED);
    server.configureBlocking(false);
    return server;
  }

  /** Where nobody listens. */
  private static InetSocketAddress nobody() throws IOException {
    try (ServerSocketChannel server = listen()) {
      return (InetSocketAddress) server.getLocalAddress();
    }
  }

  private static Optional<LinkTarget> target(ServerSocketChannel server) throws IOException {
    return target((InetSocketAddress) server.getLocalAddress());
  }

  private static Optional<LinkTarget> target(InetSocketAddress address) {
    return Optional.of(
        new LinkTarget("l", address.getHostString(), address.getPort(), 1, Optional.empty()));
  }

  /** What the next connection says first. */
  private Message.Hello hello(ServerSocketChannel server) throws IOException {
    List<SocketChannel> accepted = new ArrayList<>();
    steps.stepUntil(
        "a connection",
        () -> {
          Optional.ofNullable(server.accept()).ifPresent(accepted::add);
          return !accepted.isEmpty();
        });
    try (Socket socket = accepted.get(0).socket()) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      Frame.Header header = Frame.Header.read(ByteBuffer.wrap(in.readNBytes(Frame.HEADER_BYTES)));
      return Message.Hello.decode(
          new Frame(header.type(), ByteBuffer.wrap(in.readNBytes(header.bodyBytes()))));
    }
  }

  /** Waits for a connection, and opens a stream on it. */
  private static final class Waiting implements StreamRequest {

    private final List<Connection> got;
    private final List<IOException> failures = new ArrayList<>();

    Waiting(List<Connection> got) {
      this.got = got;
    }

    @Override
    public boolean isWanted() {
      return true;
    }

    @Override
    public void ready(Connection connection) {
      got.add(connection);
      try {
        StreamHandshake.open(connection, new Destination("west", "c"), 1);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void failed(IOException cause) {
      failures.add(cause);
    }
  }

  private static final class Ignore implements ChannelHandler {
    @Override
    public void ready(int readyOps) {}

    @Override
    public void failed(IOException cause) {}
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
