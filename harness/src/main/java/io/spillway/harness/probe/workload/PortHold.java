package io.spillway.harness.probe.workload;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/**
 * Keeps a port that refuses from being given to somebody else: a socket that is bound to it and
 * does not listen. Belongs to the loop's thread, and ends with the loop.
 */
final class PortHold implements Endpoint {

  private final WorkloadLoop loop;
  private final SocketChannel channel;

  /**
   * Holds a port.
   *
   * @throws IOException if somebody has it already
   */
  PortHold(WorkloadLoop loop, InetSocketAddress address) throws IOException {
    this.loop = loop;
    this.channel = SocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.configureBlocking(false);
      channel.bind(address);
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
