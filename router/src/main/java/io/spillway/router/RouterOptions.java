package io.spillway.router;

import io.spillway.router.loop.LoopGate;
import io.spillway.router.route.Policies;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How a router runs, apart from what it routes. Immutable; start from {@link #defaults()}.
 *
 * @param policies the decisions that the documentation speaks about
 * @param gate holds all loops still while it is closed
 * @param loops event loops, each a thread, 1 to 64
 * @param seed seed of every random choice; the same seed gives the same choices only if events come
 *     in the same order
 * @param spareStreams connections kept ready on each link, in each direction and by each loop, 0 to
 *     256, so that a stream need not wait for one; until the first stream one at most
 * @param admin where the admin endpoint listens; nowhere if empty
 * @param source where {@link Router#reload()} reads the configuration; nowhere if empty
 * @param timing how long things may take
 * @param bounds how much a peer, or a client, may ask for
 */
public record RouterOptions(
    Policies policies,
    LoopGate gate,
    int loops,
    long seed,
    int spareStreams,
    Optional<InetSocketAddress> admin,
    Optional<ConfigSource> source,
    Timing timing,
    Bounds bounds) {

  /** Checks the ranges. */
  public RouterOptions {
    requireRange("loops", loops, 1, 64);
    requireRange("spareStreams", spareStreams, 0, 256);
  }

  /**
   * How long things may take, each at most {@link #LONGEST}.
   *
   * @param connectTimeout one connect to a workload; positive
   * @param setupTimeout the wait of a client for a destination, over all tries; positive
   * @param idleTimeout the silence in both directions after which a stream is reset; zero for ever
   * @param handshakeTimeout the time from a link connection's beginning to the end of its TLS
   *     handshake and HELLOs; positive
   * @param closeTimeout how long a link's connection may wait until the peer takes the last word of
   *     a stream on it, before it is reset without; positive
   * @param heartbeatInterval how often a link's ends say that they are alive; positive, and at most
   *     {@link #LONGEST_HEARTBEAT}
   * @param healthInterval how often a connector's workload is checked; positive
   * @param drainTimeout how long {@link Router#close()} waits for streams to end by themselves
   */
  public record Timing(
      Duration connectTimeout,
      Duration setupTimeout,
      Duration idleTimeout,
      Duration handshakeTimeout,
      Duration closeTimeout,
      Duration heartbeatInterval,
      Duration healthInterval,
      Duration drainTimeout) {

    /**
     * The longest interval of heartbeats at which a link that gets a second slower from one moment
     * to the next is not taken for lost (rule F6).
     */
    public static final Duration LONGEST_HEARTBEAT = Duration.ofMillis(250);

    /** A year: the loops count nanoseconds in 64 bits, which last for 292. */
    public static final Duration LONGEST = Duration.ofDays(365);

    /** Checks the ranges. */
    public Timing {
      requirePositive("connectTimeout", connectTimeout);
      requirePositive("setupTimeout", setupTimeout);
      requireNotNegative("idleTimeout", idleTimeout);
      requirePositive("handshakeTimeout", handshakeTimeout);
      requirePositive("closeTimeout", closeTimeout);
      requireNoRarer(heartbeatInterval);
      requirePositive("heartbeatInterval", heartbeatInterval);
      requirePositive("healthInterval", healthInterval);
      requireNotNegative("drainTimeout", drainTimeout);
    }
  }

  /**
   * How much a peer, or a client, may ask for.
   *
   * @param attempts how many tries one client has, 1 to 1000 (rule F9); one more of the same
   *     destination counts too, and after the last one the client is turned away
   * @param connectionsPerListener clients that a listener serves at once, at least 1; one more is
   *     reset at once
   * @param streamsPerLink streams that the site at a link's other end has open here at once, as
   *     their destination or on their way, at least 1; one more is sent back, for another way
   * @param handshakes link connections that have not said HELLO yet, at least 1; for one more the
   *     oldest one is closed of the source address that has most of them
   * @param frameBytes the longest advertisement, 8 KiB, which other messages may have too, to 16
   *     MiB; a longer one ends the link
   * @param sites the sites that this one remembers, at least 1; of more it takes no notice
   * @param networkBytes the memory that what all these sites advertise may take, in bytes, as
   *     estimated from their names, at least 1 KiB; of more it takes no notice
   * @param advertised the links, and the connectors, that one site may advertise, at least 1
   * @param pendingBytes the bytes that may wait for a peer on a link's control connection, behind
   *     the message that is being written, at least 1 KiB; more end the link
   */
  public record Bounds(
      int attempts,
      int connectionsPerListener,
      int streamsPerLink,
      int handshakes,
      int frameBytes,
      int sites,
      int networkBytes,
      int advertised,
      int pendingBytes) {

    /** Checks the ranges. */
    public Bounds {
      requireRange("attempts", attempts, 1, 1000);
      requireRange("connectionsPerListener", connectionsPerListener, 1, Integer.MAX_VALUE);
      requireRange("streamsPerLink", streamsPerLink, 1, Integer.MAX_VALUE);
      requireRange("handshakes", handshakes, 1, Integer.MAX_VALUE);
      requireRange("frameBytes", frameBytes, 1 << 13, 1 << 24);
      requireRange("sites", sites, 1, Integer.MAX_VALUE);
      requireRange("networkBytes", networkBytes, 1 << 10, Integer.MAX_VALUE);
      requireRange("advertised", advertised, 1, Integer.MAX_VALUE);
      requireRange("pendingBytes", pendingBytes, 1 << 10, Integer.MAX_VALUE);
    }
  }

  /**
   * {@return one loop, the documented policies, a gate that is always open, a seed from the clock,
   * 4 spare streams, no admin endpoint, nothing to reload; 1 s to connect, 10 s to set up, no idle
   * timeout, 4 s for a handshake, 5 s for a last word, a heartbeat every 200 ms, a health check
   * every 250 ms, 500 ms to drain; 16 attempts, 65,536 connections for each listener and streams of
   * each link, 4,096 handshakes, frames of 1 MiB, 4,096 sites of 64 MiB in all, 4,096 links and
   * connectors of each, and 64 KiB that wait for a peer}
   */
  public static RouterOptions defaults() {
    return new Builder().seed(System.nanoTime()).build();
  }

  /**
   * The same options with some changed.
   *
   * @param changes sets what is to be different
   * @return the new options
   * @throws IllegalArgumentException if one is out of its range; the message names it
   */
  public RouterOptions with(UnaryOperator<Builder> changes) {
    return changes.apply(new Builder(this)).build();
  }

  /** Collects options; {@link RouterOptions} says what each means. For one thread. */
  public static final class Builder {
    private Policies policies = Policies.documented();
    private LoopGate gate = LoopGate.ALWAYS_OPEN;
    private int loops = 1;
    private long seed;
    private int spareStreams = 4;
    private Optional<InetSocketAddress> admin = Optional.empty();
    private Optional<ConfigSource> source = Optional.empty();
    private Duration connectTimeout = Duration.ofSeconds(1);
    private Duration setupTimeout = Duration.ofSeconds(10);
    private Duration idleTimeout = Duration.ZERO;
    private Duration handshakeTimeout = Duration.ofSeconds(4);
    private Duration closeTimeout = Duration.ofSeconds(5);
    private Duration heartbeatInterval = Duration.ofMillis(200);
    private Duration healthInterval = Duration.ofMillis(250);
    private Duration drainTimeout = Duration.ofMillis(500);
    private int attempts = 16;
    private int connectionsPerListener = 65536;
    private int streamsPerLink = 65536;
    private int handshakes = 4096;
    private int frameBytes = 1 << 20;
    private int sites = 4096;
    private int networkBytes = 1 << 26;
    private int advertised = 4096;
    private int pendingBytes = 1 << 16;

    private Builder() {}

    private Builder(RouterOptions from) {
      policies = from.policies;
      gate = from.gate;
      loops = from.loops;
      seed = from.seed;
      spareStreams = from.spareStreams;
      admin = from.admin;
      source = from.source;
      connectTimeout = from.timing.connectTimeout;
      setupTimeout = from.timing.setupTimeout;
      idleTimeout = from.timing.idleTimeout;
      handshakeTimeout = from.timing.handshakeTimeout;
      closeTimeout = from.timing.closeTimeout;
      heartbeatInterval = from.timing.heartbeatInterval;
      healthInterval = from.timing.healthInterval;
      drainTimeout = from.timing.drainTimeout;
      attempts = from.bounds.attempts;
      connectionsPerListener = from.bounds.connectionsPerListener;
      streamsPerLink = from.bounds.streamsPerLink;
      handshakes = from.bounds.handshakes;
      frameBytes = from.bounds.frameBytes;
      sites = from.bounds.sites;
      networkBytes = from.bounds.networkBytes;
      advertised = from.bounds.advertised;
      pendingBytes = from.bounds.pendingBytes;
    }

    /**
     * Sets it.
     *
     * @param value the new value
     * @return this builder
     */
    public Builder policies(Policies value) {
      policies = value;
      return this;
    }

    /**
     * Sets it.
     *
     * @param value the new value
     * @return this builder
     */
    public Builder gate(LoopGate value) {
      gate = value;
      return this;
    }

    /**
     * Sets it.
     *
     * @param value the new value
     * @return this builder
     */
    public Builder loops(int value) {
      loops = value;
      return this;
    }

    /**
     * Sets it.
     *
     * @param value the new value
     * @return this builder
     */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /**
     * Sets it.
     *
     * @param value the new value
     * @return this builder
     */
    public Builder spareStreams(int value) {
      spareStreams = value;
      return this;
    }

    /**
     * Sets it.
     *
     * @param value the new value
     * @return this builder
     */
    public Builder admin(InetSocketAddress value) {
      admin = Optional.of(value);
      return this;
    }

    /**
     * Sets it.
     *
     * @param value the new value
     * @return this builder
     */
    public Builder source(ConfigSource value) {
      source = Optional.of(value);
      return this;
    }

    /**
     * Sets it.
     *
     * @param value the new value
     * @return this builder
     */
    public Builder connectTimeout(Duration value) {
      connectTimeout = value;
      return this;
    }

    /**
     * Sets it.
     *
     * @param value the new value
     * @return this builder
     */
    public Builder setupTimeout(Duration value) {
      setupTimeout = value;
      return this;
    }

    /**
     * Sets it.
     *
     * @param value the new value
     * @return this builder
     */
    public Builder idleTimeout(Duration value) {
      idleTimeout = value;
      return this;
    }

    /**
     * Sets it.
     *
     * @param value the new value
     * @return this builder
     */
    public Builder handshakeTimeout(Duration value) {
      handshakeTimeout = value;
      return this;
    }

    /**
     * Sets it.
     *
     * @param value the new value
     * @return this builder
     */
    public Builder closeTimeout(Duration value) {
      closeTimeout = value;
      return this;
    }

    /**
     * Sets it.
     *
     * @param value the new value
     * @return this builder
     */
    public Builder heartbeatInterval(Duration value) {
      heartbeatInterval = value;
      return this;
    }

    /**
     * Sets it.
     *
     * @param value the new value
     * @return this builder
     */
    public Builder healthInterval(Duration value) {
      healthInterval = value;
      return this;
    }

    /**
     * Sets it.
     *
     * @param value the new value
     * @return this builder
     */
    public Builder drainTimeout(Duration value) {
      drainTimeout = value;
      return this;
    }

    /**
     * Sets it.
     *
     * @param value the new value
     * @return this builder
     */
    public Builder attempts(int value) {
      attempts = value;
      return this;
    }

    /**
     * Sets it.
     *
     * @param value the new value
     * @return this builder
     */
    public Builder connectionsPerListener(int value) {
      connectionsPerListener = value;
      return this;
    }

    /**
     * Sets it.
     *
     * @param value the new value
     * @return this builder
     */
    public Builder streamsPerLink(int value) {
      streamsPerLink = value;
      return this;
    }

    /**
     * Sets it.
     *
     * @param value the new value
     * @return this builder
     */
    public Builder handshakes(int value) {
      handshakes = value;
      return this;
    }

    /**
     * Sets it.
     *
     * @param value the new value
     * @return this builder
     */
    public Builder frameBytes(int value) {
      frameBytes = value;
      return this;
    }

    /**
     * Sets it.
     *
     * @param value the new value
     * @return this builder
     */
    public Builder sites(int value) {
      sites = value;
      return this;
    }

    /**
     * Sets it.
     *
     * @param value the new value
     * @return this builder
     */
    public Builder advertised(int value) {
      advertised = value;
      return this;
    }

    /**
     * Sets it.
     *
     * @param value the new value
     * @return this builder
     */
    public Builder networkBytes(int value) {
      networkBytes = value;
      return this;
    }

    /**
     * Sets it.
     *
     * @param value the new value
     * @return this builder
     */
    public Builder pendingBytes(int value) {
      pendingBytes = value;
      return this;
    }

    private RouterOptions build() {
      return new RouterOptions(
          policies,
          gate,
          loops,
          seed,
          spareStreams,
          admin,
          source,
          new Timing(
              connectTimeout,
              setupTimeout,
              idleTimeout,
              handshakeTimeout,
              closeTimeout,
              heartbeatInterval,
              healthInterval,
              drainTimeout),
          new Bounds(
              attempts,
              connectionsPerListener,
              streamsPerLink,
              handshakes,
              frameBytes,
              sites,
              networkBytes,
              advertised,
              pendingBytes));
    }
  }

  private static void requireRange(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(name + " is " + value + "; use " + least + " to " + most);
    }
  }

  private static void requirePositive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " is " + written(value) + "; use more than 0");
    }
    requireNoLonger(name, value);
  }

  private static void requireNoRarer(Duration heartbeatInterval) {
    if (heartbeatInterval.compareTo(Timing.LONGEST_HEARTBEAT) > 0) {
      throw new IllegalArgumentException(
          "heartbeatInterval is "
              + written(heartbeatInterval)
              + "; use at most "
              + written(Timing.LONGEST_HEARTBEAT)
              + ", or links that are only slow are taken for lost");
    }
  }

  private static void requireNotNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + " is " + written(value) + "; use 0 or more");
    }
    requireNoLonger(name, value);
  }

  private static void requireNoLonger(String name, Duration value) {
    if (value.compareTo(Timing.LONGEST) > 0) {
      throw new IllegalArgumentException(
          name + " is " + written(value) + "; use at most " + written(Timing.LONGEST));
    }
  }

  /** {@return a time as the command line has it, and as its help and its errors show it} */
  static String written(Duration value) {
    if (value.toNanosPart() % 1_000_000 != 0) {
      return value.toString();
    }
    if (value.toMillisPart() != 0) {
      return value.toMillis() + "ms";
    }
    return value.isZero() || value.toSecondsPart() != 0 || value.toMinutesPart() != 0
        ? value.toSeconds() + "s"
        : value.toHours() + "h";
  }
}
