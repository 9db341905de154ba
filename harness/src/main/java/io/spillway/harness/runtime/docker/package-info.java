/**
 * Networks of sites as containers, made with Testcontainers: for each site a private bridge network
 * with a router and a workload container, and between sites nothing but the proxies of one
 * Toxiproxy container.
 *
 * <p>The images of the reference router and of the workloads are built from the class path of the
 * harness itself and from the Dockerfiles in the project's folder {@code docker}, and are kept at
 * the engine under a tag that is made from their content; another router's image is the one that
 * its driver names, as it is. Everything else carries the label {@code io.spillway.run} and is
 * removed when the runtime is closed, when the JVM ends, or, after a crash, by the next run.
 *
 * <p>Clients reach listeners through ports that the engine publishes. An engine may do that with a
 * proxy of its own (Docker's {@code docker-proxy}), which accepts a connection before the router
 * does: what a router refuses or resets can then look like a connection that is accepted and closed
 * without data.
 *
 * <p>With {@code fault.toxiproxy} the only package that may import Testcontainers.
 */
package io.spillway.harness.runtime.docker;
