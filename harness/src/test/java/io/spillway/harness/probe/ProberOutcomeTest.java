package io.spillway.harness.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.Outcome;
import io.spillway.harness.probe.workload.Banner;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProberOutcomeTest extends ProberFixture {

  private static final Duration SHORT_LIMIT = Duration.ofSeconds(1);

  private Attempt attemptAt(LoopbackServer.Behaviour behaviour) {
    try (LoopbackServer server = LoopbackServer.start(behaviour)) {
      return prober.attempt(target(server.address()), PHASE);
    }
  }

  private Attempt hastyAttemptAt(LoopbackServer.Behaviour behaviour) {
    try (LoopbackServer server = LoopbackServer.start(behaviour);
        Prober hasty = Prober.start(recorder, SHORT_LIMIT)) {
      return hasty.attempt(target(server.address()), PHASE);
    }
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void workload_serves() {
    Attempt attempt = prober.attempt(direct(), PHASE);

    assertThat(attempt.outcome()).isEqualTo(Outcome.SERVED);
    assertThat(attempt.servedBy()).contains(new Attempt.Served("west", "backend", 1));
    assertThat(attempt.detail()).isEmpty();
    assertThat(attempt.prober()).isEqualTo("sequential");
    assertThat(attempt.site()).isEqualTo("north");
    assertThat(attempt.listener()).isEqualTo("backend");
    assertThat(attempt.phase()).isEqualTo(PHASE);
    assertThat(attempt.dueNanos()).isPositive();
    assertThat(attempt.openedNanos().orElseThrow()).isGreaterThanOrEqualTo(attempt.dueNanos());
    assertThat(attempt.identifiedNanos().orElseThrow())
        .isGreaterThanOrEqualTo(attempt.openedNanos().orElseThrow());
    assertThat(attempt.closedNanos().orElseThrow())
        .isGreaterThanOrEqualTo(attempt.identifiedNanos().orElseThrow());
    assertThat(recorded()).containsExactly(attempt);
  }

  @Test
  void bannerThatComesByteByByte_serves() {
    Attempt attempt =
        attemptAt(
            socket -> {
              for (byte next : new Banner("east", "slow", 3).encode()) {
                socket.getOutputStream().write(next);
              }
            });

    assertThat(attempt.servedBy()).contains(new Attempt.Served("east", "slow", 3));
  }

  @Test
  void nobodyListening_isRefused() {
    Attempt attempt = prober.attempt(target(LoopbackServer.nobody()), PHASE);

    assertThat(attempt.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(attempt.detail()).isEqualTo("Connection refused");
    assertThat(attempt.openedNanos()).isEmpty();
    assertThat(attempt.identifiedNanos()).isEmpty();
    assertThat(attempt.closedNanos()).isPresent();
  }

  @Test
  void connectionReset_isReset() {
    Attempt attempt =
        attemptAt(
            socket -> {
              socket.setSoLinger(true, 0);
              socket.close();
            });

    assertThat(attempt.outcome()).isEqualTo(Outcome.RESET);
    assertThat(attempt.detail()).startsWith("Connection reset");
  }

  @Test
  void connectionClosedWithoutAByte_isClosedEmpty() {
    Attempt attempt = attemptAt(Socket::close);

    assertThat(attempt.outcome()).isEqualTo(Outcome.CLOSED_EMPTY);
    assertThat(attempt.detail()).isEmpty();
    assertThat(attempt.openedNanos()).isPresent();
  }

  @Test
  void bannerCutShort_isClosedEmpty_withWhatCame() {
    Attempt attempt =
        attemptAt(
            socket -> {
              write(socket, "spillway/1 we");
              socket.close();
            });

    assertThat(attempt.outcome()).isEqualTo(Outcome.CLOSED_EMPTY);
    assertThat(attempt.detail())
        .isEqualTo("closed after 13 bytes of an unfinished banner: \"spillway/1 we\"");
  }

  @Test
  void silence_timesOut() {
    Attempt attempt = hastyAttemptAt(socket -> {});

    assertThat(attempt.outcome()).isEqualTo(Outcome.TIMED_OUT);
    assertThat(attempt.detail()).isEqualTo("open but not identified after 1000 ms");
    assertThat(attempt.closedNanos().orElseThrow() - attempt.dueNanos())
        .isGreaterThanOrEqualTo(SHORT_LIMIT.toNanos());
  }

  @Test
  void garbage_timesOut_withWhatCame() {
    Attempt attempt = hastyAttemptAt(socket -> write(socket, "HTTP/1.0 503 No\r\n\r\n"));

    assertThat(attempt.outcome()).isEqualTo(Outcome.TIMED_OUT);
    assertThat(attempt.detail())
        .isEqualTo(
            "open but not identified after 1000 ms, with 19 bytes that are no banner: \"HTTP/1.0 503"
                + " No..\"");
  }

  @Test
  void garbageThatCloses_isClosedEmpty_withWhatCame() {
    Attempt attempt =
        attemptAt(
            socket -> {
              write(socket, "go away\n");
              socket.close();
            });

    assertThat(attempt.outcome()).isEqualTo(Outcome.CLOSED_EMPTY);
    assertThat(attempt.detail()).isEqualTo("closed after 8 bytes that are no banner: \"go away.\"");
  }

  @Test
  void addressThatNobodyKnows_isIndeterminate_andTheHarnessesTrouble() {
    Target unresolved = target(InetSocketAddress.createUnresolved("nowhere.invalid", 80));
    Target throwing =
        new Target(
            "north",
            "gone",
            () -> {
              throw new IllegalStateException("site north is not running");
            });

    assertThat(prober.attempt(unresolved, PHASE).outcome()).isEqualTo(Outcome.INDETERMINATE);
    assertThat(prober.attempt(throwing, PHASE).detail()).isEqualTo("site north is not running");
    assertThat(troubles()).containsExactly("address");
  }

  @Test
  void addressThatChanges_isAskedForEachAttempt() {
    InetSocketAddress[] now = {LoopbackServer.nobody()};
    Target moving = new Target("north", "backend", () -> now[0]);

    assertThat(prober.attempt(moving, PHASE).outcome()).isEqualTo(Outcome.REFUSED);
    now[0] = backend.address();
    assertThat(prober.attempt(moving, PHASE).outcome()).isEqualTo(Outcome.SERVED);
  }

  @Test
  void phaseThatHasNotStarted_isRefused() {
    assertThatThrownBy(() -> prober.attempt(direct(), "ramp"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no phase named ramp has started");
  }

  @Test
  void proberClosed_makesNoAttempt() {
    prober.close();

    assertThatThrownBy(() -> prober.attempt(direct(), PHASE))
        .isInstanceOf(ProbeException.class)
        .hasMessage("an attempt at backend of north ended: the prober is closed");
  }

  @Test
  void limitBelowAMillisecond_isRefused() {
    assertThatThrownBy(() -> Prober.start(recorder, Duration.ofNanos(999_999)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("limit must be at least 1 ms, is PT0.000999999S");
  }
}
