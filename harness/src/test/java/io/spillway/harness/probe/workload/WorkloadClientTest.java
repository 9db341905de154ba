package io.spillway.harness.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.Receipt;
import io.spillway.harness.probe.LoopbackServer;
import io.spillway.harness.probe.WorkloadHandle;
import io.spillway.harness.probe.WorkloadState;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class WorkloadClientTest {

  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private static final Duration LONG = Duration.ofSeconds(10);

  private final TroubleList troubles = new TroubleList();

  private ControlPort open(Workload workload) {
    return ControlPort.open(ANY_PORT, "west", List.of(workload), troubles);
  }

  /** Answers one client after another with the texts given. */
  private static LoopbackServer answering(String... answers) {
    Iterator<String> next = List.of(answers).iterator();
    return LoopbackServer.start(
        socket -> {
          socket.getOutputStream().write(next.next().getBytes(StandardCharsets.US_ASCII));
          socket.close();
        });
  }

  @Test
  void controlPort_isAskedAnewForEachCount() throws Exception {
    try (WorkloadServer server = WorkloadServer.start()) {
      Workload backend = server.open("west", "app=backend", ANY_PORT);
      CompletableFuture<Void> serving;
      try (ControlPort control = open(backend)) {
        serving = CompletableFuture.runAsync(control::serve);
        WorkloadHandle remote = WorkloadClient.of(control.address(), LONG).workloads().get(0);
        assertThat(remote.name()).isEqualTo("app=backend");
        assertThat(remote.accepted()).isZero();

        try (Socket socket =
            new Socket(backend.address().getAddress(), backend.address().getPort())) {
          assertThat(socket.getInputStream().read()).isEqualTo('s');
          assertThat(remote.accepted()).isEqualTo(1);
          assertThat(remote.open()).isEqualTo(1);
        }

        remote.change(WorkloadState.DEAD);
        assertThat(remote.state()).isEqualTo(WorkloadState.DEAD);
        assertThat(backend.state()).isEqualTo(WorkloadState.DEAD);
        remote.change(WorkloadState.SERVING);
        assertThat(backend.state()).isEqualTo(WorkloadState.SERVING);

        backend.close();
        assertThatThrownBy(() -> remote.change(WorkloadState.HUNG))
            .isInstanceOf(UncheckedIOException.class)
            .hasMessageContaining(
                "error workload app=backend of west cannot be hung: it was closed");
      }
      assertThat(serving).succeedsWithin(LONG);
    }
  }

  @Test
  void workload_hangsUpFromAfar_andServesOn() throws Exception {
    try (WorkloadServer server = WorkloadServer.start()) {
      Workload backend = server.open("west", "backend", ANY_PORT);
      CompletableFuture<Void> serving;
      try (ControlPort control = open(backend);
          Socket held = new Socket(backend.address().getAddress(), backend.address().getPort())) {
        serving = CompletableFuture.runAsync(control::serve);
        WorkloadHandle remote = WorkloadClient.of(control.address(), LONG).workloads().get(0);
        byte[] banner = new Banner("west", "backend", 1).encode();
        assertThat(held.getInputStream().readNBytes(banner.length)).isEqualTo(banner);

        remote.hangUp();

        assertThat(held.getInputStream().read()).isEqualTo(-1);
        assertThat(remote.open()).isZero();
        assertThat(remote.state()).isEqualTo(WorkloadState.SERVING);
      }
      assertThat(serving).succeedsWithin(LONG);
    }
  }

  @Test
  void receipts_areToldFromAfar() throws Exception {
    try (WorkloadServer server = WorkloadServer.start()) {
      Workload backend = server.open("west", "backend", ANY_PORT);
      CompletableFuture<Void> serving;
      try (ControlPort control = open(backend)) {
        serving = CompletableFuture.runAsync(control::serve);
        WorkloadHandle remote = WorkloadClient.of(control.address(), LONG).workloads().get(0);
        assertThat(remote.receipts()).isEmpty();
        remote.change(WorkloadState.RECEIVING);

        for (String text : List.of("spillway/1 message 41\n", "spillway/1 mess")) {
          try (Socket socket =
              new Socket(backend.address().getAddress(), backend.address().getPort())) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
          }
        }
        await("both have ended").until(() -> remote.open() == 0);

        assertThat(remote.receipts())
            .containsExactly(
                new Receipt(new Attempt.Served("west", "backend", 1), 22, OptionalInt.of(41)),
                new Receipt(new Attempt.Served("west", "backend", 2), 15, OptionalInt.empty()))
            .isEqualTo(backend.receipts());
      }
      assertThat(serving).succeedsWithin(LONG);
    }
  }

  @Test
  void receipts_areAskedForPageByPage() {
    List<String> asked = new CopyOnWriteArrayList<>();
    Iterator<String> answers =
        List.of(
                "spillway-workloads/2 west\nbackend receiving 0 3\nend\n",
                "1 22 41\n2 15 -\nend\n",
                "3 22 42\nend\n",
                "end\n")
            .iterator();
    try (LoopbackServer server =
        LoopbackServer.start(
            socket -> {
              asked.add(
                  new BufferedReader(
                          new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                      .readLine());
              socket.getOutputStream().write(answers.next().getBytes(StandardCharsets.US_ASCII));
              socket.close();
            })) {
      WorkloadHandle backend = WorkloadClient.of(server.address(), LONG).workloads().get(0);

      assertThat(backend.receipts())
          .extracting(receipt -> receipt.by().connection())
          .containsExactly(1L, 2L, 3L);
      assertThat(asked)
          .containsExactly(
              "report", "receipts backend 0", "receipts backend 2", "receipts backend 3");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 22", "1 x 41", "1 22 x", "1 0 41"})
  void receipt_thatMakesNoSense_isRefused(String line) {
    try (LoopbackServer server =
        answering("spillway-workloads/2 west\nbackend receiving 0 1\nend\n", line + "\nend\n")) {
      WorkloadHandle backend = WorkloadClient.of(server.address(), LONG).workloads().get(0);

      assertThatThrownBy(backend::receipts)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("line is not CONNECTION BYTES MESSAGE: \"" + line + "\"");
    }
  }

  @Test
  void connection_isOpenedFromWhereTheWorkloadsAre() throws Exception {
    try (WorkloadServer server = WorkloadServer.start()) {
      Workload backend = server.open("west", "backend", ANY_PORT);
      InetSocketAddress there = backend.address();
      CompletableFuture<Void> serving;
      try (ControlPort control = open(backend)) {
        serving = CompletableFuture.runAsync(control::serve);
        WorkloadClient client = WorkloadClient.of(control.address(), LONG);

        assertThat(knock(client, there).reception()).isEqualTo(Knock.Reception.ANSWERED);
        assertThat(knock(client, there).heard()).isEqualTo("spillway/1 west backend 2.");
        backend.change(WorkloadState.DEAD);
        assertThat(knock(client, there).reception()).isEqualTo(Knock.Reception.REFUSED);
        assertThatThrownBy(() -> client.knock("no such host", 1, new byte[0], LONG))
            .isInstanceOf(UncheckedIOException.class)
            .hasMessageContaining("is no question");
      }
      assertThat(serving).succeedsWithin(LONG);
    }
  }

  private static Knock knock(WorkloadClient client, InetSocketAddress at) {
    return client.knock(at.getAddress().getHostAddress(), at.getPort(), new byte[0], LONG);
  }

  @Test
  void trouble_isToldOnce() throws Exception {
    try (WorkloadServer server = WorkloadServer.start()) {
      CompletableFuture<Void> serving;
      try (ControlPort control = open(server.open("west", "backend", ANY_PORT))) {
        serving = CompletableFuture.runAsync(control::serve);
        WorkloadClient client = WorkloadClient.of(control.address(), LONG);
        troubles.onTrouble("backlog", "300 ms late");
        troubles.onTrouble("descriptors", "none\nleft");
        List<String> told = new ArrayList<>();

        client.tellTroubles((kind, description) -> told.add(kind + ": " + description));
        client.tellTroubles((kind, description) -> told.add("again: " + kind));

        assertThat(told).containsExactly("backlog: 300 ms late", "descriptors: none?left");
      }
      assertThat(serving).succeedsWithin(LONG);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "change backend",
        "change backend ill",
        "change other dead",
        "kill b dead",
        "receipts backend",
        "receipts backend -1",
        "receipts other 0"
      })
  void question_thatIsNone_isRefused(String question) throws Exception {
    try (WorkloadServer server = WorkloadServer.start()) {
      Workload backend = server.open("west", "backend", ANY_PORT);
      CompletableFuture<Void> serving;
      try (ControlPort control = open(backend)) {
        serving = CompletableFuture.runAsync(control::serve);
        try (Socket socket =
            new Socket(control.address().getAddress(), control.address().getPort())) {
          socket.getOutputStream().write((question + "\n").getBytes(StandardCharsets.US_ASCII));
          assertThat(socket.getInputStream().readAllBytes())
              .asString(StandardCharsets.US_ASCII)
              .isEqualTo(
                  "error \""
                      + question
                      + "\" is no question; ask report, change NAME STATE, hang-up NAME, receipts NAME FROM,"
                      + " knock HOST PORT MILLIS WORDS or troubles\n");
        }
      }
      assertThat(serving).succeedsWithin(LONG);
    }
  }

  @Test
  void nobodyThere_isSaidWithTheAddress() {
    InetSocketAddress nobody = LoopbackServer.nobody();
    WorkloadClient client = WorkloadClient.of(nobody, LONG);

    assertThatThrownBy(client::workloads)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("control port " + nobody + " gave no answer")
        .hasMessageContaining("check that the workloads' process runs");
  }

  @Test
  void silence_endsWithTheTimeout() {
    try (LoopbackServer silent = LoopbackServer.start(socket -> {})) {
      WorkloadClient client = WorkloadClient.of(silent.address(), Duration.ofMillis(50));

      assertThatThrownBy(client::workloads)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("gave no answer to \"report\" within 50 ms");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 200 OK, first line is no workloads' greeting",
    "spillway-workloads/2 west|backend serving 1, line is not NAME STATE OPEN ACCEPTED: \"backend serving 1\"",
    "spillway-workloads/2 west|backend well 1 1, line is not NAME STATE OPEN ACCEPTED: \"backend well 1 1\"",
    "spillway-workloads/2 west|backend dead 1 x, line is not NAME STATE OPEN ACCEPTED: \"backend dead 1 x\"",
    "error it cannot be done, error it cannot be done",
    "spillway-workloads/2 west|backend serving 1 2, answer ends before its last line",
  })
  void answer_thatIsNoWorkloads_isRefused(String lines, String reason) {
    try (LoopbackServer server = answering(lines.replace('|', '\n') + "\n")) {
      WorkloadClient client = WorkloadClient.of(server.address(), LONG);

      assertThatThrownBy(client::workloads)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining(reason);
    }
  }

  @Test
  void workloadThatIsGone_isSaidByName() {
    try (LoopbackServer server =
        answering(
            "spillway-workloads/2 west\nbackend serving 0 0\nend\n",
            "spillway-workloads/2 west\nother serving 0 0\nend\n")) {
      WorkloadHandle backend = WorkloadClient.of(server.address(), LONG).workloads().get(0);

      assertThatThrownBy(backend::open)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("no longer has a workload backend, only [other]");
    }
  }

  @Test
  void timeout_belowAMillisecond_isRefused() {
    assertThatThrownBy(() -> WorkloadClient.of(ANY_PORT, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("timeout must be at least 1 ms, is PT0S");
  }
}
