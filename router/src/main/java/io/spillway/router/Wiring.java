package io.spillway.router;

import io.spillway.router.admin.ConnectorHealth;
import io.spillway.router.config.RouterConfig;
import io.spillway.router.health.ConnectProbe;
import io.spillway.router.health.HealthChecks;
import io.spillway.router.health.HttpProbe;
import io.spillway.router.health.Probe;
import io.spillway.router.link.LinkCounters;
import io.spillway.router.link.LinkSettings;
import io.spillway.router.link.LinkTarget;
import io.spillway.router.loop.Resolver;
import io.spillway.router.route.Advertisement.Service;
import io.spillway.router.route.Choice;
import io.spillway.router.route.DestinationPolicy;
import io.spillway.router.route.KeyPolicy;
import io.spillway.router.route.Policies;
import io.spillway.router.stream.Limits;
import io.spillway.router.stream.Workloads;
import io.spillway.router.tls.TlsContext;
import io.spillway.router.tls.TlsContexts;
import io.spillway.router.tls.TlsIdentity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/** What a configuration says, in the terms of the parts, which do not know configurations. */
final class Wiring {

  /** How ports and errors call the place where links of others are accepted. */
  static final String LINKS = "RouterAccess";

  private Wiring() {}

  /** How a listener with this strategy chooses. */
  static Choice choice(
      RouterConfig.Strategy strategy, Policies policies, DestinationPolicy destinations) {
    KeyPolicy policy;
    if (strategy instanceof RouterConfig.Strategy.Weighted weighted) {
      policy = policies.weighted(weighted.weights());
    } else if (strategy instanceof RouterConfig.Strategy.Split split) {
      policy = policies.split(split.weights(), split.primary(), split.controlled());
    } else {
      policy = policies.priority(keys(strategy));
    }
    return new Choice(keys(strategy), policy, destinations);
  }

  /** The keys of a strategy, in declared order. */
  static List<String> keys(RouterConfig.Strategy strategy) {
    if (strategy instanceof RouterConfig.Strategy.Weighted weighted) {
      return List.copyOf(weighted.weights().keySet());
    }
    if (strategy instanceof RouterConfig.Strategy.Split split) {
      return List.copyOf(split.weights().keySet());
    }
    return strategy instanceof RouterConfig.Strategy.Priority priority
        ? priority.routingKeys()
        : List.of(((RouterConfig.Strategy.Single) strategy).routingKey());
  }

  /** The ports to bind. */
  static List<Ports.Wanted> ports(RouterConfig config) {
    List<Ports.Wanted> wanted = new ArrayList<>();
    config
        .access()
        .ifPresent(access -> wanted.add(new Ports.Wanted(LINKS, access.host(), access.port())));
    config
        .listeners()
        .forEach(l -> wanted.add(new Ports.Wanted(listener(l.name()), l.host(), l.port())));
    return wanted;
  }

  /** How ports and errors call a listener. */
  static String listener(String name) {
    return "listener '" + name + "'";
  }

  /** How long and how often a stream is tried. */
  static Limits limits(RouterOptions options) {
    return new Limits(
        options.timing().connectTimeout().toNanos(),
        options.timing().setupTimeout().toNanos(),
        options.policies().tries(options.bounds().attempts()),
        options.policies().patience().toNanos());
  }

  /** The connectors as they are advertised: those that are offered. */
  static List<Service> services(RouterConfig config, Workloads workloads) {
    return config.connectors().stream()
        .filter(connector -> workloads.isOffered(connector.name()))
        .map(connector -> new Service(connector.name(), connector.routingKey()))
        .toList();
  }

  /** How the connectors' workloads are checked; without those that are not. */
  static Map<String, Probe> probes(RouterConfig config, Resolver resolver, IntPredicate ready) {
    Map<String, Probe> probes = new HashMap<>();
    for (RouterConfig.Connector connector : config.connectors()) {
      Probe connect = new ConnectProbe(connector.host(), connector.port(), resolver);
      if (connector.health() instanceof RouterConfig.HealthCheck.Connect) {
        probes.put(connector.name(), connect);
      } else if (connector.health() instanceof RouterConfig.HealthCheck.Http http) {
        // A workload that says it is ready, elsewhere, but does not listen, can serve nobody.
        probes.put(connector.name(), connect.then(new HttpProbe(http.url(), resolver, ready)));
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

  /** A link to open. */
  static LinkTarget target(RouterConfig.Link link) {
    return new LinkTarget(
        link.name(), link.host(), link.port(), link.cost(), link.tls().map(Wiring::tls));
  }

  /** Says to the admin endpoint how connectors are. */
  static ConnectorHealth.Source source(HealthChecks health) {
    return connector ->
        health
            .state(connector)
            .map(
                state ->
                    new ConnectorHealth(
                        state.healthy()
                            ? ConnectorHealth.State.HEALTHY
                            : ConnectorHealth.State.UNHEALTHY,
                        Optional.of(state.reason())))
            .orElse(new ConnectorHealth(ConnectorHealth.State.UNKNOWN, Optional.empty()));
  }

  /** With which credentials links are accepted. */
  static Optional<TlsContext> accessTls(RouterConfig config) {
    return config.access().flatMap(RouterConfig.Access::tls).map(Wiring::tls);
  }

  /**
   * Refuses credentials that could not be used.
   *
   * @throws io.spillway.router.tls.CredentialsException with what is wrong with the first such one
   */
  static void requireCredentials(RouterConfig config) {
    accessTls(config);
    config.links().forEach(Wiring::target);
  }

  private static TlsContext tls(RouterConfig.Tls tls) {
    return TlsContexts.of(tls.name(), tls.authorities(), tls.certificate(), tls.key());
  }

  /** Who holds credentials. */
  static TlsIdentity identity(RouterConfig.Tls tls) {
    return TlsContexts.identity(tls.name(), tls.authorities(), tls.certificate());
  }

  /** What all links have in common. */
  static LinkSettings links(String site, RouterOptions options, LinkCounters counters) {
    return new LinkSettings(
        site,
        System.currentTimeMillis(), // so that a later life has a higher number
        options.spareStreams(),
        options.timing().heartbeatInterval().toNanos(),
        options.policies().liveness(),
        options.policies().pathCost(),
        options.bounds().sites(),
        options.bounds().networkBytes(),
        options.bounds().advertised(),
        options.bounds().streamsPerLink(),
        options.timing().handshakeTimeout().toNanos(),
        options.timing().closeTimeout().toNanos(),
        options.bounds().handshakes(),
        options.bounds().frameBytes(),
        options.bounds().pendingBytes(),
        counters);
  }
}
