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
import java.nio.channels.SelectionKey;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The control connection of a link, from the exchange of HELLOs to its end. Owned by the mesh's
 * loop.
 *
 * <p>Advertisements are sent as fast as the other side reads, one at a time. To one that is slow,
 * only the names wait of the sites of which it is to be told, and it gets the newest word of each.
 */
final class ControlSession implements ChannelHandler {

  private static final int FRAMES_PER_TURN = 64;

  private final Mesh mesh;
  private LinkEnd end;
  private final Message.Hello dialler;
  private final Optional<LinkTarget> target;
  private final Connection connection;
  private final Optional<String> peerSubject;
  private final FrameReader reader;
  private final Set<String> untold = new LinkedHashSet<>();
  private Heartbeats heartbeats;
  private long lastSentNanos;
  private boolean confirmed;
  private boolean up;
  private boolean ended;
  private Optional<String> obstacle = Optional.empty();

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
    this.peerSubject = connection.peerSubject();
    this.reader =
        new FrameReader(Math.max(Frame.MAX_SHORT_BODY, mesh.settings().advertisementBytes()));
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

  /** {@return whether the other side dialled} */
  boolean isAccepted() {
    return target.isEmpty();
  }

  /** Has another cost from now on: what the side that dialled says counts everywhere. */
  void cost(int next) {
    end = new LinkEnd(end.id(), end.peer(), next);
  }

  /** {@return whether the link counts: the other side has told all that it knows} */
  boolean isUp() {
    return up;
  }

  /** {@return whether streams can use the link: it counts, and connections can be opened on it} */
  boolean isUsable() {
    return up && obstacle.isEmpty();
  }

  /** {@return why no stream connection can be opened on the link; empty as far as some can} */
  Optional<String> obstacle() {
    return obstacle;
  }

  /** Notes whether stream connections can be opened on the link. */
  void obstacle(Optional<String> why) {
    obstacle = why;
  }

  /** {@return whether a stream connection that begins with this hello belongs to this session} */
  boolean owns(Message.Hello stream) {
    return stream.incarnation() == dialler.incarnation() && stream.session() == dialler.session();
  }

  /**
   * Checks that a connection which says that it is this link's comes from the same peer.
   *
   * @throws ProtocolException if another certificate was shown on it than on this one
   */
  void requireSamePeer(Connection other) throws ProtocolException {
    if (!other.peerSubject().equals(peerSubject)) {
      throw new ProtocolException(
          "link %s belongs to a router with the certificate of %s, and this one has that of %s",
          id(), peerSubject.orElse("nobody"), other.peerSubject().orElse("nobody"));
    }
  }

  /**
   * Checks that a hello which is to replace this session was not said before this one's: it may
   * have been on its way for long, and its sender have given it up. After a restart with a clock
   * that was set back a site waits until its earlier life is taken for lost.
   *
   * @throws ProtocolException if it is of an earlier life, or of an earlier session of the same one
   */
  void requireNotOlder(Message.Hello hello) throws ProtocolException {
    if (Message.Hello.BY_AGE.compare(hello, dialler) < 0) {
      throw new ProtocolException(
          "HELLO of session %d in life %d of link %s comes after that of session %d in life %d",
          hello.session(), hello.incarnation(), id(), dialler.session(), dialler.incarnation());
    }
  }

  /** {@return what stream connections need to know; made once for all loops} */
  Peer peer() {
    return new Peer(
        id(),
        dialler,
        target,
        more -> mesh.onLoop(() -> send(more.encode())),
        mesh.streams(id()),
        new DialRecord(
            mesh.loop().nanoTime(),
            // In a later turn: the dialling loop may be the mesh's own, in the middle of something.
            failure -> mesh.loop().submit(() -> mesh.dialsGo(this, failure))));
  }

  /**
   * Tells the other side what is known here: the dialler when HELLO is answered, the acceptor when
   * it hears more.
   */
  void confirm() {
    if (!confirmed && !ended) {
      confirmed = true;
      heartbeats = new Heartbeats(connection.loop().nanoTime());
      beat(connection.loop().nanoTime());
      mesh.introduce(this);
    }
  }

  /**
   * Tells of sites what is known of them, one after the other in this order; whatever is new of
   * others meanwhile comes later.
   */
  void introduce(Collection<String> sites) {
    untold.addAll(sites);
    tell();
  }

  /** Tells news of a site, encoded already, to a peer that has been told what was before. */
  void advertise(String site, ByteBuffer advertisement) {
    if (!confirmed) {
      return;
    }
    if (untold.isEmpty() && !connection.holdsOutput()) {
      send(advertisement);
    } else {
      untold.add(site);
      tell();
    }
  }

  private void tell() {
    for (int i = 0; i < FRAMES_PER_TURN && !untold.isEmpty() && !connection.holdsOutput(); i++) {
      String site = untold.iterator().next();
      untold.remove(site);
      mesh.newest(site).ifPresent(news -> send(Message.encode(news)));
    }
    if (untold.size() > mesh.settings().sites()) { // of which most are forgotten meanwhile
      refuseToWait();
    }
    if (!ended) {
      connection.interest(
          untold.isEmpty() ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }
  }

  /** Says that this side lives, and asks whether the other one does. */
  void tick(long nowNanos, LinkSettings settings) {
    if (nowNanos - lastSentNanos >= settings.heartbeatNanos() - settings.heartbeatNanos() / 8) {
      beat(nowNanos); // at every fourth tick: ticks come late, never early
    }
    boolean lost =
        confirmed
            ? settings.liveness().isLost(heartbeats, nowNanos)
            : heartbeats.silenceNanos(nowNanos) > settings.handshakeNanos();
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
    if ((readyOps & SelectionKey.OP_WRITE) != 0) {
      tell();
    }
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
      case HEARTBEAT -> heartbeats.heard(connection.loop().nanoTime(), Message.heartbeat(frame));
      case ADVERTISEMENT -> advertised(frame);
      case MORE -> {
        if (target.isEmpty()) {
          throw new ProtocolException("MORE from the side that dials");
        }
        mesh.dialMore(this, Message.More.decode(frame));
      }
      default -> throw new ProtocolException("%s on a control connection", frame.type());
    }
  }

  /**
   * The link counts when the other side's own advertisement has come, which is the last thing that
   * it says of what it knew before. So a site that restarted is never reached by what an earlier
   * life of it said.
   */
  private void advertised(Frame frame) throws ProtocolException {
    Advertisement numbers = Message.numbers(frame);
    if (!mesh.knows(numbers)) { // most are known already, and need not be read to their end
      mesh.received(Message.advertisement(frame, mesh.settings().advertised()), this);
    }
    if (!up && !ended && numbers.site().equals(end.peer())) {
      up = true;
      mesh.up(this);
    }
  }

  private void beat(long nowNanos) {
    lastSentNanos = nowNanos;
    send(Message.heartbeat(nowNanos));
  }

  private void send(ByteBuffer message) {
    if (ended) {
      return;
    }
    try {
      connection.send(message);
      if (connection.queuedBytes() > mesh.settings().pendingBytes()) {
        refuseToWait();
      }
    } catch (IOException e) {
      endSoon(e);
    }
  }

  private void refuseToWait() {
    endSoon(
        new IOException(
            String.format(
                Locale.ROOT,
                "the other side does not read: %d bytes and word of %d sites wait for it",
                connection.queuedBytes(),
                untold.size())));
  }

  /** Not at once: the caller may be in the middle of a change of the mesh. */
  private void endSoon(IOException cause) {
    connection.loop().submit(() -> end(cause));
  }

  @Override
  public void failed(IOException cause) {
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
