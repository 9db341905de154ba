package io.spillway.router.link;

import io.spillway.router.route.LivenessPolicy;
import io.spillway.router.route.PathCostPolicy;

/**
 * What all links of a router have in common.
 *
 * @param site the router's site
 * @param incarnation the router's life; higher after a restart
 * @param spares connections kept ready for each link, direction and loop once it is used, 0 to 256
 * @param heartbeatNanos how often the ends of a link say that they are alive
 * @param liveness decides when a silent peer is lost
 * @param pathCost says what a path costs
 * @param sites the most sites that are remembered, at least 1
 * @param networkBytes the most memory that what all sites advertise may take, estimated, in bytes
 * @param advertised the most links, and the most connectors, of one site, at least 1
 * @param streams the most streams that a link's peer may have open here at once, at least 1
 * @param handshakeNanos how long a connection may take from its beginning to the end of its HELLOs
 * @param closeNanos how long the last message of a stream's connection may wait to be taken
 * @param handshakes how many accepted connections may be without a HELLO at once
 * @param advertisementBytes the longest advertisement that is taken
 * @param pendingBytes the most bytes that may wait for a peer on a control connection, behind the
 *     message that is being written
 * @param counters counts what goes wrong
 */
public record LinkSettings(
    String site,
    long incarnation,
    int spares,
    long heartbeatNanos,
    LivenessPolicy liveness,
    PathCostPolicy pathCost,
    int sites,
    long networkBytes,
    int advertised,
    int streams,
    long handshakeNanos,
    long closeNanos,
    int handshakes,
    int advertisementBytes,
    int pendingBytes,
    LinkCounters counters) {}
