package io.spillway.router.link;

import io.spillway.router.relay.Connection;
import java.io.IOException;

/** Somebody who waits for a connection on a link, to open a stream on it. */
public interface StreamRequest {

  /** {@return whether a connection is still wanted} */
  boolean isWanted();

  /**
   * Gets a connection on which OPEN can be sent.
   *
   * @param connection the connection, with interest in nothing
   */
  void ready(Connection connection);

  /**
   * Learns that there will be none.
   *
   * @param cause why
   */
  void failed(IOException cause);
}
