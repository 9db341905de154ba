package io.spillway.harness.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.spillway.harness.history.Trouble;
import io.spillway.harness.history.io.HistoryRecorder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchdogTest {

  private static final long MILLI = 1_000_000;

  private final AtomicLong clock = new AtomicLong();
  private final AtomicLong wall = new AtomicLong(1_700_000_000_000L);
  @TempDir Path folder;
  private HistoryRecorder recorder;

  @BeforeEach
  void open() {
    recorder =
        HistoryRecorder.open(folder.resolve("h.jsonl"), "s", 1, Map.of(), List.of(), clock::get);
  }

  @AfterEach
  void close() {
    recorder.close();
  }

  @Test
  void threadThatComesMuchTooLate_meansAStarvedMachine() {
    Watchdog watchdog = Watchdog.stepped(recorder, stock(0, 100), stock(0, 1), wall::get);
    clock.set(20 * MILLI + (Troubles.LATE_MILLIS + 1) * MILLI);

    watchdog.wakeUp(20 * MILLI);

    assertThat(recorder.history().troubles())
        .singleElement()
        .satisfies(
            trouble -> {
              assertThat(trouble.kind()).isEqualTo("starved");
              assertThat(trouble.description()).contains("251 ms late");
            });
  }

  @Test
  void threadThatComesALittleLate_isNoTrouble() {
    Watchdog watchdog = Watchdog.stepped(recorder, stock(0, 100), stock(0, 1), wall::get);
    clock.set(20 * MILLI + Troubles.LATE_MILLIS * MILLI);

    watchdog.wakeUp(20 * MILLI);

    assertThat(recorder.history().troubles()).isEmpty();
  }

  @Test
  void processThatHasNearlyAllItsFilesOpen_isInTrouble() {
    Watchdog.stepped(recorder, stock(91, 100), stock(0, 1), wall::get).countFiles();

    assertThat(recorder.history().troubles())
        .extracting(Trouble::kind, Trouble::description)
        .singleElement()
        .asString()
        .contains("descriptors", "91 files of at most 100");
  }

  @Test
  void processWithFilesToSpare_isNotInTrouble() {
    Watchdog.stepped(recorder, stock(90, 100), stock(0, 1), wall::get).countFiles();

    assertThat(recorder.history().troubles()).isEmpty();
  }

  @Test
  void systemWhoseTableOfConnectionsIsNearlyFull_isInTrouble() {
    Watchdog.stepped(recorder, stock(0, 100), stock(91, 100), wall::get).countTracked();

    assertThat(recorder.history().troubles())
        .extracting(Trouble::kind, Trouble::description)
        .singleElement()
        .asString()
        .contains("conntrack", "91 of at most 100 connections", "net.netfilter.nf_conntrack_max");
  }

  @Test
  void systemThatFollowsFewConnectionsOrNone_isNotInTrouble() {
    Watchdog.stepped(recorder, stock(0, 100), stock(90, 100), wall::get).countTracked();
    Watchdog.stepped(recorder, stock(0, 100), stock(0, Long.MAX_VALUE), wall::get).countTracked();

    assertThat(recorder.history().troubles()).isEmpty();
  }

  @Test
  void wallClockThatIsSet_isTroubleOnce() {
    Watchdog watchdog = Watchdog.stepped(recorder, stock(0, 100), stock(0, 1), wall::get);
    watchdog.compareClocks();
    pass(20, 20 - Watchdog.CLOCK_JUMP_MILLIS - 1);
    watchdog.compareClocks();
    pass(200, 200);
    watchdog.compareClocks();

    assertThat(recorder.history().troubles())
        .singleElement()
        .satisfies(
            trouble -> {
              assertThat(trouble.kind()).isEqualTo("clock");
              assertThat(trouble.description())
                  .startsWith(
                      "the wall clock went -101 ms apart from the monotonic one, more than");
            });
  }

  @Test
  void clocksThatGoTogether_areNoTrouble_howeverLongNobodyLooked() {
    Watchdog watchdog = Watchdog.stepped(recorder, stock(0, 100), stock(0, 1), wall::get);
    watchdog.compareClocks();
    pass(20, 20 + Watchdog.CLOCK_JUMP_MILLIS);
    watchdog.compareClocks();
    pass(3_600_000, 3_600_000);
    watchdog.compareClocks();

    assertThat(recorder.history().troubles()).isEmpty();
  }

  @Test
  void lookAtTheWallClock_thatWasHeldUp_isNotBelieved() {
    Watchdog watchdog =
        Watchdog.stepped(
            recorder, stock(0, 100), stock(0, 1), () -> wall.get() + clock.addAndGet(11 * MILLI));
    watchdog.compareClocks();
    wall.addAndGet(1_000);
    watchdog.compareClocks();

    assertThat(recorder.history().troubles()).isEmpty();
  }

  @Test
  void troubleOfOthers_isRecordedUntilItIsClosed() {
    Watchdog watchdog = Watchdog.start(recorder);
    watchdog.report("backlog", "300 ms late");
    watchdog.close();
    watchdog.report("backlog", "400 ms late");

    assertThat(recorder.history().troubles())
        .extracting(Trouble::kind, Trouble::description)
        .containsExactly(tuple("backlog", "300 ms late"));
  }

  private void pass(long monotonicMillis, long wallMillis) {
    clock.addAndGet(monotonicMillis * MILLI);
    wall.addAndGet(wallMillis);
  }

  private static Watchdog.Stock stock(long used, long limit) {
    return new Watchdog.Stock() {
      @Override
      public long used() {
        return used;
      }

      @Override
      public long limit() {
        return limit;
      }
    };
  }
}
