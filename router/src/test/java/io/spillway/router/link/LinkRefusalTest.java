package io.spillway.router.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.router.LogLines;
import io.spillway.router.link.FuzzedSite.Stranger;
import io.spillway.router.link.Message.Purpose;
import io.spillway.router.loop.Resolver;
import io.spillway.router.loop.StepLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a peer does that the protocol does not allow, and what the log says of it. */
class LinkRefusalTest {

  private static final LinkSettings SETTINGS =
      TestLinks.settings("east", 0, (heartbeats, now) -> false);
  private static final int FRAME_BYTES = SETTINGS.advertisementBytes();
  private static final long HANDSHAKE_NANOS = SETTINGS.handshakeNanos();

  private final LogLines log = new LogLines(Mesh.class);

  /** What a peer does to a site that is called east. */
  private interface Deed {
    void at(FuzzedSite east) throws IOException;
  }

  @AfterEach
  void close() {
    log.close();
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal(
            "a link from a site of the same name, east",
            east -> east.stranger().write(hello(Purpose.CONTROL, "east"))),
        refusal("MORE from the side that dials", east -> linked(east).write(more())),
        refusal("FIN on a control connection", east -> linked(east).write(fin())),
        refusal(
            "MORE of 8193 bytes; at most 8192 are allowed",
            east -> linked(east).write(header(Frame.Type.MORE, Frame.MAX_SHORT_BODY + 1))),
        refusal(
            "HELLO of 8193 bytes; at most 8192 are allowed",
            east -> east.stranger().write(header(Frame.Type.HELLO, Frame.MAX_SHORT_BODY + 1))),
        refusal(
            "ADVERTISEMENT of 1048577 bytes; at most 1048576 are allowed",
            east -> linked(east).write(header(Frame.Type.ADVERTISEMENT, FRAME_BYTES + 1))),
        refusal(
            "OPEN where HELLO was expected",
            east -> east.stranger().write(Frame.body(Frame.Type.OPEN).finish())),
        refusal(
            "a frame that ends after 3 bytes",
            east -> {
              Stranger stranger = east.stranger();
              stranger.write(ByteBuffer.wrap(new byte[] {1, 0, 0}));
              stranger.end(0);
            }),
        refusal(
            "a frame that ends after 6 bytes",
            east -> {
              Stranger stranger = linked(east);
              stranger.write(ByteBuffer.wrap(new byte[] {1, 0, 0, 0, 8, 0}));
              stranger.end(0);
            }),
        refusal(
            "no HELLO in time: only 3 bytes of one",
            east -> {
              east.strangerWhoSaid(ByteBuffer.wrap(new byte[3]));
              east.step();
              east.advance(Duration.ofNanos(HANDSHAKE_NANOS));
            }),
        refusal(
            "frame of unknown type 22, as TLS begins: only the other end of this link has"
                + " tlsCredentials; give both some",
            east -> east.stranger().write(ByteBuffer.wrap(new byte[] {22, 3, 1, 2, 0}))),
        refusal(
            "bytes on a connection before OPEN was sent",
            east -> {
              linked(east);
              reverse(east).write(fin());
            }),
        refusal(
            "FIN as the answer to OPEN",
            east -> {
              linked(east);
              east.ask();
              Stranger stranger = reverse(east);
              east.stepUntil("OPEN", stranger::hasHeard);
              stranger.write(fin());
            }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void deed_ends_its_connection_and_is_logged(String message, Deed deed) throws IOException {
    try (FuzzedSite east = new FuzzedSite()) {
      deed.at(east);
      east.stepUntil("a line of the log", () -> !log.warnings().isEmpty());

      assertThat(log.warnings())
          .containsExactly("closed a link's connection with 127.0.0.1: " + message);
      east.checkWitness();
    }
  }

  @Test
  void peer_that_says_nothing_at_all_is_counted_and_not_logged() throws IOException {
    try (FuzzedSite east = new FuzzedSite()) {
      Stranger silent = east.stranger();
      east.advance(Duration.ofNanos(HANDSHAKE_NANOS));
      east.stepUntil("its end", () -> !silent.isOpen());

      assertThat(log.warnings()).isEmpty();
    }
  }

  @Test
  void link_that_leads_back_to_its_own_site_is_not_opened_and_logged() throws IOException {
    LinkSettings settings = TestLinks.settings("east", 0, (heartbeats, now) -> false);
    try (StepLoop steps = new StepLoop();
        Resolver resolver = new Resolver("refusal-test-resolver");
        ServerSocketChannel server =
            ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      int port = server.socket().getLocalPort();
      Mesh mesh = new Mesh(steps.loop(), settings, resolver, List.of(), table -> {});
      mesh.start();
      mesh.change(
          new LinkChanges(
              List.of(),
              List.of(new LinkTarget("l", "127.0.0.1", port, 1, Optional.empty())),
              Map.of(),
              Map.of()));

      try (SocketChannel itself = server.accept()) {
        itself.write(hello(Purpose.CONTROL, "east"));
        steps.stepUntil("a line of the log", () -> !log.warnings().isEmpty());
      }

      assertThat(log.warnings())
          .containsExactly(
              "closed a link's connection with 127.0.0.1: link l (127.0.0.1:%d) leads back to this"
                      .formatted(port)
                  + " site");
      assertThat(settings.counters().handshakesFailed()).isEqualTo(1);
    }
  }

  private static Arguments refusal(String message, Deed deed) {
    return Arguments.of(message, deed);
  }

  /** A peer whose link has been taken in. */
  private static Stranger linked(FuzzedSite east) throws IOException {
    Stranger stranger = east.stranger();
    stranger.write(hello(Purpose.CONTROL, FuzzedSite.STRANGER.dialler()));
    east.stepUntil("an answer to HELLO", stranger::hasHeard);
    return stranger;
  }

  /** A connection that the peer has opened for streams of this site. */
  private static Stranger reverse(FuzzedSite east) throws IOException {
    Stranger stranger = east.stranger();
    stranger.write(hello(Purpose.REVERSE, FuzzedSite.STRANGER.dialler()));
    return stranger;
  }

  private static ByteBuffer hello(Purpose purpose, String site) {
    return new Message.Hello(purpose, site, 1, FuzzedSite.STRANGER.name(), 1, 1, 0).encode();
  }

  private static ByteBuffer more() {
    return new Message.More(0, 1).encode();
  }

  private static ByteBuffer header(Frame.Type type, int bodyBytes) {
    ByteBuffer bytes = ByteBuffer.allocate(Frame.HEADER_BYTES);
    new Frame.Header(type, bodyBytes).write(bytes, 0);
    return bytes;
  }

  private static ByteBuffer fin() {
    return Frame.of(Frame.Type.FIN);
  }
}
