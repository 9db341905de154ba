package io.spillway.router.link;

import io.spillway.router.loop.EventLoop;
import io.spillway.router.loop.Resolver;
import io.spillway.router.relay.Connection;
import io.spillway.router.route.Advertisement;
import io.spillway.router.route.Advertisement.LinkEnd;
import io.spillway.router.route.Advertisement.Service;
import io.spillway.router.route.Incarnation;
import io.spillway.router.route.LinkId;
import io.spillway.router.route.LinkStateDatabase;
import io.spillway.router.route.LinkStateDatabase.News;
import io.spillway.router.route.RoutingTable;
import io.spillway.router.tls.TlsContext;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This site's view of the network: its links that are up, what every site advertises, and the
 * routing table that follows. Owned by one loop.
 *
 * <p>A change is passed on at once, and the table computed anew; but when much changes at a time,
 * as when a large network starts, what has changed is put together every {@link #PACE_NANOS}. Every
 * site renews its advertisement now and then, so that whoever missed one, or has forgotten the
 * site, learns it again; a site that is not renewed is forgotten.
 */
public final class Mesh {

  /** The time between two batches of news, at the least. */
  static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** How often a site renews its advertisement. */
  static final long RENEW_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** After how long a site is forgotten that was not renewed. */
  static final long FORGET_NANOS = 5 * RENEW_NANOS;

  private static final Logger LOG = LoggerFactory.getLogger(Mesh.class);
  private static final int TICKS_PER_HEARTBEAT = 4;
  private static final int MAX_SHOWN = 3;

  private final EventLoop loop;
  private final LinkSettings settings;
  private final List<LinkStreams> lanes;
  private final Consumer<RoutingTable> onChange;
  private final LinkStateDatabase database;
  private final Incarnation incarnation;
  private final Flooding flooding = new Flooding();
  private final Map<LinkId, ControlSession> sessions = new HashMap<>();
  private final Map<LinkId, LinkDialer> diallers = new HashMap<>();
  private final Map<LinkId, PeerStreams> streams = new HashMap<>();
  private final LinkLog log;
  private final Resolver resolver;
  private List<Service> services = List.of();
  private volatile MeshView view;
  private boolean ownIsStale;
  private boolean tableIsStale;
  private boolean settling;
  private long settledNanos;
  private boolean full;
  private boolean leaving;
  private long dialled;

  /**
   * Makes the mesh of a site; it knows nobody yet.
   *
   * @param loop the loop that owns it
   * @param settings what all links have in common
   * @param resolver resolves the hosts of links
   * @param lanes the stream connections of every loop
   * @param onChange told on the loop whenever the routing table changes, before streams on a link
   *     that went down are broken, so that they find the new one
   */
  public Mesh(
      EventLoop loop,
      LinkSettings settings,
      Resolver resolver,
      List<LinkStreams> lanes,
      Consumer<RoutingTable> onChange) {
    this.loop = loop;
    this.settings = settings;
    this.resolver = resolver;
    this.lanes = List.copyOf(lanes);
    this.onChange = onChange;
    this.database =
        new LinkStateDatabase(
            settings.site(), settings.sites(), settings.networkBytes(), FORGET_NANOS);
    this.incarnation = new Incarnation(settings.site(), settings.incarnation());
    this.settledNanos = loop.nanoTime() - PACE_NANOS;
    this.log = new LinkLog(settings.site(), InstantSource.system());
    this.view = new MeshView(RoutingTable.of(settings.site(), List.of()), List.of(), List.of());
  }

  /** Begins: advertises this site, and watches its links. Called by the loop's thread. */
  public void start() {
    ownIsStale = true;
    settle();
    tick();
    loop.schedule(RENEW_NANOS, this::renew);
  }

  /** {@return what is known now; asked by any thread} */
  public MeshView view() {
    return view;
  }

  /**
   * Tells the network, and this site's own listeners, which connectors this site has from now on.
   * Called by the loop's thread.
   *
   * @param next the connectors that can be used
   */
  public void advertise(List<Service> next) {
    services = List.copyOf(next);
    ownIsStale = true;
    settle();
  }

  /**
   * Tells the network, for good, that this site is of no more use to new streams, be it as their
   * destination or on their way: it has neither connectors nor links. The links stay up, and this
   * site's own table stays as it is, for what is under way here. Called by the loop's thread.
   */
  public void leave() {
    leaving = true;
    ownIsStale = true;
    settle();
  }

  /** {@return the number of this site's life, as the network is told now} */
  long incarnation() {
    return incarnation.number();
  }

  /**
   * Closes links, opens others, and gives some another cost or other credentials. Called by the
   * loop's thread.
   *
   * @param changes what becomes different
   */
  public void change(LinkChanges changes) {
    for (String name : changes.closed()) {
      LinkId id = own(name);
      Optional.ofNullable(diallers.remove(id)).ifPresent(LinkDialer::stop);
      Optional.ofNullable(sessions.get(id))
          .ifPresent(session -> session.end(new IOException("taken out of the configuration")));
      breakLeft(id::equals, "its link is taken out of the configuration");
      log.forget(id);
    }
    changes
        .costs()
        .forEach(
            (name, cost) -> {
              Optional.ofNullable(diallers.get(own(name))).ifPresent(d -> d.cost(cost));
              Optional.ofNullable(sessions.get(own(name))).ifPresent(s -> s.cost(cost));
              log.cost(own(name), cost);
            });
    changes.renewed().forEach(this::renew);
    for (LinkTarget target : changes.opened()) {
      LinkDialer dialler = new LinkDialer(this, resolver, target);
      diallers.put(own(target.name()), dialler);
      log.declared(own(target.name()), target.cost());
      dialler.dial();
    }
    ownIsStale = true;
    settle();
    showLinks();
  }

  /** The session stays, and so do its streams: only what is dialled from now on is different. */
  private void renew(String name, TlsContext tls) {
    LinkId id = own(name);
    Optional.ofNullable(diallers.get(id)).ifPresent(dialler -> dialler.renew(tls));
    lanes.forEach(lane -> lane.loop().execute(() -> lane.renew(id, tls)));
  }

  /**
   * Ends the links that others have opened, which would find no way for new streams. Called by the
   * loop's thread.
   *
   * @param reason why
   */
  public void endAccepted(String reason) {
    List.copyOf(sessions.values()).stream()
        .filter(ControlSession::isAccepted)
        .forEach(session -> session.end(new IOException(reason)));
    breakLeft(id -> !id.dialler().equals(settings.site()), reason);
  }

  /** Breaks the streams that have outlived the sessions of their links. */
  private void breakLeft(Predicate<LinkId> which, String reason) {
    IOException cause = new IOException(reason);
    lanes.forEach(lane -> lane.loop().execute(() -> lane.breakLeft(which, cause)));
  }

  private LinkId own(String name) {
    return new LinkId(settings.site(), name);
  }

  /** {@return a number that no session of this life has had, whichever link it is of} */
  long nextSession() {
    return ++dialled;
  }

  /** A link could not be opened. */
  void notOpened(String name, IOException cause) {
    log.notOpened(own(name), String.valueOf(cause.getMessage()));
    showLinks();
  }

  private void showLinks() {
    view = new MeshView(view.table(), view.advertisements(), log.states());
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

  /**
   * {@return how many links others have opened, whether they count yet or not; those included that
   * have ended and left streams behind}
   */
  int accepted() {
    return (int)
        streams.entrySet().stream()
            .filter(link -> !link.getKey().dialler().equals(settings.site()))
            .filter(link -> sessions.containsKey(link.getKey()) || !link.getValue().isEmpty())
            .count();
  }

  /** {@return what counts the streams that the peer of a link opens, from session to session} */
  PeerStreams streams(LinkId id) {
    return streams.computeIfAbsent(id, link -> new PeerStreams(settings.streams()));
  }

  /** The session of the link that a hello names, if there is one; a later hello replaces it. */
  Optional<ControlSession> session(Message.Hello hello) {
    return Optional.ofNullable(sessions.get(new LinkId(hello.site(), hello.link())));
  }

  /** Tells a neighbour all that is known here; what this site says of itself comes last. */
  void introduce(ControlSession session) {
    String self = settings.site();
    Set<String> sites = new LinkedHashSet<>();
    database.all().forEach(advertisement -> sites.add(advertisement.site()));
    sites.remove(self);
    sites.add(self);
    session.introduce(sites);
  }

  /** {@return the newest that neighbours are told of a site, if it was not forgotten} */
  Optional<Advertisement> newest(String site) {
    Optional<Advertisement> known = database.get(site);
    return site.equals(settings.site()) ? known.map(this::told) : known;
  }

  /** A link counts from now on. */
  void up(ControlSession session) {
    LOG.info(
        "link {} to {} is up, cost {}", session.id(), session.end().peer(), session.end().cost());
    log.up(session.end());
    session.obstacle().ifPresent(why -> log.down(session.id(), why));
    ownIsStale = true;
    settleSoon();
  }

  /**
   * Stream connections of a link can be opened no more, or again. Without them it is of no use,
   * whatever its control connection says: it is left out, here and at the others, and the session
   * goes on.
   *
   * @param failure why the last one could not be opened; empty if one could
   */
  void dialsGo(ControlSession session, Optional<IOException> failure) {
    LinkId id = session.id();
    if (sessions.get(id) != session) {
      return;
    }
    Optional<String> obstacle =
        failure.map(cause -> "no stream connection can be opened: " + cause.getMessage());
    session.obstacle(obstacle);
    if (obstacle.isPresent()) {
      settings.counters().linkLeftOut(id, session.end().peer(), obstacle.get(), loop.nanoTime());
    } else {
      LOG.info("stream connections can be opened again on link {}", id);
    }
    if (session.isUp()) {
      obstacle.ifPresentOrElse(why -> log.down(id, why), () -> log.upAgain(id));
      ownIsStale = true;
      refresh(); // now, because those who wait are about to look for another way
      settleSoon();
    }
    lanes.forEach(lane -> lane.loop().execute(() -> lane.dialsGo(id, failure)));
  }

  /** A link is no more. */
  void ended(ControlSession session, IOException cause) {
    if (!sessions.remove(session.id(), session)) {
      return;
    }
    LOG.info("link {} to {} is down: {}", session.id(), session.end().peer(), cause.getMessage());
    if (session.isUp()) {
      log.down(session.id(), String.valueOf(cause.getMessage()));
      ownIsStale = true;
      refresh(); // now, because its streams are about to look for another way
      settleSoon();
    } else {
      log.notOpened(session.id(), "greeted, but never up: " + cause.getMessage());
      showLinks();
    }
    lanes.forEach(lane -> lane.loop().execute(() -> lane.linkDown(session.id(), cause)));
    Optional.ofNullable(diallers.get(session.id())).ifPresent(LinkDialer::dialAgain);
  }

  /** {@return whether an advertisement with these numbers, or a newer one, is known} */
  boolean knows(Advertisement numbers) {
    Optional<Advertisement> known = database.get(numbers.site());
    return known.isPresent() && !numbers.isNewerThan(known.get());
  }

  /** Takes an advertisement in, and passes it on if it is news. */
  void received(Advertisement advertisement, ControlSession from) {
    if (advertisement.site().equals(settings.site())) {
      ownNameHeard(advertisement);
      return;
    }
    News news = database.offer(advertisement, loop.nanoTime());
    if (news == News.NO_ROOM) {
      noRoom(advertisement.site());
    }
    if (news == News.CHANGED) {
      advertisement.links().forEach(end -> costHeard(advertisement.site(), end));
    }
    if (news == News.CHANGED || news == News.RENEWED) {
      tableIsStale |= news == News.CHANGED;
      flooding.add(advertisement, Optional.of(from));
      settleSoon();
    }
  }

  /** A dialler may say another cost while its link is up, and what it says counts at both ends. */
  private void costHeard(String site, LinkEnd end) {
    ControlSession session = sessions.get(end.id());
    if (session != null
        && end.id().dialler().equals(site)
        && session.isAccepted()
        && session.end().cost() != end.cost()) {
      session.cost(end.cost());
      log.cost(end.id(), end.cost());
      ownIsStale = true;
    }
  }

  private void noRoom(String site) {
    settings.counters().advertisementRefused();
    if (!full) {
      full = true;
      LOG.warn(
          "what site {} says is not taken notice of, nor will more be: {} sites with {} bytes are"
              + " known, and {} sites with {} bytes are allowed",
          site,
          database.all().size(),
          database.bytes(),
          settings.sites(),
          settings.networkBytes());
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

  /** An earlier life of this site may still be known, or another router have its name. */
  private void ownNameHeard(Advertisement advertisement) {
    incarnation
        .heard(advertisement, loop.nanoTime())
        .ifPresent(
            pauseNanos -> {
              if (pauseNanos == 0) {
                LOG.info("an earlier life of this site is still known; its name is claimed anew");
              } else {
                LOG.warn(
                    "another router is called {} too; one of them has to be renamed. It has {} links,"
                        + " the first of which are {}. The name is claimed again in {} s",
                    settings.site(),
                    advertisement.links().size(),
                    advertisement.links().stream().limit(MAX_SHOWN).toList(),
                    TimeUnit.NANOSECONDS.toSeconds(pauseNanos));
              }
              loop.schedule(pauseNanos, this::claimName);
            });
  }

  private void claimName() {
    incarnation.claim(loop.nanoTime());
    ownIsStale = true;
    settle();
  }

  private void settleSoon() {
    if (!settling) {
      settling = true;
      long pauseNanos = settledNanos + PACE_NANOS - loop.nanoTime();
      loop.schedule(
          Math.max(0, pauseNanos),
          () -> {
            settling = false;
            settle();
          });
    }
  }

  /** Brings everything up to date here. */
  private void refresh() {
    if (ownIsStale) {
      originate();
    }
    if (tableIsStale) {
      publish();
    }
  }

  /** Brings everything up to date, here and at the neighbours. */
  private void settle() {
    refresh();
    flooding.flush(sessions.values());
    settledNanos = loop.nanoTime();
  }

  private void originate() {
    ownIsStale = false;
    List<LinkEnd> links =
        sessions.values().stream()
            .filter(ControlSession::isUsable)
            .map(ControlSession::end)
            .toList();
    AdvertisementRoom room = new AdvertisementRoom(settings);
    Advertisement own = incarnation.next(room.links(links), room.services(services));
    tableIsStale |= database.offer(own, loop.nanoTime()) == News.CHANGED;
    flooding.add(told(own), Optional.empty());
  }

  /** What the network is told of what this site knows of itself. */
  private Advertisement told(Advertisement own) {
    return leaving ? own.withoutContent() : own;
  }

  private void publish() {
    tableIsStale = false;
    RoutingTable table = RoutingTable.of(settings.site(), database.all(), settings.pathCost());
    LOG.debug("reachable: sites {}, keys {}", table.sites(), table.keys());
    view = new MeshView(table, List.copyOf(database.all()), log.states());
    onChange.accept(table);
  }

  /** Says that this site lives, and forgets those that did not say it for long. */
  private void renew() {
    ownIsStale = true;
    if (database.forget(loop.nanoTime())) {
      tableIsStale = true;
      full = false;
    }
    settle();
    loop.schedule(RENEW_NANOS, this::renew);
  }

  private void tick() {
    long now = loop.nanoTime();
    for (ControlSession session : List.copyOf(sessions.values())) {
      session.tick(now, settings);
    }
    if (streams.size() > sessions.size()) {
      streams
          .entrySet()
          .removeIf(link -> !sessions.containsKey(link.getKey()) && link.getValue().retire());
    }
    loop.schedule(settings.heartbeatNanos() / TICKS_PER_HEARTBEAT, this::tick);
  }
}
