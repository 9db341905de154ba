package io.spillway.harness.probe.workload;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** One connection of a workload, of either kind. Belongs to the loop's thread. */
abstract class Connection implements Endpoint {

  private final Workload workload;
  private final WorkloadLoop loop;
  private final SocketChannel channel;
  private final SelectionKey key;
  private boolean closed;

  /**
   * Registers the channel; nothing happens before {@link #ready()}.
   *
   * @throws IOException if the client has reset it already
   */
  Connection(Workload workload, WorkloadLoop loop, SocketChannel channel) throws IOException {
    this.workload = workload;
    this.loop = loop;
    this.channel = channel;
    this.key = loop.register(channel, 0);
    key.attach(this);
  }

  /**
   * Does what can be done without waiting, and says by the key's interest what to wait for.
   *
   * @return whether the connection goes on; if not it is closed
   * @throws IOException if the client reset the connection
   */
  abstract boolean turn(SocketChannel channel, SelectionKey key) throws IOException;

  /** Takes its turn, unless the workload hangs. Called by hand too, when that ends. */
  @Override
  public final void ready() {
    if (closed) {
      return;
    }
    boolean goesOn;
    try {
      if (workload.hangs()) {
        key.interestOps(0);
        return;
      }
      goesOn = turn(channel, key);
    } catch (IOException | CancelledKeyException e) {
      goesOn = false; // The client reset it: its right, and nothing to report.
    }
    if (!goesOn) {
      close();
    }
  }

  @Override
  public final void close() {
    if (closed) {
      return;
    }
    closed = true;
    workload.ended(this);
    try {
      channel.close();
    } catch (IOException e) {
      loop.trouble("socket of workload " + workload.name() + " cannot be closed: " + e);
    }
  }
}
