package io.spillway.router.stream;

import io.spillway.router.relay.Connection;
import io.spillway.router.relay.Endpoint;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The client's end of a stream, with its bytes counted. Owned by the lane's thread. */
final class CountedEndpoint implements Endpoint {

  private final Endpoint client;
  private final TargetCounters counters;
  private boolean outlived;

  /**
   * Wraps a client.
   *
   * @param client an endpoint that writes what it is given, and no frames of its own
   */
  CountedEndpoint(Endpoint client, TargetCounters counters) {
    this.client = client;
    this.counters = counters;
  }

  @Override
  public Connection connection() {
    return client.connection();
  }

  @Override
  public void read(ByteBuffer target) throws IOException {
    client.read(target);
    counters.read(target.remaining());
  }

  @Override
  public boolean hasEnded() {
    return client.hasEnded();
  }

  @Override
  public boolean tellsOfResetAfterEnd() {
    return client.tellsOfResetAfterEnd();
  }

  @Override
  public void write(ByteBuffer source) throws IOException {
    int before = source.remaining();
    client.write(source);
    counters.written(before - source.remaining());
  }

  @Override
  public boolean finish(boolean last) throws IOException {
    outlived |= !last;
    return client.finish(last);
  }

  /** {@return whether the workload ended what it said before the client did} */
  boolean outlivesWorkload() {
    return outlived;
  }

  @Override
  public void reset() {
    client.reset();
  }
}
