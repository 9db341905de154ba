package io.spillway.router.link;

import io.spillway.router.relay.Connection;
import io.spillway.router.route.Destination;

/** Takes the streams that come in from other sites, on the loop of their connection. */
@FunctionalInterface
public interface OpenHandler {

  /**
   * Takes a stream. It is to be answered with {@link StreamHandshake#accept} or {@link
   * StreamHandshake#refuse}, or passed on with {@link StreamHandshake#open}.
   *
   * @param connection the connection, with interest in nothing
   * @param destination where it goes
   * @param hopsLeft how many more links it may cross
   */
  void opened(Connection connection, Destination destination, int hopsLeft);
}
