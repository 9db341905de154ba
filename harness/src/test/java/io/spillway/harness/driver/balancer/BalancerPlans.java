package io.spillway.harness.driver.balancer;

import io.spillway.harness.driver.Driver;
import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.driver.SitePlan.Channels;
import io.spillway.harness.driver.SitePlan.HostPort;
import io.spillway.harness.topology.Connector;
import io.spillway.harness.topology.Connector.Workload.StandIn;
import io.spillway.harness.topology.Link;
import io.spillway.harness.topology.Listener;
import io.spillway.harness.topology.MultiKeyListener;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.Site;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Plans with addresses that can be told by heart: the first site is at 127.84.1.1, the second at
 * 127.84.1.2; channels are at ports from 7000, listeners from 8000, workloads from 9000 and their
 * readiness from 9100, each in declared order.
 */
public final class BalancerPlans {

  private static final int CHANNELS = 7000;
  private static final int LISTENERS = 8000;
  private static final int WORKLOADS = 9000;
  private static final int READINESS = 9100;

  private BalancerPlans() {}

  /** {@return the plan of a site, for a driver with channels} */
  public static SitePlan plan(Driver driver, Network network, String site) {
    Map<String, Integer> ports = ports(driver.channels(network), CHANNELS);
    Map<String, Map<String, HostPort>> neighbours = new HashMap<>();
    for (Site one : network.sites()) {
      for (Link link : one.links()) {
        if (one.name().equals(site)) {
          neighbours.put(link.to(), at(host(network, link.to()), ports));
        } else if (link.to().equals(site)) {
          neighbours.put(one.name(), at(host(network, one.name()), ports));
        }
      }
    }
    return plan(network.site(site), host(network, site), new Channels(network, ports, neighbours));
  }

  /** {@return that plan with a port for a listener {@code other}, which no site has, only} */
  public static SitePlan withoutListeners(Driver driver, Network network, String site) {
    SitePlan whole = plan(driver, network, site);
    return new SitePlan(
        whole.site(),
        whole.bindHost(),
        whole.linkPort(),
        Map.of("other", 1),
        whole.peers(),
        whole.workloads(),
        whole.readiness(),
        whole.channels(),
        whole.ports(),
        whole.reached());
  }

  private static SitePlan plan(Site site, String host, Channels channels) {
    List<String> listeners = new ArrayList<>();
    site.listeners().stream().map(Listener::name).forEach(listeners::add);
    site.multiKeyListeners().stream().map(MultiKeyListener::name).forEach(listeners::add);
    List<String> connectors = site.connectors().stream().map(Connector::name).toList();
    Map<String, HostPort> readiness = at(host, ports(connectors, READINESS));
    site.connectors().stream()
        .filter(each -> !(each.workload() instanceof StandIn standIn && standIn.readiness()))
        .forEach(each -> readiness.remove(each.name()));
    return new SitePlan(
        site,
        host,
        CHANNELS,
        ports(listeners, LISTENERS),
        Map.of(),
        at(host, ports(connectors, WORKLOADS)),
        readiness,
        Optional.of(channels),
        Map.of(),
        Map.of());
  }

  private static String host(Network network, String site) {
    return "127.84.1." + (network.sites().indexOf(network.site(site)) + 1);
  }

  private static Map<String, Integer> ports(List<String> names, int first) {
    Map<String, Integer> ports = new HashMap<>();
    names.forEach(name -> ports.put(name, first + ports.size()));
    return ports;
  }

  private static Map<String, HostPort> at(String host, Map<String, Integer> ports) {
    Map<String, HostPort> addresses = new HashMap<>();
    ports.forEach((name, port) -> addresses.put(name, new HostPort(host, port)));
    return addresses;
  }
}
