package io.spillway.harness.probe.workload;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The many bytes that one side of a connection writes before it ends what it says. Both sides can
 * work out how many there are, and each of them, and keep none. Immutable.
 *
 * <p>They are more than the kernel takes from a router for a reader that takes its time: on Linux
 * the buffer of the sending socket grows to 4 MiB by itself ({@code net.ipv4.tcp_wmem}; see
 * tcp(7)), over a loopback at once, and that of a {@link SlowReading} does not grow. So when a
 * router reads the end of them it still has bytes of its own to pass on, unless the reader happened
 * to make room just then. How many bytes there are is drawn from as many as a router passes on at a
 * time.
 *
 * @param bytes how many
 * @param content what they are
 */
public record Bulk(int bytes, Keystream content) {

  /** The fewest. */
  public static final int LEAST_BYTES = 4_700_000;

  private static final int SPREAD_BYTES = 2_000_000;
  private static final int DRAWN_BYTES = 3;

  /** {@return what a workload writes on this connection} */
  public static Bulk of(Banner banner) {
    return of(Keystream.of(banner));
  }

  /** {@return what a client writes after this message} */
  public static Bulk of(Message message) {
    return of(Keystream.of(message.number()));
  }

  private static Bulk of(Keystream content) {
    int drawn = 0;
    for (int position = 0; position < DRAWN_BYTES; position++) {
      drawn = (drawn << Byte.SIZE) | (content.at(position) & 0xff);
    }
    return new Bulk(LEAST_BYTES + drawn % SPREAD_BYTES, content);
  }

  /**
   * Replaces what is between the position and the limit of a buffer on the heap by these bytes,
   * from this position on, and moves the limit to the last of them.
   */
  void fill(ByteBuffer buffer, long from) {
    buffer.limit((int) Math.min(buffer.limit(), buffer.position() + bytes - from));
    int offset = buffer.arrayOffset();
    Arrays.fill(buffer.array(), offset + buffer.position(), offset + buffer.limit(), (byte) 0);
    content.addTo(buffer, from);
  }
}
