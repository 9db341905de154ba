/**
 * What one router has to do, read strictly from a site file in the ecosystem's own YAML: Skupper's
 * resources, Secrets with TLS credentials, and TrafficSplits. Knows nothing of the rest of the
 * router.
 */
package io.spillway.router.config;
