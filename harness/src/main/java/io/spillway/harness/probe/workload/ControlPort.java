package io.spillway.harness.probe.workload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Tells who connects how many connections each workload has, and closes. The answer is ASCII lines:
 * {@code spillway-workloads/1 SITE}, then {@code NAME OPEN ACCEPTED} for each workload, then {@code
 * end}. No request is read, so there is none to get wrong.
 */
final class ControlPort implements AutoCloseable {

  static final String GREETING = "spillway-workloads/1 ";
  static final String END = "end";

  private final ServerSocket socket;
  private final String site;
  private final List<Workload> workloads;

  private ControlPort(ServerSocket socket, String site, List<Workload> workloads) {
    this.socket = socket;
    this.site = site;
    this.workloads = List.copyOf(workloads);
  }

  /**
   * Listens; connections are answered once {@link #serve} runs.
   *
   * @throws UncheckedIOException if it cannot listen there
   */
  static ControlPort open(InetSocketAddress bind, String site, List<Workload> workloads) {
    try {
      ServerSocket socket = new ServerSocket();
      try {
        socket.setReuseAddress(true);
        socket.bind(bind);
        return new ControlPort(socket, site, workloads);
      } catch (IOException e) {
        socket.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "control port cannot listen at " + bind + ": " + e.getMessage(), e);
    }
  }

  InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  /** Answers, one client after another, until it is closed. */
  void serve() {
    while (!socket.isClosed()) {
      answerOne();
    }
  }

  private void answerOne() {
    try (Socket client = socket.accept()) {
      client.getOutputStream().write(report().getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      // A client that went away early, or the close of this port, which the caller's loop sees.
    }
  }

  private String report() {
    StringBuilder report = new StringBuilder(GREETING).append(site).append('\n');
    for (Workload workload : workloads) {
      report
          .append(workload.name())
          .append(' ')
          .append(workload.open())
          .append(' ')
          .append(workload.accepted())
          .append('\n');
    }
    return report.append(END).append('\n').toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
