package io.spillway.router.bench;

/** What is measured; a row of the table. */
enum Measure {
  CONNECTIONS("new connections per second", true),
  CONNECTION_CPU("CPU per new connection, µs", false),
  CONNECTION_BUSY("its processor busy meanwhile, %", false),
  BYTES_1("MB/s, 1 stream", true),
  BYTES_16("MB/s, 16 streams", true),
  CPU_PER_GB("CPU seconds per GB, 16 streams", false),
  P50("added latency p50, µs", false),
  P99("added latency p99, µs", false),
  P999("added latency p99.9, µs", false),
  MEMORY("memory per held connection, KB of RSS", false),
  HEAP("the same, KB of live heap", false),
  RESIDENT("RSS with all connections held, MB", false);

  private final String title;
  private final boolean moreIsBetter;

  Measure(String title, boolean moreIsBetter) {
    this.title = title;
    this.moreIsBetter = moreIsBetter;
  }

  String title() {
    return title;
  }

  /** {@return whether it is given as what a subject adds to the direct connection} */
  boolean isAdded() {
    return this == P50 || this == P99 || this == P999;
  }

  /**
   * {@return whether it says something how two subjects compare in it: by their difference if it
   * {@link #isAdded}, or else by their ratio}
   */
  boolean isCompared() {
    return this != CONNECTION_BUSY && this != HEAP;
  }

  /** {@return whether the larger one of two values is the better one} */
  boolean moreIsBetter() {
    return moreIsBetter;
  }

  /** {@return the better of two values} */
  double better(double a, double b) {
    return moreIsBetter ? Math.max(a, b) : Math.min(a, b);
  }
}
