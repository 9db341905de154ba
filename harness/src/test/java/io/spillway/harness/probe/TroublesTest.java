package io.spillway.harness.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.history.Trouble;
import io.spillway.harness.history.io.HistoryRecorder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TroublesTest {

  private final AtomicLong clock = new AtomicLong();
  private HistoryRecorder recorder;
  private Troubles troubles;

  @BeforeEach
  void record(@TempDir Path folder) {
    recorder =
        HistoryRecorder.open(folder.resolve("h.jsonl"), "s", 1, Map.of(), List.of(), clock::get);
    troubles = new Troubles(recorder);
  }

  @AfterEach
  void closeRecorder() {
    recorder.close();
  }

  private static long millis(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }

  @Test
  void trouble_thatGoesOn_isReportedTenTimesASecondAndCounted() {
    for (int i = 0; i < 1_000; i++) {
      troubles.report("ports", "none left");
      clock.addAndGet(millis(1));
    }
    List<Trouble> reported = recorder.history().troubles();

    assertThat(reported).hasSize(10);
    assertThat(reported.get(0)).isEqualTo(new Trouble(0, "ports", "none left"));
    assertThat(reported.get(1))
        .isEqualTo(
            new Trouble(millis(100), "ports", "none left (and 99 more like it just before)"));
  }

  @Test
  void kinds_doNotSilenceEachOther() {
    troubles.report("ports", "a");
    troubles.report("descriptors", "b");

    assertThat(recorder.history().troubles())
        .extracting(Trouble::kind)
        .containsExactly("ports", "descriptors");
  }

  @Test
  void startWithin250Millis_isNoTrouble_oneMillisecondMoreIs() {
    troubles.checkLate("attempt 3", millis(10), millis(260));
    assertThat(recorder.history().troubles()).isEmpty();

    troubles.checkLate("attempt 4", millis(10), millis(261));
    assertThat(recorder.history().troubles())
        .containsExactly(
            new Trouble(
                0,
                "starved",
                "attempt 4 came 251 ms late, more than 250 ms; give the harness more CPU or lower"
                    + " the load"));
  }
}
