package io.spillway.router;

import io.spillway.router.admin.ConnectorHealth;
import io.spillway.router.admin.Liveness;
import io.spillway.router.admin.NetworkStatus;
import io.spillway.router.admin.NetworkStatus.ConnectorStatus;
import io.spillway.router.admin.NetworkStatus.DestinationStatus;
import io.spillway.router.admin.NetworkStatus.KeyStatus;
import io.spillway.router.admin.NetworkStatus.LinkEndStatus;
import io.spillway.router.admin.NetworkStatus.LinkStatus;
import io.spillway.router.admin.NetworkStatus.ListenerStatus;
import io.spillway.router.admin.NetworkStatus.ServiceStatus;
import io.spillway.router.admin.NetworkStatus.SiteStatus;
import io.spillway.router.admin.Readiness;
import io.spillway.router.config.RouterConfig;
import io.spillway.router.link.LinkState;
import io.spillway.router.link.MeshView;
import io.spillway.router.route.Advertisement;
import io.spillway.router.route.RoutingTable;
import io.spillway.router.stream.ListenerCounters;
import io.spillway.router.stream.OpenCounts;
import io.spillway.router.stream.StreamCounters;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Says what a router knows and does, in the terms of the admin endpoint, from what its parts
 * publish for other threads. Waits for nobody. Safe for use by several threads.
 */
final class RouterStatus {

  private final Ports ports;
  private final List<Pulse> pulses;
  private final StreamCounters counters;
  private final OpenCounts open;
  private final ConnectorHealth.Source health;

  /**
   * Makes it.
   *
   * @param health says how connectors are
   */
  RouterStatus(
      Ports ports,
      List<Pulse> pulses,
      StreamCounters counters,
      OpenCounts open,
      ConnectorHealth.Source health) {
    this.ports = ports;
    this.pulses = List.copyOf(pulses);
    this.counters = counters;
    this.open = open;
    this.health = health;
  }

  Liveness liveness() {
    List<String> problems = pulses.stream().map(Pulse::problem).flatMap(Optional::stream).toList();
    return new Liveness(problems.isEmpty(), problems);
  }

  static Readiness readiness(Readiness.Phase phase, MeshView view, String site) {
    List<Readiness.DeclaredLink> links =
        view.links().stream()
            .filter(link -> link.id().dialler().equals(site))
            .map(link -> new Readiness.DeclaredLink(link.id().name(), link.up(), link.sessions()))
            .toList();
    return new Readiness(phase == Readiness.Phase.RUNNING, phase, links);
  }

  NetworkStatus network(RouterConfig config, MeshView view) {
    RoutingTable table = view.table();
    return new NetworkStatus(
        config.site(),
        Router.version(),
        view.advertisements().stream().map(site -> site(site, table)).toList(),
        view.links().stream().map(this::link).toList(),
        table.keys().stream().sorted().map(key -> key(key, table)).toList(),
        config.listeners().stream().map(this::listener).toList(),
        config.connectors().stream().map(this::connector).toList());
  }

  private static SiteStatus site(Advertisement site, RoutingTable table) {
    return new SiteStatus(
        site.site(),
        table.pathCost(site.site()).isPresent(),
        table.pathCost(site.site()),
        site.links().stream()
            .map(
                end ->
                    new LinkEndStatus(end.id().dialler(), end.id().name(), end.peer(), end.cost()))
            .toList(),
        site.services().stream()
            .map(service -> new ServiceStatus(service.connector(), service.key()))
            .toList());
  }

  private LinkStatus link(LinkState link) {
    return new LinkStatus(
        link.id().dialler(),
        link.id().name(),
        link.peer(),
        link.cost(),
        link.up(),
        link.since().truncatedTo(ChronoUnit.MILLIS),
        link.sessions(),
        link.reason());
  }

  private KeyStatus key(String key, RoutingTable table) {
    return new KeyStatus(
        key,
        table.routes(key).stream()
            .map(
                route -> {
                  int connections = open.of(route.destination());
                  return new DestinationStatus(
                      route.destination().site(),
                      route.destination().connector(),
                      route.pathCost(),
                      connections,
                      route.pathCost() + connections);
                })
            .toList());
  }

  private ListenerStatus listener(RouterConfig.Listener listener) {
    ListenerCounters clients = counters.listener(listener.name());
    return new ListenerStatus(
        listener.name(),
        listener.host(),
        ports
            .port(Wiring.listener(listener.name()))
            .filter(Port::isOpen)
            .map(port -> port.address().getPort())
            .orElse(listener.port()),
        ConfigChanges.strategy(listener.strategy()),
        Wiring.keys(listener.strategy()),
        clients.open());
  }

  private ConnectorStatus connector(RouterConfig.Connector connector) {
    return new ConnectorStatus(
        connector.name(),
        connector.routingKey(),
        connector.host(),
        connector.port(),
        health.of(connector.name()));
  }
}
