package io.spillway.harness.topology;

/**
 * A port at which clients of a site reach the connectors of one routing key.
 *
 * @param name the resource's name, unique among the site's listeners of both kinds
 * @param host the host name that clients use
 * @param port the port that clients use, 1 to 65535; a runtime may map it to another one
 * @param routingKey the key whose connectors serve it
 */
public record Listener(String name, String host, int port, String routingKey) {}
