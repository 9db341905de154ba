/**
 * Networks on this machine, whatever runs their routers: loopback addresses, reserved ports,
 * stand-in workloads in this JVM, links through Toxiproxy.
 */
package io.spillway.harness.runtime.local;
