package io.spillway.router;

import io.spillway.router.admin.AdminServer;
import io.spillway.router.admin.NetworkStatus;
import io.spillway.router.admin.Readiness.Phase;
import io.spillway.router.admin.ReloadRefusedException;
import io.spillway.router.admin.ReloadResult;
import io.spillway.router.config.RouterConfig;
import io.spillway.router.health.HealthChecks;
import io.spillway.router.health.HealthState;
import io.spillway.router.link.LinkCounters;
import io.spillway.router.link.LinkSettings;
import io.spillway.router.link.LinkStreams;
import io.spillway.router.link.Mesh;
import io.spillway.router.loop.EventLoop;
import io.spillway.router.loop.EventLoopThread;
import io.spillway.router.loop.NanoClock;
import io.spillway.router.loop.Resolver;
import io.spillway.router.route.RoutingTable;
import io.spillway.router.stream.Lane;
import io.spillway.router.stream.ListenerCounters;
import io.spillway.router.stream.OpenCounts;
import io.spillway.router.stream.StreamCounters;
import io.spillway.router.stream.StreamCounters.RoleCounters;
import io.spillway.router.stream.Workloads;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * A running router. Safe for use by several threads.
 *
 * <p>This class only wires the parts together: it binds the ports, makes a lane for each event
 * loop, and lets the first loop also own the mesh and accept. What the router logs carries the
 * site's name in the MDC, as {@value #MDC_SITE}.
 */
public final class Router implements AutoCloseable {

  /** The name under which the MDC of the router's threads holds the site's name. */
  public static final String MDC_SITE = "site";

  private static final Logger LOG = LoggerFactory.getLogger(Router.class);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_END = Duration.ofSeconds(2);
  private static final Duration LONGEST_RESET = Duration.ofMillis(500);
  private static final long DRAIN_STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final String site;
  private final RouterOptions options;
  private final Ports ports = new Ports();
  private final Resolver resolver;
  private final StreamCounters counters = new StreamCounters();
  private final LinkCounters linkCounters = new LinkCounters();
  private final OpenCounts open;
  private final List<Lane> lanes = new ArrayList<>();
  private final List<EventLoopThread> threads = new ArrayList<>();
  private final List<Pulse> pulses = new ArrayList<>();
  private final HealthChecks health;
  private final Workloads workloads;
  private final Mesh mesh;
  private final Reloader reloader;
  private final RouterStatus status;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final CountDownLatch failed = new CountDownLatch(1);
  private volatile Phase phase = Phase.RUNNING;
  private Optional<AdminServer> admin = Optional.empty();

  private Router(RouterConfig config, RouterOptions options) {
    this.site = config.site();
    this.options = options;
    this.open = new OpenCounts(options.policies().uncounted());
    this.resolver = new Resolver("spillway-" + site + "-resolver");
    LinkSettings settings = Wiring.links(site, options, linkCounters);
    SplittableRandom random = new SplittableRandom(options.seed());
    List<EventLoop> loops =
        Stream.generate(() -> new EventLoop(NanoClock.SYSTEM, options.gate(), LONGEST_WAIT))
            .limit(options.loops())
            .toList();
    this.health =
        new HealthChecks(
            loops.get(0),
            options.timing().healthInterval().toNanos(),
            options.timing().connectTimeout().toNanos(),
            this::advertise);
    this.workloads =
        new Workloads(
            Map.of(), resolver, health, options.policies().availability(), Wiring.limits(options));
    long idleNanos = options.timing().idleTimeout().toNanos();
    for (int i = 0; i < loops.size(); i++) {
      EventLoop loop = loops.get(i);
      String name = "spillway-" + site + "-" + i;
      lanes.add(
          new Lane(i, loop, random.split(), settings, workloads, resolver, counters, idleNanos));
      threads.add(new EventLoopThread(name, loop, () -> MDC.put(MDC_SITE, site), this::fail));
      pulses.add(new Pulse("loop " + i, loop, NanoClock.SYSTEM));
    }
    List<LinkStreams> streams = lanes.stream().map(Lane::links).toList();
    this.mesh = new Mesh(mainLoop(), settings, resolver, streams, this::publish);
    this.reloader =
        new Reloader(
            config, options, ports, lanes, workloads, health, resolver, mesh, counters, open);
    this.status = new RouterStatus(ports, pulses, counters, open, Wiring.source(health));
  }

