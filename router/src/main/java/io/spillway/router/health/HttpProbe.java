package io.spillway.router.health;

import io.spillway.router.loop.ChannelHandler;
import io.spillway.router.loop.EventLoop;
import io.spillway.router.loop.Resolver;
import io.spillway.router.loop.Timer;
import io.spillway.router.relay.Connection;
import io.spillway.router.relay.Dial;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Passes while a GET is answered with a status that makes a workload ready (rule L8). Only the
 * status line is judged; what follows it is thrown away, up to {@value #MAX_BYTES} bytes, so that
 * the server is not cut off in mid-answer.
 *
 * @param url an {@code http} URL with host and port
 * @param resolver resolves the host
 * @param ready whether an answer of this status makes the workload ready
 */
public record HttpProbe(URI url, Resolver resolver, IntPredicate ready) implements Probe {

  /** How much of an answer is read. */
  static final int MAX_BYTES = 64 * 1024;

  /** How long a status line may be; those in use have some 20 bytes. */
  static final int MAX_STATUS_LINE_BYTES = 512;

  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})( .*)?");

  @Override
  public void begin(EventLoop loop, long limitNanos, Consumer<Result> told) {
    long beganNanos = loop.nanoTime();
    Exchange exchange = new Exchange(request(), ready, told);
    exchange.limit = loop.schedule(limitNanos, () -> exchange.late(limitNanos));
    resolver.resolve(
        url.getHost(),
        url.getPort(),
        loop,
        addresses ->
            Dial.connect(
                loop,
                addresses,
                limitNanos - (loop.nanoTime() - beganNanos),
                exchange::connected,
                cause ->
                    exchange.end(
                        addresses.get(0).isUnresolved() ? Verdict.DOUBTFUL : Verdict.of(cause),
                        String.valueOf(cause.getMessage()))));
  }

  @Override
  public boolean isProvenByConnect() {
    return false;
  }

  private ByteBuffer request() {
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    String text =
        "GET "
            + path
            + query
            + " HTTP/1.1\r\nHost: "
            + url.getHost()
            + ":"
            + url.getPort()
            + "\r\nUser-Agent: spillway-router\r\nAccept: */*\r\nConnection: close\r\n\r\n";
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** One request and its answer. */
  private static final class Exchange implements ChannelHandler {

    private final ByteBuffer request;
    private final IntPredicate ready;
    private final Consumer<Result> told;
    private final ByteBuffer answer = ByteBuffer.allocate(MAX_STATUS_LINE_BYTES);
    private Timer limit;
    private Optional<Connection> connection = Optional.empty();
    private int bytes;
    private boolean ended;

    Exchange(ByteBuffer request, IntPredicate ready, Consumer<Result> told) {
      this.request = request;
      this.ready = ready;
      this.told = told;
    }

    void connected(Connection server) {
      if (ended) {
        server.close();
        return;
      }
      connection = Optional.of(server);
      try {
        server.handle(this, SelectionKey.OP_READ);
        server.send(request);
      } catch (IOException e) {
        server.failed(e);
      }
    }

    @Override
    public void ready(int readyOps) throws IOException {
      Connection server = connection.orElseThrow();
      int count = server.read(answer);
      if (count >= 0) {
        bytes += count;
        if (!ended) {
          judge();
        }
        if (ended) {
          answer.clear();
        }
      }
      if (count < 0 && !ended) {
        throw new EOFException("closed without a status line");
      }
      if (count < 0 || bytes > MAX_BYTES) {
        server.close();
        limit.cancel();
      }
    }

    private void judge() throws IOException {
      String text = new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
      int end = text.indexOf('\n');
      if (end >= 0) {
        judge(text.substring(0, end).strip());
      } else if (!answer.hasRemaining()) {
        throw new IOException("no status line in " + MAX_STATUS_LINE_BYTES + " bytes");
      }
    }

    private void judge(String line) throws IOException {
      Matcher matcher = STATUS_LINE.matcher(line);
      if (!matcher.matches()) {
        throw new IOException("an answer that is not HTTP");
      }
      int status = Integer.parseInt(matcher.group(1));
      end(ready.test(status) ? Verdict.READY : Verdict.DOUBTFUL, "status " + status);
    }

    @Override
    public void failed(IOException cause) {
      limit.cancel();
      end(Verdict.DOUBTFUL, String.valueOf(cause.getMessage()));
    }

    void late(long limitNanos) {
      connection.ifPresent(Connection::close);
      end(
          Verdict.DOUBTFUL,
          "no answer to GET within " + TimeUnit.NANOSECONDS.toMillis(limitNanos) + " ms");
    }

    /** Says what was found. The rest of the answer may still come, until the limit. */
    void end(Verdict verdict, String reason) {
      if (!ended) {
        ended = true;
        told.accept(new Result(verdict, reason));
      }
    }
  }
}
