package io.spillway.harness.topology;

import java.util.List;

/**
 * A place with a router, and what is declared there.
 *
 * @param name the site's name; in files the {@code metadata.namespace} of its resources or the
 *     folder that they lie in
 * @param links links that this site opens to other sites
 * @param listeners ports at which clients of this site reach one routing key
 * @param multiKeyListeners ports at which clients of this site reach several routing keys
 * @param connectors workloads of this site, bound to routing keys
 */
public record Site(
    String name,
    List<Link> links,
    List<Listener> listeners,
    List<MultiKeyListener> multiKeyListeners,
    List<Connector> connectors) {

  /** Copies the lists. */
  public Site {
    links = List.copyOf(links);
    listeners = List.copyOf(listeners);
    multiKeyListeners = List.copyOf(multiKeyListeners);
    connectors = List.copyOf(connectors);
  }
}
