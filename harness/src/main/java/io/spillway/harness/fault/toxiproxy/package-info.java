/**
 * Faults on links, by Toxiproxy: one HTTP API, whatever serves it.
 *
 * <p>{@link io.spillway.harness.fault.toxiproxy.LinkProxies} turns faults into toxics on any
 * server. Servers are {@link io.spillway.harness.fault.toxiproxy.EmbeddedToxiproxyServer}, in this
 * JVM, and {@link io.spillway.harness.fault.toxiproxy.BinaryToxiproxyServer}, a program on this
 * machine; {@link io.spillway.harness.fault.toxiproxy.ToxiproxyServers} chooses. A container's API
 * address serves as well. One set of contract tests runs against the embedded server always and
 * against the original where there is one.
 *
 * <p>A connection in the embedded server: an {@code EmbeddedProxy} accepts it and dials upstream; a
 * {@code ProxiedConnection} holds both channels; a {@code Pump} for each direction moves the bytes
 * through one {@code Stage} for each toxic.
 *
 * <p>What every link through Toxiproxy does to TCP, without any fault (each seen in the contract
 * tests):
 *
 * <ul>
 *   <li>a half-close becomes a close of both directions: a client that shuts down its output and
 *       then waits for an answer may not get it;
 *   <li>a reset becomes a close;
 *   <li>a connection is accepted before the upstream is dialled: where the upstream refuses, the
 *       client sees its connection accepted and closed.
 * </ul>
 *
 * <p>Only this package and {@code runtime.docker} know Toxiproxy. It depends on {@code fault}.
 */
package io.spillway.harness.fault.toxiproxy;
