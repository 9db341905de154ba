package io.spillway.router.link;

import io.spillway.router.route.LinkId;
import io.spillway.router.tls.TlsContext;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A link that is up, as its stream connections need to know it.
 *
 * @param id the link
 * @param hello what stream connections of it say first, when this side dials
 * @param target where this side dials; empty if the other one does
 * @param askForMore asks the dialler for connections; used if the other side dials
 * @param streams counts the streams that the other side opens
 * @param dials notes how dials of stream connections go, when this side dials
 */
record Peer(
    LinkId id,
    Message.Hello hello,
    Optional<LinkTarget> target,
    Consumer<Message.More> askForMore,
    PeerStreams streams,
    DialRecord dials) {

  /** {@return the same link, with other credentials when this side dials} */
  Peer renewed(TlsContext tls) {
    return new Peer(
        id, hello, target.map(dialled -> dialled.renewed(tls)), askForMore, streams, dials);
  }
}
