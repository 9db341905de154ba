package io.spillway.harness.topology;

import java.util.ArrayList;
import java.util.List;

/**
 * A place with a router, and what is declared there.
 *
 * @param name the site's name; in files the {@code metadata.namespace} of its resources or the
 *     folder that they lie in
 * @param links links that this site opens to other sites
 * @param listeners ports at which clients of this site reach one routing key
 * @param multiKeyListeners ports at which clients of this site reach several routing keys
 * @param trafficSplits what divides the connections of some of the listeners over several keys
 * @param connectors workloads of this site, bound to routing keys
 */
public record Site(
    String name,
    List<Link> links,
    List<Listener> listeners,
    List<MultiKeyListener> multiKeyListeners,
    List<TrafficSplit> trafficSplits,
    List<Connector> connectors) {

  /** Copies the lists. */
  public Site {
    links = List.copyOf(links);
    listeners = List.copyOf(listeners);
    multiKeyListeners = List.copyOf(multiKeyListeners);
    trafficSplits = List.copyOf(trafficSplits);
    connectors = List.copyOf(connectors);
  }

  /**
   * Creates a site without traffic splits.
   *
   * @param name the site's name
   * @param links links that this site opens to other sites
   * @param listeners ports at which clients of this site reach one routing key
   * @param multiKeyListeners ports at which clients of this site reach several routing keys
   * @param connectors workloads of this site, bound to routing keys
   */
  public Site(
      String name,
      List<Link> links,
      List<Listener> listeners,
      List<MultiKeyListener> multiKeyListeners,
      List<Connector> connectors) {
    this(name, links, listeners, multiKeyListeners, List.of(), connectors);
  }

  /**
   * {@return this site with more listeners and connectors, after its own}
   *
   * @param moreListeners listeners, of names that the site does not have
   * @param moreConnectors connectors, of names that the site does not have
   */
  public Site with(List<Listener> moreListeners, List<Connector> moreConnectors) {
    List<Listener> allListeners = new ArrayList<>(listeners);
    allListeners.addAll(moreListeners);
    List<Connector> allConnectors = new ArrayList<>(connectors);
    allConnectors.addAll(moreConnectors);
    return new Site(name, links, allListeners, multiKeyListeners, trafficSplits, allConnectors);
  }

  /**
   * {@return what the workload of one of this site's connectors is called: a stand-in as its
   * connector says, with the port behind a colon if an earlier connector of the site says the same
   * of another port, so that no two workloads of a site share a name; a real one as its connector}
   *
   * @param connector one of this site's connectors
   */
  public String workloadName(Connector connector) {
    return connector
        .standIn()
        .map(
            standIn -> {
              int first =
                  connectors.stream()
                      .filter(other -> other.standIn().equals(connector.standIn()))
                      .mapToInt(Connector::port)
                      .findFirst()
                      .orElse(connector.port());
              return first == connector.port() ? standIn : standIn + ":" + connector.port();
            })
        .orElseGet(connector::name);
  }
}
