package io.spillway.router.link;

import static org.awaitility.Awaitility.await;

import io.spillway.router.loop.Resolver;
import io.spillway.router.loop.StepLoop;
import io.spillway.router.relay.BufferPool;
import io.spillway.router.relay.Connection;
import io.spillway.router.relay.Relay;
import io.spillway.router.relay.SocketEndpoint;
import io.spillway.router.relay.SocketPair;
import io.spillway.router.route.Advertisement;
import io.spillway.router.route.Destination;
import io.spillway.router.route.LinkId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * A site with a mesh, one lane and an acceptor of links on a loop that the test steps, and a
 * well-behaved link to it.
 */
final class FuzzedSite implements AutoCloseable {

  /** The name of the well-behaved link, which the strangers must not know. */
  static final String WITNESS = "witness-5d2f81c0";

  /** The link that the strangers say they are. */
  static final LinkId STRANGER = new LinkId("peer", "l");

  private static final int MAX_STREAMS = 4;
  private static final int TURNS = 3;

  private final StepLoop steps = new StepLoop();
  private final BufferPool pool = new BufferPool();
  private final Resolver resolver = new Resolver("fuzz-resolver");
  private final List<AutoCloseable> open = new ArrayList<>();
  private final ServerSocketChannel server;
  private final LinkStreams lane;
  private final LinkAcceptor acceptor;
  private final Stranger witness;
  private int streams;

  FuzzedSite() throws IOException {
    LinkSettings settings = TestLinks.settings("east", 1, (heartbeats, now) -> false);
    lane = new LinkStreams(0, steps.loop(), resolver, settings, this::opened);
    Mesh mesh = new Mesh(steps.loop(), settings, resolver, List.of(lane), table -> {});
    mesh.start();
    mesh.advertise(List.of(new Advertisement.Service("c", "k")));
    acceptor = new LinkAcceptor(mesh);
    server =
        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    witness = greeted(WITNESS);
  }

  /** {@return somebody who has connected and said nothing yet} */
  Stranger stranger() throws IOException {
    SocketChannel far = SocketChannel.open(server.getLocalAddress());
    open.add(far);
    acceptor.accepted(server.accept());
    return new Stranger(far);
  }

  /** {@return somebody who has connected and said this, which has come, and was not read yet} */
  Stranger strangerWhoSaid(ByteBuffer bytes) throws IOException {
    SocketChannel far = SocketChannel.open(server.getLocalAddress());
    open.add(far);
    int count = bytes.remaining();
    far.write(bytes);
    SocketChannel accepted = server.accept();
    await("its bytes").until(() -> accepted.socket().getInputStream().available() == count);
    acceptor.accepted(accepted);
    return new Stranger(far);
  }

  /** Asks for a stream on the strangers' link, as a client of this site would. */
  void ask() {
    lane.acquire(STRANGER, new Request());
  }

  void step() {
    for (int i = 0; i < TURNS; i++) {
      steps.step();
    }
  }

  void stepUntil(String what, Callable<Boolean> condition) {
    steps.stepUntil(what, condition);
  }

  void advance(Duration time) {
    steps.advance(time);
  }

  /** Checks that the well-behaved link is still up. */
  void checkWitness() throws IOException {
    step();
    witness.write(Message.heartbeat(0));
    step();
    if (!witness.isOpen()) {
      throw new AssertionError("a link was closed because of what came on others");
    }
  }

  /** Checks that the site still takes links in. */
  void checkNewcomer() throws IOException {
    greeted("newcomer");
  }

  @Override
  public void close() throws IOException {
    for (AutoCloseable each : open) {
      try {
        each.close();
      } catch (Exception e) {
        throw new IOException(e);
      }
    }
    step();
    steps.close();
    server.close();
    resolver.close();
    if (pool.outstanding() != 0) {
      throw new AssertionError(pool.outstanding() + " buffers are left");
    }
  }

  private Stranger greeted(String link) throws IOException {
    Stranger stranger = stranger();
    stranger.write(new Message.Hello(Message.Purpose.CONTROL, link, 1, link, 1, 1, 0).encode());
    steps.stepUntil("an answer to HELLO", stranger::hasHeard);
    stranger.write(Message.heartbeat(0));
    return stranger;
  }

  private void opened(Connection connection, Destination destination, int hopsLeft) {
    if (streams++ >= MAX_STREAMS) {
      StreamHandshake.refuse(connection, "enough streams for a test");
      return;
    }
    try {
      SocketPair workload = SocketPair.at(steps.loop());
      open.add(workload);
      StreamHandshake.accept(connection);
      relay(connection, workload);
    } catch (IOException e) {
      connection.close();
    }
  }

  private void relay(Connection connection, SocketPair other) {
    new Relay(new FramedEndpoint(connection), new SocketEndpoint(other.near()), pool, end -> {})
        .start();
  }

  /** A client's stream, to a stranger. */
  private final class Request implements StreamRequest {

    @Override
    public boolean isWanted() {
      return true;
    }

    @Override
    public void ready(Connection connection) {
      try {
        StreamHandshake.open(connection, new Destination(STRANGER.dialler(), "c"), 1);
        SocketPair client = SocketPair.at(steps.loop());
        open.add(client);
        StreamHandshake.awaitAnswer(
            connection, () -> relay(connection, client), reason -> {}, cause -> {});
      } catch (IOException e) {
        connection.close();
      }
    }

    @Override
    public void failed(IOException cause) {}
  }

  /** The far end of a connection to the site. */
  static final class Stranger {

    private final SocketChannel far;
    private final ByteBuffer heard = ByteBuffer.allocate(64 * 1024);

    Stranger(SocketChannel far) throws IOException {
      this.far = far;
      far.configureBlocking(false);
    }

    /** Writes; the site may have closed the connection. */
    void write(ByteBuffer bytes) {
      try {
        far.write(bytes);
      } catch (IOException e) {
        heard.clear(); // closed by the site, as it should be after bytes that are wrong
      }
    }

    /** Closes, resets, or ends only what this side says. */
    void end(int how) throws IOException {
      switch (how % 3) {
        case 0 -> far.close();
        case 1 -> {
          far.setOption(java.net.StandardSocketOptions.SO_LINGER, 0);
          far.close();
        }
        default -> {
          try {
            far.shutdownOutput();
          } catch (IOException e) {
            far.close(); // the site was first
          }
        }
      }
    }

    boolean hasHeard() throws IOException {
      return far.read(heard.clear()) > 0;
    }

    /** {@return whether the site has not closed the connection} */
    boolean isOpen() throws IOException {
      int count;
      do {
        count = far.read(heard.clear());
      } while (count > 0);
      return count == 0;
    }
  }
}
