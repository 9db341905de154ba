package io.spillway.router;

import io.spillway.router.admin.Operations.Reloads;
import io.spillway.router.admin.ReloadRefusedException;
import io.spillway.router.admin.ReloadResult;
import io.spillway.router.config.RouterConfig;
import io.spillway.router.config.RouterConfigException;
import io.spillway.router.health.HealthChecks;
import io.spillway.router.link.LinkAcceptor;
import io.spillway.router.link.LinkChanges;
import io.spillway.router.link.Mesh;
import io.spillway.router.loop.EventLoop;
import io.spillway.router.loop.Resolver;
import io.spillway.router.route.DestinationPolicy;
import io.spillway.router.stream.Lane;
import io.spillway.router.stream.Limits;
import io.spillway.router.stream.Listening;
import io.spillway.router.stream.OpenCounts;
import io.spillway.router.stream.StreamCounters;
import io.spillway.router.stream.Workloads;
import io.spillway.router.tls.CredentialsException;
import io.spillway.router.tls.TlsContext;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a router do what a configuration says, the first one and every later one, all of it or
 * nothing: what can fail is done before anything is changed, and the change is one task of the main
 * loop. Safe for use by several threads; one reload at a time.
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
  private volatile RouterConfig config;
  private volatile Reloads reloads = new Reloads(0, 0);
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
      Map<String, Consumer<SocketChannel>> takers,
      LinkChanges links,
      boolean accessChanged,
      Optional<TlsContext> accessTls) {}

  /** {@return the configuration that the router follows} */
  RouterConfig config() {
    return config;
  }

  /** {@return reloads so far} */
  Reloads reloads() {
    return reloads;
  }

  /** Refuses every reload from now on. Waits for one that is under way. */
  synchronized void close() {
    closed = true;
  }

  /**
   * Binds the ports of the first configuration.
   *
   * @return what the main loop has to run
   * @throws RouterStartException if one cannot be bound; then none is
   */
  synchronized Runnable first() {
    RouterConfig nothing =
        new RouterConfig(config.site(), Optional.empty(), List.of(), List.of(), List.of());
    Prepared prepared = prepare(new ConfigChanges(nothing, config), config);
    ports.commit(prepared.ports());
    return () -> apply(prepared, () -> {});
  }

  /** Reloads from where the options say. */
  synchronized ReloadResult reload() throws IOException {
    ConfigSource source =
        options
            .source()
            .orElseThrow(
                () ->
                    refused(List.of("this router was not started from a file; use Router.reload")));
    return reload(load(source));
  }

  private RouterConfig load(ConfigSource source) throws IOException {
    try {
      return source.load();
    } catch (RouterConfigException e) {
      throw refused(e.problems().stream().map(Object::toString).toList());
    } catch (IOException e) {
      refused(List.of(e.toString()));
      throw e;
    } catch (RuntimeException e) {
      throw unexpected(e);
    }
  }

  /** Reloads. */
  synchronized ReloadResult reload(RouterConfig next) {
    try {
      return change(next);
    } catch (ReloadRefusedException e) {
      throw e; // is logged and counted
    } catch (RuntimeException e) {
      throw unexpected(e);
    }
  }

  private ReloadResult change(RouterConfig next) {
    ConfigChanges changes = new ConfigChanges(config, next);
    if (closed) {
      throw refused(List.of("the router of site " + config.site() + " ends"));
    }
    if (!changes.refusals().isEmpty()) {
      throw refused(changes.refusals());
    }
    Prepared prepared;
    try {
      prepared = prepare(changes, next);
    } catch (RouterStartException | CredentialsException e) {
      throw refused(List.of(String.valueOf(e.getMessage())));
    }
    if (!runOnLoop(prepared)) {
      prepared.ports().discard();
      throw refused(
          List.of(
              "the main loop has not taken the change within "
                  + LONGEST_WAIT_SECONDS
                  + " s; see /healthz"));
    }
    reloads = new Reloads(reloads.done() + 1, reloads.refused());
    ReloadResult result = changes.result();
    LOG.info("reloaded: {}", result);
    return result;
  }

  private ReloadRefusedException refused(List<String> problems) {
    reloads = new Reloads(reloads.done(), reloads.refused() + 1);
    LOG.warn("not reloaded, nothing has changed: {}", String.join("; ", problems));
    return new ReloadRefusedException(problems);
  }

  private RuntimeException unexpected(RuntimeException failure) {
    reloads = new Reloads(reloads.done(), reloads.refused() + 1);
    LOG.error("not reloaded, nothing has changed: a defect of this router", failure);
    return failure;
  }

  private Prepared prepare(ConfigChanges changes, RouterConfig next) {
    Map<String, Consumer<SocketChannel>> takers = new LinkedHashMap<>();
    takers.put(Wiring.LINKS, links::accepted);
    Limits limits = Wiring.limits(options);
    for (RouterConfig.Listener listener : next.listeners()) {
      Listening listening =
          new Listening(
              listener.name(),
              next.site(),
              Wiring.choice(listener.strategy(), options.policies(), destinations),
              counters.listener(listener.name()),
              open,
              workloads,
              limits);
      takers.put(Wiring.listener(listener.name()), channel -> entrance.client(listening, channel));
    }
    LinkChanges linkChanges = changes.links();
    Optional<TlsContext> accessTls = Wiring.accessTls(next);
    Ports.Change bound = ports.prepare(Wiring.ports(next));
    return new Prepared(next, bound, takers, linkChanges, changes.isAccessChanged(), accessTls);
  }

  /** {@return whether the change is done; if not, it never will be} */
  private boolean runOnLoop(Prepared prepared) {
    AtomicBoolean decided = new AtomicBoolean();
    CountDownLatch done = new CountDownLatch(1);
    loop.submit(
        () -> {
          if (decided.compareAndSet(false, true)) {
            ports.commit(prepared.ports());
            apply(prepared, done::countDown);
          }
        });
    try {
      // 1. The loop decides first: the change is done, or about to be.
      // 2. The time is over first: the loop finds it decided, and changes nothing.
      return done.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)
          || !decided.compareAndSet(false, true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !decided.compareAndSet(false, true);
    }
  }

  /**
   * Lets nobody in before it is known which workloads are there, which takes a moment. Until then
   * the old workloads are served, and what the old checks find counts.
   */
  private void apply(Prepared prepared, Runnable done) {
    health.replace(
        Wiring.probes(prepared.next(), resolver),
        () -> {
          if (!closed) {
            open(prepared);
          }
          // In a later turn: a port that is closed is free when the loop has selected again.
          loop.submit(done);
        });
  }

  private void open(Prepared prepared) {
    config = prepared.next();
    workloads.replace(Wiring.addresses(prepared.next()));
    Map<String, Port> served = prepared.ports().next();
    served.forEach((what, port) -> port.serve(loop, prepared.takers().get(what)));
    prepared.ports().obsolete().forEach(Port::stop);
    if (prepared.accessChanged()) {
      links.require(prepared.accessTls());
      mesh.endAccepted("RouterAccess has changed");
    }
    mesh.advertise(Wiring.services(prepared.next(), workloads));
    mesh.change(prepared.links());
  }
}
