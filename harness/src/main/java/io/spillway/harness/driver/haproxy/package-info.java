/** Drives HAProxy, a load balancer that nobody here wrote: one process at each site. */
package io.spillway.harness.driver.haproxy;
