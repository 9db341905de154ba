package io.spillway.harness.run;

import io.spillway.harness.topology.Connector;
import io.spillway.harness.topology.Listener;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.Site;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds to a network the means to reach each single workload whatever a policy prefers: every
 * connector gets a second routing key of its own, and every site a listener for each such key.
 *
 * <p>With them the control phase shows that every workload can be reached from every ingress site,
 * which also means that every route is known there; and a site's own witness tells, without any
 * other site's router, whether a fault of that site has taken effect.
 */
final class Witness {

  /** First port of the witness listeners; far from the ports that networks use by custom. */
  private static final int FIRST_PORT = 21_000;

  private static final String PREFIX = "witness-";

  private Witness() {}

  /** {@return the network with a witness for every connector at every site} */
  static Network addTo(Network network) {
    List<Listener> listeners = new ArrayList<>();
    int port = FIRST_PORT;
    for (Site site : network.sites()) {
      for (Connector connector : site.connectors()) {
        String name = listenerName(site.name(), connector.name());
        listeners.add(new Listener(name, name, port++, name));
      }
    }
    return new Network(
        network.name(),
        network.sites().stream().map(site -> withWitnesses(site, listeners)).toList());
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

  private static Site withWitnesses(Site site, List<Listener> witnesses) {
    List<Connector> connectors = new ArrayList<>();
    for (Connector connector : site.connectors()) {
      String key = listenerName(site.name(), connector.name());
      connectors.add(new Connector(key, key, connector.port(), connector.workload()));
    }
    return site.with(witnesses, connectors);
  }
}
