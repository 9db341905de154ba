package io.spillway.harness.probe.workload;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/** A port that accepts. Belongs to the loop's thread. */
final class Acceptor implements Endpoint {

  /** Makes a connection out of a channel that was just accepted. */
  interface Welcome {
    void accept(SocketChannel channel) throws IOException;
  }

  /** How many connections the kernel may complete ahead of the accepting thread. */
  private static final int BACKLOG = 4096;

  /** Linux queues one more than the backlog, BSD half as many more. */
  private static final int MOST_QUEUED = 2 * BACKLOG;

  /** So many in a row, then others' turn: whoever connects fast must not keep the rest waiting. */
  private static final int AT_ONCE = 64;

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final WorkloadLoop loop;
  private final String what;
  private final ServerSocketChannel channel;
  private final Welcome welcome;
  private final SelectionKey key;
  private boolean stuck;

  private Acceptor(WorkloadLoop loop, String what, ServerSocketChannel channel, Welcome welcome)
      throws IOException {
    this.loop = loop;
    this.what = what;
    this.channel = channel;
    this.welcome = welcome;
    this.key = loop.register(channel, SelectionKey.OP_ACCEPT);
    key.attach(this);
  }

  /**
   * Listens, and accepts from the loop's next turn on. A {@link FullPort} may be opened beside it.
   *
   * @param what what troubles call it
   * @param bind where it listens; port 0 takes any free one
   * @param beside whether it listens beside a {@link FullPort}, which is about to be closed
   * @throws IOException if it cannot listen there
   */
  static Acceptor open(
      WorkloadLoop loop, String what, InetSocketAddress bind, boolean beside, Welcome welcome)
      throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.setOption(StandardSocketOptions.SO_REUSEPORT, beside);
      channel.configureBlocking(false);
      channel.bind(bind, BACKLOG);
      // Only from now on: a port that somebody else has must not be shared by mistake.
      channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      return new Acceptor(loop, what, channel, welcome);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  InetSocketAddress address() throws IOException {
    return (InetSocketAddress) channel.getLocalAddress();
  }

  @Override
  public void ready() {
    accept(AT_ONCE);
  }

  /** Takes in all that were connected when it began. */
  void takeIn() {
    accept(MOST_QUEUED);
  }

  private void accept(int most) {
    try {
      for (int taken = 0; taken < most; taken++) {
        SocketChannel next = channel.accept();
        if (next == null) {
          break;
        }
        welcome(next);
      }
      stuck = false;
    } catch (IOException e) {
      if (!stuck) {
        loop.trouble(
            what
                + " cannot accept: "
                + e.getMessage()
                + "; raise ulimit -n if it is about open files");
      }
      stuck = true;
      if (key.isValid()) {
        key.interestOps(0);
        loop.after(PAUSE_NANOS, this::resume);
      }
    }
  }

  private void welcome(SocketChannel accepted) throws IOException {
    try {
      accepted.configureBlocking(false);
      accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
      welcome.accept(accepted);
    } catch (IOException e) {
      accepted.close(); // Reset before it was accepted: a connection that never was.
    }
  }

  private void resume() {
    if (key.isValid()) {
      key.interestOps(SelectionKey.OP_ACCEPT);
    }
  }

  /** Takes nobody in any more, from the loop's next turn on, unless told that it is ready. */
  void leaveLoop() {
    key.cancel();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      loop.trouble("port of " + what + " cannot be closed: " + e);
    }
  }
}