  /**
   * Starts a router with {@link RouterOptions#defaults()}.
   *
   * @param config what to do
   * @return the router; all its ports listen
   * @throws RouterStartException if a port cannot be bound; nothing half-started is left
   * @throws io.spillway.router.tls.CredentialsException if tlsCredentials cannot be used
   */
  public static Router start(RouterConfig config) {
    return start(config, RouterOptions.defaults());
  }

  /**
   * Starts a router.
   *
   * @param config what to do
   * @param options how to run
   * @return the router; all its ports listen
   * @throws RouterStartException if a port cannot be bound; nothing half-started is left
   * @throws io.spillway.router.tls.CredentialsException if tlsCredentials cannot be used
   */
  public static Router start(RouterConfig config, RouterOptions options) {
    Router router = new Router(config, options);
    try {
      router.begin();
      return router;
    } catch (RuntimeException e) {
      router.threads.forEach(EventLoopThread::start); // each closes its loop, which only it may
      router.abort();
      throw e;
    }
  }

  private void begin() {
    Runnable configure = reloader.first();
    admin = options.admin().map(this::bindAdmin);
    mainLoop().submit(mesh::start);
    mainLoop().submit(configure);
    threads.forEach(EventLoopThread::start);
    pulses.forEach(Pulse::start);
    admin.ifPresent(endpoint -> endpoint.start(new RouterOperations(this, status, counters)));
  }

  private void advertise() {
    mesh.advertise(Wiring.services(reloader.config(), workloads));
  }

  private AdminServer bindAdmin(InetSocketAddress address) {
    try {
      return AdminServer.bind(
          address, "spillway-" + site + "-admin", () -> MDC.put(MDC_SITE, site));
    } catch (IOException e) {
      throw new RouterStartException(
          "the admin endpoint cannot listen at "
              + address.getHostString()
              + ":"
              + address.getPort()
              + ": "
              + e.getMessage()
              + ". Stop what listens there, or choose another address with --admin HOST:PORT, or"
              + " none with --no-admin.",
          e);
    }
  }

  private void publish(RoutingTable next) {
    lanes.forEach(lane -> lane.loop().execute(() -> lane.table(next)));
  }

  private EventLoop mainLoop() {
    return lanes.get(0).loop();
  }

  /** {@return the router's version, as the build named it} */
  public static String version() {
    return Version.read();
  }

  /** {@return the site's name} */
  public String site() {
    return site;
  }

