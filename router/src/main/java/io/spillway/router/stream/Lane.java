package io.spillway.router.stream;

import io.spillway.router.link.LinkSettings;
import io.spillway.router.link.LinkStreams;
import io.spillway.router.loop.EventLoop;
import io.spillway.router.loop.Resolver;
import io.spillway.router.relay.BufferPool;
import io.spillway.router.relay.Connection;
import io.spillway.router.relay.Endpoint;
import io.spillway.router.relay.IdleWatch;
import io.spillway.router.relay.PeerWatch;
import io.spillway.router.relay.Relay;
import io.spillway.router.route.Destination;
import io.spillway.router.route.LinkId;
import io.spillway.router.route.RoutingTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything of one loop that streams need. Owned by the loop's thread; lanes share nothing but
 * counters.
 */
public final class Lane {

  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

  private final EventLoop loop;
  private final RandomGenerator random;
  private final StreamCounters counters;
  private final BufferPool buffers = new BufferPool();
  private final IdleWatch idle;
  private final LinkStreams links;
  private final Map<Connection, Relay> relayed = new HashMap<>();
  private final PeerWatch peers;
  private final Map<Connection, Runnable> waiting = new HashMap<>();
  private final PeerWatch waitingPeers;
  private RoutingTable table;

  /**
   * Makes a lane.
   *
   * @param number the loop's number, from 0
   * @param loop the loop
   * @param random the lane's own source of chance
   * @param settings what all links have in common
   * @param workloads the workloads of this site
   * @param resolver resolves the hosts of links
   * @param counters counts what becomes of streams
   * @param idleNanos the silence after which a stream is reset; zero for never
   */
  public Lane(
      int number,
      EventLoop loop,
      RandomGenerator random,
      LinkSettings settings,
      Workloads workloads,
      Resolver resolver,
      StreamCounters counters,
      long idleNanos) {
    this.loop = loop;
    this.random = random;
    this.counters = counters;
    this.idle = new IdleWatch(loop, idleNanos);
    this.peers = new PeerWatch(loop, relayed.values());
    this.waitingPeers = new PeerWatch(loop, waiting.keySet());
    this.table = RoutingTable.of(settings.site(), List.of());
    RemoteStreams remote = new RemoteStreams(this, settings.site(), workloads);
    this.links = new LinkStreams(number, loop, resolver, settings, remote);
  }

  /** {@return the loop} */
  public EventLoop loop() {
    return loop;
  }

  /** {@return the loop's stream connections over links} */
  public LinkStreams links() {
    return links;
  }

  /** {@return the loop's buffers} */
  public BufferPool buffers() {
    return buffers;
  }

  /**
   * Puts a new routing table in place. Called by the loop's thread.
   *
   * @param next the table
   */
  public void table(RoutingTable next) {
    table = next;
  }

  RoutingTable table() {
    return table;
  }

  /** Logs, for who wants to know, which link to a destination was drawn, and out of which. */
  void explainLink(Destination destination, LinkId drawn) {
    if (LOG.isDebugEnabled()) {
      LOG.atDebug()
          .addKeyValue("destination", destination)
          .addKeyValue("link", drawn)
          .addKeyValue("links", table.firstLinks(destination.site()))
          .log("a link is drawn");
    }
  }

  RandomGenerator random() {
    return random;
  }

  StreamCounters counters() {
    return counters;
  }

  /**
   * Resets every stream that is relayed, at both ends, and every client that has no destination
   * yet: one that was merely closed would look complete to who reads it. Called by the loop's
   * thread.
   */
  public void resetStreams() {
    List.copyOf(relayed.values()).forEach(Relay::reset);
    List.copyOf(waiting.values()).forEach(Runnable::run);
  }

  /**
   * Has a client's connection fail when the client gives up before it has a destination.
   *
   * @param client the client's connection
   * @param turnAway resets it, when the lane does not set up streams any more
   */
  void waits(Connection client, Runnable turnAway) {
    waiting.put(client, turnAway);
    waitingPeers.watch();
  }

  /** A client does not wait any more. */
  void waitsNoMore(Connection client) {
    waiting.remove(client);
  }

  /** Relays from now on, and counts it. */
  void relay(
      StreamCounters.Role role, Endpoint client, Endpoint workload, Consumer<Relay.End> onEnd) {
    StreamCounters.RoleCounters relays = counters.of(role);
    relays.started();
    Relay relay =
        new Relay(
            client,
            workload,
            buffers,
            end -> {
              relayed.remove(client.connection());
              onEnd.accept(end);
              relays.ended(end);
            });
    relayed.put(client.connection(), relay);
    idle.watch(relay);
    peers.watch();
    relay.start();
  }
}
