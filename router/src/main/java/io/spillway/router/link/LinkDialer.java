package io.spillway.router.link;

import io.spillway.router.loop.ChannelHandler;
import io.spillway.router.loop.Resolver;
import io.spillway.router.loop.Timer;
import io.spillway.router.relay.Connection;
import io.spillway.router.tls.TlsContext;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.SelectionKey;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the control connection of one link, and opens it again whenever it ends; waits longer from
 * failure to failure. Owned by the mesh's loop.
 */
final class LinkDialer {

  private static final Logger LOG = LoggerFactory.getLogger(LinkDialer.class);
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Mesh mesh;
  private final Resolver resolver;
  private LinkTarget target;
  private long pauseNanos = FIRST_PAUSE_NANOS;
  private long establishedNanos;
  private boolean established;
  private boolean stopped;

  LinkDialer(Mesh mesh, Resolver resolver, LinkTarget target) {
    this.mesh = mesh;
    this.resolver = resolver;
    this.target = target;
  }

  /** Dials now. */
  void dial() {
    if (!stopped) {
      LinkDial.open(target, mesh.loop(), resolver, mesh.settings(), this::connected, this::failed);
    }
  }

  /** Says another cost from the next session on. */
  void cost(int next) {
    target = target.costing(next);
  }

  /** Shows other credentials from the next dial on. */
  void renew(TlsContext next) {
    target = target.renewed(next);
  }

  /** Never dials again. */
  void stop() {
    stopped = true;
  }

  /** Dials after a pause: a short one if it held for a while, or else a longer one each time. */
  void dialAgain() {
    if (stopped) {
      return;
    }
    if (established && mesh.loop().nanoTime() - establishedNanos > LONGEST_PAUSE_NANOS) {
      pauseNanos = FIRST_PAUSE_NANOS;
    }
    established = false;
    mesh.loop().schedule(pauseNanos, this::dial);
    pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
  }

  private void failed(IOException cause) {
    if (stopped) {
      return; // whoever has its name now is another one
    }
    if (pauseNanos == FIRST_PAUSE_NANOS) {
      LOG.info("link {} cannot be opened, trying on: {}", target, cause.getMessage());
    }
    mesh.notOpened(target.name(), cause);
    dialAgain();
  }

  private void connected(Connection connection) {
    if (stopped) {
      connection.close();
      return;
    }
    Message.Hello hello =
        new Message.Hello(
            Message.Purpose.CONTROL,
            mesh.settings().site(),
            mesh.settings().incarnation(),
            target.name(),
            mesh.nextSession(),
            target.cost(),
            0);
    try {
      connection.send(hello.encode());
      connection.handle(new Handshake(connection, hello), SelectionKey.OP_READ);
    } catch (IOException e) {
      connection.close();
      failed(e);
    }
  }

  /** Waits for the answer to HELLO. */
  private final class Handshake implements ChannelHandler {

    private final Connection connection;
    private final Message.Hello hello;
    private final FrameReader reader = new FrameReader(Frame.MAX_SHORT_BODY);
    private final Timer timeout;

    Handshake(Connection connection, Message.Hello hello) {
      this.connection = connection;
      this.hello = hello;
      this.timeout =
          mesh.loop()
              .schedule(
                  mesh.settings().handshakeNanos(),
                  () -> connection.failed(new SocketTimeoutException("no answer to HELLO")));
    }

    @Override
    public void ready(int readyOps) throws IOException {
      Optional<Frame> frame = reader.read(connection);
      if (frame.isEmpty()) {
        return;
      }
      Message.Hello answer = Message.Hello.decode(frame.get());
      if (answer.site().equals(hello.site())) {
        throw new ProtocolException("link %s leads back to this site", target);
      }
      timeout.cancel();
      if (stopped) {
        connection.close();
        return;
      }
      established = true;
      establishedNanos = mesh.loop().nanoTime();
      ControlSession session =
          new ControlSession(
              mesh,
              answer.site(),
              hello,
              Optional.of(target.at(connection.peerAddress())),
              connection);
      session.cost(target.cost()); // it may have changed since HELLO
      mesh.begin(session, connection);
      session.confirm();
    }

    @Override
    public void failed(IOException cause) {
      timeout.cancel();
      connection.reset(); // or else the kernel may deliver HELLO yet, after that of a later session
      mesh.settings().counters().handshakeFailed();
      LinkDialer.this.failed(cause);
    }
  }
}
