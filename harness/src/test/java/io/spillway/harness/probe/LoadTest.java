package io.spillway.harness.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.Outcome;
import io.spillway.harness.history.StreamEvent;
import io.spillway.harness.probe.workload.Banner;
import io.spillway.harness.probe.workload.Bulk;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadTest extends ProberFixture {

  private static final Duration INTERVAL = Duration.ofMillis(5);

  @Test
  void sequential_waitsForEachCloseToBeSeen() {
    List<Attempt> attempts =
        prober.sequential(direct(), PHASE, 50, Settled.open(List.of(backend), 0));

    assertThat(attempts).hasSize(50).allMatch(attempt -> attempt.outcome() == Outcome.SERVED);
    assertThat(recorded()).isEqualTo(attempts);
    for (int i = 1; i < attempts.size(); i++) {
      assertThat(attempts.get(i).dueNanos())
          .isGreaterThanOrEqualTo(attempts.get(i - 1).closedNanos().orElseThrow());
    }
    assertThat(backend.open()).isZero();
  }

  @Test
  void sequential_asksWhetherItIsSettledAfterEveryAttempt() {
    AtomicInteger asked = new AtomicInteger();

    prober.sequential(direct(), PHASE, 3, () -> asked.incrementAndGet() % 5 == 0);

    assertThat(asked).hasValue(15);
  }

  @Test
  void openLoop_isNotDelayedByAHang_andKeepsItsSchedule() {
    Load load;
    try (LoopbackServer hanging = LoopbackServer.start(socket -> {})) {
      int[] asked = {0};
      Target firstHangs =
          new Target(
              "north", "backend", () -> asked[0]++ == 0 ? hanging.address() : backend.address());
      load = prober.openLoop(firstHangs, PHASE, INTERVAL);
      await("others are served beside the one that hangs").until(() -> load.served() >= 40);
      assertThat(load.started()).isGreaterThan(load.ended());
    }
    load.stop();
    List<Attempt> attempts = recorded();
    assertThat(attempts.get(0).outcome().failed()).isTrue();
    assertThat(attempts).allMatch(attempt -> attempt.prober().equals("open-loop"));
    for (int i = 1; i < attempts.size(); i++) {
      assertThat(attempts.get(i).dueNanos() - attempts.get(i - 1).dueNanos())
          .as("attempt %d is due one interval after the one before", i)
          .isEqualTo(INTERVAL.toNanos());
    }
  }

  @Test
  void openLoop_afterAStall_catchesUpWithTheDueTimesKept() {
    CountDownLatch stall = new CountDownLatch(1);
    Load load = prober.openLoop(direct(), PHASE, INTERVAL);
    load.observe(attempt -> awaitQuietly(stall));
    long stalledNanos = recorder.nowNanos();
    await("more than 300 ms pass while the prober stands still")
        .until(() -> recorder.nowNanos() - stalledNanos > Duration.ofMillis(400).toNanos());
    stall.countDown();
    await("the missed attempts are made").until(() -> load.ended() >= 80);
    load.stop();

    List<Attempt> attempts = recorded();
    for (int i = 1; i < attempts.size(); i++) {
      assertThat(attempts.get(i).dueNanos() - attempts.get(i - 1).dueNanos())
          .isEqualTo(INTERVAL.toNanos());
    }
    assertThat(LatencySummary.of(attempts).orElseThrow().maxNanos())
        .as("the stall counts as latency of those that were due in it")
        .isGreaterThan(Duration.ofMillis(300).toNanos());
    assertThat(troubles()).containsExactly("starved");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void closedLoop_makesTheNextAttemptOfAClientWhenItsLastHasEnded() {
    try (Load load = prober.closedLoop(direct(), PHASE, ClosedLoop.of(1).withMaxAttempts(100))) {
      load.await();

      assertThat(load.prober()).isEqualTo("closed-loop-1");
      assertThat(load.started()).isEqualTo(100);
      assertThat(load.served()).isEqualTo(100);
      assertThat(load.failed()).isZero();
    }
    List<Attempt> attempts = recorded();
    assertThat(attempts).hasSize(100);
    for (int i = 1; i < attempts.size(); i++) {
      assertThat(attempts.get(i).dueNanos())
          .isGreaterThanOrEqualTo(attempts.get(i - 1).closedNanos().orElseThrow());
    }
  }

  @Test
  void closedLoop_stopped_endsAllOfItsAttempts() {
    Load load = prober.closedLoop(direct(), PHASE, 16);
    List<Attempt> observed = new CopyOnWriteArrayList<>();
    load.observe(observed::add);
    await("some are served").until(() -> load.served() >= 100);

    load.stop();
    load.stop();

    assertThat(load.ended()).isEqualTo(load.started()).isEqualTo(load.served());
    assertThat(recorded()).hasSize((int) load.started()).containsAll(observed.subList(0, 1));
    await("the workload sees the last close").until(() -> backend.open() == 0);
    assertThat(backend.accepted()).isEqualTo(load.started());
  }

  @Test
  void closedLoop_atAListenerThatRefuses_restsAfterEachFailure() {
    Duration pause = Duration.ofMillis(3);
    ClosedLoop loop = ClosedLoop.of(1).withMaxAttempts(20).withPauseAfterFailure(pause);
    try (Load load = prober.closedLoop(target(LoopbackServer.nobody()), PHASE, loop)) {
      load.await();
      assertThat(load.failed()).isEqualTo(20);
    }
    List<Attempt> attempts = recorded();
    for (int i = 1; i < attempts.size(); i++) {
      assertThat(attempts.get(i).dueNanos() - attempts.get(i - 1).closedNanos().orElseThrow())
          .isGreaterThanOrEqualTo(pause.toNanos());
    }
  }

  @Test
  void closedLoopUntil_endsWhenItIsEnough() {
    List<Attempt> judged = new ArrayList<>();

    List<Attempt> attempts =
        prober.closedLoopUntil(
            direct(),
            PHASE,
            4,
            1_000_000,
            attempt -> {
              judged.add(attempt);
              return judged.size() == 50;
            });

    assertThat(judged).hasSize(50);
    assertThat(attempts).hasSizeBetween(50, 53).startsWith(judged.toArray(Attempt[]::new));
    assertThat(recorded()).hasSameSizeAs(attempts);
  }

  @Test
  void closedLoopUntil_neverEnough_endsWithItsAttempts() {
    assertThat(prober.closedLoopUntil(direct(), PHASE, 7, 100, attempt -> false)).hasSize(100);
  }

  @Test
  void closedLoopUntil_asksAlsoWithAttemptsUnderWayWhenTheLastHadBegun() {
    List<Attempt> judged = new ArrayList<>();

    List<Attempt> attempts =
        prober.closedLoopUntil(
            direct(),
            PHASE,
            7,
            100,
            attempt -> {
              judged.add(attempt);
              return false;
            });

    assertThat(judged).isEqualTo(attempts);
  }

  @Test
  void observerThatThrows_stopsTheLoad_andStopSaysSo() {
    Load load = prober.closedLoop(direct(), PHASE, 2);
    load.observe(
        attempt -> {
          throw new IllegalStateException("cannot judge");
        });

    assertThatThrownBy(load::await)
        .isInstanceOf(ProbeException.class)
        .hasMessageContaining("cannot judge");
    assertThatThrownBy(load::stop)
        .isInstanceOf(ProbeException.class)
        .hasMessageContaining("an observer of closed-loop-2 load on backend of north threw");
  }

  @Test
  void loads_runSideBySide() {
    InetSocketAddress nobody = LoopbackServer.nobody();
    try (Load closed = prober.closedLoop(direct(), PHASE, 2);
        Load open = prober.openLoop(direct(), PHASE, INTERVAL);
        Load refused = prober.closedLoop(target(nobody), PHASE, 1)) {
      await("all make progress")
          .until(() -> closed.served() > 20 && open.served() > 20 && refused.failed() > 20);
    }
    assertThat(recorded())
        .extracting(Attempt::prober)
        .contains("closed-loop-2", "open-loop", "closed-loop-1");
  }

  @Test
  void proberClosed_leavesWhatIsUnderWayIndeterminate() {
    try (LoopbackServer hanging = LoopbackServer.start(socket -> {})) {
      Load load = prober.closedLoop(target(hanging.address()), PHASE, 3);
      await("all are open").until(() -> hanging.sockets().size() == 3);

      prober.close();
      load.close();

      assertThat(load.indeterminate()).isEqualTo(3);
      assertThat(recorded())
          .hasSize(3)
          .allMatch(attempt -> attempt.outcome() == Outcome.INDETERMINATE)
          .extracting(Attempt::detail)
          .containsOnly("the prober was closed");
    }
  }

  @Test
  void targetThatThrowsAnError_breaksTheProber_andCloseSaysSo() {
    Target broken =
        new Target(
            "north",
            "backend",
            () -> {
              throw new AssertionError("broken");
            });
    Load load = prober.closedLoop(broken, PHASE, 1);

    assertThatThrownBy(load::await)
        .isInstanceOf(ProbeException.class)
        .hasMessageContaining("the prober broke: java.lang.AssertionError: broken");
    assertThatThrownBy(prober::close)
        .isInstanceOf(ProbeException.class)
        .hasMessageContaining("broken");
    prober = Prober.start(recorder);
  }

  @Test
  void recorderClosedFirst_breaksTheProber_butLeavesNoConnection() {
    Load load = prober.closedLoop(direct(), PHASE, 8);
    await("some are served").until(() -> load.served() >= 10);

    recorder.close();

    assertThatThrownBy(load::await)
        .isInstanceOf(ProbeException.class)
        .hasMessageContaining("history.jsonl is closed");
    assertThatThrownBy(prober::close).isInstanceOf(ProbeException.class);
    await("all connections are closed").until(() -> backend.open() == 0);
    prober = Prober.start(recorder);
  }

  @Test
  void figures_thatMakeNoSense_areRefused() {
    assertThatThrownBy(() -> prober.closedLoop(direct(), PHASE, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("clients must be at least 1, is 0");
    assertThatThrownBy(() -> ClosedLoop.of(1).withMaxAttempts(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxAttempts must be at least 1, is 0");
    assertThatThrownBy(() -> ClosedLoop.of(1).withPauseAfterFailure(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("pauseAfterFailure must not be negative, is PT-0.001S");
    assertThatThrownBy(() -> prober.openLoop(direct(), PHASE, Duration.ofNanos(99_999)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("interval must be at least 100 µs, is PT0.000099999S");
    assertThatThrownBy(() -> prober.sequential(direct(), PHASE, 0, () -> true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("count must be at least 1, is 0");
  }

  @Test
  void messages_areWrittenBeforeAnythingIsHeard_andTheAttemptsSayWhich() {
    backend.change(WorkloadState.RECEIVING);
    Load load = prober.messages(direct(), PHASE, 4);
    await("many attempts").until(() -> load.ended() >= 100);
    load.stop();
    await("the workload has ended all").until(() -> backend.open() == 0);

    List<Attempt> attempts = recorded();
    assertThat(attempts).allMatch(attempt -> attempt.outcome() == Outcome.SERVED);
    assertThat(attempts).extracting(Attempt::message).doesNotHaveDuplicates();
    assertThat(backend.receipts())
        .extracting(receipt -> tuple(receipt.by(), receipt.message()))
        .containsExactlyInAnyOrderElementsOf(
            attempts.stream()
                .map(attempt -> tuple(attempt.servedBy().orElseThrow(), attempt.message()))
                .toList());
    assertThat(attempts).extracting(Attempt::prober).containsOnly("closed-loop-4");
  }

  @Test
  void longMessages_areWrittenWhole_andAnswered() {
    backend.change(WorkloadState.RECEIVING_SLOWLY);
    Load load = prober.longMessages(direct(), PHASE, 2);
    await("some attempts").until(() -> load.ended() >= 4);
    load.stop();
    await("the workload has ended all").until(() -> backend.open() == 0);

    List<Attempt> attempts = recorded();
    assertThat(attempts).allMatch(attempt -> attempt.outcome() == Outcome.SERVED);
    assertThat(backend.receipts())
        .allMatch(receipt -> receipt.bytes() > Bulk.LEAST_BYTES)
        .extracting(receipt -> tuple(receipt.by(), receipt.message()))
        .containsExactlyInAnyOrderElementsOf(
            attempts.stream()
                .map(attempt -> tuple(attempt.servedBy().orElseThrow(), attempt.message()))
                .toList());
  }

  @Test
  void longAnswers_areHeardOut_andTheStreamsSaySo() {
    backend.change(WorkloadState.GIVING);
    Load load = prober.longAnswers(direct(), PHASE, 2);
    await("some attempts").until(() -> load.ended() >= 4);
    load.stop();

    assertThat(recorded())
        .allMatch(attempt -> attempt.outcome() == Outcome.SERVED && attempt.detail().isEmpty());
    assertThat(recorder.history().streams())
        .allMatch(stream -> stream.ending() == StreamEvent.Ending.CLOSED && stream.complete())
        .allMatch(stream -> stream.sentBytes() >= Bulk.LEAST_BYTES)
        .extracting(StreamEvent::servedAtStart)
        .containsExactlyInAnyOrderElementsOf(
            recorded().stream().map(attempt -> attempt.servedBy().orElseThrow()).toList());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void longAnswer_thatIsCutShort_orReset_isRecordedSo(boolean inOrder) {
    Banner banner = new Banner("west", "backend", 1);
    try (LoopbackServer server =
        LoopbackServer.start(
            socket -> {
              socket.getOutputStream().write(banner.encode());
              socket.setSoLinger(!inOrder, 0);
              socket.close();
            })) {
      Load load = prober.longAnswers(target(server.address()), PHASE, 1);
      await("an attempt has ended").until(() -> load.ended() >= 1);
      load.stop();
    }

    StreamEvent first = recorder.history().streams().get(0);
    assertThat(first.ending())
        .isEqualTo(inOrder ? StreamEvent.Ending.CLOSED : StreamEvent.Ending.RESET);
    assertThat(first.missingBytes()).isEqualTo(Bulk.of(banner).bytes());
  }

  @Test
  void message_isFollowedByTheClientsEnd_alsoWhereNobodyAnswers() {
    List<String> heard = new CopyOnWriteArrayList<>();
    try (LoopbackServer server =
        LoopbackServer.start(
            socket -> {
              heard.add(
                  new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
              socket.close();
            })) {
      Load load = prober.messages(target(server.address()), PHASE, 1);
      await("an attempt has ended").until(() -> load.ended() >= 1);
      load.stop();
    }

    Attempt first = recorded().get(0);
    assertThat(first.outcome()).isEqualTo(Outcome.CLOSED_EMPTY);
    assertThat(heard.get(0))
        .isEqualTo("spillway/1 message " + first.message().orElseThrow() + "\n");
  }

  @Test
  void messages_whereThereIsNoConnection_areNotWritten() {
    Load load = prober.messages(target(LoopbackServer.nobody()), PHASE, 1);
    await("an attempt has ended").until(() -> load.ended() >= 1);
    load.stop();

    assertThat(recorded())
        .allMatch(attempt -> attempt.outcome() == Outcome.REFUSED)
        .allMatch(attempt -> attempt.message().isEmpty());
  }
}
