package io.spillway.suites.conformance;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.probe.ClosedLoop;
import io.spillway.harness.probe.Load;
import io.spillway.harness.probe.Target;
import io.spillway.harness.run.Stage;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Plays a change of the network under load, for the claim {@code moves}: from before the change
 * until traffic is where it must be, or the limit has passed.
 *
 * <p>Watched by an open loop, which a hang cannot slow down, and by closed loops of one client and
 * of many, which spill cannot hide a hang from. The moment of a change is drawn over a whole period
 * of the timers that routers act on. Used by one thread.
 */
final class Transition {

  private static final Duration CLOSED_LOOP_PACE = Duration.ofMillis(20);

  /** The open loop's interval and the many clients of a closed one, and less of both. */
  private static final Crowd USUAL = new Crowd(Duration.ofMillis(10), 16);

  private static final Crowd SMALL = new Crowd(Duration.ofMillis(100), 8);

  /** Load before the change: at least this long, and up to one more timer period, as drawn. */
  private static final Duration BEFORE = Duration.ofMillis(200);

  /** Timers that routers act on come about once in this time. */
  static final Duration TIMER_PERIOD = Duration.ofMillis(1_500);

  /** So many attempts in a row, from all probers, end the load. */
  private static final int STREAK = 100;

  /** So many attempts of the open loop may be under way when all is well, beside those on time. */
  private static final int FEW = 5;

  private final Stage stage;
  private final Target target;
  private final Duration limit;
  private final Crowd crowd;
  private final long underWayWhenWell;
  private final SplittableRandom moment;

  private record Crowd(Duration interval, int clients) {}

  private Transition(Stage stage, Target target, Duration limit, Crowd crowd, Duration takes) {
    this.stage = stage;
    this.target = target;
    this.limit = limit;
    this.crowd = crowd;
    this.underWayWhenWell = FEW + takes.dividedBy(crowd.interval());
    this.moment = stage.random("moment of the change");
  }

  /**
   * {@return one for any number of changes}
   *
   * @param stage where
   * @param target what clients connect to
   * @param limit how long traffic is watched after a change at the most
   */
  static Transition of(Stage stage, Target target, Duration limit) {
    return new Transition(stage, target, limit, USUAL, Duration.ZERO);
  }

  /**
   * {@return one whose load is so light that a machine which is slow does not make a queue of it:
   * for where time tells by which path a connection went}
   *
   * @param stage where
   * @param target what clients connect to
   * @param limit how long traffic is watched after a change at the most
   * @param takes how long an attempt may take though all is well
   */
  static Transition timed(Stage stage, Target target, Duration limit, Duration takes) {
    return new Transition(stage, target, limit, SMALL, takes);
  }

  /**
   * Plays one.
   *
   * @param phase its name, unique in the scenario
   * @param claim what is claimed of it
   * @param right what attempts are like once traffic is where it must be
   * @param change makes the change
   * @return what {@code change} returned
   */
  <T> T play(String phase, Claim claim, Predicate<Attempt> right, Supplier<T> change)
      throws InterruptedException {
    Row row = new Row(right);
    try (var changing = stage.phase(phase, claim.attributes());
        Load open = stage.prober().openLoop(target, phase, crowd.interval());
        Load one = stage.prober().closedLoop(target, phase, clients(1));
        Load many = stage.prober().closedLoop(target, phase, clients(crowd.clients()))) {
      List.of(open, one, many).forEach(load -> load.observe(row));
      stage.let(BEFORE.plusNanos(moment.nextLong(TIMER_PERIOD.toNanos())));
      T changed = change.get();
      row.restart();
      Limits.await(
          "%d attempts in a row as they must be in the phase %s".formatted(STREAK, phase),
          limit,
          () -> row.length() >= STREAK && open.underWay() <= underWayWhenWell);
      return changed;
    }
  }

  /** {@return whether a site serves an attempt} */
  static Predicate<Attempt> servedAt(String site) {
    return attempt -> attempt.servedBy().filter(by -> by.site().equals(site)).isPresent();
  }

  private static ClosedLoop clients(int number) {
    return ClosedLoop.of(number).withPause(CLOSED_LOOP_PACE);
  }

  /** Counts how many attempts in a row were as they must be. Safe for use by several threads. */
  private static final class Row implements Consumer<Attempt> {

    private final Predicate<Attempt> right;
    private int length;

    Row(Predicate<Attempt> right) {
      this.right = right;
    }

    @Override
    public synchronized void accept(Attempt attempt) {
      length = right.test(attempt) ? length + 1 : 0;
    }

    synchronized void restart() {
      length = 0;
    }

    synchronized int length() {
      return length;
    }
  }
}
