package io.spillway.suites.conformance;

import io.spillway.harness.fault.Fault;
import io.spillway.harness.history.Attempt;
import io.spillway.harness.probe.ClosedLoop;
import io.spillway.harness.probe.Load;
import io.spillway.harness.probe.Target;
import io.spillway.harness.run.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A play on backends of which some are ready and some are not. After each change, clients use the
 * listeners until each one shows what only the new state can show, or the limit has passed: then
 * the history tells. A backend is a workload of the name of its routing key. Used by one thread.
 */
final class ReadinessCourse {

  private static final String CLIENTS_SITE = TrafficSplits.CLIENTS;

  /** Clients that watch a listener while something changes, and their pause between attempts. */
  private static final ClosedLoop WATCHING = ClosedLoop.of(8).withPause(Duration.ofMillis(5));

  private final Stage stage;
  private final Map<String, String> siteOfBackend;
  private final Duration failoverLimit;
  private final Duration recoveryLimit;
  private final Map<String, Stage.WorkloadFault> withdrawn = new HashMap<>();
  private int step;

  /**
   * Begins, with all backends ready.
   *
   * @param siteOfBackend the site of each backend
   */
  ReadinessCourse(
      Stage stage,
      Map<String, String> siteOfBackend,
      Duration failoverLimit,
      Duration recoveryLimit) {
    this.stage = stage;
    this.siteOfBackend = Map.copyOf(siteOfBackend);
    this.failoverLimit = failoverLimit;
    this.recoveryLimit = recoveryLimit;
  }

  /** Makes backends say that they are not ready, and waits for these signs of it. */
  void withdraw(List<String> backends, Sign... signs) throws InterruptedException {
    change(
        phase -> {
          for (String backend : backends) {
            String site = siteOfBackend.get(backend);
            withdrawn.put(backend, stage.inject(phase, site, backend, new Fault.Withdraw()));
          }
        },
        failoverLimit,
        signs);
  }

  /** Makes backends say that they are ready again, and waits for these signs of it. */
  void restore(List<String> backends, Sign... signs) throws InterruptedException {
    change(
        phase -> backends.forEach(backend -> withdrawn.remove(backend).heal()),
        recoveryLimit,
        signs);
  }

  private void change(Consumer<String> what, Duration limit, Sign... signs)
      throws InterruptedException {
    step++;
    String phase = "change " + step;
    List<Watch> watches = new ArrayList<>();
    List<Load> loads = new ArrayList<>();
    try (var changing = stage.phase(phase, Map.of("role", "transition"))) {
      try {
        for (Sign sign : signs) {
          Watch watch = new Watch(sign);
          Target target = stage.target(CLIENTS_SITE, sign.listener());
          Load load = stage.prober().closedLoop(target, phase, WATCHING);
          loads.add(load);
          load.observe(watch);
          watches.add(watch);
        }
        what.accept(phase);
        watches.forEach(Watch::restart);
        Limits.await(
            "signs of " + phase, limit, () -> watches.stream().allMatch(Watch::isComplete));
      } finally {
        loads.forEach(Load::close);
      }
    }
    stage.settle();
  }

  /**
   * What only the new state can show, but for a chance that nobody needs to fear.
   *
   * @param listener where it shows
   * @param shows whether an attempt shows it
   * @param times how many attempts must
   * @param inARow whether they must come without one between them that does not
   */
  record Sign(String listener, Predicate<Attempt> shows, int times, boolean inARow) {

    /**
     * So many in a row: a backend with a quarter of the traffic is missed by all of them once in
     * 10^12.
     */
    private static final int STREAK = 100;

    private static final int FEW = 5;

    /** {@return the sign that this backend serves nobody any more} */
    static Sign without(String listener, String backend) {
      return new Sign(listener, attempt -> !serves(backend, attempt), STREAK, true);
    }

    /** {@return the sign that this backend serves everybody} */
    static Sign only(String listener, String backend) {
      return new Sign(listener, attempt -> serves(backend, attempt), STREAK, true);
    }

    /** {@return the sign that this backend serves again} */
    static Sign with(String listener, String backend) {
      return new Sign(listener, attempt -> serves(backend, attempt), FEW, false);
    }

    /** {@return the sign that nobody is served} */
    static Sign nobody(String listener) {
      return new Sign(listener, attempt -> attempt.outcome().failed(), STREAK, true);
    }

    private static boolean serves(String backend, Attempt attempt) {
      return attempt.servedBy().filter(by -> by.workload().equals(backend)).isPresent();
    }
  }

  /** Counts what shows a sign. Safe for use by several threads. */
  private static final class Watch implements Consumer<Attempt> {

    private final Sign sign;
    private int seen;

    Watch(Sign sign) {
      this.sign = sign;
    }

    @Override
    public synchronized void accept(Attempt attempt) {
      if (sign.shows().test(attempt)) {
        seen++;
      } else if (sign.inARow()) {
        seen = 0;
      }
    }

    synchronized void restart() {
      seen = 0;
    }

    synchronized boolean isComplete() {
      return seen >= sign.times();
    }
  }
}
