package io.spillway.router;

import io.spillway.router.ConfigChanges.AccessChange;
import io.spillway.router.admin.Operations.Reloads;
import io.spillway.router.admin.ReloadRefusedException;
import io.spillway.router.admin.ReloadResult;
import io.spillway.router.config.RouterConfig;
import io.spillway.router.health.HealthChecks;
import io.spillway.router.link.LinkAcceptor;
import io.spillway.router.link.LinkChanges;
import io.spillway.router.link.Mesh;
import io.spillway.router.loop.EventLoop;
import io.spillway.router.loop.Resolver;
import io.spillway.router.route.Choice;
import io.spillway.router.route.DestinationPolicy;
import io.spillway.router.stream.Lane;
import io.spillway.router.stream.Listening;
import io.spillway.router.stream.OpenCounts;
import io.spillway.router.stream.StreamCounters;
import io.spillway.router.stream.Workloads;
import io.spillway.router.tls.TlsContext;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a router do what a configuration says, the first one and every later one, all of it or
 * nothing: what can fail is done before anything is changed, and the change is one task of the main
 * loop. Safe for use by several threads; one reload at a time, and {@link #close} waits for none.
 */
final class Reloader {

  private static final Logger LOG = LoggerFactory.getLogger(Reloader.class);
  private static final long LONGEST_WAIT_SECONDS = 5;

  private final RouterOptions options;
  private final Ports ports;
  private final EventLoop loop;
  private final Workloads workloads;
  private final HealthChecks health;
  private final Resolver resolver;
  private final Mesh mesh;
  private final StreamCounters counters;
  private final OpenCounts open;
  private final Entrance entrance;
  private final LinkAcceptor links;
  private final DestinationPolicy destinations;
  private final Lock oneAtATime = new ReentrantLock();
  private final ReloadLog log = new ReloadLog();
  private volatile RouterConfig config;
  private volatile Handover underWay = new Handover();
  private volatile boolean closed;

  /**
   * Makes it; {@link #first} has the router begin.
   *
   * @param config the first configuration
   * @param lanes who takes clients; the first one's loop owns ports and mesh
   */
  Reloader(
      RouterConfig config,
      RouterOptions options,
      Ports ports,
      List<Lane> lanes,
      Workloads workloads,
      HealthChecks health,
      Resolver resolver,
      Mesh mesh,
      StreamCounters counters,
      OpenCounts open) {
    this.config = config;
    this.options = options;
    this.ports = ports;
    this.loop = lanes.get(0).loop();
    this.workloads = workloads;
    this.health = health;
    this.resolver = resolver;
    this.mesh = mesh;
    this.counters = counters;
    this.open = open;
    this.entrance = new Entrance(lanes, options.bounds().connectionsPerListener());
    this.links = new LinkAcceptor(mesh);
    this.destinations = options.policies().destination();
  }

  /** A change that cannot fail any more. */
  private record Prepared(
      RouterConfig next,
      Ports.Change ports,
      Map<String, Supplier<Consumer<SocketChannel>>> takers,
      LinkChanges links,
      AccessChange access,
      Optional<TlsContext> accessTls,
      ReloadResult result) {}

  /** {@return the configuration that the router follows} */
  RouterConfig config() {
    return config;
  }

  /** {@return reloads so far} */
  Reloads reloads() {
    return log.reloads();
  }

  /**
   * Refuses every reload from now on. One that is under way, which may wait for a slow disk or for
   * the main loop, comes to nothing, unless the main loop is just doing it.
   */
  void close() {
    closed = true;
    underWay.callOff();
  }

  /**
   * Binds the ports of the first configuration.
   *
   * @return what the main loop has to run
   * @throws RouterStartException if one cannot be bound; then none is
   */
  Runnable first() {
    RouterConfig nothing =
        new RouterConfig(config.site(), Optional.empty(), List.of(), List.of(), List.of());
    Prepared prepared = prepare(new ConfigChanges(nothing, config), config);
    Handover change = new Handover();
    commit(prepared);
    return () -> apply(prepared, change);
  }

  /** Reloads from where the options say. */
  ReloadResult reload() throws IOException {
    return alone(() -> change(log.unchanged(this::load)));
  }

  /** Reloads. */
  ReloadResult reload(RouterConfig next) {
    return alone(() -> change(next));
  }

  private <E extends Exception> ReloadResult alone(SiteContext.Work<ReloadResult, E> reload)
      throws E {
    oneAtATime.lock();
    try {
      return SiteContext.in(config.site(), reload);
    } finally {
      oneAtATime.unlock();
    }
  }

  private RouterConfig load() throws IOException {
    return options
        .source()
        .orElseThrow(
            () ->
                log.refused(List.of("this router was not started from a file; use Router.reload")))
        .load();
  }

  private ReloadResult change(RouterConfig next) {
    Prepared prepared = log.unchanged(() -> prepare(next));
    Handover.End end = handOver(prepared);
    if (end == Handover.End.NOT_TAKEN) {
      prepared.ports().discard();
    }
    if (end != Handover.End.DONE) {
      throw closed ? ends() : notDone(end);
    }
    log.done(prepared.result());
    return prepared.result();
  }

  private Prepared prepare(RouterConfig next) {
    ConfigChanges changes = new ConfigChanges(config, next);
    if (closed) {
      throw ends();
    }
    if (!changes.refusals().isEmpty()) {
      throw log.refused(changes.refusals());
    }
    return prepare(changes, next);
  }

  private ReloadRefusedException ends() {
    return log.refused(List.of("the router of site " + config.site() + " ends"));
  }

  private RuntimeException notDone(Handover.End end) {
    return end == Handover.End.NOT_TAKEN
        ? log.refused(
            List.of(
                "the main loop has not taken the change within "
                    + LONGEST_WAIT_SECONDS
                    + " s; see /healthz"))
        : log.halfway();
  }

  private Prepared prepare(ConfigChanges changes, RouterConfig next) {
    Map<String, Supplier<Consumer<SocketChannel>>> takers = new LinkedHashMap<>();
    takers.put(Wiring.LINKS, () -> links::accepted);
    for (RouterConfig.Listener listener : next.listeners()) {
      Choice choice = Wiring.choice(listener.strategy(), options.policies(), destinations);
      takers.put(Wiring.listener(listener.name()), () -> taker(listener.name(), choice));
    }
    LinkChanges linkChanges = changes.links();
    Optional<TlsContext> accessTls = Wiring.accessTls(next);
    Ports.Change bound = ports.prepare(Wiring.ports(next));
    return new Prepared(
        next, bound, takers, linkChanges, changes.access(), accessTls, changes.result());
  }

  /** Who takes the clients of a listener that is there from now on, and counted. */
  private Consumer<SocketChannel> taker(String listener, Choice choice) {
    Listening listening =
        new Listening(
            listener,
            config.site(),
            choice,
            counters.listener(listener),
            open,
            workloads,
            Wiring.limits(options));
    return channel -> entrance.client(listening, channel);
  }

  private Handover.End handOver(Prepared prepared) {
    Handover change = new Handover();
    underWay = change;
    boolean submitted =
        !closed
            && loop.submit(
                () -> {
                  if (change.take()) {
                    commit(prepared);
                    apply(prepared, change);
                  }
                });
    if (!submitted) {
      change.callOff();
    }
    return change.await(LONGEST_WAIT_SECONDS);
  }

  private void commit(Prepared prepared) {
    ports.commit(prepared.ports());
    prepared.next().listeners().forEach(listener -> counters.listener(listener.name()));
    prepared.next().connectors().forEach(connector -> counters.connector(connector.name()));
  }

  /**
   * Lets nobody in before it is known which workloads are there, which takes a moment. Until then
   * the old workloads are served, and what the old checks find counts.
   */
  private void apply(Prepared prepared, Handover change) {
    orFail(
        change,
        () ->
            health.replace(
                Wiring.probes(prepared.next(), resolver, options.policies().readyStatus()),
                () -> orFail(change, () -> open(prepared, change))));
  }

  private static void orFail(Handover change, Runnable part) {
    try {
      part.run();
    } catch (RuntimeException e) {
      LOG.error("a change of the configuration has failed halfway", e);
      change.failed();
    }
  }

  private void open(Prepared prepared, Handover change) {
    if (closed) {
      return; // nobody waits for it any more
    }
    config = prepared.next();
    workloads.replace(Wiring.addresses(prepared.next()));
    Map<String, Port> served = prepared.ports().next();
    served.forEach((what, port) -> port.serve(loop, prepared.takers().get(what).get()));
    prepared.ports().obsolete().forEach(Port::stop);
    switch (prepared.access()) {
      case NONE -> {} // the context that there is goes on, with the TLS sessions that it remembers
      case RENEWED -> prepared.accessTls().ifPresent(links::renew);
      case REPLACED -> {
        links.require(prepared.accessTls());
        mesh.endAccepted("RouterAccess has changed");
      }
    }
    mesh.advertise(Wiring.services(prepared.next(), workloads));
    mesh.change(prepared.links());
    // In a later turn: a port that is closed is free when the loop has selected again.
    loop.submit(change::done);
  }
}
