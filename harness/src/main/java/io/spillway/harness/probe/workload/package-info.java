/**
 * Stand-in workloads: servers that say who they are and then echo, and count their connections.
 *
 * <p>They run in the harness's JVM ({@link io.spillway.harness.probe.workload.WorkloadServer}), or
 * in a process or container of their own ({@link io.spillway.harness.probe.workload.WorkloadMain}),
 * asked from afar by {@link io.spillway.harness.probe.workload.WorkloadClient}. Uses nothing but
 * the JDK, so that a container needs only the harness's jar. Runtimes use it; {@code probe} reads
 * its {@link io.spillway.harness.probe.workload.Banner}.
 */
package io.spillway.harness.probe.workload;
