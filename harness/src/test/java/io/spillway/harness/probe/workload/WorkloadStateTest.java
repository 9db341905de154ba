package io.spillway.harness.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.Receipt;
import io.spillway.harness.probe.WorkloadState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a workload does in each state, seen at its sockets. */
@Timeout(30)
class WorkloadStateTest {

  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private static final String GET = "GET /ready HTTP/1.1\r\nHost: a\r\n\r\n";

  private final WorkloadServer server = WorkloadServer.start();
  private final Workload backend =
      server.open(
          "west", "backend", ANY_PORT, new WorkloadOptions(Duration.ZERO, Optional.of(ANY_PORT)));
  private final Workload other = server.open("west", "other", ANY_PORT);

  @AfterEach
  void closeServer() {
    server.close();
  }

  @Test
  void workload_beginsServing() throws IOException {
    assertThat(backend.state()).isEqualTo(WorkloadState.SERVING);
    assertThat(ask(GET)).startsWith("HTTP/1.1 200 OK\r\n");
  }

  @Test
  void brief_closesAfterTheBanner_andWhoeverIsConnectedStays() throws IOException {
    try (Socket held = connect(backend.address())) {
      banner(held, 1);
      backend.change(WorkloadState.BRIEF);

      assertThat(ask(GET)).startsWith("HTTP/1.1 200 OK\r\n");
      try (Socket fresh = connect(backend.address())) {
        banner(fresh, 2);
        assertThat(fresh.getInputStream().read()).isEqualTo(-1);
      }
      echo(held);
      assertThat(backend.accepted()).isEqualTo(2);
    }
  }

  @Test
  void receiving_hearsAClientOutBeforeItAnswers_andWhoeverIsConnectedStays() throws IOException {
    try (Socket held = connect(backend.address())) {
      banner(held, 1);
      backend.change(WorkloadState.RECEIVING);

      assertThat(ask(GET)).startsWith("HTTP/1.1 200 OK\r\n");
      try (Socket fresh = connect(backend.address())) {
        byte[] message = new Message(7).encode();
        fresh.getOutputStream().write(message, 0, 5);
        loopHasSeenAllThatWasSent();
        fresh.getOutputStream().write(message, 5, message.length - 5);
        loopHasSeenAllThatWasSent();
        assertThat(fresh.getInputStream().available()).isZero();
        fresh.shutdownOutput();

        banner(fresh, 2);
        assertThat(fresh.getInputStream().read()).isEqualTo(-1);
        await("the connection has ended").until(() -> backend.open() == 1);
        assertThat(backend.receipts())
            .containsExactly(receipt(2, message.length, OptionalInt.of(7)));
      }
      echo(held);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spillway/1 message 7",
        "pillway/1 message 7\n",
        "spillway/1 message 7\nspillway/1 message 7\n",
        "nothing that would be a message, and is much longer than one may be"
      })
  void receiving_notesWhatIsNoMessage_andAnswersAllTheSame(String text) throws IOException {
    backend.change(WorkloadState.RECEIVING);
    try (Socket socket = connect(backend.address())) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      banner(socket, 1);
    }
    await("the connection has ended").until(() -> backend.open() == 0);

