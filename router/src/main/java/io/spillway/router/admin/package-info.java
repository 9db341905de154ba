/**
 * What operators see of a router and do with it: its health, readiness, metrics and view of the
 * network as values, and the HTTP endpoint that shows them.
 *
 * <p>Used by the wiring in {@code router}, which implements {@link
 * io.spillway.router.admin.Operations}; uses the counters of {@code stream}. Embedding programs use
 * its records.
 */
package io.spillway.router.admin;
