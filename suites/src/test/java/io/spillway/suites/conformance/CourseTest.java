package io.spillway.suites.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.probe.ClosedLoop;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CourseTest {

  @ParameterizedTest
  @CsvSource({"1, 50", "4, 100", "4, 250", "4, 8", "4, 7", "4, 1", "1, 1"})
  void pacedAttempts_takeATimerPeriodAtLeast(int clients, int attempts) {
    ClosedLoop paced = Course.paced(clients, attempts);

    Duration pauses = paced.pause().multipliedBy(Math.max(1, attempts / clients - 1));
    assertThat(paced.clients()).isEqualTo(clients);
    assertThat(paced.pauseAfterFailure()).isEqualTo(paced.pause());
    assertThat(pauses).isCloseTo(Course.TIMER_PERIOD, Duration.ofMillis(1));
  }
}
