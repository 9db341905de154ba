package io.spillway.harness.probe.workload;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * Keeps a port that refuses from being given to somebody else, by a {@link BoundSocket}. Belongs to
 * the loop's thread, and ends with the loop.
 */
final class PortHold implements Endpoint {

  /**
   * How long the port may go on listening after its listener was closed. A process that is being
   * started, as routers are, has a copy of every open socket until its program takes over.
   */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final WorkloadLoop loop;
  private final SocketChannel channel;

  /**
   * Holds a port, as soon as nobody listens there any more.
   *
   * @throws IOException if somebody has it, and does not let go of it soon
   */
  PortHold(WorkloadLoop loop, InetSocketAddress address) throws IOException {
    this.loop = loop;
    this.channel = BoundSocket.open(address, PATIENCE);
    try {
      channel.configureBlocking(false);
      loop.register(channel, 0).attach(this);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void ready() {
    // A socket that is neither connected nor listening is never ready.
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      loop.trouble("hold of a dead workload's port cannot be closed: " + e);
    }
  }
}
