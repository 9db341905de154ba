package io.spillway.harness.probe.workload;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * How somebody reads who takes his time: nothing at first, and then so much at a time and no more
 * than 16 MB/s, out of a buffer that does not grow. A router can write faster than that, so that
 * from the beginning to the end something waits to be read. For one thread.
 */
public final class SlowReading {

  /** How long nothing is read at first, in nanoseconds: all buffers on the way fill meanwhile. */
  public static final long FIRST_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** How long nothing is read after each sip, in nanoseconds. */
  public static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(8);

  private static final int SIP_BYTES = 128 * 1024;
  private static final int BUFFER_BYTES = 64 * 1024;

  private int sipped;

  /**
   * Keeps the kernel from reading ahead more and more; a client does so before it connects.
   *
   * @throws IOException if the socket is closed
   */
  public static void limit(SocketChannel channel) throws IOException {
    channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
  }

  /** {@return whether it is time for a rest, now that so many more bytes were read} */
  public boolean isSip(int bytes) {
    sipped += bytes;
    if (sipped < SIP_BYTES) {
      return false;
    }
    sipped = 0;
    return true;
  }
}
