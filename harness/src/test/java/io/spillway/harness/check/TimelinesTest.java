package io.spillway.harness.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.FaultEvent;
import io.spillway.harness.history.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TimelinesTest {

  private static final long SECOND = 1_000_000_000L;

  /** From second 10 to second 22: each of the 120 slices is a tenth of a second long. */
  private static final long START = 10 * SECOND;

  private static final long END = 22 * SECOND;

  @Test
  void attempts_fallIntoTheSliceInWhichTheyWereDue() {
    assertThat(sliceOf(START)).isZero();
    assertThat(sliceOf(START + SECOND / 10 - 1)).isZero();
    assertThat(sliceOf(START + SECOND / 10)).isEqualTo(1);
    assertThat(sliceOf(START + 6 * SECOND)).isEqualTo(60);
    assertThat(sliceOf(END - 1)).isEqualTo(119);
  }

  @Test
  void attemptsDueOutside_areDrawnAtTheNearerEnd() {
    assertThat(sliceOf(START - SECOND)).isZero();
    assertThat(sliceOf(END)).isEqualTo(119);
    assertThat(sliceOf(END + SECOND)).isEqualTo(119);
  }

  @Test
  void bands_areSecondsSinceTheStart_andCutToTheTimeline() {
    Timelines timelines = new Timelines(START, END, List.of());
    timelines.band("phase", START + SECOND, START + 3 * SECOND, false);
    timelines.band("longer", START - SECOND, END + SECOND, false);

    assertThat(drawn(timelines).bands())
        .containsExactly(
            new Drawing.Band("phase", 1, 3, false), new Drawing.Band("longer", 0, 12, false));
    assertThat(drawn(timelines).lengthSeconds()).isEqualTo(12);
  }

  @Test
  void faultThatIsNotHealed_lastsToTheEnd() {
    Timelines timelines = new Timelines(START, END, List.of());
    timelines.band(fault(OptionalLong.of(START + 5 * SECOND)));
    timelines.band(fault(OptionalLong.empty()));

    assertThat(drawn(timelines).bands())
        .containsExactly(
            new Drawing.Band("west frozen", 2, 5, true),
            new Drawing.Band("west frozen", 2, 12, true));
  }

  private static int sliceOf(long dueNanos) {
    Timelines timelines = new Timelines(START, END, List.of(dueAt(dueNanos)));
    timelines.lane("all", true, attempt -> true);
    Drawing.Lane lane = drawn(timelines).lanes().get(0);
    assertThat(lane.counts().stream().mapToInt(Integer::intValue).sum()).isEqualTo(1);
    return lane.counts().indexOf(1);
  }

  private static Drawing.Timeline drawn(Timelines timelines) {
    return timelines.drawing("title", OptionalDouble.empty());
  }

  private static FaultEvent fault(OptionalLong healed) {
    return new FaultEvent(
        "load",
        "frozen",
        "west",
        "west stopped",
        START + 2 * SECOND,
        OptionalLong.empty(),
        healed,
        OptionalLong.empty());
  }

  private static Attempt dueAt(long nanos) {
    return new Attempt(
        0,
        "phase",
        "sequential",
        "edge",
        "listener",
        nanos,
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        Outcome.REFUSED,
        "");
  }
}
