package io.spillway.router.loop;

import java.io.IOException;

/** Handles the events of one channel, on the thread of its loop. */
public interface ChannelHandler {

  /**
   * Handles readiness.
   *
   * @param readyOps what the channel is ready for, as in {@link java.nio.channels.SelectionKey}
   * @throws IOException if the channel is broken; the loop then calls {@link #failed}
   */
  void ready(int readyOps) throws IOException;

  /**
   * Lets go of the channel: something failed, or the loop ends. May be called more than once.
   *
   * @param cause why
   */
  void failed(IOException cause);
}
