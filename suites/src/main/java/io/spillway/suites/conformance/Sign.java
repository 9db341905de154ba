package io.spillway.suites.conformance;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.probe.Target;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What only the state after a change can show, but for a chance that nobody needs to fear.
 *
 * @param target what clients connect to who see it
 * @param shows whether an attempt shows it
 * @param times how many attempts must
 * @param inARow whether they must come without one between them that does not
 */
record Sign(Target target, Predicate<Attempt> shows, int times, boolean inARow) {

  /**
   * So many in a row: a destination with a quarter of the traffic is missed by all of them once in
   * 10^12.
   */
  private static final int ROW = 100;

  private static final int FEW = 5;

  /** {@return the sign that every attempt is like this} */
  static Sign all(Target target, Predicate<Attempt> shows) {
    return new Sign(target, shows, ROW, true);
  }

  /** {@return the sign that some attempts are like this} */
  static Sign some(Target target, Predicate<Attempt> shows) {
    return new Sign(target, shows, FEW, false);
  }

  /** {@return the sign that nobody is served} */
  static Sign nobody(Target target) {
    return all(target, attempt -> attempt.outcome().failed());
  }

  /** {@return whether an attempt is served at this site} */
  static Predicate<Attempt> at(String site) {
    return attempt -> attempt.servedBy().filter(by -> by.site().equals(site)).isPresent();
  }

  /** {@return whether an attempt is served by the workload of this name} */
  static Predicate<Attempt> by(String workload) {
    return attempt -> attempt.servedBy().filter(by -> by.workload().equals(workload)).isPresent();
  }

  /** Counts what shows a sign. Safe for use by several threads. */
  static final class Watch implements Consumer<Attempt> {

    private final Sign sign;
    private int seen;

    Watch(Sign sign) {
      this.sign = sign;
    }

    @Override
    public synchronized void accept(Attempt attempt) {
      if (sign.shows.test(attempt)) {
        seen++;
      } else if (sign.inARow) {
        seen = 0;
      }
    }

    synchronized void restart() {
      seen = 0;
    }

    synchronized boolean isSeen() {
      return seen >= sign.times;
    }
  }
}