    assertThat(backend.receipts()).containsExactly(receipt(1, text.length(), OptionalInt.empty()));
  }

  @Test
  void receiving_nothing_isNoReceipt_andWhatCameBeforeAResetIsOne() throws IOException {
    backend.change(WorkloadState.RECEIVING);
    try (Socket silent = connect(backend.address())) {
      silent.shutdownOutput();
      banner(silent, 1);
    }
    try (Socket reset = connect(backend.address())) {
      reset.getOutputStream().write('x');
      loopHasSeenAllThatWasSent();
      reset.setSoLinger(true, 0);
    }
    await("both have ended").until(() -> backend.accepted() == 2 && backend.open() == 0);

    assertThat(backend.receipts()).containsExactly(receipt(2, 1, OptionalInt.empty()));
  }

  @Test
  void giving_writesAllOfItsBulk_thenItsEnd_andWhoeverIsConnectedStays() throws IOException {
    try (Socket held = connect(backend.address())) {
      banner(held, 1);
      backend.change(WorkloadState.GIVING);

      try (Socket fresh = connect(backend.address())) {
        banner(fresh, 2);
        Bulk bulk = Bulk.of(new Banner("west", "backend", 2));
        BulkReading reading = new BulkReading(bulk);
        reading.take(ByteBuffer.wrap(fresh.getInputStream().readAllBytes()));
        assertThat(reading.isWhole()).as("%s bytes", reading.verifiedBytes()).isTrue();
        assertThat(bulk.bytes()).isGreaterThanOrEqualTo(Bulk.LEAST_BYTES);
      }
      echo(held);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, true", "-1, false", "1, false"})
  void receivingSlowly_takesAMessageWithAllOfItsBulk_forWhole_andNothingElse(
      int more, boolean whole) throws IOException {
    backend.change(WorkloadState.RECEIVING_SLOWLY);
    Message message = new Message(7);
    byte[] bulk = bytes(Bulk.of(message));
    try (Socket socket = connect(backend.address())) {
      socket.getOutputStream().write(message.encode());
      socket.getOutputStream().write(Arrays.copyOf(bulk, bulk.length + more));
      socket.shutdownOutput();
      banner(socket, 1);
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    await("the connection has ended").until(() -> backend.open() == 0);

    assertThat(backend.receipts())
        .containsExactly(
            receipt(
                1,
                message.encode().length + bulk.length + more,
                whole ? OptionalInt.of(7) : OptionalInt.empty()));
  }

  @Test
  void receivingSlowly_aMessageOfWhichAByteWasChanged_isNoneAnyMore() throws IOException {
    backend.change(WorkloadState.RECEIVING_SLOWLY);
    byte[] bulk = bytes(Bulk.of(new Message(7)));
    bulk[bulk.length / 2] ^= 1;
    try (Socket socket = connect(backend.address())) {
      socket.getOutputStream().write(new Message(7).encode());
      socket.getOutputStream().write(bulk);
      socket.shutdownOutput();
      banner(socket, 1);
    }
    await("the connection has ended").until(() -> backend.open() == 0);

    assertThat(backend.receipts())
        .extracting(Receipt::message)
        .containsExactly(OptionalInt.empty());
  }

  private static byte[] bytes(Bulk bulk) {
    ByteBuffer all = ByteBuffer.allocate(bulk.bytes());
    bulk.fill(all, 0);
    return all.array();
  }

  private static Receipt receipt(long connection, long bytes, OptionalInt message) {
    return new Receipt(new Attempt.Served("west", "backend", connection), bytes, message);
  }

  @ParameterizedTest
  @EnumSource(names = {"BRIEF", "RECEIVING", "GIVING", "RECEIVING_SLOWLY"})
  void otherWaysToServe_areReadyToo(WorkloadState way) throws IOException {
    backend.change(way);

    assertThat(ask(GET)).startsWith("HTTP/1.1 200 OK\r\n");
  }

  @Test
  void notReady_isToldAndNothingElseChanges() throws IOException {
    try (Socket held = connect(backend.address())) {
      banner(held, 1);
      backend.change(WorkloadState.NOT_READY);

      assertThat(ask(GET)).startsWith("HTTP/1.1 503 Service Unavailable\r\n");
      echo(held);
      try (Socket fresh = connect(backend.address())) {
        banner(fresh, 2);
      }
    }
    backend.change(WorkloadState.SERVING);
    assertThat(ask(GET)).startsWith("HTTP/1.1 200 OK\r\n");
  }

  @Test
  void hung_acceptsAndAnswersNobody_untilItServesAgainAndLosesNothing() throws IOException {
    try (Socket held = connect(backend.address());
        Socket probe = connect(backend.readiness().orElseThrow())) {
      banner(held, 1);
      backend.change(WorkloadState.HUNG);
      held.getOutputStream().write('x');
      probe.getOutputStream().write(GET.getBytes(StandardCharsets.US_ASCII));

      try (Socket fresh = connect(backend.address())) {
        await("the new connection is accepted").until(() -> backend.open() == 2);
        loopHasSeenAllThatWasSent();
        assertThat(held.getInputStream().available()).isZero();
        assertThat(fresh.getInputStream().available()).isZero();
        assertThat(probe.getInputStream().available()).isZero();

        backend.change(WorkloadState.SERVING);
        assertThat(held.getInputStream().read()).isEqualTo('x');
        banner(fresh, 2);
        assertThat(rest(probe)).startsWith("HTTP/1.1 200 OK\r\n");
      }
    }
  }

  @Test
  void dead_refusesAndEndsItsConnections_andServesAgainAtTheSamePorts() throws IOException {
    InetSocketAddress address = backend.address();
    InetSocketAddress readiness = backend.readiness().orElseThrow();
    try (Socket held = connect(address)) {
      banner(held, 1);
      backend.change(WorkloadState.DEAD);

      assertThat(held.getInputStream().read()).isEqualTo(-1);
      assertThat(backend.open()).isZero();
      assertThatThrownBy(() -> connect(address)).isInstanceOf(ConnectException.class);
      assertThatThrownBy(() -> connect(readiness)).isInstanceOf(ConnectException.class);
    }
    backend.change(WorkloadState.SERVING);

    try (Socket again = connect(address)) {
      banner(again, 2);
    }
    assertThat(backend.readiness()).contains(readiness);
    assertThat(ask(GET)).startsWith("HTTP/1.1 200 OK\r\n");
  }

  @Test
  void unreachable_neitherAcceptsNorRefuses_untilItServesAgainAtTheSamePorts() throws IOException {
    InetSocketAddress address = backend.address();
    InetSocketAddress readiness = backend.readiness().orElseThrow();
    try (Socket held = connect(address)) {
      banner(held, 1);
      backend.change(WorkloadState.UNREACHABLE);
      held.getOutputStream().write('x');

      for (InetSocketAddress port : List.of(address, readiness)) {
        assertThatThrownBy(() -> connectWithin(port, Duration.ofMillis(100)))
            .isInstanceOf(SocketTimeoutException.class);
      }
      loopHasSeenAllThatWasSent();
      assertThat(held.getInputStream().available()).isZero();

      backend.change(WorkloadState.SERVING);
      assertThat(held.getInputStream().read()).isEqualTo('x');
    }
    try (Socket again = connect(address)) {
      banner(again, 2);
    }
    assertThat(backend.readiness()).contains(readiness);
    assertThat(ask(GET)).startsWith("HTTP/1.1 200 OK\r\n");
  }

  @Test
  void unreachable_refusesNobody_asItBeginsAndAsItEnds() throws Exception {
    AtomicInteger served = new AtomicInteger();
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService client = Executors.newSingleThreadExecutor();
    try {
      Future<?> hammering =
          client.submit(
              () -> {
                while (!over.get()) {
                  if (!isLost(backend.address())) {
                    served.incrementAndGet();
                  }
                }
                return null;
              });
      for (int i = 0; i < 100; i++) {
        int before = served.get();
        await("a connection")
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofMillis(1))
            .until(() -> served.get() > before || hammering.isDone());
        backend.change(WorkloadState.UNREACHABLE);
        backend.change(WorkloadState.SERVING);
      }
      over.set(true);
      hammering.get();
    } finally {
      client.shutdownNow();
    }
  }

  /**
   * {@return whether packets vanish, or the connection with them}
   *
   * @throws ConnectException if it is refused
   */
  private static boolean isLost(InetSocketAddress address) throws IOException {
    try {
      connectWithin(address, Duration.ofMillis(1));
      return false;
    } catch (ConnectException e) {
      throw e;
    } catch (SocketTimeoutException | SocketException e) {
      return true;
    }
  }

  @Test
  void serving_keepsItsPortFromThoseWhoWouldShareIt() throws IOException {
    try (ServerSocketChannel thief = ServerSocketChannel.open()) {
      thief.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      assertThatThrownBy(() -> thief.bind(backend.address())).isInstanceOf(BindException.class);
    }
    assertThatThrownBy(() -> server.open("west", "second", backend.address()))
        .hasMessageContaining("Address already in use");
  }

  @Test
  void unreachableThatDies_refuses_andCanBeUnreachableAgain() throws IOException {
    backend.change(WorkloadState.UNREACHABLE);
    backend.change(WorkloadState.DEAD);
    assertThatThrownBy(() -> connect(backend.address())).isInstanceOf(ConnectException.class);

    backend.change(WorkloadState.UNREACHABLE);
    assertThatThrownBy(() -> connectWithin(backend.address(), Duration.ofMillis(100)))
        .isInstanceOf(SocketTimeoutException.class);
  }

  /** As a process has that is being started: a copy of each open socket, until its program runs. */
  @Test
  void dead_waitsUntilNobodyElseHasACopyOfItsListeningSocket() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (ServerSocketChannel copy = ServerSocketChannel.open()) {
      copy.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      copy.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      copy.bind(backend.address());
      Future<?> dying = thread.submit(() -> backend.change(WorkloadState.DEAD));
      await().pollInterval(Duration.ofMillis(1)).until(() -> backend.state() == WorkloadState.DEAD);
      copy.close();
      dying.get();
    } finally {
      thread.shutdownNow();
    }

    assertThatThrownBy(() -> connect(backend.address()).close())
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void dead_keepsItsPortFromOthers() throws IOException {
    backend.change(WorkloadState.DEAD);

    try (ServerSocket thief = new ServerSocket()) {
      thief.setReuseAddress(false);
      assertThatThrownBy(() -> thief.bind(backend.address())).isInstanceOf(IOException.class);
    }
  }

  @Test
  void hungThatDies_endsWhomItNeverAnswered() throws IOException {
    backend.change(WorkloadState.HUNG);
    try (Socket fresh = connect(backend.address())) {
      await("the connection is accepted").until(() -> backend.open() == 1);
      backend.change(WorkloadState.DEAD);

      assertThat(fresh.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void closed_isNeverChangedAgain() {
    backend.close();

    assertThatThrownBy(() -> backend.change(WorkloadState.SERVING))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("workload backend of west cannot be serving: it was closed");
  }

  @Test
  void serviceTime_passesBeforeTheBannerAndBeforeNothingElse() throws IOException {
    Duration time = Duration.ofMillis(100);
    Workload slow =
        server.open("west", "slow", ANY_PORT, new WorkloadOptions(time, Optional.empty()));
    long before = System.nanoTime();
    try (Socket socket = connect(slow.address());
        Socket second = connect(slow.address())) {
      socket.getOutputStream().write('x');
      loopHasSeenAllThatWasSent();
      await("both are accepted").until(() -> slow.open() == 2);

      banner(socket, "slow", 1);
      assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(time.toNanos());
      assertThat(socket.getInputStream().read()).isEqualTo('x');
      banner(second, "slow", 2);
    }
  }

  /** As a router that looks whether somebody takes connections here. */
  @Test
  void clientThatLeavesWithoutAWord_doesNotCountUntilItsServiceTimeHasPassed() throws IOException {
    WorkloadOptions minutes = new WorkloadOptions(Duration.ofMinutes(10), Optional.empty());
    Workload slow = server.open("west", "slow", ANY_PORT, minutes);

    connect(slow.address()).close();

    await("it was accepted").until(() -> slow.accepted() == 1);
    await("it has left").until(() -> slow.open() == 0);
  }

  @Test
  void clientThatEndsItsSideWithinTheServiceTime_isAnsweredAllTheSame() throws IOException {
    WorkloadOptions little = new WorkloadOptions(Duration.ofMillis(50), Optional.empty());
    Workload slow = server.open("west", "slow", ANY_PORT, little);
    try (Socket socket = connect(slow.address())) {
      socket.getOutputStream().write(new byte[] {'x', 'y', 'z'});
      socket.shutdownOutput();

      banner(socket, "slow", 1);
      assertThat(socket.getInputStream().readAllBytes()).containsExactly('x', 'y', 'z');
    }
  }

  @Test
  void serviceTimeBelowZero_isRefused() {
    assertThatThrownBy(() -> new WorkloadOptions(Duration.ofMillis(-1), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("service time must be at least 0, is PT-0.001S");
  }

  @ParameterizedTest
  @CsvSource({
    "GET /ready HTTP/1.0, 200 OK",
    "HEAD /ready HTTP/1.1, 200 OK",
    "GET /live HTTP/1.1, 404 Not Found",
    "POST /ready HTTP/1.1, 405 Method Not Allowed",
    "hello, 400 Bad Request"
  })
  void readinessPort_answersItsOneQuestion(String request, String status) throws IOException {
    assertThat(ask(request + "\r\n\r\n")).startsWith("HTTP/1.1 " + status + "\r\n");
  }

  @Test
  void readinessQuestion_isAnsweredWhenItIsWhole_andIsNoConnectionOfTheWorkloads()
      throws IOException {
    try (Socket probe = connect(backend.readiness().orElseThrow())) {
      probe.getOutputStream().write(GET.substring(0, 10).getBytes(StandardCharsets.US_ASCII));
      loopHasSeenAllThatWasSent();
      assertThat(probe.getInputStream().available()).isZero();

      probe.getOutputStream().write(GET.substring(10).getBytes(StandardCharsets.US_ASCII));
      assertThat(rest(probe)).startsWith("HTTP/1.1 200 OK\r\n");
    }
    assertThat(backend.accepted()).isZero();
  }

  @Test
  void readinessQuestionWithoutEnd_isCutOff() throws IOException {
    assertThat(ask("GET /ready HTTP/1.1\r\nX: " + "x".repeat(8_200)))
        .startsWith("HTTP/1.1 200 OK\r\n");
  }

  /** What was sent before this was there for the loop to see before it echoed this. */
  private static void connectWithin(InetSocketAddress address, Duration limit) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(address, Math.toIntExact(limit.toMillis()));
    }
  }

  private void loopHasSeenAllThatWasSent() throws IOException {
    try (Socket socket = connect(other.address())) {
      echo(socket);
    }
  }

  private static void echo(Socket socket) throws IOException {
    socket.getOutputStream().write('!');
    int read = socket.getInputStream().read();
    while (read != '!') {
      assertThat(read).as("a byte before the echo").isNotEqualTo(-1);
      read = socket.getInputStream().read();
    }
  }

  private static void banner(Socket socket, long number) throws IOException {
    banner(socket, "backend", number);
  }

  private static void banner(Socket socket, String workload, long number) throws IOException {
    byte[] banner = new Banner("west", workload, number).encode();
    assertThat(socket.getInputStream().readNBytes(banner.length)).isEqualTo(banner);
  }

  private String ask(String request) throws IOException {
    try (Socket socket = connect(backend.readiness().orElseThrow())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return rest(socket);
    }
  }

  private static String rest(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }

  private static Socket connect(InetSocketAddress address) throws IOException {
    return new Socket(address.getAddress(), address.getPort());
  }
}
