package io.spillway.router.link;

import io.spillway.router.loop.ChannelHandler;
import io.spillway.router.loop.Timer;
import io.spillway.router.relay.Connection;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes in the connections that other routers open. Owned by the mesh's loop. */
public final class LinkAcceptor {

  /** How long a connection may take from its beginning to the end of its HELLOs. */
  static final long HANDSHAKE_NANOS = TimeUnit.SECONDS.toNanos(4);

  private static final Logger LOG = LoggerFactory.getLogger(LinkAcceptor.class);
  private static final int MAX_HANDSHAKES = 4096;

  private final Mesh mesh;
  private int handshakes;
  private int nextLane;

  /**
   * Makes the acceptor.
   *
   * @param mesh the mesh to which links are added
   */
  public LinkAcceptor(Mesh mesh) {
    this.mesh = mesh;
  }

  /**
   * Takes in a connection that has been accepted. Called by the loop's thread.
   *
   * @param channel the connection
   */
  public void accepted(SocketChannel channel) {
    try {
      if (handshakes >= MAX_HANDSHAKES) {
        LOG.warn("{} connections have not said HELLO; another one is closed", handshakes);
        channel.close();
        return;
      }
      Handshake handshake = new Handshake();
      handshake.begin(Connection.adopt(mesh.loop(), channel, handshake));
    } catch (IOException e) {
      LOG.debug("a link's connection ended at once: {}", e.toString());
    }
  }

  private void control(Connection connection, Message.Hello hello) throws IOException {
    LinkSettings settings = mesh.settings();
    if (hello.site().equals(settings.site())) {
      throw new ProtocolException("a link from a site of the same name, " + hello.site());
    }
    Message.Hello answer =
        new Message.Hello(
            Message.Purpose.CONTROL,
            settings.site(),
            settings.incarnation(),
            hello.link(),
            hello.session(),
            hello.cost(),
            0);
    connection.send(answer.encode());
    mesh.begin(
        new ControlSession(mesh, hello.site(), hello, Optional.empty(), connection), connection);
  }

  private void stream(Connection connection, Message.Hello hello) {
    Optional<ControlSession> session = mesh.session(hello);
    if (session.isEmpty()) {
      LOG.debug(
          "a {} connection of {}/{} without its link", hello.purpose(), hello.site(), hello.link());
      connection.close();
      return;
    }
    boolean asked = hello.purpose() == Message.Purpose.REVERSE;
    LinkStreams lane = mesh.lane(asked ? hello.lane() : nextLane++);
    connection.moveTo(lane.loop(), moved -> lane.adopt(session.get().id(), hello.purpose(), moved));
  }

  /** Waits for HELLO. */
  private final class Handshake implements ChannelHandler {

    private final FrameReader reader = new FrameReader();
    private Connection connection;
    private Timer timeout;
    private boolean done;

    void begin(Connection accepted) {
      connection = accepted;
      handshakes++;
      timeout =
          mesh.loop()
              .schedule(
                  HANDSHAKE_NANOS, () -> connection.failed(new SocketTimeoutException("no HELLO")));
      connection.interest(SelectionKey.OP_READ);
    }

    @Override
    public void ready(int readyOps) throws IOException {
      Optional<Frame> frame = reader.read(connection);
      if (frame.isEmpty()) {
        return;
      }
      Message.Hello hello = Message.Hello.decode(frame.get());
      done();
      if (hello.purpose() == Message.Purpose.CONTROL) {
        control(connection, hello);
      } else {
        stream(connection, hello);
      }
    }

    private void done() {
      if (!done) {
        done = true;
        timeout.cancel();
        handshakes--;
      }
    }

    @Override
    public void failed(IOException cause) {
      LinkStreams.logIfBad("waiting for HELLO", cause);
      done();
    }
  }
}
