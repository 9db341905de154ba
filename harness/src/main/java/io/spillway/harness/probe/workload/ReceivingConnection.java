package io.spillway.harness.probe.workload;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.Receipt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * One connection whose client is heard out: it gets the banner when it has ended its side, and is
 * closed with that. Of what came no more is kept than a {@link Message} may be long. Belongs to the
 * loop's thread.
 */
final class ReceivingConnection extends ServedConnection {

  private final Workload workload;
  private final Banner banner;
  private final ByteBuffer kept = ByteBuffer.allocate(Message.MAX_BYTES);
  private long bytes;

  ReceivingConnection(Workload workload, WorkloadLoop loop, SocketChannel channel, Banner banner)
      throws IOException {
    super(workload, loop, channel);
    this.workload = workload;
    this.banner = banner;
  }

  @Override
  boolean talk(SocketChannel channel, SelectionKey key) throws IOException {
    ByteBuffer said = shared();
    boolean clientDone = read(channel, said) < 0;
    said.flip();
    bytes += said.remaining();
    kept.put(said.limit(Math.min(said.limit(), kept.remaining())));
    if (clientDone) {
      // So few bytes always fit into the buffer of a socket that has sent none.
      channel.write(ByteBuffer.wrap(banner.encode()));
      channel.shutdownOutput();
      return false;
    }
    key.interestOps(SelectionKey.OP_READ);
    return true;
  }

  @Override
  void ended() {
    if (bytes > 0) {
      var by = new Attempt.Served(banner.site(), banner.workload(), banner.connection());
      workload.received(new Receipt(by, bytes, message()));
    }
  }

  private OptionalInt message() {
    if (bytes > Message.MAX_BYTES) {
      return OptionalInt.empty();
    }
    String text = new String(kept.array(), 0, kept.position(), StandardCharsets.ISO_8859_1);
    return Message.parse(text)
        .map(Message::number)
        .map(OptionalInt::of)
        .orElse(OptionalInt.empty());
  }
}
