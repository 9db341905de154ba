package io.spillway.suites.conformance;

import io.spillway.harness.probe.ClosedLoop;
import io.spillway.harness.probe.Load;
import io.spillway.harness.probe.Prober;
import io.spillway.harness.probe.Target;
import io.spillway.harness.run.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A course of changes of the network under load, and of samples of what they have led to.
 *
 * <p>A change is watched by an open loop, which a hang cannot slow down, and by closed loops of one
 * client and of many, which spill cannot hide a hang from. Its moment is drawn over a whole period
 * of the timers that routers act on. The load ends when the signs of the new state have come, or
 * the limit has passed: then the history tells.
 *
 * <p>Traffic may still go wrong until the limit has passed, though the signs had come. A sample
 * that is wrong before that moment is taken again after it, in the same phase; that is how the
 * check {@code phase-claims} judges a phase that says what change it comes {@code after}.
 *
 * <p>What is sampled after a change lasts a timer period at least: a router that looks back now and
 * then at what it has left is seen doing so. Used by one thread.
 */
final class Course {

  /** Timers that routers act on come about once in this time. */
  static final Duration TIMER_PERIOD = Duration.ofMillis(1_500);

  private static final Duration CLOSED_LOOP_PACE = Duration.ofMillis(20);

  /** The load of a course, and less of everything. */
  private static final Crowd USUAL = new Crowd(Duration.ofMillis(10), 16, 200);

  private static final Crowd SMALL = new Crowd(Duration.ofMillis(100), 8, 20);

  /** Load before the change: at least this long, and up to one more timer period, as drawn. */
  private static final Duration BEFORE = Duration.ofMillis(200);

  /** So many clients, or fewer, make the attempts that are paced over a timer period. */
  private static final int PACED_CLIENTS = 4;

  /** So many attempts of an open loop may be under way when all is well, beside those on time. */
  private static final int FEW = 5;

  private final Stage stage;
  private final Duration limit;
  private final Crowd crowd;
  private final long underWayWhenWell;
  private final SplittableRandom moment;
  private final Set<String> lost = new HashSet<>();
  private Optional<String> lastChange = Optional.empty();
  private boolean hasChanged;
  private long calmNanos = System.nanoTime();

  /**
   * How many clients there are.
   *
   * @param interval the open loop's
   * @param clients the many of a closed loop
   * @param mostPaced so many attempts of a sample are paced at the most
   */
  private record Crowd(Duration interval, int clients, int mostPaced) {}

  private Course(Stage stage, Duration limit, Crowd crowd, Duration takes) {
    this.stage = stage;
    this.limit = limit;
    this.crowd = crowd;
    this.underWayWhenWell = FEW + takes.dividedBy(crowd.interval());
    this.moment = stage.random("moments of the changes");
  }

  /**
   * {@return a course}
   *
   * @param stage where
   * @param limit how long traffic is watched after a change at the most: longer than the rule's
   *     limits
   */
  static Course of(Stage stage, Duration limit) {
    return new Course(stage, limit, USUAL, Duration.ZERO);
  }

  /**
   * {@return one whose load is so light that a machine which is slow does not make a queue of it:
   * for where time tells by which path a connection went}
   *
   * @param stage where
   * @param limit how long traffic is watched after a change at the most: longer than the rule's
   *     limits
   * @param takes how long an attempt may take though all is well
   */
  static Course timed(Stage stage, Duration limit, Duration takes) {
    return new Course(stage, limit, SMALL, takes);
  }

  /** As {@link #change(String, Supplier, Sign...)}, with what is claimed of the phase. */
  <T> T change(String phase, Claim claim, Supplier<T> change, Sign... signs)
      throws InterruptedException {
    return change(phase, claim.attributes(), change, Duration.ZERO, signs);
  }

  /**
   * Makes a change for which nothing has to move, and watches for a timer period at least that
   * nothing does. What came before it is no excuse for what goes wrong in this phase, so the limit
   * of the last change is awaited first; and the change itself is none for what follows.
   *
   * @param phase its name, unique in the scenario
   * @param claim what holds before the change and after it
   * @param change makes the change
   * @param signs what shows that all is as it was
   * @return what {@code change} returned
   */
  <T> T changeInVain(String phase, Claim claim, Supplier<T> change, Sign... signs)
      throws InterruptedException {
    awaitCalm();
    T changed = change(phase, claim.attributes(), change, TIMER_PERIOD, signs);
    lastChange = Optional.empty();
    calmNanos = System.nanoTime();
    return changed;
  }

  /**
   * Makes a change, of which only its signs are awaited.
   *
   * @param phase its name, unique in the scenario
   * @param change makes the change
   * @param signs what shows that the network is in its new state
   * @return what {@code change} returned
   */
  <T> T change(String phase, Supplier<T> change, Sign... signs) throws InterruptedException {
    return change(phase, Map.of("role", "transition"), change, Duration.ZERO, signs);
  }

