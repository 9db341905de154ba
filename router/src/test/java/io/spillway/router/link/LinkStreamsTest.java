package io.spillway.router.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.router.link.Message.Purpose;
import io.spillway.router.loop.Resolver;
import io.spillway.router.loop.StepLoop;
import io.spillway.router.relay.SocketPair;
import io.spillway.router.route.Destination;
import io.spillway.router.route.LinkId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A link that another site has opened, with many connections on which it sends no OPEN. */
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

    assertThat(adopt().near().isClosed()).isTrue();
    assertThat(settings.counters().handshakesRefused()).isEqualTo(1);

    ByteBuffer open = new Message.Open(new Destination("west", "c"), 1).encode();
    byte[] bytes = new byte[open.remaining()];
    open.get(bytes);
    first.far().getOutputStream().write(bytes);
    steps.stepUntil("OPEN to have come", () -> !opened.isEmpty());
    first.near().failed(new IOException("broken after OPEN, which makes no more room"));
    assertThat(adopt().near().isClosed()).isFalse();
    assertThat(adopt().near().isClosed()).isTrue();
  }

  private SocketPair adopt() throws IOException {
    SocketPair pair = SocketPair.at(steps.loop());
    pairs.add(pair);
    streams.adopt(LINK, Purpose.FORWARD, pair.near());
    return pair;
  }
}
