package io.spillway.router.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.router.LogLines;
import io.spillway.router.link.Message.Purpose;
import io.spillway.router.loop.ChannelHandler;
import io.spillway.router.loop.Resolver;
import io.spillway.router.loop.StepLoop;
import io.spillway.router.relay.Connection;
import io.spillway.router.route.Destination;
import io.spillway.router.tls.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Routers that say they are west, with certificates of one authority, at an acceptor with TLS. */
class LinkIdentityTest {

  private final TestAuthority authority = new TestAuthority("test authority");
  private final StepLoop steps = new StepLoop();
  private final Resolver resolver = new Resolver("identity-test-resolver");
  private final LinkSettings settings = TestLinks.settings("east", 0, (heartbeats, now) -> false);
  private final List<Destination> opened = new ArrayList<>();
  private final LogLines log = new LogLines(Mesh.class);
  private LinkAcceptor acceptor;
  private ServerSocketChannel server;
  private Mesh mesh;

  @BeforeEach
  void listen() throws IOException {
    LinkStreams lane =
        new LinkStreams(
            0, steps.loop(), resolver, settings, (connection, to, hopsLeft) -> opened.add(to));
    mesh = new Mesh(steps.loop(), settings, resolver, List.of(lane), table -> {});
    mesh.start();
    acceptor = new LinkAcceptor(mesh);
    acceptor.require(Optional.of(authority.issue("east").context("east")));
    server =
        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    server.configureBlocking(false);
  }

  @AfterEach
  void close() throws IOException {
    log.close();
    steps.close();
    server.close();
    resolver.close();
  }

  @Test
  void link_is_not_replaced_by_a_router_with_another_certificate() throws IOException {
    Dialled west = new Dialled("west").saying(hello(Purpose.CONTROL, 1));
    Dialled mallory = new Dialled("mallory").saying(hello(Purpose.CONTROL, 2));

    assertThat(mallory.heard).isEmpty();
    assertThat(mallory.ended).isTrue();
    assertThat(west.ended).isFalse();
    assertThat(mesh.session(hello(Purpose.FORWARD, 1))).isPresent();
    assertThat(settings.counters().protocolErrors()).isEqualTo(1);
    assertThat(log.warnings())
        .containsExactly(
            "closed a link's connection with 127.0.0.1: link west/l belongs to a router with the"
                + " certificate of CN=west, and this one has that of CN=mallory");
  }

  @Test
  void link_is_replaced_by_a_router_with_the_same_subject_that_has_restarted() throws IOException {
    Dialled before = new Dialled("west").saying(hello(Purpose.CONTROL, 1));
    Dialled after = new Dialled("west").saying(hello(Purpose.CONTROL, 2));

    assertThat(after.heard).contains(Frame.Type.HELLO);
    steps.stepUntil("the earlier one to end", () -> before.ended);
    assertThat(settings.counters().protocolErrors()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, HELLO of session 1 in life 1 of link west/l comes after that of session 2 in life 1",
    "0, 3, HELLO of session 3 in life 0 of link west/l comes after that of session 2 in life 1"
  })
  void link_is_not_replaced_by_a_hello_that_comes_late(long life, long session, String reason)
      throws IOException {
    Dialled west = new Dialled("west").saying(hello(Purpose.CONTROL, 1, 2));
    Dialled late = new Dialled("west").saying(hello(Purpose.CONTROL, life, session));

    assertThat(late.heard).isEmpty();
    assertThat(late.ended).isTrue();
    assertThat(west.ended).isFalse();
    assertThat(
            mesh.session(hello(Purpose.FORWARD, 2)).orElseThrow().owns(hello(Purpose.FORWARD, 2)))
        .isTrue();
    assertThat(settings.counters().protocolErrors()).isEqualTo(1);
    assertThat(log.warnings())
        .containsExactly("closed a link's connection with 127.0.0.1: " + reason);
  }

