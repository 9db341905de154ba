package io.spillway.router.health;

import io.spillway.router.health.Probe.Result;
import io.spillway.router.health.Probe.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the checks of one connector add up to.
 *
 * <ul>
 *   <li>A port that refuses is certain: down at once, whether a probe or a client found out.
 *   <li>A check that is late or has a bad answer may be chance: down after {@value #DOUBTS} in a
 *       row. A client that got through since such a check began refutes it.
 *   <li>A check that this router could not make says nothing of the workload, and changes nothing.
 *   <li>One check that passes brings the connector back. Only a check, not a client: so a workload
 *       that accepts and refuses in turns changes at most once with each check, however many
 *       clients ask it.
 * </ul>
 *
 * <p>Slow to doubt and quick to trust: a wrong withdrawal sends everybody elsewhere, while a
 * connect that fails costs one client a retry that it does not see (rule F9).
 *
 * <p>Changed by the thread of the checks' loop; {@link #state} and {@link #connected} are for all.
 */
final class CheckedConnector {

  /** How many doubtful checks in a row withdraw a connector. */
  static final int DOUBTS = 2;

  private static final Logger LOG = LoggerFactory.getLogger(CheckedConnector.class);

  private final Probe probe;
  private volatile HealthState state;
  private volatile long connectedNanos;
  private long beganNanos;
  private long passedNanos;
  private int doubts;
  private boolean known;

  /**
   * Starts without knowledge: not healthy.
   *
   * @param nowNanos the time now
   */
  CheckedConnector(String connector, Probe probe, long nowNanos) {
    this.probe = probe;
    this.state = new HealthState(connector, false, nowNanos, "not checked yet");
    this.beganNanos = nowNanos;
    this.passedNanos = nowNanos;
    this.connectedNanos = nowNanos;
  }

  Probe probe() {
    return probe;
  }

  HealthState state() {
    return state;
  }

  /** {@return whether a check has ended} */
  boolean isKnown() {
    return known;
  }

  /** Notes that a client's connect went through. */
  void connected(long nowNanos) {
    connectedNanos = nowNanos;
  }

  /**
   * {@return how long a check can wait, because a client has proved since the last one what it
   * would find; 0 or less if it cannot}
   */
  long restNanos(long intervalNanos, long nowNanos) {
    return isProvenByClient() ? intervalNanos - (nowNanos - connectedNanos) : 0;
  }

  /** Notes that a check begins. */
  void begin(long nowNanos) {
    beganNanos = nowNanos;
  }

  /**
   * Takes the result of the check in.
   *
   * @return whether the connector's health has changed
   */
  boolean take(Result result, long nowNanos) {
    known = true;
    if (result.verdict() == Verdict.READY) {
      doubts = 0;
      passedNanos = beganNanos;
      return become(true, result.reason(), nowNanos);
    }
    if (result.verdict() == Verdict.UNASKED) {
      LOG.debug("connector {} was not checked: {}", state.connector(), result.reason());
      return false;
    }
    if (isProvenByClient()) {
      doubts = 0;
      return false;
    }
    doubts++;
    if (state.healthy() && result.verdict() == Verdict.DOUBTFUL && doubts < DOUBTS) {
      LOG.debug("connector {} is in doubt: {}", state.connector(), result.reason());
      return false;
    }
    return become(false, result.reason(), nowNanos);
  }

  /**
   * Takes in that a client's connect was refused, unless a check that began later has passed.
   *
   * @return whether the connector's health has changed
   */
  boolean refused(String reason, long atNanos, long nowNanos) {
    return passedNanos - atNanos <= 0 && become(false, reason, nowNanos);
  }

  private boolean isProvenByClient() {
    return state.healthy() && probe.isProvenByConnect() && connectedNanos - beganNanos > 0;
  }

  private boolean become(boolean healthy, String reason, long nowNanos) {
    HealthState before = state;
    boolean changed = healthy != before.healthy();
    state =
        new HealthState(
            before.connector(), healthy, changed ? nowNanos : before.sinceNanos(), reason);
    return changed;
  }
}
