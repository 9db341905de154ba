package io.spillway.router.stream;

import io.spillway.router.relay.Connection;
import io.spillway.router.relay.Endpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;

/**
 * A client's or a workload's end of a stream, with its bytes counted. Owned by the lane's thread.
 */
final class CountedEndpoint implements Endpoint {

  private final Endpoint end;
  private final LongAdder read;
  private final LongAdder written;
  private boolean outlived;

  private CountedEndpoint(Endpoint end, LongAdder read, LongAdder written) {
    this.end = end;
    this.read = read;
    this.written = written;
  }

  /**
   * Wraps a client.
   *
   * @param client an endpoint that writes what it is given, and no frames of its own
   */
  static CountedEndpoint client(Endpoint client, ByteCounters bytes) {
    return new CountedEndpoint(client, bytes.upstream, bytes.downstream);
  }

  /**
   * Wraps a workload.
   *
   * @param workload an endpoint that writes what it is given, and no frames of its own
   */
  static CountedEndpoint workload(Endpoint workload, ByteCounters bytes) {
    return new CountedEndpoint(workload, bytes.downstream, bytes.upstream);
  }

  @Override
  public Connection connection() {
    return end.connection();
  }

  @Override
  public void read(ByteBuffer target) throws IOException {
    end.read(target);
    read.add(target.remaining());
  }

  @Override
  public boolean hasEnded() {
    return end.hasEnded();
  }

  @Override
  public boolean tellsOfResetAfterEnd() {
    return end.tellsOfResetAfterEnd();
  }

  @Override
  public void write(ByteBuffer source) throws IOException {
    int before = source.remaining();
    end.write(source);
    written.add(before - source.remaining());
  }

  @Override
  public boolean finish(boolean last) throws IOException {
    outlived |= !last;
    return end.finish(last);
  }

  /** {@return whether the other end ended what it said before this one did} */
  boolean outlivesOther() {
    return outlived;
  }

  @Override
  public void reset() {
    end.reset();
  }
}
