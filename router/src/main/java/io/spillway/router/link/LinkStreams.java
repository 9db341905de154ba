package io.spillway.router.link;

import io.spillway.router.loop.ChannelHandler;
import io.spillway.router.loop.EventLoop;
import io.spillway.router.loop.Resolver;
import io.spillway.router.relay.Connection;
import io.spillway.router.route.LinkId;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream connections of one loop, over all links. Owned by the loop's thread.
 *
 * <p>F2, F3: when a link goes down, every stream on it breaks, and those that wait for one learn it
 * at once.
 */
public final class LinkStreams {

  /** The most connections of one link, at one loop, on which the peer has not sent OPEN. */
  static final int MAX_UNOPENED = Message.MAX_MORE;

  private static final Logger LOG = LoggerFactory.getLogger(LinkStreams.class);

  private final int lane;
  private final EventLoop loop;
  private final Resolver resolver;
  private final LinkSettings settings;
  private final OpenHandler opens;
  private final Map<LinkId, Link> links = new HashMap<>();

  /**
   * Makes the streams of a loop; no link is up yet.
   *
   * @param lane the loop's number, from 0
   * @param loop the loop
   * @param resolver resolves the hosts to dial
   * @param settings what all links have in common
   * @param opens takes streams that come in
   */
  public LinkStreams(
      int lane, EventLoop loop, Resolver resolver, LinkSettings settings, OpenHandler opens) {
    this.lane = lane;
    this.loop = loop;
    this.resolver = resolver;
    this.settings = settings;
    this.opens = opens;
  }

  /** A link that is up. */
  private static final class Link {
    private Peer peer;
    private final SparePool pool;
    private final Set<Connection> connections = new LinkedHashSet<>();
    private final Set<Connection> unopened = new LinkedHashSet<>(); // the peer may send OPEN
    private int dialling; // for connections on which the peer may send OPEN

    Link(Peer peer, SparePool pool) {
      this.peer = peer;
      this.pool = pool;
    }

    int room() {
      return MAX_UNOPENED - unopened.size() - dialling;
    }
  }

  /** {@return the loop} */
  EventLoop loop() {
    return loop;
  }

  /**
   * Asks for a connection to open a stream on.
   *
   * @param id the link
   * @param request gets the connection, or the reason why there is none, now or later
   */
  public void acquire(LinkId id, StreamRequest request) {
    Link link = links.get(id);
    if (link == null) {
      request.failed(new IOException("link " + id + " is down"));
    } else {
      link.pool.acquire(request);
    }
  }

  /** Begins to keep connections ready on a link. */
  void linkUp(Peer peer) {
    SparePool pool =
        new SparePool(loop, settings.spares(), count -> supply(links.get(peer.id()), count));
    links.put(peer.id(), new Link(peer, pool));
    pool.refill();
  }

  /**
   * Breaks everything that is on a link; unless the other side has closed it ({@link
   * EOFException}). Then each connection with a stream tells by itself how that has ended: bytes up
   * to FIN may still wait in it for a client that reads slowly. One without would belong to nobody.
   */
  void linkDown(LinkId id, IOException cause) {
    Link link = links.remove(id);
    if (link != null) {
      List<Connection> left =
          List.copyOf(cause instanceof EOFException ? link.unopened : link.connections);
      link.pool.close(cause);
      left.forEach(connection -> connection.failed(cause));
    }
  }

  /** Has a link that this side dials, if it is up, dial its next connections otherwise. */
  void redirect(LinkId id, LinkTarget target) {
    Link link = links.get(id);
    if (link != null) {
      link.peer = link.peer.at(target);
    }
  }

  /** Takes a connection in that the dialler of a link has opened. */
  void adopt(LinkId id, Message.Purpose purpose, Connection connection) {
    Link link = links.get(id);
    if (link == null) {
      connection.close();
      return;
    }
    if (purpose == Message.Purpose.REVERSE) {
      track(link, connection);
      link.pool.offer(connection);
    } else if (link.room() <= 0) {
      settings.counters().unopenedRefused(MAX_UNOPENED, connection);
      connection.close();
    } else {
      track(link, connection);
      awaitOpen(link, connection);
    }
  }

