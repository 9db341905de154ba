package io.spillway.router.stream;

import java.util.concurrent.atomic.LongAdder;

/** Bytes in both directions. Safe for use by several threads, without a lock. */
final class ByteCounters {

  final LongAdder upstream = new LongAdder();
  final LongAdder downstream = new LongAdder();
}