  private <T> T change(
      String phase,
      Map<String, String> attributes,
      Supplier<T> change,
      Duration atLeast,
      Sign... signs)
      throws InterruptedException {
    List<Watched> watched = new ArrayList<>();
    try (var changing = stage.phase(phase, attributes)) {
      try {
        for (Sign sign : signs) {
          watched.add(watch(phase, sign));
        }
        stage.let(BEFORE.plusNanos(moment.nextLong(TIMER_PERIOD.toNanos())));
        T changed = change.get();
        stage.let(atLeast);
        watched.forEach(each -> each.watch.restart());
        boolean seen =
            Limits.await(
                "the signs of the phase " + phase,
                limit,
                () -> watched.stream().allMatch(each -> each.isWell(underWayWhenWell)));
        changed(phase, seen);
        return changed;
      } finally {
        watched.forEach(Watched::close);
      }
    }
  }

  /**
   * Says that a change was made which the scenario watched by itself.
   *
   * @param phase in which it was
   * @param seen whether its signs have come, or the limit has passed
   */
  void changed(String phase, boolean seen) {
    hasChanged = true;
    lastChange = Optional.of(phase);
    calmNanos = System.nanoTime() + (seen ? limit.toNanos() : 0);
  }

  private Watched watch(String phase, Sign sign) {
    Prober prober = stage.prober();
    Sign.Watch watch = new Sign.Watch(sign);
    Load open = prober.openLoop(sign.target(), phase, crowd.interval());
    Load one = prober.closedLoop(sign.target(), phase, clients(1));
    Load many = prober.closedLoop(sign.target(), phase, clients(crowd.clients()));
    Stream.of(open, one, many).forEach(load -> load.observe(watch));
    return new Watched(watch, open, List.of(open, one, many));
  }

  private static ClosedLoop clients(int number) {
    return ClosedLoop.of(number).withPause(CLOSED_LOOP_PACE);
  }

  /**
   * Samples the state that the last change has led to, or that the network began with.
   *
   * @param phase its name, unique in the scenario
   * @param claim what is claimed of it
   * @param sample makes an empty sample
   * @param play makes the attempts, and shows them to the sample
   */
  void sample(String phase, Claim claim, Supplier<Sample> sample, Consumer<Sample> play)
      throws InterruptedException {
    Claim after = lastChange.map(claim::after).orElse(claim);
    try (var sampling = stage.phase(phase, after.attributes())) {
      boolean mayBeTooSoon = remainingNanos() > 0;
      Sample first = sample.get();
      play.accept(first);
      if (first.isWrong() && mayBeTooSoon && !lost.contains(after.rules())) {
        awaitCalm();
        Sample second = sample.get();
        play.accept(second);
        if (second.isWrong()) {
          lost.add(after.rules()); // it has failed, and nobody waits for more of it
        }
      }
    }
  }

  /**
   * Samples with clients in closed loops. After a change half of the attempts, or fewer where a
   * sample needs very many, are paced evenly over a timer period; the others come as fast as they
   * can.
   *
   * @param target what they connect to
   * @param clients how many
   * @param maxAttempts how many attempts at the most
   */
  void sample(
      String phase,
      Claim claim,
      Supplier<Sample> sample,
      Target target,
      int clients,
      int maxAttempts)
      throws InterruptedException {
    int paced = hasChanged ? Math.min((maxAttempts + 1) / 2, crowd.mostPaced()) : 0;
    ClosedLoop slow = paced(Math.min(clients, PACED_CLIENTS), paced);
    ClosedLoop fast = ClosedLoop.of(clients);
    sample(
        phase,
        claim,
        sample,
        each -> {
          boolean enough = paced > 0 && each.gather(stage.prober(), target, phase, slow, paced);
          if (!enough && maxAttempts > paced) {
            each.gather(stage.prober(), target, phase, fast, maxAttempts - paced);
          }
        });
  }

  /** {@return a loop of so many clients, whose attempts take a timer period if they are so many} */
  static ClosedLoop paced(int clients, int attempts) {
    int pauses = Math.max(1, attempts / clients - 1);
    return ClosedLoop.of(clients).withPause(TIMER_PERIOD.dividedBy(pauses));
  }

  /** Waits until the last change is no excuse any more. */
  private void awaitCalm() {
    stage.let(Duration.ofNanos(Math.max(0, remainingNanos())));
  }

  private long remainingNanos() {
    return calmNanos - System.nanoTime();
  }

  /** The load at one listener, and what is awaited of it. */
  private record Watched(Sign.Watch watch, Load open, List<Load> loads) {

    boolean isWell(long underWayWhenWell) {
      return watch.isSeen() && open.underWay() <= underWayWhenWell;
    }

    void close() {
      loads.forEach(Load::close);
    }
  }
}
