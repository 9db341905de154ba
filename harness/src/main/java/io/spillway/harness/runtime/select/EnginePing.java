package io.spillway.harness.runtime.select;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks engines with one {@code GET /_ping} each (Docker Engine API, <i>System / Ping</i>), without
 * a Docker client.
 */
final class EnginePing {

  /** Together with a JVM's own hesitation, all answers are known within a second. */
  static final Duration LIMIT = Duration.ofMillis(800);

  private static final int LONGEST_ANSWER_BYTES = 4_096;
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] (\\d{3}[^\\r\\n]*)");
  private static final Pattern API_VERSION = Pattern.compile("(?i)\\nApi-Version: *([0-9.]+)");
  private static final String END_OF_HEAD = "\r\n\r\n";

  private EnginePing() {}

  /** {@return the answers, up to the first engine that answers; {@link #LIMIT} holds for all} */
  static List<EngineAnswer> first(List<EngineCandidate> candidates) {
    long deadlineNanos = System.nanoTime() + LIMIT.toNanos();
    List<EngineAnswer> answers = new ArrayList<>();
    for (EngineCandidate candidate : candidates) {
      EngineAnswer answer = ask(candidate, deadlineNanos);
      answers.add(answer);
      if (answer.answered()) {
        break;
      }
    }
    return answers;
  }

  private static EngineAnswer ask(EngineCandidate candidate, long deadlineNanos) {
    try {
      SocketAddress address = address(candidate);
      try (SocketChannel channel = open(address);
          Selector selector = Selector.open()) {
        channel.configureBlocking(false);
        SelectionKey key = channel.register(selector, 0);
        connect(channel, address, key, deadlineNanos);
        if (candidate.tls()) {
          return new EngineAnswer(
              candidate, true, "accepts connections; TLS, so not asked further");
        }
        return verdict(candidate, exchange(channel, key, deadlineNanos));
      }
    } catch (IOException | IllegalArgumentException failed) {
      String said = failed.getMessage();
      return new EngineAnswer(
          candidate, false, said == null ? failed.getClass().getSimpleName() : said);
    }
  }

  private static SocketAddress address(EngineCandidate candidate) throws IOException {
    URI uri = URI.create(candidate.address());
    String scheme = String.valueOf(uri.getScheme());
    switch (scheme) {
      case "unix":
        return UnixDomainSocketAddress.of(uri.getPath());
      case "tcp", "http", "https":
        int port = uri.getPort() > 0 ? uri.getPort() : candidate.tls() ? 2376 : 2375;
        InetSocketAddress address = new InetSocketAddress(String.valueOf(uri.getHost()), port);
        if (address.isUnresolved()) {
          throw new IOException("unknown host " + uri.getHost());
        }
        return address;
      default:
        throw new IOException("only unix:// and tcp:// addresses are supported");
    }
  }

  private static SocketChannel open(SocketAddress address) throws IOException {
    return address instanceof UnixDomainSocketAddress
        ? SocketChannel.open(java.net.StandardProtocolFamily.UNIX)
        : SocketChannel.open();
  }

  private static void connect(
      SocketChannel channel, SocketAddress address, SelectionKey key, long deadlineNanos)
      throws IOException {
    boolean connected = channel.connect(address);
    while (!connected) {
      await(key, SelectionKey.OP_CONNECT, "does not accept a connection", deadlineNanos);
      connected = channel.finishConnect();
    }
  }

  private static String exchange(SocketChannel channel, SelectionKey key, long deadlineNanos)
      throws IOException {
    ByteBuffer request =
        ByteBuffer.wrap(
            "GET /_ping HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
    while (request.hasRemaining()) {
      await(key, SelectionKey.OP_WRITE, "does not take a request", deadlineNanos);
      channel.write(request);
    }
    ByteBuffer answer = ByteBuffer.allocate(LONGEST_ANSWER_BYTES);
    String text = "";
    while (answer.hasRemaining() && !text.contains(END_OF_HEAD)) {
      await(key, SelectionKey.OP_READ, "does not answer", deadlineNanos);
      if (channel.read(answer) < 0) {
        break;
      }
      text = new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
    }
    return text;
  }

  private static EngineAnswer verdict(EngineCandidate candidate, String head) {
    Matcher status = STATUS_LINE.matcher(head);
    if (!status.lookingAt()) {
      return new EngineAnswer(candidate, false, "what answers there does not speak HTTP");
    }
    if (!status.group(1).startsWith("200")) {
      return new EngineAnswer(candidate, false, "GET /_ping was answered " + status.group(1));
    }
    Matcher version = API_VERSION.matcher(head);
    return version.find()
        ? new EngineAnswer(candidate, true, "API " + version.group(1))
        : new EngineAnswer(candidate, false, "what answers there is no container engine");
  }

  private static void await(SelectionKey key, int operation, String trouble, long deadlineNanos)
      throws IOException {
    key.interestOps(operation);
    long leftNanos = deadlineNanos - System.nanoTime();
    if (leftNanos <= 0 || key.selector().select(Math.max(1, leftNanos / 1_000_000)) == 0) {
      throw new IOException(trouble + " within " + LIMIT.toMillis() + " ms");
    }
    key.selector().selectedKeys().clear();
  }
}
