/**
 * What drivers of plain load balancers share: such a router has no links of its own, so that
 * somebody must tell it where each connector of the network is reached from each site.
 */
package io.spillway.harness.driver.balancer;
