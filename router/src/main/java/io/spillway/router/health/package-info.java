/**
 * Health of the workloads of this site: each is probed at short intervals, and one that fails is
 * withdrawn until it passes again (rules F1, F5, L8). Knows neither configurations nor routes: it
 * says which connectors are healthy, and {@code router} advertises those.
 *
 * <p>What a probe can see of the ways in which a workload becomes unavailable:
 *
 * <pre>
 *                    connect probe                   HTTP probe
 * process dead       refused: withdrawn at once      refused: withdrawn at once
 * unreachable        no answer, twice: withdrawn     no answer, twice: withdrawn
 * process hung       not seen: the kernel accepts    no answer, twice: withdrawn
 * up, not ready      not seen                        bad status, twice: withdrawn
 * </pre>
 *
 * <p>Used by {@code stream}, which tells it what becomes of the clients' own connects, and by the
 * wiring in {@code router}.
 */
package io.spillway.router.health;
