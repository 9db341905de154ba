package io.spillway.harness.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.probe.LoopbackServer;
import io.spillway.harness.probe.WorkloadState;
import io.spillway.harness.probe.workload.Knock.Reception;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a connection is received, by servers that do each of what there is to do. */
@Timeout(30)
class KnockTest {

  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final byte[] NOTHING = {};

  @Test
  void whoAnswers_isHeard_andTimed() {
    try (LoopbackServer echo =
        LoopbackServer.start(
            socket -> {
              byte[] said = socket.getInputStream().readNBytes(4);
              socket.getOutputStream().write(said);
            })) {
      byte[] words = "hé!".getBytes(StandardCharsets.UTF_8);

      Knock knock = knock(echo.address(), words, LONG);

      assertThat(knock.reception()).isEqualTo(Reception.ANSWERED);
      assertThat(knock.heard()).isEqualTo("h..!");
      assertThat(knock.nanos()).isPositive().isLessThan(LONG.toNanos());
    }
  }

  @Test
  void whoSaysNothing_isSilent_andWaitedForNoLongerThanPatienceLasts() {
    try (LoopbackServer silent = LoopbackServer.start(socket -> {})) {
      Knock knock = knock(silent.address(), NOTHING, SHORT);

      assertThat(knock.reception()).isEqualTo(Reception.SILENT);
      assertThat(knock.nanos()).isGreaterThanOrEqualTo(SHORT.toNanos());
      assertThat(knock.heard()).isEmpty();
    }
  }

  @Test
  void whoHangsUp_orResets_isToldApart() {
    try (LoopbackServer closing = LoopbackServer.start(socket -> socket.close());
        LoopbackServer resetting =
            LoopbackServer.start(
                socket -> {
                  socket.setSoLinger(true, 0);
                  socket.close();
                })) {
      assertThat(knock(closing.address(), NOTHING, LONG).reception()).isEqualTo(Reception.CLOSED);
      assertThat(knock(resetting.address(), NOTHING, LONG).reception()).isEqualTo(Reception.RESET);
    }
  }

  @Test
  void portWhereNobodyListens_refuses_andOneThatIsOutOfReachDoesNotAnswer() {
    try (WorkloadServer server = WorkloadServer.start()) {
      InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      Workload workload = server.open("west", "backend", anyPort);

      workload.change(WorkloadState.DEAD);
      assertThat(knock(workload.address(), NOTHING, LONG).reception()).isEqualTo(Reception.REFUSED);

      workload.change(WorkloadState.UNREACHABLE);
      assertThat(knock(workload.address(), NOTHING, SHORT).reception())
          .isEqualTo(Reception.UNANSWERED);
    }
  }

  @Test
  void hostThatNobodyKnows_isTheHarnessesTrouble() {
    assertThatThrownBy(() -> Knock.at("host.invalid", 80, NOTHING, SHORT))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("no connection can be opened to host.invalid:80: ");
  }

  private static Knock knock(InetSocketAddress at, byte[] words, Duration patience) {
    return Knock.at(at.getAddress().getHostAddress(), at.getPort(), words, patience);
  }
}
