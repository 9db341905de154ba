package io.spillway.router;

import io.spillway.router.config.RouterConfig;
import io.spillway.router.health.ConnectProbe;
import io.spillway.router.health.HealthChecks;
import io.spillway.router.health.HttpProbe;
import io.spillway.router.health.Probe;
import io.spillway.router.link.LinkTarget;
import io.spillway.router.loop.Resolver;
import io.spillway.router.route.Advertisement.Service;
import io.spillway.router.route.Choice;
import io.spillway.router.route.DestinationPolicy;
import io.spillway.router.route.KeyPolicy;
import io.spillway.router.route.Policies;
import io.spillway.router.stream.Limits;
import io.spillway.router.stream.Workloads;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a configuration says, in the terms of the parts, which do not know configurations. */
final class Wiring {

  private Wiring() {}

  /** How a listener with this strategy chooses. */
  static Choice choice(
      RouterConfig.Strategy strategy, Policies policies, DestinationPolicy destinations) {
    List<String> keys;
    KeyPolicy policy;
    if (strategy instanceof RouterConfig.Strategy.Weighted weighted) {
      keys = List.copyOf(weighted.weights().keySet());
      policy = policies.weighted(weighted.weights());
    } else if (strategy instanceof RouterConfig.Strategy.Priority priority) {
      keys = priority.routingKeys();
      policy = policies.priority(keys);
    } else if (strategy instanceof RouterConfig.Strategy.Split split) {
      keys = List.copyOf(split.weights().keySet());
      policy = policies.split(split.weights(), split.primary(), split.controlled());
    } else {
      keys = List.of(((RouterConfig.Strategy.Single) strategy).routingKey());
      policy = policies.priority(keys);
    }
    return new Choice(keys, policy, destinations);
  }

  /** How long and how often a stream is tried. */
  static Limits limits(RouterOptions options) {
    return new Limits(
        options.timing().connectTimeout().toNanos(),
        options.timing().setupTimeout().toNanos(),
        options.bounds().attempts());
  }

  /** The connectors as they are advertised: those whose workloads are healthy. */
  static List<Service> services(RouterConfig config, HealthChecks health) {
    return config.connectors().stream()
        .filter(connector -> health.isHealthy(connector.name()))
        .map(connector -> new Service(connector.name(), connector.routingKey()))
        .toList();
  }

  /** How the connectors' workloads are checked; without those that are not. */
  static Map<String, Probe> probes(RouterConfig config, Resolver resolver) {
    Map<String, Probe> probes = new HashMap<>();
    for (RouterConfig.Connector connector : config.connectors()) {
      Probe connect = new ConnectProbe(connector.host(), connector.port(), resolver);
      if (connector.health() instanceof RouterConfig.HealthCheck.Connect) {
        probes.put(connector.name(), connect);
      } else if (connector.health() instanceof RouterConfig.HealthCheck.Http http) {
        // A workload that says it is ready, elsewhere, but does not listen, can serve nobody.
        probes.put(connector.name(), connect.then(new HttpProbe(http.url(), resolver)));
      }
    }
    return probes;
  }

  /** Where the connectors' workloads listen. */
  static Map<String, Workloads.Address> addresses(RouterConfig config) {
    Map<String, Workloads.Address> addresses = new HashMap<>();
    config
        .connectors()
        .forEach(c -> addresses.put(c.name(), new Workloads.Address(c.host(), c.port())));
    return addresses;
  }

  /** The links to open. */
  static List<LinkTarget> targets(RouterConfig config) {
    return config.links().stream()
        .map(link -> new LinkTarget(link.name(), link.host(), link.port(), link.cost()))
        .toList();
  }
}
