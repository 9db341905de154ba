package io.spillway.router.stream;

import io.spillway.router.relay.Relay;
import io.spillway.router.route.Destination;
import java.util.concurrent.atomic.LongAdder;

/**
 * What became of the clients of one listener that were served by one destination. Safe for use by
 * several threads, without a lock.
 */
public final class TargetCounters {

  private final Target target;
  private final LongAdder closed = new LongAdder();
  private final LongAdder reset = new LongAdder();
  private final ByteCounters bytes = new ByteCounters();

  TargetCounters(Target target) {
    this.target = target;
  }

  /**
   * Where clients went.
   *
   * @param routingKey the routing key that was chosen
   * @param destination the destination that was chosen
   */
  public record Target(String routingKey, Destination destination) {}

  /** {@return where the clients went} */
  public Target target() {
    return target;
  }

  /** {@return streams that ended well} */
  public long closed() {
    return closed.sum();
  }

  /** {@return streams that were reset or broke} */
  public long reset() {
    return reset.sum();
  }

  /** {@return bytes that were read from clients} */
  public long upstreamBytes() {
    return bytes.upstream.sum();
  }

  /** {@return bytes that were written to clients} */
  public long downstreamBytes() {
    return bytes.downstream.sum();
  }

  ByteCounters bytes() {
    return bytes;
  }

  void ended(Relay.End how) {
    (how == Relay.End.CLOSED ? closed : reset).increment();
  }
}
