package io.spillway.router.link;

import io.spillway.router.loop.EventLoop;
import io.spillway.router.loop.Resolver;
import io.spillway.router.relay.Connection;
import io.spillway.router.route.Advertisement;
import io.spillway.router.route.Advertisement.LinkEnd;
import io.spillway.router.route.Advertisement.Service;
import io.spillway.router.route.LinkId;
import io.spillway.router.route.LinkStateDatabase;
import io.spillway.router.route.RoutingTable;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This site's view of the network: its links that are up, what every site advertises, and the
 * routing table that follows. Owned by one loop.
 */
public final class Mesh {

  private static final Logger LOG = LoggerFactory.getLogger(Mesh.class);
  private static final long REASSERT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final EventLoop loop;
  private final LinkSettings settings;
  private final List<LinkStreams> lanes;
  private final Consumer<RoutingTable> onChange;
  private final LinkStateDatabase database = new LinkStateDatabase();
  private final Map<LinkId, ControlSession> sessions = new HashMap<>();
  private final Map<LinkId, LinkDialer> diallers = new HashMap<>();
  private List<Service> services = List.of();
  private long incarnation;
  private long sequence;
  private boolean reasserting;

  /**
   * Makes the mesh of a site; it knows nobody yet.
   *
   * @param loop the loop that owns it
   * @param settings what all links have in common
   * @param lanes the stream connections of every loop
   * @param onChange told on the loop whenever the routing table changes, before streams on a link
   *     that went down are broken, so that they find the new one
   */
  public Mesh(
      EventLoop loop,
      LinkSettings settings,
      List<LinkStreams> lanes,
      Consumer<RoutingTable> onChange) {
    this.loop = loop;
    this.settings = settings;
    this.lanes = List.copyOf(lanes);
    this.onChange = onChange;
    this.incarnation = settings.incarnation();
  }

  /**
   * Begins: advertises this site, and opens its links. Called by the loop's thread.
   *
   * @param targets the links to open
   * @param resolver resolves their hosts
   */
  public void start(List<LinkTarget> targets, Resolver resolver) {
    originate();
    for (LinkTarget target : targets) {
      LinkDialer dialler = new LinkDialer(this, resolver, target);
      diallers.put(new LinkId(settings.site(), target.name()), dialler);
      dialler.dial();
    }
    tick();
  }

  /**
   * Tells the network, and this site's own listeners, which connectors this site has from now on.
   * Called by the loop's thread.
   *
   * @param next the connectors that can be used
   */
  public void advertise(List<Service> next) {
    services = List.copyOf(next);
    originate();
  }

  LinkSettings settings() {
    return settings;
  }

  EventLoop loop() {
    return loop;
  }

  void onLoop(Runnable task) {
    loop.execute(task);
  }

  /** Takes a control connection in on which HELLOs have been exchanged. */
  void begin(ControlSession session, Connection connection) {
    ControlSession earlier = sessions.get(session.id());
    if (earlier != null) {
      earlier.end(new IOException("replaced by a newer connection"));
    }
    sessions.put(session.id(), session);
    connection.handle(session, SelectionKey.OP_READ);
    Peer peer = session.peer();
    lanes.forEach(lane -> lane.loop().execute(() -> lane.linkUp(peer)));
  }

  /** The session that a stream connection belongs to, if there is one. */
  Optional<ControlSession> session(Message.Hello stream) {
    return Optional.ofNullable(sessions.get(new LinkId(stream.site(), stream.link())))
        .filter(session -> session.owns(stream));
  }

  /** A link counts from now on. */
  void confirmed(ControlSession session) {
    LOG.info(
        "link {} to {} is up, cost {}", session.id(), session.end().peer(), session.end().cost());
    originate();
    database.all().stream()
        .filter(advertisement -> !advertisement.site().equals(settings.site()))
        .forEach(session::advertise);
  }

  /** A link is no more. */
  void ended(ControlSession session, IOException cause) {
    if (!sessions.remove(session.id(), session)) {
      return;
    }
    LOG.info("link {} to {} is down: {}", session.id(), session.end().peer(), cause.getMessage());
    if (session.isConfirmed()) {
      originate();
    }
    lanes.forEach(lane -> lane.loop().execute(() -> lane.linkDown(session.id(), cause)));
    Optional.ofNullable(diallers.get(session.id())).ifPresent(LinkDialer::dialAgain);
  }

  /** Takes an advertisement in, and passes it on if it is news. */
  void received(Advertisement advertisement, ControlSession from) {
    if (advertisement.site().equals(settings.site())) {
      reassert(advertisement);
    } else if (database.offer(advertisement)) {
      sessions.values().stream()
          .filter(session -> session != from)
          .forEach(session -> session.advertise(advertisement));
      publish();
    }
  }

  /** An acceptor wants more reverse connections. */
  void dialMore(ControlSession session, Message.More more) {
    LinkStreams lane = lane(more.lane());
    lane.loop().execute(() -> lane.dialReverse(session.id(), more));
  }

  /** {@return the streams of a loop; numbers of a peer that has more loops start again from 0} */
  LinkStreams lane(int number) {
    return lanes.get(Math.floorMod(number, lanes.size()));
  }

  /** What this site said in an earlier life may still go round, as if it were newer. */
  private void reassert(Advertisement echo) {
    Advertisement own = database.get(settings.site()).orElseThrow();
    if (!echo.isNewerThan(own) || reasserting) {
      return;
    }
    LOG.warn(
        "the network knows a newer {} than this one; if two routers have this name, rename one",
        settings.site());
    incarnation = echo.incarnation() + 1;
    // Not at once: two routers with one name would answer each other as fast as they can.
    reasserting = true;
    loop.schedule(
        REASSERT_NANOS,
        () -> {
          reasserting = false;
          originate();
        });
  }

  private void originate() {
    List<LinkEnd> links = new ArrayList<>();
    for (ControlSession session : sessions.values()) {
      if (session.isConfirmed()) {
        links.add(session.end());
      }
    }
    Advertisement own =
        new Advertisement(settings.site(), incarnation, ++sequence, links, services);
    database.offer(own);
    sessions.values().forEach(session -> session.advertise(own));
    publish();
  }

  private void publish() {
    RoutingTable table = RoutingTable.of(settings.site(), database.all());
    LOG.debug("reachable: sites {}, keys {}", table.sites(), table.keys());
    onChange.accept(table);
  }

  private void tick() {
    long now = loop.nanoTime();
    for (ControlSession session : List.copyOf(sessions.values())) {
      session.tick(now, settings);
    }
    loop.schedule(settings.heartbeatNanos() / 2, this::tick);
  }
}
