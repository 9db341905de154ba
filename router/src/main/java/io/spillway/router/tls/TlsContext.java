package io.spillway.router.tls;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * What one end of a link needs for mutual TLS, made by {@link TlsContexts}. TLS 1.3 and 1.2 only;
 * both ends have to show a certificate that an authority of the other end has signed. Immutable and
 * safe for use by several threads.
 */
public final class TlsContext {

  private static final long IDLE_SECONDS = 10;
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private final String name;
  private final SSLContext context;
  private final ThreadPoolExecutor computer;

  TlsContext(String name, SSLContext context) {
    this.name = name;
    this.context = context;
    this.computer =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "spillway-tls-" + name);
              thread.setDaemon(true);
              return thread;
            });
    computer.allowCoreThreadTimeOut(true);
  }

  /** Has a part of a handshake computed on the thread for that, which ends when it has no work. */
  void compute(Runnable task, Runnable next) {
    computer.execute(
        () -> {
          task.run();
          next.run();
        });
  }

  /** {@return the name of the credentials} */
  public String name() {
    return name;
  }

  SSLContext context() {
    return context;
  }

  /**
   * The dialler's end. The other side's certificate has to name the host that was dialled, a host
   * name as well as a literal address (RFC 6125, as HTTPS does it; Skupper's routers check it too):
   * without that, any site with a certificate of the same authority could stand in for another.
   */
  SSLEngine client(String host, int port) {
    SSLEngine engine = context.createSSLEngine(host, port);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(PROTOCOLS);
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    return engine;
  }

  /** The acceptor's end. */
  SSLEngine server() {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(PROTOCOLS);
    parameters.setNeedClientAuth(true);
    engine.setSSLParameters(parameters);
    return engine;
  }

  @Override
  public String toString() {
    return "TLS with credentials '" + name + "'";
  }
}
