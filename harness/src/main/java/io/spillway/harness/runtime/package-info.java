/**
 * Where sites run. A runtime starts a network with a driver's router, says where its listeners are
 * reached, and can kill, freeze and restart its sites.
 *
 * <p>Nothing here assumes that sites share a host, a file system or a clock with the harness.
 */
package io.spillway.harness.runtime;
