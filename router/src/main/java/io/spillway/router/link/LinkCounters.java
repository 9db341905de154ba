package io.spillway.router.link;

import io.spillway.router.relay.Connection;
import io.spillway.router.route.LinkId;
import io.spillway.router.tls.TlsFailure;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What went wrong with links and their connections. Safe for use by several threads.
 *
 * <p>What a peer did wrong is logged once: trouble of the same kind with the same host again only
 * after a minute, as a router that is turned away tries on for ever. The kind is the message
 * without its values, of which a hostile peer has always new ones.
 */
public final class LinkCounters {

  private static final Logger LOG = LoggerFactory.getLogger(LinkCounters.class);
  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int REMEMBERED = 256;

  private final AtomicLong handshakesFailed = new AtomicLong();
  private final AtomicLong handshakesRefused = new AtomicLong();
  private final AtomicLong streamsRefused = new AtomicLong();
  private final AtomicLong protocolErrors = new AtomicLong();
  private final AtomicLong tlsFailures = new AtomicLong();
  private final AtomicLong advertisementsRefused = new AtomicLong();
  private final AtomicLong linksLeftOut = new AtomicLong();
  private final Map<String, Long> loggedNanos =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** {@return connections that ended, for any reason, before the end of their HELLOs} */
  public long handshakesFailed() {
    return handshakesFailed.get();
  }

  /** {@return connections closed because there were too many like them} */
  public long handshakesRefused() {
    return handshakesRefused.get();
  }

  /** {@return streams sent back because there were too many on their link already} */
  public long streamsRefused() {
    return streamsRefused.get();
  }

  /** {@return connections closed because of bytes that the protocol does not allow} */
  public long protocolErrors() {
    return protocolErrors.get();
  }

  /** {@return connections closed because TLS failed, in the handshake or later} */
  public long tlsFailures() {
    return tlsFailures.get();
  }

  /** {@return advertisements of which no notice was taken, for want of room} */
  public long advertisementsRefused() {
    return advertisementsRefused.get();
  }

  /** {@return how often a link was left out because no stream connection could be opened on it} */
  public long linksLeftOut() {
    return linksLeftOut.get();
  }

  /** Notes a link that is up and left out. */
  void linkLeftOut(LinkId id, String peer, String reason, long nowNanos) {
    linksLeftOut.incrementAndGet();
    if (isNews(id.toString(), "left out", nowNanos)) {
      LOG.warn("link {} to {} is left out, though it is up: {}", id, peer, reason);
    }
  }

  void advertisementRefused() {
    advertisementsRefused.incrementAndGet();
  }

  void handshakeFailed() {
    handshakesFailed.incrementAndGet();
  }

  /**
   * Notes a connection without HELLO that gives way to a newer one.
   *
   * @param ofSource how many of them are of its source
   * @param open how many there are in all, the one included that is too many
   */
  void handshakeRefused(int ofSource, int open, Connection connection) {
    handshakesRefused.incrementAndGet();
    if (isNews("everybody", "too many without HELLO", connection.loop().nanoTime())) {
      LOG.warn(
          "closed the oldest of {} connections with {} on which no HELLO has come, and will others:"
              + " there are {} in all, and one less is allowed (--handshakes)",
          ofSource,
          connection.peerHost(),
          open);
    }
  }

  /** Notes a link that is too many. */
  void linkRefused(int open, Connection connection) {
    refused(
        handshakesRefused, connection, connection.peerHost(), "others have opened %d links", open);
  }

  /** Notes a connection that is too many without OPEN on its link. */
  void unopenedRefused(int open, Connection connection) {
    refused(
        handshakesRefused,
        connection,
        connection.peerHost(),
        "the link has %d connections without OPEN",
        open);
  }

  /** Notes a stream that is too many on its link. */
  void streamRefused(int open, Connection connection) {
    refused(
        streamsRefused,
        connection,
        connection.peerHost(),
        "the link has %d streams (--streams-per-link)",
        open);
  }

  private void refused(
      AtomicLong counter, Connection connection, String whose, String kind, int open) {
    counter.incrementAndGet();
    if (isNews(whose, kind, connection.loop().nanoTime())) {
      LOG.warn(
          "closed a connection with {} at once, and will others: {}, and no more are allowed",
          connection.peerHost(),
          String.format(Locale.ROOT, kind, open));
    }
  }

  /** Has the connection's failures counted, and logged if its peer is to blame. */
  void watch(Connection connection) {
    connection.onFailure(cause -> failed(connection, cause));
  }

  private void failed(Connection connection, IOException cause) {
    String kind;
    if (cause instanceof ProtocolException protocol) {
      protocolErrors.incrementAndGet();
      kind = protocol.kind();
    } else if (cause instanceof TlsFailure tls) {
      tlsFailures.incrementAndGet();
      kind = tls.remedy();
    } else {
      return;
    }
    String host = connection.peerHost();
    if (isNews(host, kind, connection.loop().nanoTime())) {
      LOG.warn("closed a link's connection with {}: {}", host, cause.getMessage());
    }
  }

  private boolean isNews(String host, String kind, long nowNanos) {
    String trouble = host + ' ' + kind;
    synchronized (loggedNanos) {
      Long last = loggedNanos.get(trouble);
      if (last != null && nowNanos - last < QUIET_NANOS) {
        return false;
      }
      loggedNanos.put(trouble, nowNanos);
      return true;
    }
  }
}
