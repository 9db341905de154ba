package io.spillway.router.link;

import io.spillway.router.loop.ChannelHandler;
import io.spillway.router.loop.EventLoop;
import io.spillway.router.loop.Resolver;
import io.spillway.router.relay.Connection;
import io.spillway.router.route.LinkId;
import io.spillway.router.tls.TlsContext;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
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

  /** How often it is tried whether a connection can be opened on a link that is blocked. */
  static final long PROBE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** So much longer than its dial may take is waited for a reverse connection. */
  private static final long ON_ITS_WAY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final Logger LOG = LoggerFactory.getLogger(LinkStreams.class);

  private final int lane;
  private final EventLoop loop;
  private final Resolver resolver;
  private final LinkSettings settings;
  private final OpenHandler opens;
  private final Map<LinkId, Link> links = new HashMap<>();
  private final Set<Link> ended = new LinkedHashSet<>(); // those on which there are streams yet

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

  /** A link in one session. */
  private static final class Link {
    private Peer peer;
    private final SparePool pool;
    private final OwedDials owed; // reverse connections
    private final Set<Connection> connections = new LinkedHashSet<>();
    private final Set<Connection> unopened = new LinkedHashSet<>(); // the peer may send OPEN
    private int dialling; // for connections on which the peer may send OPEN
    private int asking; // for reverse connections, in this turn
    private boolean pausing; // after a reverse dial that failed
    private boolean probing; // whether connections can be opened again

    Link(Peer peer, SparePool pool, OwedDials owed) {
      this.peer = peer;
      this.pool = pool;
      this.owed = owed;
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
    long expiryNanos = settings.handshakeNanos() + ON_ITS_WAY_NANOS;
    SparePool pool =
        new SparePool(
            loop,
            settings.spares(),
            peer.target().isPresent() ? OptionalLong.empty() : OptionalLong.of(expiryNanos),
            count -> supply(links.get(peer.id()), count));
    OwedDials owed = new OwedDials(Math.max(settings.streams(), Message.MAX_MORE), expiryNanos);
    links.put(peer.id(), new Link(peer, pool, owed));
    pool.refill();
  }

  /**
   * Breaks everything that is on a link; unless the other side has closed it ({@link
   * EOFException}). Then each connection with a stream tells by itself how that has ended: bytes up
   * to FIN may still wait in it for a client that reads slowly. One without would belong to nobody.
   * Those that stay are broken by {@link #breakLeft}, if need be.
   */
  void linkDown(LinkId id, IOException cause) {
    Link link = links.remove(id);
    if (link != null) {
      List<Connection> left =
          List.copyOf(cause instanceof EOFException ? link.unopened : link.connections);
      link.pool.close(cause);
      left.forEach(connection -> connection.failed(cause));
      if (!link.connections.isEmpty()) {
        ended.add(link);
      }
    }
  }

  /** Breaks the streams that have outlived their session, of the links that are meant. */
  void breakLeft(Predicate<LinkId> which, IOException cause) {
    for (Link link : List.copyOf(ended)) {
      if (which.test(link.peer.id())) {
        List.copyOf(link.connections).forEach(connection -> connection.failed(cause));
      }
    }
  }

  /**
   * Connections of a link that this side dials can be opened no more, or again. While they cannot,
   * only the first loop tries, one at a time; who waits is turned away.
   *
   * @param failure why the last one could not be opened; empty if one could
   */
  void dialsGo(LinkId id, Optional<IOException> failure) {
    Link link = links.get(id);
    if (link == null) {
      return;
    }
    if (failure.isPresent()) {
      link.pool.hold(failure.get());
      if (lane == 0 && !link.probing) {
        probe(link);
      }
    } else {
      link.pool.release();
      dialOwed(link);
    }
  }

  private void probe(Link link) {
    link.probing = isUp(link) && link.pool.isHeld();
    if (link.probing) {
      dial(
          link,
          Message.Purpose.FORWARD,
          0,
          connection -> {
            link.probing = false;
            link.pool.offer(connection);
          },
          cause -> loop.schedule(PROBE_NANOS, () -> probe(link)));
    }
  }

  /** Has a link that this side dials, if it is up, show other credentials from now on. */
  void renew(LinkId id, TlsContext tls) {
    Link link = links.get(id);
    if (link != null) {
      link.peer = link.peer.renewed(tls);
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

  /** Dials reverse connections, for which the acceptor has asked: now, or when there is room. */
  void dialReverse(LinkId id, Message.More more) {
    Link link = links.get(id);
    if (link != null) {
      link.owed.add(more, loop.nanoTime());
      dialOwed(link);
    }
  }

  /** {@return how many reverse connections are to be dialled yet on a link that is up} */
  int owed(LinkId id) {
    return links.get(id).owed.count();
  }

  private void dialOwed(Link link) {
    while (isUp(link) && link.room() > 0 && !link.pausing && !link.pool.isHeld()) {
      Optional<OwedDials.Owed> next = link.owed.next(loop.nanoTime());
      if (next.isEmpty()) {
        return;
      }
      link.dialling++;
      dial(
          link,
          Message.Purpose.REVERSE,
          next.get().lane(),
          connection -> {
            link.dialling--;
            awaitOpen(link, connection);
          },
          cause -> {
            link.dialling--;
            link.owed.again(next.get());
            pause(link);
          });
    }
  }

  private void pause(Link link) {
    if (!link.pausing) {
      link.pausing = true;
      loop.schedule(
          SparePool.PAUSE_NANOS,
          () -> {
            link.pausing = false;
            dialOwed(link);
          });
    }
  }

  private boolean isUp(Link link) {
    return links.get(link.peer.id()) == link;
  }

  private void supply(Link link, int count) {
    if (link.peer.target().isEmpty()) {
      if (link.asking == 0) {
        loop.submit(() -> ask(link));
      }
      link.asking += count;
      return;
    }
    for (int i = 0; i < count; i++) {
      dial(link, Message.Purpose.FORWARD, 0, link.pool::offer, link.pool::failed);
    }
  }

  /**
   * Asks at once for all that was missing in a turn: one message for each client of a burst could
   * be more than may wait on the control connection.
   */
  private void ask(Link link) {
    for (int left = link.asking; left > 0; left -= Message.MAX_MORE) {
      link.peer.askForMore().accept(new Message.More(lane, Math.min(left, Message.MAX_MORE)));
    }
    link.asking = 0;
  }

  private void dial(
      Link link,
      Message.Purpose purpose,
      int forLane,
      Consumer<Connection> ready,
      Consumer<IOException> failed) {
    long beganNanos = loop.nanoTime();
    Consumer<IOException> noted =
        cause -> {
          LOG.debug("link {}: no {} connection: {}", link.peer.id(), purpose, cause.toString());
          link.peer.dials().failed(beganNanos, loop.nanoTime(), cause);
          failed.accept(cause);
        };
    LinkDial.open(
        link.peer.target().orElseThrow(),
        loop,
        resolver,
        settings,
        connection -> greet(link, connection, purpose, forLane, ready, noted),
        noted);
  }

  private void greet(
      Link link,
      Connection connection,
      Message.Purpose purpose,
      int forLane,
      Consumer<Connection> ready,
      Consumer<IOException> failed) {
    if (!isUp(link)) {
      connection.close(); // the link went down meanwhile
      return;
    }
    try {
      connection.send(link.peer.hello().forStream(purpose, forLane).encode());
      track(link, connection);
      link.peer.dials().opened(loop.nanoTime());
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
    connection.onClose(() -> closed(link, connection));
  }

  private void closed(Link link, Connection connection) {
    link.connections.remove(connection);
    if (link.connections.isEmpty()) {
      ended.remove(link);
    }
    if (link.unopened.remove(connection)) {
      dialOwed(link);
    }
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
          closed(link, connection);
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
        dialOwed(link);
      }
    }

    @Override
    public void failed(IOException cause) {} // what is to be done is done when it has closed
  }
}
