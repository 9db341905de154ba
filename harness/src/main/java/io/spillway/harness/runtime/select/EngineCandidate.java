package io.spillway.harness.runtime.select;

/**
 * Where an engine may answer.
 *
 * @param source what names the address, such as {@code DOCKER_HOST} or {@code default socket}
 * @param address a {@code unix://} or {@code tcp://} address, as written there
 * @param tls whether it speaks TLS, with certificates that only the Docker client knows
 */
record EngineCandidate(String source, String address, boolean tls) {}
