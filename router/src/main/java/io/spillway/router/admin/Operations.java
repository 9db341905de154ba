package io.spillway.router.admin;

import io.spillway.router.stream.StreamCounters;
import java.io.IOException;

/**
 * What the endpoint shows and does. Safe for use by several threads; no method but {@link #reload}
 * waits for a loop, so that a router that hangs can still be asked.
 */
public interface Operations {

  /** {@return whether the router works} */
  Liveness liveness();

  /** {@return whether the router takes clients} */
  Readiness readiness();

  /** {@return what this site knows of the network} */
  NetworkStatus network();

  /** {@return what became of streams} */
  StreamCounters counters();

  /** {@return buffers in which bytes wait for a slow receiver now} */
  int buffersOutstanding();

  /** {@return what went wrong with links and their connections, so far} */
  LinkTroubles linkTroubles();

  /** {@return reloads so far} */
  Reloads reloads();

  /**
   * Reads the site file again, and does what it says from now on.
   *
   * @return what has changed
   * @throws ReloadRefusedException with everything that is wrong; nothing has changed
   * @throws IOException if the file cannot be read; nothing has changed
   */
  ReloadResult reload() throws IOException;

  /**
   * Connections of links that were closed because of what the peer did, and what else was refused.
   *
   * @param handshakesFailed those that were not greeted in time, or broke before
   * @param handshakesRefused those for which there were too many of their kind already
   * @param streamsRefused those whose stream was sent back because its link had too many
   * @param protocolErrors those on which bytes came that the protocol does not allow
   * @param tlsFailures those whose TLS handshake failed
   * @param advertisementsRefused advertisements of which no notice was taken, for want of room
   * @param linksLeftOut how often a link was left out that was up, because no stream connection
   *     could be opened on it
   */
  record LinkTroubles(
      long handshakesFailed,
      long handshakesRefused,
      long streamsRefused,
      long protocolErrors,
      long tlsFailures,
      long advertisementsRefused,
      long linksLeftOut) {}

  /**
   * Reloads so far.
   *
   * @param done those that were carried out, also if nothing was different
   * @param refused those that were not
   */
  record Reloads(long done, long refused) {}
}