  @Test
  void link_is_replaced_by_a_later_life_whatever_the_number_of_its_session() throws IOException {
    Dialled before = new Dialled("west").saying(hello(Purpose.CONTROL, 1, 7));
    Dialled after = new Dialled("west").saying(hello(Purpose.CONTROL, 2, 1));

    assertThat(after.heard).contains(Frame.Type.HELLO);
    steps.stepUntil("the earlier one to end", () -> before.ended);
  }

  @Test
  void site_whose_clock_was_set_back_is_let_in_when_its_earlier_life_has_ended()
      throws IOException {
    Dialled before = new Dialled("west").saying(hello(Purpose.CONTROL, 2, 1));
    before.connection.close();
    steps.stepUntil("the end", () -> mesh.accepted() == 0);

    Dialled after = new Dialled("west").saying(hello(Purpose.CONTROL, 1, 1));

    assertThat(after.heard).contains(Frame.Type.HELLO);
  }

  @Test
  void link_that_has_ended_binds_nobody() throws IOException {
    Dialled before = new Dialled("west").saying(hello(Purpose.CONTROL, 1));
    before.connection.close();
    steps.stepUntil("the end", () -> mesh.accepted() == 0);

    Dialled after = new Dialled("west renamed").saying(hello(Purpose.CONTROL, 2));

    assertThat(after.heard).contains(Frame.Type.HELLO);
  }

  @Test
  void connection_with_another_certificate_does_not_join_a_link() throws IOException {
    new Dialled("west").saying(hello(Purpose.CONTROL, 1));
    ByteBuffer open = new Message.Open(new Destination("east", "c"), 1).encode();

    for (Purpose purpose : List.of(Purpose.FORWARD, Purpose.REVERSE)) {
      Dialled mallory = new Dialled("mallory").saying(hello(purpose, 1), open.duplicate());
      steps.stepUntil("its end", () -> mallory.ended);
    }
    assertThat(settings.counters().protocolErrors()).isEqualTo(2);
    assertThat(opened).isEmpty();

    new Dialled("west").saying(hello(Purpose.FORWARD, 1), open.duplicate());
    assertThat(opened).containsExactly(new Destination("east", "c"));
  }

  private static Message.Hello hello(Purpose purpose, long session) {
    return hello(purpose, 1, session);
  }

  private static Message.Hello hello(Purpose purpose, long life, long session) {
    return new Message.Hello(purpose, "west", life, "l", session, 1, 0);
  }

  /** A router that dials with a certificate of its own. */
  private final class Dialled implements ChannelHandler {

    private final String owner;
    private final FrameReader reader = new FrameReader(1 << 20);
    private final List<Frame.Type> heard = new ArrayList<>();
    private Connection connection;
    private boolean ended;

    Dialled(String owner) {
      this.owner = owner;
    }

    /** Shakes hands, says this, and waits for what becomes of it. */
    Dialled saying(Message.Hello hello, ByteBuffer... more) throws IOException {
      int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
      LinkTarget target =
          new LinkTarget(
              "l", "127.0.0.1", port, 1, Optional.of(authority.issue(owner).context(owner)));
      LinkSettings own = TestLinks.settings("west", 0, (heartbeats, now) -> false);
      LinkDial.open(
          target, steps.loop(), resolver, own, dialled -> connection = dialled, this::failed);
      steps.stepUntil(
          "a connection",
          () -> {
            SocketChannel accepted = server.accept();
            if (accepted != null) {
              acceptor.accepted(accepted);
            }
            return connection != null;
          });
      connection.handle(this, SelectionKey.OP_READ);
      connection.send(hello.encode());
      for (ByteBuffer message : more) {
        connection.send(message);
      }
      int before = opened.size();
      steps.stepUntil("an answer", () -> ended || !heard.isEmpty() || opened.size() > before);
      return this;
    }

    @Override
    public void ready(int readyOps) throws IOException {
      reader.read(connection).ifPresent(frame -> heard.add(frame.type()));
    }

    @Override
    public void failed(IOException cause) {
      ended = true;
    }
  }
}
