package io.spillway.router;

/**
 * What a router has done so far. Each figure is exact; together they are no snapshot of one moment.
 *
 * @param accepted clients accepted
 * @param unserved clients for whom no destination was left
 * @param retries tries beyond a client's first (rule F9)
 * @param closed streams that ended well; a stream counts at every site on its way
 * @param reset streams that were reset or broke
 * @param relaying streams that are relayed now
 * @param buffersOutstanding buffers in which bytes wait for a slow receiver now
 */
public record RouterStats(
    long accepted,
    long unserved,
    long retries,
    long closed,
    long reset,
    long relaying,
    int buffersOutstanding) {}
