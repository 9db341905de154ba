package io.spillway.router.stream;

import java.util.concurrent.atomic.LongAdder;

/**
 * What became of the streams of other sites at one connector of this site. Those of clients of this
 * site are counted by their listener alone. Safe for use by several threads, without a lock.
 */
public final class ConnectorCounters {

  private final String connector;
  private final LongAdder accepted = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder left = new LongAdder();
  private final ByteCounters bytes = new ByteCounters();

  ConnectorCounters(String connector) {
    this.connector = connector;
  }

  /** {@return the connector's name} */
  public String connector() {
    return connector;
  }

  /** {@return streams that were joined to the workload} */
  public long accepted() {
    return accepted.sum();
  }

  /** {@return streams for which the workload could not be connected} */
  public long failed() {
    return failed.sum();
  }

  /** {@return streams that the other site had given up when the workload was connected} */
  public long left() {
    return left.sum();
  }

  /** {@return bytes that were written to the workload} */
  public long upstreamBytes() {
    return bytes.upstream.sum();
  }

  /** {@return bytes that were read from the workload} */
  public long downstreamBytes() {
    return bytes.downstream.sum();
  }

  ByteCounters bytes() {
    return bytes;
  }

  void streamAccepted() {
    accepted.increment();
  }

  void connectFailed() {
    failed.increment();
  }

  void streamLeft() {
    left.increment();
  }
}
