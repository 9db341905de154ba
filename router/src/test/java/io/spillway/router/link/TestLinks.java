package io.spillway.router.link;

import io.spillway.router.route.LinkId;
import io.spillway.router.route.LivenessPolicy;
import io.spillway.router.route.Policies;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Settings of links for tests, where most of them do not matter. */
public final class TestLinks {

  /** The most streams of each link. */
  static final int STREAMS = 8;

  private static final int MANY = 4096;
  private static final int MANY_BYTES = 1 << 26;

  private TestLinks() {}

  /** {@return settings with this liveness, and bounds that no test reaches by chance} */
  public static LinkSettings settings(String site, int spares, LivenessPolicy liveness) {
    return settings(site, 1, spares, liveness, MANY, MANY, MANY_BYTES);
  }

  /** Has a link up on which the side that dialled it is asked for connections, and opens none. */
  public static void silent(LinkStreams streams, LinkId id) {
    silent(streams, id, id.dialler());
  }

  /** Has a link up on which the peer is asked for connections, and opens none. */
  public static void silent(LinkStreams streams, LinkId id, String peer) {
    streams.linkUp(peer(id, peer, Optional.empty(), more -> {}, STREAMS));
  }

  /** {@return a link that is up, with as many streams as the peer may open} */
  static Peer peer(
      LinkId id,
      String dialler,
      Optional<LinkTarget> target,
      Consumer<Message.More> askForMore,
      int streams) {
    return new Peer(
        id,
        new Message.Hello(Message.Purpose.CONTROL, dialler, 1, id.name(), 1, 1, 0),
        target,
        askForMore,
        new PeerStreams(streams),
        new DialRecord(0, failure -> {}));
  }

  /** {@return settings with bounds of its own} */
  static LinkSettings settings(
      String site,
      long incarnation,
      int spares,
      LivenessPolicy liveness,
      int sites,
      int advertised,
      int bytes) {
    return new LinkSettings(
        site,
        incarnation,
        spares,
        Duration.ofMillis(200).toNanos(),
        liveness,
        Policies.documented().pathCost(),
        sites,
        bytes,
        advertised,
        STREAMS,
        Duration.ofSeconds(4).toNanos(),
        Duration.ofSeconds(5).toNanos(),
        MANY,
        1 << 20,
        bytes,
        new LinkCounters());
  }
}
