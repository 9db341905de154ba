package io.spillway.router.link;

import io.spillway.router.loop.ChannelHandler;
import io.spillway.router.relay.Connection;
import io.spillway.router.route.Advertisement;
import io.spillway.router.route.Advertisement.LinkEnd;
import io.spillway.router.route.Heartbeats;
import io.spillway.router.route.LinkId;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The control connection of a link, from the exchange of HELLOs to its end. Owned by the mesh's
 * loop.
 */
final class ControlSession implements ChannelHandler {

  private static final int FRAMES_PER_TURN = 64;
  private static final int MAX_PENDING = 10_000;

  private final Mesh mesh;
  private final LinkEnd end;
  private final Message.Hello dialler;
  private final Optional<LinkTarget> target;
  private final Connection connection;
  private final FrameReader reader = new FrameReader();
  private Heartbeats heartbeats;
  private long lastSentNanos;
  private boolean confirmed;
  private boolean ended;

  /**
   * Makes a session.
   *
   * @param peerSite the site at the other end
   * @param dialler the hello of the side that dialled
   * @param target where this side dials; empty if the other one does
   */
  ControlSession(
      Mesh mesh,
      String peerSite,
      Message.Hello dialler,
      Optional<LinkTarget> target,
      Connection connection) {
    this.mesh = mesh;
    this.end = new LinkEnd(new LinkId(dialler.site(), dialler.link()), peerSite, dialler.cost());
    this.dialler = dialler;
    this.target = target;
    this.connection = connection;
    this.heartbeats = new Heartbeats(connection.loop().nanoTime());
    this.lastSentNanos = connection.loop().nanoTime();
  }

  LinkId id() {
    return end.id();
  }

  /** {@return the link as this site advertises it} */
  LinkEnd end() {
    return end;
  }

  /** {@return whether the other side has been heard after the exchange of HELLOs} */
  boolean isConfirmed() {
    return confirmed;
  }

  /** {@return whether a stream connection that begins with this hello belongs to this session} */
  boolean owns(Message.Hello stream) {
    return stream.incarnation() == dialler.incarnation() && stream.session() == dialler.session();
  }

  Peer peer() {
    return new Peer(id(), dialler, target, more -> mesh.onLoop(() -> send(more.encode())));
  }

  /** Makes the link count: the dialler when HELLO is answered, the acceptor when it hears more. */
  void confirm() {
    if (!confirmed && !ended) {
      confirmed = true;
      heartbeats = new Heartbeats(connection.loop().nanoTime());
      send(Frame.of(Frame.Type.HEARTBEAT));
      mesh.confirmed(this);
    }
  }

  void advertise(Advertisement advertisement) {
    if (confirmed) {
      send(Message.encode(advertisement));
    }
  }

  /** Says that this side lives, and asks whether the other one does. */
  void tick(long nowNanos, LinkSettings settings) {
    if (nowNanos - lastSentNanos >= settings.heartbeatNanos()) {
      lastSentNanos = nowNanos;
      send(Frame.of(Frame.Type.HEARTBEAT));
    }
    boolean lost =
        confirmed
            ? settings.liveness().isLost(heartbeats, nowNanos)
            : heartbeats.silenceNanos(nowNanos) > LinkAcceptor.HANDSHAKE_NANOS;
    if (lost) {
      end(
          new SocketTimeoutException(
              String.format(
                  Locale.ROOT,
                  "silent for %d ms",
                  TimeUnit.NANOSECONDS.toMillis(heartbeats.silenceNanos(nowNanos)))));
    }
  }

  @Override
  public void ready(int readyOps) throws IOException {
    for (int i = 0; i < FRAMES_PER_TURN && !ended; i++) {
      Optional<Frame> frame = reader.read(connection);
      if (frame.isEmpty()) {
        return;
      }
      confirm();
      take(frame.get());
    }
  }

  private void take(Frame frame) throws ProtocolException {
    switch (frame.type()) {
      case HEARTBEAT -> heartbeats.heard(connection.loop().nanoTime());
      case ADVERTISEMENT -> mesh.received(Message.advertisement(frame), this);
      case MORE -> {
        if (target.isEmpty()) {
          throw new ProtocolException("MORE from the side that dials");
        }
        mesh.dialMore(this, Message.More.decode(frame));
      }
      default -> throw new ProtocolException(frame.type() + " on a control connection");
    }
  }

  private void send(ByteBuffer message) {
    if (ended) {
      return;
    }
    try {
      connection.send(message);
      if (connection.pendingMessages() > MAX_PENDING) {
        throw new IOException("the other side does not read");
      }
    } catch (IOException e) {
      // Not at once: the caller may be in the middle of a change of the mesh.
      connection.loop().submit(() -> end(e));
    }
  }

  @Override
  public void failed(IOException cause) {
    LinkStreams.logIfBad("control", cause);
    end(cause);
  }

  /** Ends the session. Idempotent. */
  void end(IOException cause) {
    if (!ended) {
      ended = true;
      connection.close();
      mesh.ended(this, cause);
    }
  }
}
