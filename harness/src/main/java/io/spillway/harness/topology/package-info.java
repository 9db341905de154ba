/**
 * Networks of sites as values: what is linked to what, who listens, who serves; and the ways to get
 * and keep one.
 *
 * <p>{@link io.spillway.harness.topology.NetworkReader} reads the files that users have and {@link
 * io.spillway.harness.topology.NetworkBuilder} builds in Java; both end in the same checks, which
 * tell everything that is wrong at once. {@link io.spillway.harness.topology.NetworkWriter} writes
 * a network back.
 *
 * <p>In the terms of Skupper's resources ({@code skupper.io/v2alpha1}), and of linkerd-failover's
 * ({@code split.smi-spec.io/v1alpha2}) for what it adds. Depends on no other package of Spillway
 * and does no I/O but to read the files that it is given; every other package may depend on it.
 */
package io.spillway.harness.topology;
