package io.spillway.harness.probe.workload;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * One connection that gets the banner and its {@link Bulk}, and is closed as soon as the kernel has
 * taken the last byte. Reads nothing. Belongs to the loop's thread.
 */
final class GivingConnection extends ServedConnection {

  private final BulkWriting writing;

  GivingConnection(Workload workload, WorkloadLoop loop, SocketChannel channel, Banner banner)
      throws IOException {
    super(workload, loop, channel);
    this.writing = new BulkWriting(banner.encode(), Bulk.of(banner));
  }

  @Override
  boolean talk(SocketChannel channel, SelectionKey key) throws IOException {
    if (writing.write(channel)) {
      channel.shutdownOutput();
      return false;
    }
    key.interestOps(SelectionKey.OP_WRITE);
    return true;
  }
}
