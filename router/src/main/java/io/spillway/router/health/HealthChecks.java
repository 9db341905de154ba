package io.spillway.router.health;

import io.spillway.router.loop.EventLoop;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
  private volatile Map<String, CheckedConnector> connectors = Map.of();

  /** What takes the place of {@link #connectors} when a check of each of them has ended. */
  private Map<String, CheckedConnector> next = Map.of();

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
   * way, keep their state. All others are as they were until it is known how each of the new ones
   * is: a connector whose check is another one has its old check and state, one that is not named
   * any more too, and a new one is not known. Called by the loop's thread.
   *
   * @param probes how each connector is checked; one that is not named is taken for healthy
   * @param known told once, when the first check of every one of them has ended, and they have just
   *     taken the place of the old ones: after a moment, or after the limit of a check
   */
  public void replace(Map<String, Probe> probes, Runnable known) {
    Map<String, CheckedConnector> wanted = new HashMap<>();
    List<CheckedConnector> added = new ArrayList<>();
    new TreeMap<>(probes)
        .forEach(
            (name, probe) ->
                wanted.put(
                    name,
                    checkedAlready(name, probe)
                        .orElseGet(
                            () -> {
                              added.add(new CheckedConnector(name, probe, loop.nanoTime()));
                              return added.get(added.size() - 1);
                            })));
    next = Map.copyOf(wanted);
    whenKnown.add(known);
    for (int i = 0; i < added.size(); i++) {
      // The first checks are made at once; from then on they are spread over the interval.
      check(added.get(i), intervalNanos / added.size() * (i + 1));
    }
    tellWhenKnown();
  }

  private Optional<CheckedConnector> checkedAlready(String connector, Probe probe) {
    return Stream.of(connectors, next)
        .flatMap(known -> Optional.ofNullable(known.get(connector)).stream())
        .filter(known -> known.probe().equals(probe))
        .findFirst();
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
    CheckedConnector health = connectors.get(connector);
    return health == null || health.state().healthy();
  }

  /**
   * What is known of a connector. Safe for use by several threads.
   *
   * @param connector its name
   * @return its state; empty if it is not checked
   */
  public Optional<HealthState> state(String connector) {
    return Optional.ofNullable(connectors.get(connector)).map(CheckedConnector::state);
  }

  /** {@return what is known of the connectors that are checked, by name} */
  public List<HealthState> states() {
    return connectors.values().stream()
        .map(CheckedConnector::state)
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
    CheckedConnector health = connectors.get(connector);
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
    CheckedConnector health = connectors.get(connector);
    if (health != null && health.state().healthy()) {
      loop.execute(
          () -> {
            if (isChecked(health) && health.refused(reason, atNanos, loop.nanoTime())) {
              changed(health);
            }
          });
    }
  }

  private void check(CheckedConnector connector, long pauseNanos) {
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

  private void later(CheckedConnector connector, long pauseNanos) {
    loop.schedule(Math.max(0, pauseNanos), () -> check(connector, intervalNanos));
  }

  private boolean isChecked(CheckedConnector connector) {
    return !stopped && (isInPlace(connector) || next.get(name(connector)) == connector);
  }

  private boolean isInPlace(CheckedConnector connector) {
    return connectors.get(name(connector)) == connector;
  }

  private void take(CheckedConnector connector, Probe.Result result) {
    boolean first = !connector.isKnown();
    if (connector.take(result, loop.nanoTime())) {
      changed(connector);
    } else if (first) {
      LOG.info("connector {} is not advertised: {}", name(connector), result.reason());
    }
    tellWhenKnown();
  }

  private void changed(CheckedConnector connector) {
    HealthState state = connector.state();
    LOG.info(
        "connector {} {}: {}",
        state.connector(),
        state.healthy() ? "is healthy" : "is withdrawn",
        state.reason());
    if (isInPlace(connector)) {
      onChange.run();
    }
  }

  private void tellWhenKnown() {
    if (!whenKnown.isEmpty() && next.values().stream().allMatch(CheckedConnector::isKnown)) {
      connectors = next;
      List<Runnable> waiting = List.copyOf(whenKnown);
      whenKnown.clear();
      waiting.forEach(Runnable::run);
    }
  }

  private static String name(CheckedConnector connector) {
    return connector.state().connector();
  }
}
