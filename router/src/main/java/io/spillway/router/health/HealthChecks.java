package io.spillway.router.health;

import io.spillway.router.loop.EventLoop;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the workloads of this site, each at an interval, and says which are healthy.
 *
 * <p>F1: a workload that fails is noticed within the interval if its port refuses, and otherwise
 * within the interval and two limits of a check: 950 ms with the usual interval of 250 ms. A client
 * that is refused is believed at once. A client that is connected stands for a check.
 *
 * <p>Owned by one loop. {@link #isHealthy}, {@link #states}, {@link #connected} and {@link
 * #refused} may be called by any thread.
 */
public final class HealthChecks {

  /** How long one check may take at most. Two of them, and an interval, are less than a second. */
  static final long LONGEST_CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(350);

  private static final Logger LOG = LoggerFactory.getLogger(HealthChecks.class);

  private final EventLoop loop;
  private final long intervalNanos;
  private final long limitNanos;
  private final Runnable onChange;
  private final Map<String, ConnectorHealth> connectors = new ConcurrentHashMap<>();
  private final Set<String> awaited = new HashSet<>();
  private final List<Runnable> whenKnown = new ArrayList<>();
  private boolean stopped;

  /**
   * Makes the checks; there are none yet.
   *
   * @param loop the loop that owns them
   * @param intervalNanos from the beginning of one check of a workload to that of the next
   * @param connectNanos how long a connect to a workload may take; a check takes no longer, nor
   *     longer than 350 ms
   * @param onChange told on the loop when a connector has become healthy, or is so no more
   */
  public HealthChecks(EventLoop loop, long intervalNanos, long connectNanos, Runnable onChange) {
    this.loop = loop;
    this.intervalNanos = intervalNanos;
    this.limitNanos = Math.min(connectNanos, LONGEST_CHECK_NANOS);
    this.onChange = onChange;
  }

  /**
   * Checks these connectors from now on, and no others. Those that are checked already, in the same
   * way, keep their state; the others are not healthy before their first check has passed. Called
   * by the loop's thread.
   *
   * @param probes how each connector is checked; one that is not named is taken for healthy
   * @param known told once, when the first check of every one of them has ended: after a moment, or
   *     after the limit of a check
   */
  public void replace(Map<String, Probe> probes, Runnable known) {
    connectors.values().removeIf(c -> !c.probe().equals(probes.get(c.state().connector())));
    awaited.retainAll(connectors.keySet());
    List<ConnectorHealth> added = new ArrayList<>();
    new TreeMap<>(probes)
        .forEach(
            (name, probe) -> {
              if (!connectors.containsKey(name)) {
                added.add(new ConnectorHealth(name, probe, loop.nanoTime()));
              }
            });
    whenKnown.add(known);
    added.forEach(connector -> connectors.put(name(connector), connector));
    added.forEach(connector -> awaited.add(name(connector)));
    for (int i = 0; i < added.size(); i++) {
      // The first checks are made at once; from then on they are spread over the interval.
      check(added.get(i), intervalNanos * (i + 1) / added.size());
    }
    tellWhenKnown();
  }

  /** Ends all checks; the states stay as they are. Called by the loop's thread. */
  public void stop() {
    stopped = true;
  }

  /**
   * Whether a connector's workload is taken for healthy. Safe for use by several threads.
   *
   * @param connector its name
   * @return whether its last checks say so, or it is not checked at all
   */
  public boolean isHealthy(String connector) {
    ConnectorHealth health = connectors.get(connector);
    return health == null || health.state().healthy();
  }

  /** {@return what is known of the connectors that are checked, by name} */
  public List<HealthState> states() {
    return connectors.values().stream()
        .map(ConnectorHealth::state)
        .sorted(Comparator.comparing(HealthState::connector))
        .toList();
  }

  /**
   * Notes that a client's connect to a workload went through. Safe for use by several threads.
   *
   * @param connector the connector's name
   * @param atNanos when, on the loop's clock
   */
  public void connected(String connector, long atNanos) {
    ConnectorHealth health = connectors.get(connector);
    if (health != null) {
      health.connected(atNanos);
    }
  }

  /**
   * Notes that a workload's port refused a client. Safe for use by several threads.
   *
   * @param connector the connector's name
   * @param atNanos when, on the loop's clock
   * @param reason what was seen
   */
  public void refused(String connector, long atNanos, String reason) {
    ConnectorHealth health = connectors.get(connector);
    if (health != null && health.state().healthy()) {
      loop.execute(
          () -> {
            if (isChecked(health) && health.refused(reason, atNanos, loop.nanoTime())) {
              changed(health);
            }
          });
    }
  }

  private void check(ConnectorHealth connector, long pauseNanos) {
    if (!isChecked(connector)) {
      return;
    }
    long beganNanos = loop.nanoTime();
    long restNanos = connector.restNanos(intervalNanos, beganNanos);
    if (restNanos > 0) {
      later(connector, restNanos);
      return;
    }
    connector.begin(beganNanos);
    connector
        .probe()
        .begin(
            loop,
            limitNanos,
            result -> {
              if (isChecked(connector)) {
                take(connector, result);
                later(connector, pauseNanos - (loop.nanoTime() - beganNanos));
              }
            });
  }

  private void later(ConnectorHealth connector, long pauseNanos) {
    loop.schedule(Math.max(0, pauseNanos), () -> check(connector, intervalNanos));
  }

  private boolean isChecked(ConnectorHealth connector) {
    return !stopped && connectors.get(name(connector)) == connector;
  }

  private void take(ConnectorHealth connector, Probe.Result result) {
    boolean first = !connector.isKnown();
    if (connector.take(result, loop.nanoTime())) {
      changed(connector);
    } else if (first) {
      LOG.info("connector {} is not advertised: {}", name(connector), result.reason());
    }
    awaited.remove(name(connector));
    tellWhenKnown();
  }

  private void changed(ConnectorHealth connector) {
    HealthState state = connector.state();
    LOG.info(
        "connector {} {}: {}",
        state.connector(),
        state.healthy() ? "is healthy" : "is withdrawn",
        state.reason());
    onChange.run();
  }

  private void tellWhenKnown() {
    if (awaited.isEmpty()) {
      List<Runnable> waiting = List.copyOf(whenKnown);
      whenKnown.clear();
      waiting.forEach(Runnable::run);
    }
  }

  private static String name(ConnectorHealth connector) {
    return connector.state().connector();
  }
}
