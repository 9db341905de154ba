package io.spillway.harness.run;

import io.spillway.harness.fault.Fault;
import io.spillway.harness.fault.Fault.Direction;
import io.spillway.harness.probe.workload.Knock;
import io.spillway.harness.probe.workload.Knock.Reception;
import io.spillway.harness.runtime.Doors;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Sees for itself what a fault does to a link: with connections that go where the link's router
 * connects to, through the link's proxy, to the router at the other end. Used by one thread.
 *
 * <table>
 *   <caption>What shows a fault, where the link answered just before</caption>
 *   <tr><th>fault</th><th>a new connection</th></tr>
 *   <tr><td>{@link Fault.Cut}</td><td>is refused, or closed at once</td></tr>
 *   <tr><td>{@link Fault.Reset}</td><td>ends when something is said</td></tr>
 *   <tr><td>{@link Fault.Blackhole}, {@link Fault.OneWay} upstream</td><td>stays open, and what is
 *       said on it is not answered</td></tr>
 *   <tr><td>{@link Fault.OneWay} downstream</td><td>the same, or it is closed without the
 *       answer</td></tr>
 *   <tr><td>{@link Fault.Latency}</td><td>is answered, and each time as late as that at
 *       least</td></tr>
 * </table>
 *
 * <p>A {@link Fault.Bandwidth} or a {@link Fault.Slicer} lets a short question and its answer
 * through as if there were none, and a delay is not told from another one that acts on the link
 * already. Nor can a router be asked whose driver knows no question; then only a cut is seen. What
 * this probe cannot tell the traffic itself must show.
 */
final class LinkProbe {

  /** A connection that stays open so long is not closed at once. */
  private static final Duration MOMENT = Duration.ofMillis(50);

  /**
   * An answer that is expected is awaited so long: milliseconds do where the machine is not busy.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** What is not answered by then is not answered, where the link answered much sooner before. */
  private static final Duration SILENCE = Duration.ofMillis(500);

  /** Silence lasts at least so many times as long as the answer before the fault took. */
  private static final int SILENCE_FACTOR = 4;

  /** One late answer may be a stall of this machine; so many in a row are believed. */
  private static final int LATE_ANSWERS = 3;

  private final Doors doors;
  private final String site;
  private final String link;
  private final Set<Watch> acting = new HashSet<>();

  /**
   * Creates one.
   *
   * @param doors leads to the link
   * @param site the site that declares it
   * @param link its name there
   */
  LinkProbe(Doors doors, String site, String link) {
    this.doors = doors;
    this.site = site;
    this.link = link;
  }

  /** {@return a watch over a fault that is about to be injected} */
  Watch watch(Fault.OnLink fault) {
    return new Watch(fault);
  }

  private Optional<Knock> ask(Duration patience) {
    return doors.askThroughLink(site, link, patience);
  }

  /**
   * Whether a new connection gets through: what was asked on it was answered, or, where there is
   * nothing to ask, another one stays open. Empty if this probe cannot open one.
   *
   * @param asked what became of the question; empty if there is nothing to ask
   */
  private Optional<Boolean> getsThrough(Optional<Knock> asked) {
    return asked
        .map(knock -> knock.reception() == Reception.ANSWERED)
        .or(
            () ->
                doors
                    .link(site, link, MOMENT)
                    .map(Knock::reception)
                    .map(r -> r == Reception.SILENT || r == Reception.ANSWERED));
  }

  /** What the probe sees of one fault. */
  final class Watch {

    private final Fault.OnLink fault;

    /** How the link answered just before the fault; empty if it did not. */
    private final Optional<Knock> answer;

    private final Optional<Boolean> through;

    private Watch(Fault.OnLink fault) {
      this.fault = fault;
      Optional<Knock> asked = ask(PATIENCE);
      this.answer = asked.filter(knock -> knock.reception() == Reception.ANSWERED);
      this.through = getsThrough(asked);
    }

    /** The fault acts from now on, as the link's proxy says. */
    void begun() {
      acting.add(this);
    }

    /** The fault acts no more, as the link's proxy says. */
    void ended() {
      acting.remove(this);
    }

    /** {@return whether this probe can see the fault at all} */
    boolean tellsBeginning() {
      if (fault instanceof Fault.Cut) {
        return through.isPresent();
      }
      if (fault instanceof Fault.Latency latency) {
        return answer.filter(knock -> knock.nanos() < leastNanos(latency)).isPresent();
      }
      return answer.isPresent()
          && !(fault instanceof Fault.Bandwidth)
          && !(fault instanceof Fault.Slicer);
    }

    /** {@return whether this probe can see that the fault is over} */
    boolean tellsEnd() {
      boolean otherDelay =
          acting.stream().anyMatch(other -> other != this && other.fault instanceof Fault.Latency);
      return tellsBeginning() && !(fault instanceof Fault.Latency && otherDelay);
    }

    /** {@return whether it is seen to act now} */
    boolean acts() {
      if (fault instanceof Fault.Cut) {
        return isCut();
      }
      if (fault instanceof Fault.Reset) {
        return isMet(Reception.RESET, Reception.CLOSED);
      }
      if (fault instanceof Fault.OneWay lost && lost.direction() == Direction.DOWNSTREAM) {
        return isMet(Reception.SILENT, Reception.CLOSED, Reception.RESET);
      }
      return fault instanceof Fault.Latency latency ? isLate(latency) : isMet(Reception.SILENT);
    }

    /** {@return whether it is seen to act no more} */
    boolean isOver() {
      if (fault instanceof Fault.Latency latency) {
        return isAnswered(latency, 0, leastNanos(latency));
      }
      return getsThrough(ask(PATIENCE)).orElse(false);
    }

    private boolean isMet(Reception... expected) {
      return ask(silence()).map(Knock::reception).filter(Set.of(expected)::contains).isPresent();
    }

    /** How long nothing must come for the link to be silent. */
    private Duration silence() {
      Duration longest = Duration.ofNanos(SILENCE_FACTOR * answer.map(Knock::nanos).orElse(0L));
      return longest.compareTo(SILENCE) > 0 ? longest : SILENCE;
    }

    /** A proxy whose other end is away closes too, so that says something only where it did not. */
    private boolean isCut() {
      Optional<Reception> now = doors.link(site, link, MOMENT).map(Knock::reception);
      boolean ends = now.filter(Set.of(Reception.CLOSED, Reception.RESET)::contains).isPresent();
      return now.filter(Reception.REFUSED::equals).isPresent() || (ends && through.orElse(false));
    }

    private boolean isLate(Fault.Latency latency) {
      for (int i = 0; i < LATE_ANSWERS; i++) {
        if (!isAnswered(latency, leastNanos(latency), Long.MAX_VALUE)) {
          return false;
        }
      }
      return true;
    }

    private boolean isAnswered(Fault.Latency latency, long leastNanos, long mostNanos) {
      return ask(latency.delay().plus(latency.jitter()).plus(PATIENCE))
          .filter(knock -> knock.reception() == Reception.ANSWERED)
          .filter(knock -> knock.nanos() >= leastNanos && knock.nanos() < mostNanos)
          .isPresent();
    }

    private static long leastNanos(Fault.Latency latency) {
      return latency.delay().minus(latency.jitter()).toNanos();
    }
  }
}
