package io.spillway.router.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Small messages that are sent back, at a fixed rate: open loop, each timed from when it was due
 * and not from when it was sent, so that a stall counts for every message that it holds up. The
 * calling thread sends, the load's own thread receives.
 */
final class EchoLoad extends LoadThread {

  private static final Duration LAST_ANSWER = Duration.ofSeconds(10);
  private static final int DIGITS = 3;

  private final List<SocketChannel> channels = new ArrayList<>();
  private final ByteBuffer output = ByteBuffer.allocateDirect(Protocol.MESSAGE_BYTES);
  private final Histogram histogram = new Histogram(TimeUnit.MINUTES.toNanos(1), DIGITS);
  private final InetSocketAddress address;
  private volatile long answered;
  private long recordFromNanos;

  EchoLoad(InetSocketAddress address) throws IOException {
    super("clients of the echo");
    this.address = address;
  }

  private void connect(int connections) throws IOException {
    for (int i = 0; i < connections; i++) {
      SocketChannel channel = SocketChannel.open(address);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      channel.register(
          selector(), SelectionKey.OP_READ, ByteBuffer.allocateDirect(Protocol.MESSAGE_BYTES));
      channels.add(channel);
    }
  }

  /**
   * Sends for a while and waits for the last answer.
   *
   * @param connections over how many connections, in turn
   * @param perSecond messages per second, over all connections
   * @param warmUp how long before anything is recorded
   * @param time how long after that
   * @return the times from due to answered, in nanoseconds
   */
  Histogram run(int connections, int perSecond, Duration warmUp, Duration time) throws IOException {
    connect(connections);
    long intervalNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    long beginNanos = System.nanoTime();
    recordFromNanos = beginNanos + warmUp.toNanos();
    start();
    long messages = warmUp.plus(time).toNanos() / intervalNanos;
    for (long i = 0; i < messages; i++) {
      long dueNanos = beginNanos + i * intervalNanos;
      for (long wait = dueNanos - System.nanoTime(); wait > 0; ) {
        LockSupport.parkNanos(wait);
        wait = dueNanos - System.nanoTime();
      }
      Protocol.message(output, Protocol.ECHO, Protocol.MESSAGE_BYTES, dueNanos);
      if (channels.get((int) (i % channels.size())).write(output) < Protocol.MESSAGE_BYTES) {
        throw new BenchException("a connection takes no more messages: answers stay away");
      }
      check();
    }
    awaitAnswers(messages);
    close();
    return histogram;
  }

  private void awaitAnswers(long messages) {
    long limitNanos = System.nanoTime() + LAST_ANSWER.toNanos();
    while (answered < messages) {
      check();
      if (System.nanoTime() > limitNanos) {
        throw new BenchException(
            (messages - answered) + " of " + messages + " messages were not answered in time");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  void ready(SelectionKey key) throws IOException {
    ByteBuffer input = (ByteBuffer) key.attachment();
    if (((SocketChannel) key.channel()).read(input) < 0) {
      throw new EOFException("an echo connection ended");
    }
    long now = System.nanoTime();
    if (!input.hasRemaining()) {
      long dueNanos = Protocol.number(input, 0);
      if (dueNanos - recordFromNanos >= 0) {
        histogram.recordValue(now - dueNanos);
      }
      input.clear();
      answered++;
    }
  }
}
