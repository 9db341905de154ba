package io.spillway.router;

import io.spillway.router.config.RouterConfig;
import io.spillway.router.health.HealthChecks;
import io.spillway.router.health.HealthState;
import io.spillway.router.link.LinkAcceptor;
import io.spillway.router.link.LinkSettings;
import io.spillway.router.link.LinkStreams;
import io.spillway.router.link.Mesh;
import io.spillway.router.loop.EventLoop;
import io.spillway.router.loop.EventLoopThread;
import io.spillway.router.loop.NanoClock;
import io.spillway.router.loop.Resolver;
import io.spillway.router.relay.Acceptor;
import io.spillway.router.route.Choice;
import io.spillway.router.route.DestinationPolicy;
import io.spillway.router.route.Policies;
import io.spillway.router.route.RoutingTable;
import io.spillway.router.stream.ClientStream;
import io.spillway.router.stream.Lane;
import io.spillway.router.stream.Listening;
import io.spillway.router.stream.OpenCounts;
import io.spillway.router.stream.StreamCounters;
import io.spillway.router.stream.Workloads;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
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
  private static final long DRAIN_STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final String LINKS = "RouterAccess";

  private final RouterConfig config;
  private final RouterOptions options;
  private final Ports ports;
  private final Resolver resolver;
  private final StreamCounters counters = new StreamCounters();
  private final OpenCounts open = new OpenCounts();
  private final List<Lane> lanes = new ArrayList<>();
  private final List<EventLoopThread> threads = new ArrayList<>();
  private final List<Acceptor> acceptors = new ArrayList<>();
  private final HealthChecks health;
  private final Workloads workloads;
  private final Mesh mesh;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile RoutingTable table;
  private int nextLane;

  private Router(RouterConfig config, RouterOptions options, Ports ports) {
    this.config = config;
    this.options = options;
    this.ports = ports;
    this.resolver = new Resolver("spillway-" + config.site() + "-resolver");
    this.table = RoutingTable.of(config.site(), List.of());
    LinkSettings settings =
        new LinkSettings(
            config.site(),
            System.currentTimeMillis(), // so that a later life has a higher number
            options.spareStreams(),
            options.timing().heartbeatInterval().toNanos(),
            options.policies().liveness());
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
        new Workloads(Wiring.addresses(config), resolver, health, Wiring.limits(options));
    for (int i = 0; i < loops.size(); i++) {
      EventLoop loop = loops.get(i);
      lanes.add(new Lane(i, loop, random.split(), settings, workloads, resolver, counters));
      threads.add(
          new EventLoopThread(
              "spillway-" + config.site() + "-" + i, loop, () -> MDC.put(MDC_SITE, config.site())));
    }
    List<LinkStreams> streams = lanes.stream().map(Lane::links).toList();
    this.mesh = new Mesh(mainLoop(), settings, streams, this::publish);
  }

  /**
   * Starts a router with {@link RouterOptions#defaults()}.
   *
   * @param config what to do
   * @return the router; all its ports listen
   * @throws RouterStartException if a port cannot be bound; nothing half-started is left
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
   */
  public static Router start(RouterConfig config, RouterOptions options) {
    Ports ports = new Ports();
    try {
      config.access().ifPresent(access -> ports.bind(LINKS, access.host(), access.port()));
      config.listeners().forEach(l -> ports.bind(listener(l.name()), l.host(), l.port()));
    } catch (RouterStartException e) {
      ports.close();
      throw e;
    }
    Router router = new Router(config, options, ports);
    router.begin();
    return router;
  }

  private void begin() {
    Policies policies = options.policies();
    DestinationPolicy destinations = policies.destination();
    config.access().ifPresent(access -> listen(LINKS, new LinkAcceptor(mesh)::accepted));
    for (RouterConfig.Listener listener : config.listeners()) {
      Choice choice = Wiring.choice(listener.strategy(), policies, destinations);
      Listening listening =
          new Listening(
              listener.name(), config.site(), choice, open, workloads, Wiring.limits(options));
      listen(listener(listener.name()), channel -> client(listening, channel));
    }
    // Nobody is let in before it is known which workloads are there, which takes a moment.
    mainLoop().submit(() -> health.replace(Wiring.probes(config, resolver), this::admit));
    threads.forEach(EventLoopThread::start);
  }

  private void admit() {
    advertise();
    mesh.start(Wiring.targets(config), resolver);
    acceptors.forEach(Acceptor::start);
  }

  private void advertise() {
    mesh.advertise(Wiring.services(config, health));
  }

  private void listen(String what, Consumer<SocketChannel> taker) {
    acceptors.add(new Acceptor(mainLoop(), ports.channel(what), taker));
  }

  private void client(Listening listening, SocketChannel channel) {
    Lane lane = lanes.get(nextLane);
    nextLane = (nextLane + 1) % lanes.size();
    lane.loop().execute(() -> ClientStream.begin(lane, listening, channel));
  }

  private void publish(RoutingTable next) {
    table = next;
    lanes.forEach(lane -> lane.loop().execute(() -> lane.table(next)));
  }

  private EventLoop mainLoop() {
    return lanes.get(0).loop();
  }

  private static String listener(String name) {
    return "listener '" + name + "'";
  }

  /** {@return the router's version, as the build named it} */
  public static String version() {
    return Version.read();
  }

  /** {@return the site's name} */
  public String site() {
    return config.site();
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
    List<String> names = config.listeners().stream().map(RouterConfig.Listener::name).toList();
    if (!names.contains(name)) {
      throw new IllegalArgumentException(
          "site " + site() + " has no listener '" + name + "'; it has " + names);
    }
    return ports.address(listener(name));
  }

  /**
   * Where links of other routers are accepted.
   *
   * @return the address, with the port that the system chose if the file said 0
   * @throws IllegalStateException if the file has no RouterAccess, or the router is closed
   */
  public InetSocketAddress linkAddress() {
    if (config.access().isEmpty()) {
      throw new IllegalStateException(
          "site " + site() + " accepts no links; add a RouterAccess to its file");
    }
    return ports.address(LINKS);
  }

  /** {@return the sites that can be reached now, this one included} */
  public Set<String> reachableSites() {
    return table.sites();
  }

  /** {@return what is known of the workloads that are checked, by connector} */
  public List<HealthState> health() {
    return health.states();
  }

  /** {@return what the router has done so far} */
  public RouterStats stats() {
    return new RouterStats(
        counters.accepted(),
        counters.unserved(),
        counters.retries(),
        counters.closed(),
        counters.reset(),
        counters.relaying(),
        lanes.stream().mapToInt(lane -> lane.buffers().outstanding()).sum());
  }

  /** Makes every loop look at its gate now. */
  public void wakeup() {
    lanes.forEach(lane -> lane.loop().wakeup());
  }

  /** Closes every socket at once, without a goodbye, as the end of a process does. Idempotent. */
  public void abort() {
    if (closed.compareAndSet(false, true)) {
      end();
    }
  }

  /**
   * Closes in order: no new clients, a last word to the other routers, time for streams to end,
   * then every socket. Bounded by {@link RouterOptions.Timing#drainTimeout} and some 2 s.
   * Idempotent.
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      CountDownLatch drained = new CountDownLatch(1);
      mainLoop()
          .submit(
              () -> {
                acceptors.forEach(Acceptor::close);
                health.stop();
                mesh.advertise(List.of());
                drain(drained);
              });
      try {
        boolean all =
            drained.await(options.timing().drainTimeout().toNanos(), TimeUnit.NANOSECONDS);
        LOG.debug("{} streams left when {} closes", all ? 0 : counters.relaying(), site());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      end();
    }
  }

  private void drain(CountDownLatch drained) {
    if (counters.relaying() == 0) {
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
          LOG.warn("a loop of {} has not ended within {}", site(), LONGEST_END);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ports.close();
  }
}
