package io.spillway.harness.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TimesTest {

  @Test
  void seconds_becomeNanoseconds() {
    assertThat(Times.nanos(2.5)).isEqualTo(2_500_000_000L);
  }

  @Test
  void dueFrom_holdsTheMomentItself() {
    Attempt due = attempt(Outcome.REFUSED, 10, OptionalLong.empty());

    assertThat(Times.dueFrom(List.of(due), 10)).containsExactly(due);
    assertThat(Times.dueFrom(List.of(due), 11)).isEmpty();
  }

  @Test
  void endedFrom_isAskedOfTheEnd_orWhereThatIsUnknownOfWhenItWasDue() {
    assertThat(Times.endedFrom(attempt(Outcome.RESET, 5, OptionalLong.of(10)), 10)).isTrue();
    assertThat(Times.endedFrom(attempt(Outcome.RESET, 5, OptionalLong.of(9)), 10)).isFalse();
    assertThat(Times.endedFrom(attempt(Outcome.RESET, 10, OptionalLong.empty()), 10)).isTrue();
    assertThat(Times.endedFrom(attempt(Outcome.RESET, 9, OptionalLong.empty()), 10)).isFalse();
  }

  @Test
  void failedBefore_isAskedOfTheEnd() {
    assertThat(failedBefore(attempt(Outcome.RESET, 5, OptionalLong.of(9)), 10)).isTrue();
    assertThat(failedBefore(attempt(Outcome.RESET, 5, OptionalLong.of(10)), 10)).isFalse();
  }

  @Test
  void failedBefore_withoutAnEnd_isAskedOfWhenItWasDue() {
    assertThat(failedBefore(attempt(Outcome.REFUSED, 9, OptionalLong.empty()), 10)).isTrue();
    assertThat(failedBefore(attempt(Outcome.REFUSED, 10, OptionalLong.empty()), 10)).isFalse();
  }

  @Test
  void failedBefore_timedOutWithoutAnEnd_mayHaveBeenOnItsWay() {
    assertThat(failedBefore(attempt(Outcome.TIMED_OUT, 5, OptionalLong.empty()), 10)).isFalse();
    assertThat(failedBefore(attempt(Outcome.TIMED_OUT, 5, OptionalLong.of(9)), 10)).isTrue();
  }

  @Test
  void failedBefore_indeterminate_hasNotFailed() {
    assertThat(failedBefore(attempt(Outcome.INDETERMINATE, 5, OptionalLong.of(6)), 10)).isFalse();
  }

  private static boolean failedBefore(Attempt attempt, long nanos) {
    return !Times.failedBefore(List.of(attempt), nanos).isEmpty();
  }

  private static Attempt attempt(Outcome outcome, long due, OptionalLong closed) {
    return new Attempt(
        0,
        "phase",
        "sequential",
        "edge",
        "listener",
        due,
        OptionalLong.empty(),
        OptionalLong.empty(),
        closed,
        Optional.empty(),
        outcome,
        "");
  }
}
