/**
 * Links between routers: frames, the control connection of each link with its hello, heartbeats and
 * advertisements, re-dialling, and the connections that carry one stream each.
 *
 * <p>The protocol, version 1. The site that declares a link dials all of its connections, as the
 * other one may not be able to dial back. Every connection begins with a HELLO that says what it is
 * for:
 *
 * <pre>
 * control   HELLO &gt;  &lt; HELLO   then both ways HEARTBEAT, ADVERTISEMENT, and from the acceptor MORE
 * forward   HELLO &gt;            idle, until the dialler sends OPEN
 * reverse   HELLO &gt;            idle, until the acceptor sends OPEN; dialled when it asked for MORE
 * stream    OPEN &gt;  &lt; ACCEPTED, REFUSED or UNREACHABLE; then both ways DATA, at the end FIN or RESET
 * </pre>
 *
 * <p>A control HELLO of a link that is there replaces it, unless it is of an earlier life or
 * session of its sender, and only comes late.
 *
 * <p>MORE is owed until it is dialled: what finds no room yet, or fails, is dialled later. An
 * acceptor that has waited longer than a dial may take asks again, and the dialler has forgotten it
 * by then.
 *
 * <p>A HEARTBEAT says when it was sent, on its sender's clock. When HELLOs have been exchanged,
 * each side first tells all the advertisements that it knows, its own last; a link counts when that
 * has come.
 *
 * <p>The ends of a stream are frames, and not what TCP says, because a proxy between the routers
 * need not pass on a half-close or a reset: a connection that ends without FIN is a broken stream.
 * A site on the way passes an OPEN on and then copies bytes without looking at them.
 *
 * <p>Used by {@code stream} and the wiring in {@code router}.
 */
package io.spillway.router.link;