  /**
   * Where a listener is bound.
   *
   * @param name the listener's name, of either kind
   * @return the address, with the port that the system chose if the file said 0
   * @throws IllegalArgumentException if there is no such listener; the message lists those there
   *     are
   * @throws IllegalStateException if the router is closed
   */
  public InetSocketAddress listenerAddress(String name) {
    return ports
        .port(Wiring.listener(name))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "site "
                        + site
                        + " has no listener '"
                        + name
                        + "'; it has "
                        + reloader.config().listeners().stream()
                            .map(RouterConfig.Listener::name)
                            .toList()))
        .address();
  }

  /**
   * Where links of other routers are accepted.
   *
   * @return the address, with the port that the system chose if the file said 0
   * @throws IllegalStateException if the file has no RouterAccess, or the router is closed
   */
  public InetSocketAddress linkAddress() {
    return ports
        .port(Wiring.LINKS)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "site " + site + " accepts no links; add a RouterAccess to its file"))
        .address();
  }

  /**
   * Where the admin endpoint listens.
   *
   * @return the address, with the port that the system chose if the options said 0
   * @throws IllegalStateException if there is none
   */
  public InetSocketAddress adminAddress() {
    return admin
        .map(AdminServer::address)
        .orElseThrow(
            () -> new IllegalStateException("site " + site + " has no admin endpoint; set admin"));
  }

  /** {@return the sites that can be reached now, this one included} */
  public Set<String> reachableSites() {
    return mesh.view().table().sites();
  }

  /** {@return the network as this site knows it; waits for nothing} */
  public NetworkStatus network() {
    return status.network(reloader.config(), mesh.view());
  }

  /** {@return what is known of the workloads that are checked, by connector} */
  public List<HealthState> health() {
    return health.states();
  }

  /** {@return what the router has done so far} */
  public RouterStats stats() {
    return new RouterStats(
        clients(ListenerCounters::accepted),
        clients(ListenerCounters::overBound),
        clients(ListenerCounters::unserved),
        clients(ListenerCounters::retries),
        clients(ListenerCounters::failovers),
        relays(RoleCounters::closed),
        relays(RoleCounters::reset),
        counters.settingUp(),
        counters.relaying(),
        buffersOutstanding());
  }

  private long clients(ToLongFunction<ListenerCounters> figure) {
    return counters.listeners().stream().mapToLong(figure).sum();
  }

  private long relays(ToLongFunction<RoleCounters> figure) {
    return counters.roles().stream().mapToLong(figure).sum();
  }

  int buffersOutstanding() {
    return lanes.stream().mapToInt(lane -> lane.buffers().outstanding()).sum();
  }

  Phase phase() {
    return phase;
  }

  StreamCounters counters() {
    return counters;
  }

  Mesh mesh() {
    return mesh;
  }

  Reloader reloader() {
    return reloader;
  }

  /**
   * Reads the configuration again where the options say, and does what it says from now on.
   *
   * @return what has changed
   * @throws ReloadRefusedException as {@link #reload(RouterConfig)} does, and with everything that
   *     is wrong with the configuration
   * @throws IOException if it cannot be read; nothing has changed
   */
  public ReloadResult reload() throws IOException {
    return reloader.reload();
  }

  /**
   * Does from now on what another configuration says, all of it or nothing. Connections that the
   * difference does not touch notice nothing: those of listeners and connectors that are taken out
   * go on as well. Streams on a link that is taken out, or leads elsewhere, are reset.
   *
   * @param next what to do from now on
   * @return what has changed
   * @throws ReloadRefusedException if the site's name or a listener's strategy is another one, if a
   *     port cannot be bound, or if the router ends; nothing has changed
   */
  public ReloadResult reload(RouterConfig next) {
    return reloader.reload(next);
  }

  /** {@return what went wrong with connections of links} */
  LinkCounters linkCounters() {
    return linkCounters;
  }

  /** Makes every loop look at its gate now. */
  public void wakeup() {
    lanes.forEach(lane -> lane.loop().wakeup());
  }

  /** Closes every socket at once, without a goodbye, as the end of a process does. Idempotent. */
  public void abort() {
    if (closed.compareAndSet(false, true)) {
      reloader.close();
      end();
    }
  }

  /** A loop has died, and its streams with it: what is left would only look like a router. */
  private void fail() {
    try {
      abort();
    } finally {
      failed.countDown();
    }
  }

  /**
   * Waits until the router has failed: one of its loops has died, as for want of memory, and it has
   * closed every socket, as {@link #abort} does. The log says why.
   *
   * @throws InterruptedException if the caller is interrupted, which is the only other way out
   */
  public void awaitFailure() throws InterruptedException {
    failed.await();
  }

  /**
   * Closes in order: no new clients, a last word to the other routers, so that they send nobody
   * here or through here any more, time for streams to end, also for those that are still being set
   * up, then every socket. Bounded by {@link RouterOptions.Timing#drainTimeout} and some 2 s.
   * Idempotent.
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      SiteContext.run(site, this::closeInOrder);
    }
  }

  private void closeInOrder() {
    phase = Phase.DRAINING;
    reloader.close();
    CountDownLatch drained = new CountDownLatch(1);
    mainLoop()
        .submit(
            () -> {
              ports.stopListeners();
              health.stop();
              mesh.leave();
              drain(drained);
            });
    try {
      if (!drained.await(options.timing().drainTimeout().toNanos(), TimeUnit.NANOSECONDS)) {
        resetStreams();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    end();
  }

  private void resetStreams() throws InterruptedException {
    LOG.info(
        "{} streams are reset: they have not ended within {}",
        counters.settingUp() + counters.relaying(),
        options.timing().drainTimeout());
    CountDownLatch reset = new CountDownLatch(lanes.size());
    for (Lane lane : lanes) {
      lane.loop()
          .submit(
              () -> {
                lane.resetStreams();
                reset.countDown();
              });
    }
    if (!reset.await(LONGEST_RESET.toNanos(), TimeUnit.NANOSECONDS)) {
      LOG.warn("a loop of {} does not turn; its streams are closed instead", site);
    }
  }

  private void drain(CountDownLatch drained) {
    if (counters.areIdle()) {
      drained.countDown();
    } else {
      mainLoop().schedule(DRAIN_STEP_NANOS, () -> drain(drained));
    }
  }

  private void end() {
    threads.forEach(EventLoopThread::stop);
    resolver.close();
    try {
      for (EventLoopThread thread : threads) {
        if (!thread.awaitEnd(LONGEST_END)) {
          LOG.warn("a loop of {} has not ended within {}", site, LONGEST_END);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ports.close();
    admin.ifPresent(AdminServer::close);
    phase = Phase.CLOSED;
  }
}
