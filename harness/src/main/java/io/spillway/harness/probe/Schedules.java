package io.spillway.harness.probe;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.Outcome;
import java.time.Duration;

/** When the attempts of a load are due. Belongs to the engine's thread. */
final class Schedules {

  private Schedules() {}

  /** Each client's next attempt is due when its last one has ended. */
  static final class Closed {

    private final Engine engine;
    private final Load load;
    private final ClosedLoop loop;

    Closed(Engine engine, Load load, ClosedLoop loop) {
      this.engine = engine;
      this.load = load;
      this.loop = loop;
    }

    void start() {
      for (int client = 0; client < loop.clients(); client++) {
        next(engine.recorder().nowNanos());
      }
    }

    private void next(long dueNanos) {
      if (load.stopping()) {
        return;
      }
      if (load.started() < loop.maxAttempts()) {
        load.launch(dueNanos, this::ended);
      } else {
        load.finish();
      }
    }

    private void ended(Attempt attempt) {
      boolean served = attempt.outcome() == Outcome.SERVED;
      Duration pause = served ? loop.pause() : loop.pauseAfterFailure();
      long due = engine.recorder().nowNanos() + pause.toNanos();
      if (pause.isZero()) {
        next(due);
      } else {
        engine.at(due, () -> next(due));
      }
    }
  }

  /**
   * Attempts are due at fixed times, whatever became of those before. After a stall the missed ones
   * start at once, and count from when they were due.
   */
  static final class Open {

    private final Engine engine;
    private final Load load;
    private final long intervalNanos;
    private long nextNanos;

    Open(Engine engine, Load load, long intervalNanos) {
      this.engine = engine;
      this.load = load;
      this.intervalNanos = intervalNanos;
    }

    void start() {
      nextNanos = engine.recorder().nowNanos();
      launchDue();
    }

    private void launchDue() {
      long now = engine.recorder().nowNanos();
      while (nextNanos <= now && !load.stopping()) {
        load.launch(nextNanos, attempt -> {});
        nextNanos += intervalNanos;
      }
      if (!load.stopping()) {
        engine.at(nextNanos, this::launchDue);
      }
    }
  }
}
