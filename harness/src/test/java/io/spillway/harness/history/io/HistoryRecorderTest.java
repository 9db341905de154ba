package io.spillway.harness.history.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.FaultEvent;
import io.spillway.harness.history.History;
import io.spillway.harness.history.History.WorkloadInfo;
import io.spillway.harness.history.Outcome;
import io.spillway.harness.history.Phase;
import io.spillway.harness.history.Receipt;
import io.spillway.harness.history.StreamEvent;
import io.spillway.harness.history.Trouble;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryRecorderTest {

  @TempDir Path folder;

  private final AtomicLong clock = new AtomicLong(1_000);

  private HistoryRecorder open(String name) {
    return HistoryRecorder.open(
        folder.resolve(name),
        "two sites",
        42,
        Map.of("router", "spillway 0.1.0"),
        List.of(new WorkloadInfo("west", "backend", "backend:8080")),
        clock::get);
  }

  private static Attempt attempt(int index, String phase, long dueNanos) {
    return new Attempt(
        index,
        phase,
        "sequential",
        "north",
        "backend",
        dueNanos,
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.of(dueNanos + 7),
        Optional.empty(),
        Outcome.REFUSED,
        "Connection refused");
  }

  @Test
  void file_hasTheDocumentedLines() throws Exception {
    HistoryRecorder recorder = open("golden/history.jsonl");
    PhaseScope phase = recorder.phase("ramp", Map.of("cheapest", "west"));
    clock.addAndGet(5);
    FaultScope fault = recorder.fault("ramp", "killed", "west", "router process killed");
    clock.addAndGet(5);
    fault.healed();
    recorder.attempt(
        new Attempt(
            recorder.nextIndex(),
            "ramp",
            "held",
            "north",
            "backend",
            1,
            OptionalLong.of(2),
            OptionalLong.of(3),
            OptionalLong.of(4),
            Optional.of(new Attempt.Served("west", "backend", 9)),
            Outcome.SERVED,
            "",
            OptionalInt.of(0)));
    recorder.attempt(attempt(recorder.nextIndex(), "ramp", 6));
    recorder.receipt(new Receipt(new Attempt.Served("west", "backend", 9), 21, OptionalInt.of(0)));
    recorder.trouble("starved", "attempt 1 started 300 ms late");
    phase.close();
    recorder.close();

    assertThat(Files.readString(folder.resolve("golden/history.jsonl")))
        .isEqualTo(
            """
            {"spillway":"history/3","scenario":"two sites","seed":42,"environment":{"router":"spillway 0.1.0"},"workloads":[{"site":"west","workload":"backend","routingKey":"backend:8080"}]}
            {"phase":{"name":"ramp","attributes":{"cheapest":"west"},"startNanos":0}}
            {"fault":{"id":0,"event":{"phase":"ramp","kind":"killed","target":"west","description":"router process killed","injectedNanos":5}}}
            {"fault":{"id":0,"event":{"phase":"ramp","kind":"killed","target":"west","description":"router process killed","injectedNanos":5,"healedNanos":10}}}
            {"attempt":{"index":0,"phase":"ramp","prober":"held","site":"north","listener":"backend","dueNanos":1,"openedNanos":2,"identifiedNanos":3,"closedNanos":4,"servedBy":{"site":"west","workload":"backend","connection":9},"outcome":"served","detail":"","message":0}}
            {"attempt":{"index":1,"phase":"ramp","prober":"sequential","site":"north","listener":"backend","dueNanos":6,"closedNanos":13,"outcome":"refused","detail":"Connection refused"}}
            {"receipt":{"by":{"site":"west","workload":"backend","connection":9},"bytes":21,"message":0}}
            {"trouble":{"atNanos":10,"kind":"starved","description":"attempt 1 started 300 ms late"}}
            {"phase":{"name":"ramp","attributes":{"cheapest":"west"},"startNanos":0,"endNanos":10}}
            {"end":{"atNanos":10}}
            """);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 20_260_101, -7})
  void whatIsRead_equalsWhatWasRecorded(long seed) {
    Random random = new Random(seed);
    HistoryRecorder recorder = open("random.jsonl");
    for (int p = 0; p < 5; p++) {
      try (PhaseScope phase = recorder.phase("phase " + p, Map.of("Schlüssel", "\"\n\t🐟"))) {
        phase.attribute("seed", Long.toString(seed));
        for (int i = 0; i < 50; i++) {
          clock.addAndGet(random.nextInt(1_000));
          recordAnything(recorder, random, phase.name());
        }
      }
    }
    recorder.close();

    History read = HistoryFile.read(folder.resolve("random.jsonl"));

    assertThat(read).as("seed %d", seed).isEqualTo(recorder.history());
    assertThat(read.attempts()).extracting(Attempt::index).isSorted().startsWith(0, 1, 2);
    assertThat(read.attempts()).extracting(Attempt::dueNanos).isSorted();
  }

  private static void recordAnything(HistoryRecorder recorder, Random random, String phase) {
    switch (random.nextInt(8)) {
      case 0 -> recorder.trouble("ports", "é " + random.nextInt());
      case 2 -> {
        long sent = random.nextInt(1_000_000);
        boolean bad = random.nextBoolean();
        recorder.stream(
            new StreamEvent(
                phase,
                "north",
                "backend",
                new Attempt.Served("west", "backend", 1 + random.nextInt(9)),
                new Attempt.Served("east", "backend", 1 + random.nextInt(9)),
                0,
                random.nextInt(100_000),
                sent,
                sent / 2,
                bad ? OptionalLong.of(sent / 2) : OptionalLong.empty(),
                random.nextInt(1_000),
                random.nextInt(1_000),
                bad ? StreamEvent.Ending.RESET : StreamEvent.Ending.RELEASED,
                bad ? "über" : ""));
      }
      case 3 ->
          recorder.receipt(
              new Receipt(
                  new Attempt.Served("west", "backend", random.nextLong()),
                  1 + random.nextInt(100),
                  random.nextBoolean() ? OptionalInt.of(random.nextInt()) : OptionalInt.empty()));
      case 1 -> {
        FaultScope fault = recorder.fault(phase, "cut", "west→east", "link cut");
        if (random.nextBoolean()) {
          fault.observed();
        }
        if (random.nextBoolean()) {
          fault.healed();
          fault.recovered();
        }
      }
      default -> {
        boolean served = random.nextBoolean();
        List<Outcome> others = List.copyOf(EnumSet.complementOf(EnumSet.of(Outcome.SERVED)));
        Outcome other = others.get(random.nextInt(others.size()));
        long due = random.nextInt(100_000);
        recorder.attempt(
            new Attempt(
                recorder.nextIndex(),
                phase,
                "open-loop",
                "north",
                "backend",
                due,
                random.nextBoolean() ? OptionalLong.of(due + 1) : OptionalLong.empty(),
                served ? OptionalLong.of(due + 2) : OptionalLong.empty(),
                random.nextBoolean() ? OptionalLong.of(due + 3) : OptionalLong.empty(),
                served
                    ? Optional.of(new Attempt.Served("west", "backend", random.nextLong()))
                    : Optional.empty(),
                served ? Outcome.SERVED : other,
                served ? "" : "words",
                random.nextBoolean() ? OptionalInt.of(random.nextInt()) : OptionalInt.empty()));
      }
    }
  }

  @Test
  void attempts_endInAnotherOrder_standAsTheyWereDue() {
    try (HistoryRecorder recorder = open("order.jsonl")) {
      recorder.phase("p", Map.of());
      recorder.attempt(attempt(2, "p", 30));
      recorder.attempt(attempt(7, "p", 20));
      recorder.attempt(attempt(1, "p", 20));

      assertThat(recorder.history().attempts())
          .extracting(Attempt::index, Attempt::dueNanos)
          .containsExactly(tuple(0, 20L), tuple(1, 20L), tuple(2, 30L));
    }
  }

  @Test
  void attempt_countedAnew_keepsItsMessage() {
    Attempt a = attempt(7, "p", 20);
    try (HistoryRecorder recorder = open("message.jsonl")) {
      recorder.phase("p", Map.of());
      recorder.attempt(
          new Attempt(
              a.index(),
              a.phase(),
              a.prober(),
              a.site(),
              a.listener(),
              a.dueNanos(),
              a.openedNanos(),
              a.identifiedNanos(),
              a.closedNanos(),
              a.servedBy(),
              a.outcome(),
              a.detail(),
              OptionalInt.of(7)));

      assertThat(recorder.history().attempts())
          .extracting(Attempt::index, Attempt::message)
          .containsExactly(tuple(0, OptionalInt.of(7)));
    }
  }

  @Test
  void fault_stageReachedTwice_keepsTheFirstTime() {
    try (HistoryRecorder recorder = open("stages.jsonl")) {
      recorder.phase("p", Map.of());
      FaultScope fault = recorder.fault("p", "frozen", "west", "stopped");
      clock.addAndGet(10);
      fault.observed();
      clock.addAndGet(10);
      fault.healed();
      clock.addAndGet(10);
      fault.observed();
      fault.healed();
      fault.recovered();

      assertThat(recorder.history().faults())
          .containsExactly(
              new FaultEvent(
                  "p",
                  "frozen",
                  "west",
                  "stopped",
                  0,
                  OptionalLong.of(10),
                  OptionalLong.of(20),
                  OptionalLong.of(30)));
    }
  }

  @Test
  void crash_losesOnlyWhatWasUnderWay() {
    HistoryRecorder recorder = open("crash.jsonl");
    recorder.phase("p", Map.of("a", "b"));
    recorder.fault("p", "killed", "west", "router process killed");
    recorder.attempt(attempt(0, "p", 5));
    // No close: from here on the harness is gone.

    History read = HistoryFile.read(folder.resolve("crash.jsonl"));

    assertThat(read.phases()).containsExactly(new Phase("p", Map.of("a", "b"), 0, 12));
    assertThat(read.faults()).hasSize(1);
    assertThat(read.attempts()).containsExactly(attempt(0, "p", 5));
    assertThat(read.troubles()).singleElement().satisfies(HistoryRecorderTest::saysStopped);
    recorder.close();
  }

  private static void saysStopped(Trouble trouble) {
    assertThat(trouble.kind()).isEqualTo("interrupted");
    assertThat(trouble.description()).contains("crash.jsonl stops after line 4");
  }

  @Test
  void phaseUnderWay_endsWithTheRecorder() {
    HistoryRecorder recorder = open("open-phase.jsonl");
    PhaseScope phase = recorder.phase("p", Map.of());
    clock.addAndGet(9);
    recorder.close();
    clock.addAndGet(9);
    phase.close();

    assertThat(recorder.history().phase("p").endNanos()).isEqualTo(9);
    assertThat(HistoryFile.read(folder.resolve("open-phase.jsonl"))).isEqualTo(recorder.history());
  }

  @Test
  void phase_sameNameTwice_isRefused() {
    try (HistoryRecorder recorder = open("twice.jsonl")) {
      recorder.phase("ramp", Map.of()).close();

      assertThatThrownBy(() -> recorder.phase("ramp", Map.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("named ramp already");
    }
  }

  @Test
  void phase_attributeAfterItsEnd_isRefused() {
    try (HistoryRecorder recorder = open("late.jsonl")) {
      PhaseScope phase = recorder.phase("ramp", Map.of());
      phase.close();

      assertThatThrownBy(() -> phase.attribute("k", "3"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("ramp has ended");
    }
  }

  @Test
  void attempt_ofNoPhase_isRefused() {
    try (HistoryRecorder recorder = open("none.jsonl")) {
      assertThatThrownBy(() -> recorder.attempt(attempt(0, "ramp", 0)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no phase named ramp has started");
    }
  }

  @Test
  void recorder_closed_refusesMore() {
    HistoryRecorder recorder = open("closed.jsonl");
    recorder.close();
    recorder.close();

    assertThatThrownBy(() -> recorder.trouble("ports", "none left"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed.jsonl is closed");
  }

  @Test
  void fileThatCannotBeCreated_isNamed() throws Exception {
    Files.writeString(folder.resolve("plain"), "a file");

    assertThatThrownBy(() -> open("plain/history.jsonl"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("plain/history.jsonl cannot be created");
  }

  @Test
  void fullDisk_isATrouble_andCloseThrows() {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "the system has a disk that is always full");
    HistoryRecorder recorder = HistoryRecorder.open(full, "s", 1, Map.of(), List.of(), clock::get);
    recorder.phase("p", Map.of());
    recorder.attempt(attempt(0, "p", 5));

    assertThat(recorder.history().attempts()).containsExactly(attempt(0, "p", 5));
    assertThat(recorder.history().troubles())
        .singleElement()
        .satisfies(
            trouble -> {
              assertThat(trouble.kind()).isEqualTo("disk");
              assertThat(trouble.description()).contains("/dev/full cannot be written");
            });
    assertThatThrownBy(recorder::close)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("history file /dev/full is not complete");
    recorder.close();
  }

  @Test
  void severalThreads_loseNothing() {
    HistoryRecorder recorder = open("threads.jsonl");
    recorder.phase("p", Map.of());

    IntStream.range(0, 8)
        .parallel()
        .forEach(
            thread -> {
              for (int i = 0; i < 250; i++) {
                recorder.attempt(attempt(recorder.nextIndex(), "p", i));
                recorder.fault("p", "cut", "link " + thread, "link cut").healed();
              }
            });
    recorder.close();

    History read = HistoryFile.read(folder.resolve("threads.jsonl"));
    assertThat(read.attempts()).hasSize(2_000);
    assertThat(read.faults()).hasSize(2_000).allMatch(fault -> fault.healedNanos().isPresent());
    assertThat(read).isEqualTo(recorder.history());
  }
}
