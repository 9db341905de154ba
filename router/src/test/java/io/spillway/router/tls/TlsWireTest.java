package io.spillway.router.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The acceptor's computation, for which the dialler's first bytes are there. */
class TlsWireTest {

  private final AtomicInteger keysChosen = new AtomicInteger();
  private SocketChannel dialler;
  private SocketChannel acceptor;
  private Runnable computation;

  @BeforeEach
  void beginHandshake() throws Exception {
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      dialler = SocketChannel.open(server.getLocalAddress());
      acceptor = server.accept();
    }
    dialler.configureBlocking(false);
    acceptor.configureBlocking(false);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[] {new CountingKeys()}, null, null);
    TlsContext tls = new TlsContext("test", context);
    TlsWire client = TlsWire.client(tls, "127.0.0.1", 1, dialler);
    while (client.handshake() != SelectionKey.OP_READ) {
      client.task().ifPresent(Runnable::run);
    }
    TlsWire server = TlsWire.server(tls, acceptor);
    await("the dialler's hello")
        .until(() -> server.handshake() != SelectionKey.OP_READ && server.task().isPresent());
    computation = server.task().orElseThrow();
  }

  @AfterEach
  void close() throws IOException {
    dialler.close();
    acceptor.close();
  }

  @Test
  void handshake_of_an_open_connection_is_computed() {
    computation.run();

    assertThat(keysChosen).hasPositiveValue();
  }

  @Test
  void handshake_of_a_closed_connection_is_not_computed() throws IOException {
    acceptor.close();

    computation.run();

    assertThat(keysChosen).hasValue(0);
  }

  /** Counts how often the acceptor looks for its key, and has none. */
  private final class CountingKeys extends X509ExtendedKeyManager {

    @Override
    public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
      keysChosen.incrementAndGet();
      return null;
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return new String[0];
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
      return null;
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return new String[0];
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      return null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return new X509Certificate[0];
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return null;
    }
  }
}
