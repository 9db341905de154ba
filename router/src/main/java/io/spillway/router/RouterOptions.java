package io.spillway.router;

import io.spillway.router.loop.LoopGate;
import io.spillway.router.route.Policies;
import java.time.Duration;

/**
 * How a router runs, apart from what it routes. Immutable; start from {@link #defaults()}.
 *
 * @param policies the decisions that the documentation speaks about
 * @param gate holds all loops still while it is closed
 * @param loops event loops, each a thread, 1 to 64
 * @param seed seed of every random choice; the same seed gives the same choices only if events come
 *     in the same order
 * @param spareStreams connections kept ready on each link and in each direction, 0 to 256, so that
 *     a stream need not wait for one
 * @param connectTimeout how long one connect to a workload may take; positive
 * @param setupTimeout how long a client is kept waiting for a destination over all tries; positive
 * @param attempts how many destinations are tried for one client, at least 1 (rule F9)
 * @param heartbeatInterval how often a link's ends say that they are alive; positive
 * @param drainTimeout how long {@link Router#close()} waits for streams to end by themselves
 */
public record RouterOptions(
    Policies policies,
    LoopGate gate,
    int loops,
    long seed,
    int spareStreams,
    Duration connectTimeout,
    Duration setupTimeout,
    int attempts,
    Duration heartbeatInterval,
    Duration drainTimeout) {

  /** Checks the ranges. */
  public RouterOptions {
    requireRange("loops", loops, 1, 64);
    requireRange("spareStreams", spareStreams, 0, 256);
    requireRange("attempts", attempts, 1, 1000);
    requirePositive("connectTimeout", connectTimeout);
    requirePositive("setupTimeout", setupTimeout);
    requirePositive("heartbeatInterval", heartbeatInterval);
    if (drainTimeout.isNegative()) {
      throw new IllegalArgumentException("drainTimeout is " + drainTimeout + "; use 0 or more");
    }
  }

  /**
   * {@return one loop, the documented policies, a gate that is always open, a seed from the clock,
   * 4 spare streams, 1 s to connect, 10 s and 16 tries in all, a heartbeat every 200 ms, and 500 ms
   * to drain}
   */
  public static RouterOptions defaults() {
    return new RouterOptions(
        Policies.documented(),
        LoopGate.ALWAYS_OPEN,
        1,
        System.nanoTime(),
        4,
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        16,
        Duration.ofMillis(200),
        Duration.ofMillis(500));
  }

  /**
   * The same options with other policies.
   *
   * @param other the policies
   * @return the new options
   */
  public RouterOptions withPolicies(Policies other) {
    return new RouterOptions(
        other,
        gate,
        loops,
        seed,
        spareStreams,
        connectTimeout,
        setupTimeout,
        attempts,
        heartbeatInterval,
        drainTimeout);
  }

  /**
   * The same options with another gate.
   *
   * @param other the gate
   * @return the new options
   */
  public RouterOptions withGate(LoopGate other) {
    return new RouterOptions(
        policies,
        other,
        loops,
        seed,
        spareStreams,
        connectTimeout,
        setupTimeout,
        attempts,
        heartbeatInterval,
        drainTimeout);
  }

  /**
   * The same options with another number of loops.
   *
   * @param number event loops, 1 to 64
   * @return the new options
   */
  public RouterOptions withLoops(int number) {
    return new RouterOptions(
        policies,
        gate,
        number,
        seed,
        spareStreams,
        connectTimeout,
        setupTimeout,
        attempts,
        heartbeatInterval,
        drainTimeout);
  }

  /**
   * The same options with another seed.
   *
   * @param other the seed
   * @return the new options
   */
  public RouterOptions withSeed(long other) {
    return new RouterOptions(
        policies,
        gate,
        loops,
        other,
        spareStreams,
        connectTimeout,
        setupTimeout,
        attempts,
        heartbeatInterval,
        drainTimeout);
  }

  private static void requireRange(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(name + " is " + value + "; use " + least + " to " + most);
    }
  }

  private static void requirePositive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " is " + value + "; use more than 0");
    }
  }
}
