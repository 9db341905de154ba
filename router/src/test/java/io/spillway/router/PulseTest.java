package io.spillway.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.router.loop.StepLoop;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PulseTest {

  private final StepLoop loop = new StepLoop();

  @AfterEach
  void closeLoop() {
    loop.close();
  }

  @Test
  void loop_that_turns_has_no_problem_however_long_it_runs() {
    Pulse pulse = new Pulse("loop 0", loop.loop(), loop.loop()::nanoTime);
    pulse.start();
    for (int i = 0; i < 100; i++) {
      loop.advance(Duration.ofMillis(250));
      assertThat(pulse.problem()).isEmpty();
    }
  }

  @Test
  void loop_that_is_held_is_a_problem_after_the_limit_and_none_when_it_runs_on() {
    Pulse pulse = new Pulse("loop 0", loop.loop(), loop.loop()::nanoTime);
    pulse.start();
    loop.step();
    loop.gate(false);
    loop.advance(Duration.ofNanos(Pulse.LONGEST_PAUSE_NANOS));
    assertThat(pulse.problem()).isEmpty();

    loop.advance(Duration.ofSeconds(1));
    assertThat(pulse.problem()).contains("loop 0 has not turned for 4 s; at most 3 s are allowed");

    loop.gate(true);
    loop.step();
    assertThat(pulse.problem()).isEmpty();
  }
}
