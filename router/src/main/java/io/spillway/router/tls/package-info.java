/**
 * Mutual TLS for the connections of links: contexts from PEM texts, handshakes that do not make a
 * loop wait, and the wire that encrypts. Used by {@code link} and the wiring in {@code router}.
 */
package io.spillway.router.tls;
