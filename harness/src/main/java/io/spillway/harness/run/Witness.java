package io.spillway.harness.run;

import io.spillway.harness.topology.Connector;
import io.spillway.harness.topology.Listener;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.Site;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds to a network the means to reach each single workload whatever a policy prefers: every
 * connector gets a second routing key of its own, and every site a listener for each such key. A
 * site that clients use gets a plain listener for each of the network's own routing keys as well.
 *
 * <p>With the first the control phase shows that every workload can be reached from every ingress
 * site, and a site's own witness tells, without any other site's router, whether a fault of that
 * site has taken effect. With the others it waits until the keys that rules are about are known
 * where clients come in: a router may learn of one key before it learns of another.
 */
final class Witness {

  /** First port of the witness listeners; far from the ports that networks use by custom. */
  private static final int FIRST_PORT = 21_000;

  private static final String PREFIX = "witness-";

  private Witness() {}

  /** {@return the network with a witness for every connector at every site, and for every key} */
  static Network addTo(Network network) {
    List<Listener> ofConnectors = new ArrayList<>();
    List<Listener> ofKeys = new ArrayList<>();
    int port = FIRST_PORT;
    for (Site site : network.sites()) {
      for (Connector connector : site.connectors()) {
        String name = listenerName(site.name(), connector.name());
        ofConnectors.add(new Listener(name, name, port++, name));
      }
    }
    for (String key : keys(network)) {
      String name = PREFIX + "key-" + ofKeys.size();
      ofKeys.add(new Listener(name, name, port++, key));
    }
    return new Network(
        network.name(),
        network.sites().stream()
            .map(site -> withWitnesses(site, ofConnectors, isIngress(site) ? ofKeys : List.of()))
            .toList());
  }

  /** The routing keys that the network's own connectors have, each once, in order. */
  private static List<String> keys(Network network) {
    return network.sites().stream()
        .flatMap(site -> site.connectors().stream())
        .map(Connector::routingKey)
        .distinct()
        .sorted()
        .toList();
  }

  private static boolean isIngress(Site site) {
    return !site.listeners().isEmpty() || !site.multiKeyListeners().isEmpty();
  }

  /** {@return the names of the listeners at this site for the network's own routing keys} */
  static List<String> keyListeners(Site site) {
    return site.listeners().stream()
        .filter(listener -> listener.name().startsWith(PREFIX))
        .filter(listener -> !listener.routingKey().startsWith(PREFIX))
        .map(Listener::name)
        .toList();
  }

  /** {@return the name of the listener, at any site, that reaches just this connector} */
  static String listenerName(String site, String connector) {
    return PREFIX + site + "-" + connector;
  }

  /** {@return the network's own connectors at this site, without their witnesses} */
  static List<Connector> ownConnectors(Site site) {
    return site.connectors().stream()
        .filter(connector -> !connector.name().startsWith(PREFIX))
        .toList();
  }

  private static Site withWitnesses(Site site, List<Listener> ofConnectors, List<Listener> ofKeys) {
    List<Listener> witnesses = new ArrayList<>(ofConnectors);
    witnesses.addAll(ofKeys);
    List<Connector> connectors = new ArrayList<>();
    for (Connector connector : site.connectors()) {
      String key = listenerName(site.name(), connector.name());
      connectors.add(new Connector(key, key, connector.port(), connector.workload()));
    }
    return site.with(witnesses, connectors);
  }
}
