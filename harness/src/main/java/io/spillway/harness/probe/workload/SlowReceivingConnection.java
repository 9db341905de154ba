package io.spillway.harness.probe.workload;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.Receipt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One connection whose client is heard out slowly: a {@link Message} with a {@link Bulk} behind it,
 * of which every byte is looked at. It gets the banner when it has ended its side, and is closed
 * with that. Belongs to the loop's thread.
 */
final class SlowReceivingConnection extends ServedConnection {

  private final Workload workload;
  private final WorkloadLoop loop;
  private final Banner banner;
  private final SlowReading pace = new SlowReading();
  private final StringBuilder line = new StringBuilder();
  private Optional<Message> message = Optional.empty();
  private Optional<BulkReading> reading = Optional.empty();
  private boolean begun;
  private boolean resting;
  private long bytes;

  SlowReceivingConnection(
      Workload workload, WorkloadLoop loop, SocketChannel channel, Banner banner)
      throws IOException {
    super(workload, loop, channel);
    this.workload = workload;
    this.loop = loop;
    this.banner = banner;
  }

  @Override
  boolean talk(SocketChannel channel, SelectionKey key) throws IOException {
    if (!begun) {
      begun = true;
      SlowReading.limit(channel);
      rest(SlowReading.FIRST_REST_NANOS);
    }
    while (!resting) {
      ByteBuffer said = shared();
      int count = read(channel, said);
      if (count < 0) {
        channel.write(ByteBuffer.wrap(banner.encode()));
        channel.shutdownOutput();
        return false;
      }
      if (count == 0) {
        key.interestOps(SelectionKey.OP_READ);
        return true;
      }
      take(said.flip());
      if (pace.isSip(count)) {
        rest(SlowReading.REST_NANOS);
      }
    }
    key.interestOps(0);
    return true;
  }

  private void rest(long nanos) {
    resting = true;
    loop.after(
        nanos,
        () -> {
          resting = false;
          ready();
        });
  }

  private void take(ByteBuffer read) {
    bytes += read.remaining();
    while (reading.isEmpty() && read.hasRemaining() && line.length() < Message.MAX_BYTES) {
      line.append((char) (read.get() & 0xff));
      message = Message.parse(line.toString());
      reading = message.map(Bulk::of).map(BulkReading::new);
    }
    reading.ifPresent(bulk -> bulk.take(read));
  }

  @Override
  void ended() {
    if (bytes > 0) {
      var by = new Attempt.Served(banner.site(), banner.workload(), banner.connection());
      workload.received(new Receipt(by, bytes, whole()));
    }
  }

  /** The message's number, if it and all that belongs to it has come. */
  private OptionalInt whole() {
    return reading.filter(BulkReading::isWhole).isPresent()
        ? OptionalInt.of(message.orElseThrow().number())
        : OptionalInt.empty();
  }
}
