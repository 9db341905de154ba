package io.spillway.router.link;

import io.spillway.router.route.LivenessPolicy;

/**
 * What all links of a router have in common.
 *
 * @param site the router's site
 * @param incarnation the router's life; higher after a restart
 * @param spares connections kept ready for each link, direction and loop, 0 to 256
 * @param heartbeatNanos how often the ends of a link say that they are alive
 * @param liveness decides when a silent peer is lost
 */
public record LinkSettings(
    String site, long incarnation, int spares, long heartbeatNanos, LivenessPolicy liveness) {}
