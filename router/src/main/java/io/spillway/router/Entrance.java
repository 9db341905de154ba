package io.spillway.router;

import io.spillway.router.stream.ClientStream;
import io.spillway.router.stream.Lane;
import io.spillway.router.stream.Listening;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives each client to a lane, in turns, or sends it away. Owned by the loop that accepts. */
final class Entrance {

  private static final Logger LOG = LoggerFactory.getLogger(Entrance.class);
  private static final long WARNING_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final List<Lane> lanes;
  private final int bound;
  private int nextLane;
  private long warnedNanos;

  /**
   * Makes the entrance.
   *
   * @param lanes who takes clients; the first one's loop is the owner
   * @param bound how many clients each listener serves at once
   */
  Entrance(List<Lane> lanes, int bound) {
    this.lanes = lanes;
    this.bound = bound;
    this.warnedNanos = lanes.get(0).loop().nanoTime() - WARNING_NANOS;
  }

  /** Takes a client that has been accepted. */
  void client(Listening listening, SocketChannel channel) {
    if (!listening.counters().enter(bound)) {
      reset(channel);
      warn(listening.listener());
      return;
    }
    Lane lane = lanes.get(nextLane);
    nextLane = (nextLane + 1) % lanes.size();
    if (!ClientStream.begin(lane, listening, channel)) {
      reset(channel); // the router ends
    }
  }

  private void warn(String listener) {
    long now = lanes.get(0).loop().nanoTime();
    if (now - warnedNanos >= WARNING_NANOS) {
      warnedNanos = now;
      LOG.warn(
          "listener '{}' has {} clients, as many as are allowed (--connections-per-listener);"
              + " more are reset",
          listener,
          bound);
    }
  }

  private static void reset(SocketChannel channel) {
    try (channel) {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException e) {
      LOG.trace("it was gone already", e);
    }
  }
}