  /** Dials reverse connections, for which the acceptor has asked. */
  void dialReverse(LinkId id, Message.More more) {
    Link link = links.get(id);
    if (link != null) {
      int count = Math.min(more.count(), link.room());
      link.dialling += count;
      for (int i = 0; i < count; i++) {
        dial(
            link,
            Message.Purpose.REVERSE,
            more.lane(),
            connection -> {
              link.dialling--;
              awaitOpen(link, connection);
            },
            cause -> link.dialling--);
      }
    }
  }

  private void supply(Link link, int count) {
    if (link.peer.target().isEmpty()) {
      link.peer.askForMore().accept(new Message.More(lane, Math.min(count, Message.MAX_MORE)));
      return;
    }
    for (int i = 0; i < count; i++) {
      dial(link, Message.Purpose.FORWARD, 0, link.pool::offer, link.pool::failed);
    }
  }

  private void dial(
      Link link,
      Message.Purpose purpose,
      int forLane,
      Consumer<Connection> ready,
      Consumer<IOException> failed) {
    LinkDial.open(
        link.peer.target().orElseThrow(),
        loop,
        resolver,
        settings,
        connection -> greet(link, connection, purpose, forLane, ready, failed),
        cause -> {
          LOG.debug("link {}: no {} connection: {}", link.peer.id(), purpose, cause.toString());
          failed.accept(cause);
        });
  }

  private void greet(
      Link link,
      Connection connection,
      Message.Purpose purpose,
      int forLane,
      Consumer<Connection> ready,
      Consumer<IOException> failed) {
    if (links.get(link.peer.id()) != link) {
      connection.close(); // the link went down meanwhile
      return;
    }
    try {
      connection.send(link.peer.hello().forStream(purpose, forLane).encode());
      track(link, connection);
      ready.accept(connection);
    } catch (IOException e) {
      connection.close();
      failed.accept(e);
    }
  }

  private void track(Link link, Connection connection) {
    settings.counters().watch(connection);
    connection.closeWithin(settings.closeNanos());
    connection.keepAlive(); // it may wait long for its stream
    link.connections.add(connection);
    connection.onClose(
        () -> {
          link.connections.remove(connection);
          link.unopened.remove(connection);
        });
  }

  private void awaitOpen(Link link, Connection connection) {
    link.unopened.add(connection);
    connection.handle(new AwaitOpen(link, connection), SelectionKey.OP_READ);
  }

  /** Takes a stream in, if its link has room for it. */
  private void opened(Link link, Connection connection, Message.Open open) {
    link.unopened.remove(connection);
    PeerStreams streams = link.peer.streams();
    if (!streams.enter()) {
      settings.counters().streamRefused(settings.streams(), connection);
      StreamHandshake.unreachable(connection, "too many streams on link " + link.peer.id());
      return;
    }
    connection.onClose(
        () -> {
          streams.leave();
          link.connections.remove(connection);
        });
    opens.opened(connection, open.destination(), open.hopsLeft());
  }

  /** Waits for OPEN. */
  private final class AwaitOpen implements ChannelHandler {

    private final Link link;
    private final Connection connection;
    private final FrameReader reader = new FrameReader(Frame.MAX_SHORT_BODY);

    AwaitOpen(Link link, Connection connection) {
      this.link = link;
      this.connection = connection;
    }

    @Override
    public void ready(int readyOps) throws IOException {
      Optional<Frame> frame = reader.read(connection);
      if (frame.isPresent()) {
        Message.Open open = Message.Open.decode(frame.get());
        connection.interest(0);
        opened(link, connection, open);
      }
    }

    @Override
    public void failed(IOException cause) {} // what is to be done is done when it has closed
  }
}
