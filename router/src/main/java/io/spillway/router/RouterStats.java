package io.spillway.router;

/**
 * What a router has done so far. Each figure is exact; together they are no snapshot of one moment.
 *
 * @param accepted clients accepted, those over the bound included
 * @param overBound clients reset at once because their listener had too many
 * @param unserved clients for whom no destination was left
 * @param retries tries beyond a client's first (rule F9)
 * @param failovers clients served by another destination than the one that was tried first
 * @param closed streams that ended well; a stream counts at every site on its way
 * @param reset streams that were reset or broke
 * @param settingUp streams that are not connected to their next hop yet
 * @param relaying streams that are relayed now
 * @param buffersOutstanding buffers in which bytes wait for a slow receiver now
 */
public record RouterStats(
    long accepted,
    long overBound,
    long unserved,
    long retries,
    long failovers,
    long closed,
    long reset,
    long settingUp,
    long relaying,
    int buffersOutstanding) {}
