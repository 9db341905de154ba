package io.spillway.harness.fault.toxiproxy;

import io.netty.buffer.ByteBuf;

/** Where a stage passes its bytes: the next stage, or the sink behind the last. */
interface Outlet {

  /**
   * Takes bytes, and with them the duty to release them.
   *
   * @param bytes the bytes
   * @param stampNanos when they came to the stage that passes them, by nanoTime
   */
  void accept(ByteBuf bytes, long stampNanos);

  /** No more bytes come. Does nothing the second time. */
  void end();
}
