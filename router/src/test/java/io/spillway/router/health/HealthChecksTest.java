package io.spillway.router.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.spillway.router.health.Probe.Result;
import io.spillway.router.health.Probe.Verdict;
import io.spillway.router.loop.EventLoop;
import io.spillway.router.loop.StepLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthChecksTest {

  private static final Duration INTERVAL = Duration.ofMillis(250);
  private static final Duration LIMIT = Duration.ofMillis(350);

  private final StepLoop steps = new StepLoop();
  private final List<String> told = new ArrayList<>();
  private final HealthChecks health =
      new HealthChecks(
          steps.loop(), INTERVAL.toNanos(), Duration.ofSeconds(1).toNanos(), this::changed);
  private final Scripted probe = new Scripted();

  @AfterEach
  void close() {
    steps.close();
  }

  @Test
  void first_results_are_awaited_before_it_is_said_that_all_is_known() {
    Scripted other = new Scripted();
    health.replace(Map.of("a", probe, "b", other), () -> told.add("known"));
    assertThat(health.isHealthy("not-checked")).isTrue();

    probe.answer(Verdict.READY);
    assertThat(told).isEmpty();
    assertThat(health.states()).isEmpty();
    other.answer(Verdict.DOUBTFUL);

    assertThat(told).containsExactly("known");
    assertThat(health.states())
        .extracting(HealthState::connector, HealthState::healthy)
        .containsExactly(tuple("a", true), tuple("b", false));
  }

  @Test
  void site_without_checks_knows_all_at_once() {
    health.replace(Map.of(), () -> told.add("known"));

    assertThat(told).containsExactly("known");
  }

  @Test
  void next_check_begins_an_interval_after_the_last_one_began() {
    health.replace(Map.of("a", probe), () -> {});
    steps.advance(Duration.ofMillis(100));
    probe.answer(Verdict.READY);

    steps.advance(Duration.ofMillis(149));
    assertThat(probe.begun).isEqualTo(1);
    steps.advance(Duration.ofMillis(1));
    assertThat(probe.begun).isEqualTo(2);

    steps.advance(LIMIT); // longer than the interval: the next one begins at once
    probe.answer(Verdict.DOUBTFUL);
    steps.step();
    assertThat(probe.begun).isEqualTo(3);
  }

  @Test
  void workload_that_no_longer_answers_is_withdrawn_within_a_second() {
    health.replace(Map.of("a", probe), () -> {});
    probe.answer(Verdict.READY);

    // It falls silent right after the check: the interval, and two checks, pass.
    steps.advance(INTERVAL);
    steps.advance(LIMIT);
    probe.answer(Verdict.DOUBTFUL);
    assertThat(health.isHealthy("a")).isTrue();
    steps.step();
    steps.advance(LIMIT);
    probe.answer(Verdict.DOUBTFUL);

    assertThat(health.isHealthy("a")).isFalse();
    assertThat(health.states().get(0).sinceNanos())
        .isEqualTo(INTERVAL.plus(LIMIT).plus(LIMIT).toNanos())
        .isLessThan(Duration.ofSeconds(1).toNanos());
    assertThat(probe.limitNanos).isEqualTo(LIMIT.toNanos());
  }

  @Test
  void check_takes_no_longer_than_a_connect_may() {
    HealthChecks hasty =
        new HealthChecks(steps.loop(), INTERVAL.toNanos(), 1_000_000, this::changed);

    hasty.replace(Map.of("a", probe), () -> {});

    assertThat(probe.limitNanos).isEqualTo(1_000_000);
  }

  @Test
  void checks_of_several_workloads_are_spread_over_the_interval_after_the_first() {
    Scripted other = new Scripted();
    health.replace(Map.of("a", probe, "b", other), () -> {});
    probe.answer(Verdict.READY);
    other.answer(Verdict.READY);

    steps.advance(Duration.ofMillis(125));
    assertThat(List.of(probe.begun, other.begun)).containsExactly(2, 1);
    steps.advance(Duration.ofMillis(125));
    assertThat(List.of(probe.begun, other.begun)).containsExactly(2, 2);
  }

  @Test
  void client_that_is_connected_saves_a_check() {
    health.replace(Map.of("a", probe), () -> {});
    probe.answer(Verdict.READY);
    steps.advance(Duration.ofMillis(200));
    health.connected("a", steps.loop().nanoTime());

    steps.advance(Duration.ofMillis(249));
    assertThat(probe.begun).isEqualTo(1);
    steps.advance(Duration.ofMillis(1));
    assertThat(probe.begun).isEqualTo(2);
  }

  @Test
  void client_that_is_refused_withdraws_the_connector_at_once_and_one_check_brings_it_back() {
    health.replace(Map.of("a", probe), () -> {});
    probe.answer(Verdict.READY);
    steps.advance(Duration.ofMillis(1));
    told.clear();

    health.refused("a", steps.loop().nanoTime(), "refused");
    steps.step();
    assertThat(told).containsExactly("changed");
    assertThat(health.isHealthy("a")).isFalse();

    steps.advance(INTERVAL);
    probe.answer(Verdict.READY);
    assertThat(told).containsExactly("changed", "changed");
  }

  @Test
  void connectors_that_are_replaced_keep_their_state_if_they_are_checked_in_the_same_way() {
    Scripted old = new Scripted();
    health.replace(Map.of("a", probe, "b", old), () -> {});
    probe.answer(Verdict.READY);
    old.answer(Verdict.READY);
    Scripted changed = new Scripted();

    health.replace(Map.of("a", probe, "b", changed), () -> told.add("known"));
    changed.answer(Verdict.READY);

    assertThat(told).containsExactly("known");
    assertThat(List.of(health.isHealthy("a"), health.isHealthy("b"))).containsExactly(true, true);
    steps.advance(INTERVAL);
    assertThat(List.of(probe.begun, old.begun)).containsExactly(2, 1);
  }

  @Test
  void old_checks_count_until_the_first_results_of_the_new_ones_are_there() {
    Scripted removed = new Scripted();
    health.replace(Map.of("a", probe, "b", removed), () -> {});
    probe.answer(Verdict.READY);
    removed.answer(Verdict.DOWN);
    Scripted changed = new Scripted();

    health.replace(Map.of("a", changed), () -> told.add("known"));
    assertThat(List.of(health.isHealthy("a"), health.isHealthy("b"))).containsExactly(true, false);
    steps.advance(INTERVAL);
    probe.answer(Verdict.DOWN);
    assertThat(told).containsExactly("changed");
    assertThat(health.isHealthy("a")).isFalse();
    changed.answer(Verdict.READY);

    assertThat(told).containsExactly("changed", "known");
    assertThat(health.states())
        .extracting(HealthState::connector, HealthState::healthy)
        .containsExactly(tuple("a", true));
  }

  @Test
  void nothing_is_checked_any_more_after_the_end() {
    health.replace(Map.of("a", probe), () -> {});
    health.stop();
    probe.answer(Verdict.READY);
    steps.advance(INTERVAL);

    assertThat(probe.begun).isEqualTo(1);
    assertThat(told).isEmpty();
  }

  private void changed() {
    told.add("changed");
  }

  /** A probe that is answered by the test. */
  private static final class Scripted implements Probe {
    private Consumer<Result> waiting;
    private long limitNanos;
    private int begun;

    @Override
    public void begin(EventLoop loop, long limit, Consumer<Result> listener) {
      begun++;
      limitNanos = limit;
      waiting = listener;
    }

    @Override
    public boolean isProvenByConnect() {
      return true;
    }

    void answer(Verdict verdict) {
      waiting.accept(new Result(verdict, verdict.name()));
    }
  }
}
