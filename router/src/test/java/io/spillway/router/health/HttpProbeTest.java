package io.spillway.router.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.router.health.Probe.Result;
import io.spillway.router.health.Probe.Verdict;
import io.spillway.router.loop.FakeNames;
import io.spillway.router.loop.Resolver;
import io.spillway.router.loop.StepLoop;
import io.spillway.router.route.Policies;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpProbeTest {

  private static final Duration LIMIT = Duration.ofMillis(350);

  private final StepLoop steps = new StepLoop();
  private final Resolver resolver = new Resolver("test-resolver");
  private final List<Result> results = new ArrayList<>();
  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    server.setSoTimeout(10_000);
  }

  @AfterEach
  void close() throws IOException {
    steps.close();
    resolver.close();
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 200 OK, READY, status 200",
    "HTTP/1.0 204, READY, status 204",
    "HTTP/1.1 399 Odd, READY, status 399",
    "HTTP/1.1 199 Early, DOUBTFUL, status 199",
    "HTTP/1.1 400 Bad Request, DOUBTFUL, status 400",
    "HTTP/1.1 503 Service Unavailable, DOUBTFUL, status 503",
    "SSH-2.0-OpenSSH_9.2, DOUBTFUL, an answer that is not HTTP",
    "HTTP/1.1 2000 Much, DOUBTFUL, an answer that is not HTTP"
  })
  void status_line_decides(String line, Verdict verdict, String reason) throws Exception {
    begin("/ready");
    try (Socket answering = server.accept()) {
      write(answering, line.substring(0, 7));
      steps.step();
      write(answering, line.substring(7) + "\r\n");
      steps.stepUntil("a result", () -> !results.isEmpty());
    }
    steps.advance(LIMIT);

    assertThat(results).containsExactly(new Result(verdict, reason));
  }

  @Test
  void request_names_path_query_and_host() throws Exception {
    begin("/ready?deep=1");
    try (Socket answering = server.accept()) {
      answering.setSoTimeout(10_000);
      steps.stepUntil("the request", () -> answering.getInputStream().available() > 100);
      byte[] request =
          answering.getInputStream().readNBytes(answering.getInputStream().available());

      assertThat(new String(request, StandardCharsets.US_ASCII))
          .startsWith(
              "GET /ready?deep=1 HTTP/1.1\r\nHost: 127.0.0.1:" + server.getLocalPort() + "\r\n")
          .contains("Connection: close\r\n")
          .endsWith("\r\n\r\n");
    }
  }

  @Test
  void server_that_accepts_and_never_answers_is_doubtful_at_the_limit() throws Exception {
    begin("");
    try (Socket hanging = server.accept()) {
      hanging.setSoTimeout(10_000);
      steps.stepUntil("the request", () -> hanging.getInputStream().available() > 0);
      steps.advance(LIMIT);

      assertThat(results)
          .containsExactly(new Result(Verdict.DOUBTFUL, "no answer to GET within 350 ms"));
      steps.step(); // closes
      assertThat(new String(hanging.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("GET / HTTP/1.1");
    }
  }

  @Test
  void server_that_refuses_is_down() throws Exception {
    server.close();
    begin("/");
    steps.stepUntil("a result", () -> !results.isEmpty());

    assertThat(results).containsExactly(new Result(Verdict.DOWN, "Connection refused"));
  }

  @Test
  void server_at_the_second_address_of_a_name_only_is_asked() throws Exception {
    URI url = URI.create("http://name:" + server.getLocalPort() + "/");
    try (Resolver names = FakeNames.meaning("127.0.0.2", "127.0.0.1")) {
      new HttpProbe(url, names, Policies.documented().readyStatus())
          .begin(steps.loop(), LIMIT.toNanos(), results::add);
      server.setSoTimeout(1);
      List<Socket> asked = new ArrayList<>();
      steps.stepUntil("the request", () -> asked.addAll(accepted()));
      try (Socket answering = asked.get(0)) {
        write(answering, "HTTP/1.1 200 OK\r\n");
        steps.stepUntil("a result", () -> !results.isEmpty());
      }
    }
    assertThat(results).containsExactly(new Result(Verdict.READY, "status 200"));
  }

  @Test
  void server_that_closes_without_a_word_is_doubtful() throws Exception {
    begin("/");
    server.accept().close();
    steps.stepUntil("a result", () -> !results.isEmpty());

    assertThat(results).extracting(Result::verdict).containsExactly(Verdict.DOUBTFUL);
  }

  @Test
  void status_line_without_end_is_read_up_to_a_bound() throws Exception {
    begin("/");
    try (Socket answering = server.accept()) {
      write(answering, "H".repeat(HttpProbe.MAX_STATUS_LINE_BYTES));
      steps.stepUntil("a result", () -> !results.isEmpty());
    }

    assertThat(results)
        .containsExactly(new Result(Verdict.DOUBTFUL, "no status line in 512 bytes"));
  }

  @Test
  void rest_of_an_answer_is_taken_so_that_the_server_can_finish() throws Exception {
    begin("/");
    try (Socket answering = server.accept()) {
      answering.setSoTimeout(10_000);
      write(answering, "HTTP/1.1 200 OK\r\n\r\n");
      steps.stepUntil("a result", () -> !results.isEmpty());
      write(answering, "x".repeat(10_000));
      answering.shutdownOutput();

      steps.stepUntil("a clean end, no reset", () -> hasEnded(answering));
      steps.advance(LIMIT);
    }
    assertThat(results).containsExactly(new Result(Verdict.READY, "status 200"));
  }

  @Test
  void endless_answer_is_cut_off() throws Exception {
    begin("/");
    try (Socket answering = server.accept()) {
      write(answering, "HTTP/1.1 200 OK\r\n\r\n");

      steps.stepUntil("the cut", () -> isCut(answering));
    }
    assertThat(results).containsExactly(new Result(Verdict.READY, "status 200"));
  }

  @Test
  void both_probes_have_to_pass_when_they_are_asked_in_turn() throws Exception {
    URI url = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
    int port;
    try (ServerSocket closed = new ServerSocket(0)) {
      port = closed.getLocalPort();
    }
    Probe both =
        new ConnectProbe("127.0.0.1", port, resolver)
            .then(new HttpProbe(url, resolver, Policies.documented().readyStatus()));

    both.begin(steps.loop(), LIMIT.toNanos(), results::add);
    steps.stepUntil("a result", () -> !results.isEmpty());

    assertThat(results).containsExactly(new Result(Verdict.DOWN, "Connection refused"));
    assertThat(both.isProvenByConnect()).isFalse();
  }

  private List<Socket> accepted() throws IOException {
    try {
      return List.of(server.accept());
    } catch (SocketTimeoutException e) {
      return List.of();
    }
  }

  private static boolean hasEnded(Socket socket) throws IOException {
    socket.setSoTimeout(1);
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  private static boolean isCut(Socket socket) throws IOException {
    try {
      write(socket, "x".repeat(256)); // less than what is read in one turn
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private void begin(String path) {
    URI url = URI.create("http://127.0.0.1:" + server.getLocalPort() + path);
    new HttpProbe(url, resolver, Policies.documented().readyStatus())
        .begin(steps.loop(), LIMIT.toNanos(), results::add);
    steps.step();
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }
}
