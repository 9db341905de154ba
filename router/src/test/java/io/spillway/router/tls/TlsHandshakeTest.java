package io.spillway.router.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.router.loop.ChannelHandler;
import io.spillway.router.loop.StepLoop;
import io.spillway.router.relay.BufferPool;
import io.spillway.router.relay.Connection;
import io.spillway.router.relay.Relay;
import io.spillway.router.relay.SocketEndpoint;
import io.spillway.router.relay.SocketPair;
import io.spillway.router.tls.TestAuthority.KeyForm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TlsHandshakeTest {

  private final StepLoop steps = new StepLoop();
  private final TestAuthority authority = new TestAuthority("test authority");
  private final List<String> events = new ArrayList<>();
  private Connection dialler;
  private Connection acceptor;

  @BeforeEach
  void connect() throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      SocketChannel one = SocketChannel.open(server.getLocalAddress());
      dialler = Connection.adopt(steps.loop(), one, new Failing());
      acceptor = Connection.adopt(steps.loop(), server.accept(), new Failing());
    }
  }

  @AfterEach
  void close() {
    steps.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyForm.class,
      names = {"PKCS8", "PKCS8_RSA_PSS"})
  void both_ends_are_done_when_each_trusts_the_other(KeyForm form) {
    shakeHands(
        authority.issue("west", form).context("w"), authority.issue("east", form).context("e"));

    steps.stepUntil("both ends", () -> events.size() == 2);

    assertThat(events).containsExactlyInAnyOrder("dialler done", "acceptor done");
  }

  @Test
  void bytes_that_were_decrypted_and_not_read_are_offered_again() throws IOException {
    shakeHands(authority.issue("west").context("w"), authority.issue("east").context("e"));
    steps.stepUntil("both ends", () -> events.size() == 2);
    Reader reader = new Reader(acceptor);
    acceptor.handle(reader, SelectionKey.OP_READ);

    dialler.send(ByteBuffer.wrap("ten bytes!".getBytes(StandardCharsets.UTF_8)));
    steps.stepUntil("all of them, one by one", () -> reader.text.length() == 10);

    assertThat(reader.text).hasToString("ten bytes!");
  }

  @Test
  void bytes_that_come_while_nobody_reads_are_offered_when_somebody_does() throws IOException {
    shakeHands(authority.issue("west").context("w"), authority.issue("east").context("e"));
    steps.stepUntil("both ends", () -> events.size() == 2);
    Reader reader = new Reader(acceptor);
    reader.pausesAfter = 1;
    acceptor.handle(reader, SelectionKey.OP_READ);
    dialler.send(ByteBuffer.wrap(new byte[] {'a', 'b', 'c'}));
    steps.stepUntil("the first", () -> reader.text.length() > 0);
    steps.step();
    assertThat(reader.text).hasToString("a");

    acceptor.interest(SelectionKey.OP_READ);

    steps.stepUntil("the others", () -> reader.text.length() == 3);
  }

  @Test
  void slow_receiver_gets_every_byte_through_tls() throws Exception {
    shakeHands(authority.issue("west").context("w"), authority.issue("east").context("e"));
    steps.stepUntil("both ends", () -> events.size() == 2);
    SocketPair client = SocketPair.at(steps.loop());
    SocketPair workload = SocketPair.at(steps.loop());
    BufferPool pool = new BufferPool();
    new Relay(new SocketEndpoint(client.near()), new SocketEndpoint(dialler), pool, end -> {})
        .start();
    new Relay(new SocketEndpoint(acceptor), new SocketEndpoint(workload.near()), pool, end -> {})
        .start();
    byte[] sent = new byte[16_000_000];
    new Random(5).nextBytes(sent);
    Thread sender =
        new Thread(
            () -> {
              try {
                client.far().getOutputStream().write(sent);
                client.far().shutdownOutput();
              } catch (IOException e) {
                events.add(e.toString());
              }
            });
    sender.start();
    steps.stepUntil("both relays to be blocked", () -> pool.outstanding() == 2);

    byte[] received = new byte[sent.length];
    int[] count = {0};
    steps.stepUntil(
        "all bytes",
        () -> {
          int available = workload.far().getInputStream().available();
          count[0] += workload.far().getInputStream().readNBytes(received, count[0], available);
          return count[0] == sent.length;
        });

    assertThat(received).isEqualTo(sent);
    assertThat(events).hasSize(2);
    sender.join();
    client.close();
    workload.close();
    steps.stepUntil("nothing to be left", () -> pool.outstanding() == 0);
  }

  @Test
  void certificate_of_an_unknown_authority_is_refused_at_both_ends() {
    TestAuthority other = new TestAuthority("another authority");
    shakeHands(authority.issue("west").context("w"), other.issue("east").context("e"));

    steps.stepUntil("both ends", () -> events.size() == 2);

    assertThat(events)
        .anySatisfy(
            event ->
                assertThat(event)
                    .isEqualTo(
                        "dialler failed: TLS, with credentials 'w': no authority in ca.crt has"
                            + " signed the other side's certificate. Put the authority that did"
                            + " into ca.crt, or have the certificate signed by one there"))
        .anySatisfy(
            event ->
                assertThat(event)
                    .startsWith(
                        "acceptor failed: TLS, with credentials 'e': the other side refused"));
  }

  @Test
  void certificate_for_another_host_is_refused() {
    shakeHands(
        authority.issue("west").context("w"), authority.issueFor("east", "127.0.0.9").context("e"));

    steps.stepUntil("both ends", () -> events.size() == 2);

    assertThat(events)
        .anySatisfy(
            event ->
                assertThat(event)
                    .contains("dialler failed")
                    .contains("the other side's certificate is for other hosts"));
  }

  @Test
  void certificate_of_the_dialler_that_has_expired_is_refused() {
    shakeHands(
        authority.issueExpired("west").uncheckedContext("w"), authority.issue("east").context("e"));

    assertRefused(
        "acceptor failed: TLS, with credentials 'e': the other side's certificate has expired."
            + " Issue a new one there");
  }

  @Test
  void certificate_of_the_acceptor_that_is_not_valid_yet_is_refused() {
    shakeHands(
        authority.issue("west").context("w"),
        authority.issueTooEarly("east").uncheckedContext("e"));

    assertRefused(
        "dialler failed: TLS, with credentials 'w': the other side's certificate is not valid yet."
            + " Compare the clocks");
  }

  @Test
  void dialler_that_shows_no_certificate_is_refused() {
    shakeHands(
        authority.issue("west").contextWithoutCertificate("w"),
        authority.issue("east").context("e"));

    assertRefused(
        "acceptor failed: TLS, with credentials 'e': the other side showed no certificate. Give its"
            + " Link tlsCredentials");
  }

  private void assertRefused(String event) {
    steps.stepUntil("the refusal", () -> events.contains(event) || events.size() == 3);
    assertThat(events).contains(event);
  }

  @Test
  void plain_bytes_are_refused_with_the_remedy() throws IOException {
    TlsHandshake.server(
        acceptor, authority.issue("east").context("e"), done("acceptor"), failed("acceptor"));

    dialler.send(ByteBuffer.wrap(new byte[] {0, 0, 0, 0, 3, 'a', 'b', 'c'}));
    steps.stepUntil("the failure", () -> !events.isEmpty());

    assertThat(events)
        .containsExactly(
            "acceptor failed: TLS, with credentials 'e': the other side does not speak TLS. Give it"
                + " tlsCredentials, or take them away on this side");
    assertThat(acceptor.isClosed()).isTrue();
  }

  @Test
  void end_during_the_handshake_is_a_failure() throws IOException {
    TlsHandshake.client(
        dialler,
        authority.issue("west").context("w"),
        "127.0.0.1",
        1,
        done("dialler"),
        failed("dialler"));

    acceptor.shutdownOutput();
    steps.stepUntil("the failure", () -> !events.isEmpty());

    assertThat(events)
        .containsExactly(
            "dialler failed: TLS, with credentials 'w': the other side closed the connection during"
                + " the handshake. Its log may say why; if it has no tlsCredentials, give it some");
  }

  private void shakeHands(TlsContext west, TlsContext east) {
    TlsHandshake.client(dialler, west, "127.0.0.1", 1, done("dialler"), failed("dialler"));
    TlsHandshake.server(acceptor, east, done("acceptor"), failed("acceptor"));
  }

  private Runnable done(String who) {
    return () -> events.add(who + " done");
  }

  private Consumer<IOException> failed(String who) {
    return cause -> events.add(who + " failed: " + cause.getMessage());
  }

  /** Reads one byte at a time. */
  private static final class Reader implements ChannelHandler {
    private final Connection connection;
    private final StringBuilder text = new StringBuilder();
    private int pausesAfter;

    Reader(Connection connection) {
      this.connection = connection;
    }

    @Override
    public void ready(int readyOps) throws IOException {
      ByteBuffer one = ByteBuffer.allocate(1);
      if (connection.read(one) > 0) {
        text.append((char) one.get(0));
        if (text.length() == pausesAfter) {
          connection.interest(0);
        }
      }
    }

    @Override
    public void failed(IOException cause) {
      text.append(cause);
    }
  }

  private static final class Failing implements ChannelHandler {
    @Override
    public void ready(int readyOps) {}

    @Override
    public void failed(IOException cause) {}
  }
}
