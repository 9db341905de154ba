package io.spillway.harness.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.Outcome;
import io.spillway.harness.probe.workload.Banner;
import io.spillway.harness.probe.workload.Question;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeldRequestsTest extends ProberFixture {

  private static final String REQUESTS = "requests";

  /** Short, because one test waits for it. */
  @Override
  Duration limit() {
    return Duration.ofMillis(700);
  }

  private List<Attempt> requests() {
    return recorder.history().attempts(REQUESTS);
  }

  private Held hold(Target target, int count) {
    recorder.phase(REQUESTS, Map.of());
    return prober.hold(target, PHASE, count, Duration.ZERO);
  }

  @Test
  void requests_areAnsweredOnTheirConnectionOneAfterAnother() {
    try (Held held = hold(direct(), 30)) {
      held.ask(REQUESTS, 5);

      for (int n = 1; n <= 30; n++) {
        String prober = "request-" + n;
        List<Attempt> asked =
            requests().stream().filter(attempt -> attempt.prober().equals(prober)).toList();
        assertThat(asked)
            .hasSize(5)
            .extracting(Attempt::servedBy)
            .containsOnly(held.attempts().get(n - 1).servedBy());
        IntStream.range(1, 5)
            .forEach(
                i ->
                    assertThat(asked.get(i).dueNanos())
                        .isGreaterThanOrEqualTo(asked.get(i - 1).identifiedNanos().orElseThrow()));
      }
      assertThat(requests()).hasSize(150).allMatch(attempt -> attempt.closedNanos().isPresent());
      assertThat(held.open()).isEqualTo(30);
      assertThat(backend.open()).isEqualTo(30);
    }
    assertThat(recorded())
        .extracting(Attempt::detail)
        .as("answers are no bytes that nobody asked for")
        .containsOnly("");
  }

  @Test
  void connection_canBeAskedAgain() {
    try (Held held = hold(direct(), 2)) {
      held.ask(REQUESTS, 3);
      held.ask(REQUESTS, 3);
    }

    assertThat(requests()).hasSize(12).allMatch(attempt -> attempt.outcome() == Outcome.SERVED);
  }

  @Test
  void answerOfAnotherWorkload_isItsAnswer_whateverGreetingComesFirst() throws Exception {
    try (LoopbackServer server = LoopbackServer.start(HeldRequestsTest::answerAsAnother);
        Held held = hold(target(server.address()), 1)) {
      held.ask(REQUESTS, 1);

      assertThat(requests().get(0).servedBy()).contains(new Attempt.Served("east", "other", 9));
    }
  }

  private static void answerAsAnother(Socket socket) throws java.io.IOException {
    Banner other = new Banner("east", "other", 9);
    socket.getOutputStream().write(new Banner("west", "first", 1).encode());
    InputStream in = socket.getInputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      // The question; what it says is known.
    }
    socket.getOutputStream().write(other.encode());
    socket.getOutputStream().write(new Question(1).encode());
    socket.getOutputStream().write(other.encode());
  }

  @Test
  void connectionThatEnds_leavesItsRequestWithoutAnswer() {
    try (LoopbackServer server =
            LoopbackServer.start(
                socket -> {
                  socket.getOutputStream().write(new Banner("w", "b", 1).encode());
                  socket.getInputStream().read(new byte[new Question(1).encode().length]);
                  socket.close();
                });
        Held held = hold(target(server.address()), 1)) {
      held.ask(REQUESTS, 10);

      assertThat(requests()).extracting(Attempt::outcome).containsExactly(Outcome.CLOSED_EMPTY);
      assertThat(held.open()).isZero();
    }
  }

  @Test
  void proberThatIsClosed_leavesRequestsOfWhichNobodyCanKnow() {
    try (LoopbackServer server =
        LoopbackServer.start(
            socket -> {
              socket.getOutputStream().write(new Banner("w", "b", 1).encode());
              socket.getInputStream().read();
              prober.close();
            })) {
      Held held = hold(target(server.address()), 1);

      held.ask(REQUESTS, 10);

      assertThat(requests()).extracting(Attempt::outcome).containsExactly(Outcome.INDETERMINATE);
    }
  }

  @Test
  void answerThatDoesNotCome_isATimeOut() {
    try (LoopbackServer server =
            LoopbackServer.start(
                socket -> socket.getOutputStream().write(new Banner("w", "b", 1).encode()));
        Held held = hold(target(server.address()), 1)) {
      held.ask(REQUESTS, 10);

      assertThat(requests()).extracting(Attempt::outcome).containsExactly(Outcome.TIMED_OUT);
      assertThat(requests().get(0).detail()).isEqualTo("no answer within 700 ms");
    }
  }

  @Test
  void rampWithoutConnections_hasNobodyToAsk() {
    try (Held held = hold(target(LoopbackServer.nobody()), 3)) {
      held.ask(REQUESTS, 1);

      assertThat(requests()).isEmpty();
    }
  }

  @Test
  void figures_thatMakeNoSense_areRefused() {
    try (Held held = hold(direct(), 1)) {
      assertThatThrownBy(() -> held.ask(REQUESTS, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("times must be at least 1, is 0");
      assertThatThrownBy(() -> held.ask("nowhere", 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no phase named nowhere has started");
    }
  }
}
