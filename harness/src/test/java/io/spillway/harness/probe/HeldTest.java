package io.spillway.harness.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.Outcome;
import io.spillway.harness.probe.workload.Banner;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HeldTest extends ProberFixture {

  private static final Duration GAP = Duration.ofMillis(5);

  private static long openDescriptors() throws Exception {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.count();
    }
  }

  @Test
  void ramp_identifiesEachBeforeTheNextIsOpened_withTheGapBetween() {
    try (Held held = prober.hold(direct(), PHASE, 20, GAP)) {
      List<Attempt> attempts = held.attempts();

      assertThat(held.served())
          .extracting(Attempt.Served::connection)
          .containsExactlyElementsOf(LongStream.rangeClosed(1, 20).boxed().toList());
      for (int i = 1; i < attempts.size(); i++) {
        assertThat(attempts.get(i).dueNanos() - attempts.get(i - 1).identifiedNanos().orElseThrow())
            .as("gap before connection %d", i)
            .isGreaterThanOrEqualTo(GAP.toNanos());
      }
      assertThat(attempts).allMatch(attempt -> attempt.closedNanos().isEmpty());
      assertThat(recorded()).as("none has ended").isEmpty();
      assertThat(backend.open()).isEqualTo(20);
    }
  }

  @Test
  void release_isSeenByTheWorkload_andRecorded() {
    Held held = prober.hold(direct(), PHASE, 10, Duration.ZERO);
    assertThat(held.open()).isEqualTo(10);

    held.release();
    held.release();

    assertThat(held.open()).isZero();
    await("the workload sees the release").until(() -> backend.open() == 0);
    assertThat(recorded()).isEqualTo(held.attempts()).hasSize(10);
    assertThat(recorded())
        .allMatch(attempt -> attempt.outcome() == Outcome.SERVED && attempt.detail().isEmpty())
        .allMatch(attempt -> attempt.prober().equals("held") && attempt.closedNanos().isPresent());
  }

  @Test
  void reset_isSeenByTheOtherSide_andRecordedAsTheClientsOwn() throws Exception {
    try (LoopbackServer server =
        LoopbackServer.start(
            socket -> socket.getOutputStream().write(new Banner("w", "b", 1).encode()))) {
      Held held = prober.hold(target(server.address()), PHASE, 1, Duration.ZERO);

      held.reset();
      held.release();

      assertThat(held.open()).isZero();
      assertThatThrownBy(() -> server.sockets().get(0).getInputStream().read())
          .isInstanceOf(SocketException.class)
          .hasMessage("Connection reset");
      assertThat(recorded())
          .singleElement()
          .matches(attempt -> attempt.outcome() == Outcome.SERVED && attempt.detail().isEmpty());
    }
  }

  @Test
  void workloadThatHangsUp_endsWhatIsHeld_andServesOn() {
    try (Held held = prober.hold(direct(), PHASE, 3, Duration.ZERO)) {
      assertThat(held.awaitEnd(Duration.ofMillis(1))).as("nobody has ended anything").isFalse();
      assertThat(held.open()).isEqualTo(3);
    }
    Held held = prober.hold(direct(), PHASE, 3, Duration.ZERO);

    backend.hangUp();

    assertThat(backend.open()).isZero();
    assertThat(held.awaitEnd(Duration.ofSeconds(10))).isTrue();
    assertThat(held.attempts())
        .extracting(Attempt::detail)
        .containsOnly("closed by the other side while held");
    assertThat(prober.attempt(direct(), PHASE).outcome()).isEqualTo(Outcome.SERVED);
  }

  @Test
  void connectionsHeld_thatTheWorkloadCloses_areClosedAtOnceAndSaySo() {
    try (Held held = prober.hold(direct(), PHASE, 3, Duration.ZERO)) {
      backend.close();

      await("all closes are noticed").until(() -> held.open() == 0);
      assertThat(recorded())
          .hasSize(3)
          .allMatch(attempt -> attempt.outcome() == Outcome.SERVED)
          .extracting(Attempt::detail)
          .containsOnly("closed by the other side while held");
    }
  }

  @Test
  void connectionHeld_thatIsReset_saysSo() throws Exception {
    try (LoopbackServer server =
            LoopbackServer.start(
                socket -> socket.getOutputStream().write(new Banner("w", "b", 1).encode()));
        Held held = prober.hold(target(server.address()), PHASE, 1, Duration.ZERO)) {
      Socket socket = server.sockets().get(0);
      socket.setSoLinger(true, 0);
      socket.close();

      await("the reset is noticed").until(() -> held.open() == 0);
      assertThat(recorded().get(0).outcome()).isEqualTo(Outcome.SERVED);
      assertThat(recorded().get(0).detail()).startsWith("broken while held: Connection reset");
    }
  }

  @Test
  void connectionHeld_thatReceivesBytes_saysSo() throws Exception {
    try (LoopbackServer server =
        LoopbackServer.start(
            socket -> socket.getOutputStream().write(new Banner("w", "b", 1).encode()))) {
      Held held = prober.hold(target(server.address()), PHASE, 1, Duration.ZERO);
      Socket socket = server.sockets().get(0);
      socket.getOutputStream().write(new byte[7]);
      socket.close();
      await("the close is noticed").until(() -> held.open() == 0);

      assertThat(recorded().get(0).detail())
          .isEqualTo("closed by the other side while held; 7 bytes came that nobody asked for");
    }
  }

  @Test
  void rampAtADeadListener_endsEarly() {
    try (Held held = prober.hold(target(LoopbackServer.nobody()), PHASE, 1_000, Duration.ZERO)) {
      assertThat(held.attempts()).hasSize(Held.MAX_FAILURES_IN_A_ROW);
      assertThat(held.served()).isEmpty();
    }
  }

  @Test
  void rampWithSomeFailures_goesOn() {
    int[] asked = {0};
    InetSocketAddress nobody = LoopbackServer.nobody();
    Target everyTenth =
        new Target("north", "backend", () -> ++asked[0] % 10 == 0 ? backend.address() : nobody);

    try (Held held = prober.hold(everyTenth, PHASE, 50, Duration.ZERO)) {
      assertThat(held.attempts()).hasSize(50);
      assertThat(held.served()).hasSize(5);
    }
  }

  @Test
  void proberClosed_closesWhatIsHeld_asServed() {
    Held held = prober.hold(direct(), PHASE, 5, Duration.ZERO);

    prober.close();
    held.release();

    await("the workload sees the close").until(() -> backend.open() == 0);
    assertThat(recorded()).hasSize(5).allMatch(attempt -> attempt.outcome() == Outcome.SERVED);
  }

  @Test
  void interruptedRamp_closesWhatItHadOpened() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> prober.hold(direct(), PHASE, 1_000, GAP))
        .isInstanceOf(ProbeException.class)
        .hasMessageContaining("1000 held connections to backend of north was interrupted");
    assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
    await("what was opened is closed").until(() -> backend.open() == 0);
    assertThat(troubles()).containsExactly("interrupted");
  }

  @Test
  void twoThousandConnections_areHeldAtOnce_andLeaveNoDescriptor() throws Exception {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "descriptors can be counted");
    prober.attempt(direct(), PHASE);
    await("the first attempt is over").until(() -> backend.open() == 0);
    long before = openDescriptors();

    Held held = prober.hold(direct(), PHASE, 2_000, Duration.ZERO);
    assertThat(held.open()).isEqualTo(2_000);
    assertThat(backend.open()).isEqualTo(2_000);
    assertThat(openDescriptors()).isGreaterThanOrEqualTo(before + 4_000);
    held.release();

    await("descriptors are given back").until(() -> openDescriptors() <= before);
  }

  @Test
  void figures_thatMakeNoSense_areRefused() {
    assertThatThrownBy(() -> prober.hold(direct(), PHASE, 0, GAP))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("count must be at least 1, is 0");
    assertThatThrownBy(() -> prober.hold(direct(), PHASE, 1, Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("gap must not be negative, is PT-0.001S");
  }
}
