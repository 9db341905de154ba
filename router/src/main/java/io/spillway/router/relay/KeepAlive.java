package io.spillway.router.relay;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Map;
import jdk.net.ExtendedSocketOptions;

/**
 * Has the kernel ask a peer that is silent whether it is still there, and break the connection of
 * one that has vanished: a host without power, or behind a network that has forgotten it.
 */
final class KeepAlive {

  /** The silence before the first question, in seconds. */
  static final int IDLE_SECONDS = 60;

  /** The time between questions, in seconds. */
  static final int INTERVAL_SECONDS = 10;

  /** How many questions in a row may stay without an answer. */
  static final int QUESTIONS = 6;

  private static final Map<SocketOption<Integer>, Integer> TIMES =
      Map.of(
          ExtendedSocketOptions.TCP_KEEPIDLE, IDLE_SECONDS,
          ExtendedSocketOptions.TCP_KEEPINTERVAL, INTERVAL_SECONDS,
          ExtendedSocketOptions.TCP_KEEPCOUNT, QUESTIONS);

  private KeepAlive() {}

  /**
   * Begins to ask. Where the system does not let the times be set it uses its own.
   *
   * @throws IOException if the socket is closed
   */
  static void begin(SocketChannel channel) throws IOException {
    channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    for (Map.Entry<SocketOption<Integer>, Integer> time : TIMES.entrySet()) {
      if (channel.supportedOptions().contains(time.getKey())) {
        channel.setOption(time.getKey(), time.getValue());
      }
    }
  }
}
