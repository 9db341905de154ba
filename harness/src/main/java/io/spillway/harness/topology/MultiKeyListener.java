package io.spillway.harness.topology;

/**
 * A port at which clients of a site reach several routing keys, divided by a strategy.
 *
 * @param name the resource's name, unique among the site's listeners of both kinds
 * @param host the host name that clients use
 * @param port the port that clients use, 1 to 65535; a runtime may map it to another one
 * @param strategy how connections are divided over the keys
 */
public record MultiKeyListener(String name, String host, int port, Strategy strategy) {}
