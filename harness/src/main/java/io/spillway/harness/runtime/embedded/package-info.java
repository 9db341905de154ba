/**
 * The runtime that needs nothing installed: reference routers, workloads and link proxies inside
 * this JVM, over real sockets on loopback. The only package that may import the router.
 */
package io.spillway.harness.runtime.embedded;
