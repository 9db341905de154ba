package io.spillway.harness.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatencySummaryTest {

  private static Attempt served(long dueNanos, long latencyNanos) {
    return new Attempt(
        0,
        "p",
        "open-loop",
        "north",
        "backend",
        dueNanos,
        // Opened late: what counts is when it was due.
        OptionalLong.of(dueNanos + latencyNanos),
        OptionalLong.of(dueNanos + latencyNanos),
        OptionalLong.of(dueNanos + latencyNanos + 1),
        Optional.of(new Attempt.Served("west", "backend", 1)),
        Outcome.SERVED,
        "");
  }

  private static Attempt refused() {
    return new Attempt(
        0,
        "p",
        "open-loop",
        "north",
        "backend",
        5,
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.of(6),
        Optional.empty(),
        Outcome.REFUSED,
        "Connection refused");
  }

  private static List<Attempt> latencies(LongStream nanos) {
    return nanos.mapToObj(latency -> served(1_000_000, latency)).toList();
  }

  @Test
  void thousandAttempts_haveAllQuantiles() {
    // 1, 2, …, 1,000 ns: of these the 500th, the 990th, the 999th and the last.
    assertThat(LatencySummary.of(latencies(LongStream.rangeClosed(1, 1_000))))
        .contains(
            new LatencySummary(1_000, 500, OptionalLong.of(990), OptionalLong.of(999), 1_000));
  }

  @Test
  void fewAttempts_haveNoQuantileThatTheyCannotCarry() {
    assertThat(LatencySummary.of(latencies(LongStream.rangeClosed(1, 999))))
        .contains(new LatencySummary(999, 500, OptionalLong.of(990), OptionalLong.empty(), 999));
    assertThat(LatencySummary.of(latencies(LongStream.rangeClosed(1, 99))))
        .contains(new LatencySummary(99, 50, OptionalLong.empty(), OptionalLong.empty(), 99));
  }

  @Test
  void attemptsNotIdentified_doNotCount() {
    List<Attempt> attempts =
        IntStream.range(0, 10).mapToObj(i -> i < 9 ? refused() : served(5, 7)).toList();

    assertThat(LatencySummary.of(attempts))
        .contains(new LatencySummary(1, 7, OptionalLong.empty(), OptionalLong.empty(), 7));
  }

  @Test
  void noAttemptIdentified_givesNoEstimate() {
    assertThat(LatencySummary.of(List.of())).isEmpty();
    assertThat(LatencySummary.of(List.of(refused()))).isEmpty();
  }

  @Test
  void stall_countsForEveryAttemptThatWasDueInIt() {
    // One a millisecond is due; a stall of 100 ms delays a hundred of them, the first by most.
    List<Attempt> attempts =
        IntStream.range(0, 1_000)
            .mapToObj(i -> served(i * 1_000_000L, i < 100 ? (100 - i) * 1_000_000L : 1_000))
            .toList();

    LatencySummary summary = LatencySummary.of(attempts).orElseThrow();

    assertThat(summary.p50Nanos()).isEqualTo(1_000);
    assertThat(summary.p99Nanos().orElseThrow()).isBetween(90_000_000L, 90_090_000L);
    assertThat(summary.maxNanos()).isEqualTo(100_000_000);
  }

  @Test
  void longTimes_areExactToATenthOfAPercent_andNeverAboveTheLongest() {
    LatencySummary summary =
        LatencySummary.of(latencies(LongStream.of(4_999_999_999L, 5_000_000_001L))).orElseThrow();

    assertThat(summary.p50Nanos()).isBetween(4_999_999_999L, 5_000_000_001L);
    assertThat(summary.maxNanos()).isEqualTo(5_000_000_001L);
  }
}
