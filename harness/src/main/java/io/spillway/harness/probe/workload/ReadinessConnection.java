package io.spillway.harness.probe.workload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One question whether the workload is ready: a GET (or HEAD) for {@value #PATH}, answered with 200
 * or 503 and without a body, and closed. Belongs to the loop's thread.
 */
final class ReadinessConnection extends Connection {

  private static final String PATH = "/ready";

  /** A request with more than this is none that a health check sends. */
  private static final int MAX_REQUEST_BYTES = 8 * 1024;

  private static final Pattern REQUEST =
      Pattern.compile("(\\S+) (\\S+) HTTP/1\\.[01]\r?\n.*", Pattern.DOTALL);

  private final Workload workload;
  private final WorkloadLoop loop;
  private final StringBuilder request = new StringBuilder();

  ReadinessConnection(Workload workload, WorkloadLoop loop, SocketChannel channel)
      throws IOException {
    super(workload, loop, channel);
    this.workload = workload;
    this.loop = loop;
  }

  @Override
  boolean turn(SocketChannel channel, SelectionKey key) throws IOException {
    ByteBuffer shared = loop.shared();
    boolean clientDone = channel.read(shared) < 0;
    request.append(StandardCharsets.US_ASCII.decode(shared.flip()));
    boolean whole = request.indexOf("\r\n\r\n") >= 0 || request.indexOf("\n\n") >= 0;
    if (whole || request.length() > MAX_REQUEST_BYTES) {
      // So few bytes always fit into the buffer of a socket that has sent none.
      channel.write(ByteBuffer.wrap(answer().getBytes(StandardCharsets.US_ASCII)));
      channel.shutdownOutput();
      return false;
    }
    key.interestOps(SelectionKey.OP_READ);
    return !clientDone;
  }

  private String answer() {
    return "HTTP/1.1 " + status() + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
  }

  private String status() {
    Matcher matcher = REQUEST.matcher(request);
    if (!matcher.matches()) {
      return "400 Bad Request";
    }
    if (!matcher.group(1).equals("GET") && !matcher.group(1).equals("HEAD")) {
      return "405 Method Not Allowed";
    }
    if (!matcher.group(2).equals(PATH)) {
      return "404 Not Found";
    }
    return workload.state().isReady() ? "200 OK" : "503 Service Unavailable";
  }
}
