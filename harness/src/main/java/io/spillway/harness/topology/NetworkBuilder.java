package io.spillway.harness.topology;

import io.spillway.harness.topology.Declared.ConnectorResource;
import io.spillway.harness.topology.Declared.LinkResource;
import io.spillway.harness.topology.Declared.ListenerResource;
import io.spillway.harness.topology.Declared.MultiKeyListenerResource;
import io.spillway.harness.topology.Declared.SiteResource;
import io.spillway.harness.topology.Declared.TrafficSplitResource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Builds a network in Java, for tests:
 *
 * <pre>{@code
 * Network network =
 *     NetworkBuilder.network("spill")
 *         .site("west").listener("backend", 8080, "backend").link("east", 5)
 *         .site("east").connector("backend", "backend", 9090)
 *         .build();
 * }</pre>
 *
 * <p>What is built is checked as a file is, and by the same code; nothing is checked before {@link
 * SiteBuilder#build()}, so that one error tells everything. Not safe for use by several threads.
 */
public final class NetworkBuilder {

  private final String name;
  private final Declarations declarations;

  private final Map<String, SiteBuilder> sites = new HashMap<>();

  private NetworkBuilder(String name) {
    this.name = name;
    this.declarations = new Declarations(new Place("network " + name, 0));
  }

  /**
   * {@return a builder without sites}
   *
   * @param name the network's name
   */
  public static NetworkBuilder network(String name) {
    return new NetworkBuilder(name);
  }

  /**
   * {@return the builder of that site of this network; the first call declares the site}
   *
   * @param site the site's name
   */
  public SiteBuilder site(String site) {
    return sites.computeIfAbsent(site, SiteBuilder::new);
  }

  /**
   * {@return the network, checked}
   *
   * @throws NetworkException if the network cannot be used; the message lists every problem
   */
  public Network build() {
    return NetworkAssembler.assemble(name, declarations, new Problems(), new Notes()).network();
  }

  /** Declares what one site has, and leads on to the next one. */
  public final class SiteBuilder {

    private final String site;

    private SiteBuilder(String site) {
      this.site = site;
      declarations.add(new SiteResource(site, origin("Site", site)));
    }

    /**
     * {@return this builder, with a link whose cost is not declared}
     *
     * @param to the site at the other end; the link is called {@code to-<site>}
     */
    public SiteBuilder link(String to) {
      return link("to-" + to, to, OptionalInt.empty());
    }

    /**
     * {@return this builder, with a link}
     *
     * @param to the site at the other end; the link is called {@code to-<site>}
     * @param cost at least 1
     */
    public SiteBuilder link(String to, int cost) {
      return link("to-" + to, to, cost);
    }

    /**
     * {@return this builder, with a link; a second one to the same site needs a name}
     *
     * @param link the link's name
     * @param to the site at the other end
     * @param cost at least 1
     */
    public SiteBuilder link(String link, String to, int cost) {
      return link(link, to, OptionalInt.of(cost));
    }

    /**
     * {@return this builder, with a link; a second one to the same site needs a name}
     *
     * @param link the link's name
     * @param to the site at the other end
     * @param givenCost the cost that is declared, at least 1; empty to say nothing
     */
    public SiteBuilder link(String link, String to, OptionalInt givenCost) {
      Optional<Long> cost = givenCost.stream().mapToObj(Long::valueOf).findFirst();
      return with(
          new LinkResource(
              site, cost, "spec.cost", Optional.of(to), List.of(), origin("Link", link)));
    }

    /**
     * {@return this builder, with a listener whose host is its name}
     *
     * @param listener the listener's name
     * @param port 1 to 65535
     * @param routingKey the key whose connectors serve it
     */
    public SiteBuilder listener(String listener, int port, String routingKey) {
      return with(
          new ListenerResource(site, listener, port, routingKey, origin("Listener", listener)));
    }

    /**
     * {@return this builder, with a weighted multi-key listener whose host is its name}
     *
     * @param listener the listener's name
     * @param port 1 to 65535
     * @param weights weight by routing key; declared in the keys' own order, so that a map without
     *     an order still gives the same network in every run
     */
    public SiteBuilder weighted(String listener, int port, Map<String, Integer> weights) {
      Map<String, Long> wide = new TreeMap<>();
      weights.forEach((key, weight) -> wide.put(key, weight.longValue()));
      return multiKey(listener, port, new Keys.Weighted(wide));
    }

    /**
     * {@return this builder, with a priority multi-key listener whose host is its name}
     *
     * @param listener the listener's name
     * @param port 1 to 65535
     * @param routingKeys the keys, most wanted first
     */
    public SiteBuilder priority(String listener, int port, String... routingKeys) {
      return multiKey(listener, port, new Keys.Priority(List.of(routingKeys)));
    }

    /**
     * {@return this builder, with a TrafficSplit that linkerd-failover controls, of a listener that
     * this site has: all to the primary while it is ready, else in equal parts to the others}
     *
     * @param listener the name of the listener that it governs; the split is called like it
     * @param primary the primary's routing key, declared as such; it is listed first, with weight 1
     * @param secondaries the others' routing keys, of weight 0
     */
    public SiteBuilder failover(String listener, String primary, String... secondaries) {
      List<Keys.Split.Backend> backends = new ArrayList<>();
      backends.add(new Keys.Split.Backend(primary, 1));
      for (String secondary : secondaries) {
        backends.add(new Keys.Split.Backend(secondary, 0));
      }
      return split(listener, new Keys.Split(backends, Optional.of(primary), true));
    }

    /**
     * {@return this builder, with any TrafficSplit of a listener that this site has}
     *
     * @param listener the name of the listener that it governs; the split is called like it
     * @param strategy its backends in their order, its primary and whether it is controlled
     */
    public SiteBuilder split(String listener, Strategy.Split strategy) {
      List<Keys.Split.Backend> backends =
          strategy.weights().entrySet().stream()
              .map(entry -> new Keys.Split.Backend(entry.getKey(), entry.getValue()))
              .toList();
      return split(
          listener, new Keys.Split(backends, strategy.givenPrimary(), strategy.controlled()));
    }

    private SiteBuilder split(String listener, Keys.Split keys) {
      return with(
          new TrafficSplitResource(site, listener, keys, origin(Kinds.TRAFFIC_SPLIT, listener)));
    }

    private SiteBuilder multiKey(String listener, int port, Keys keys) {
      return with(
          new MultiKeyListenerResource(
              site, listener, port, keys, origin("MultiKeyListener", listener)));
    }

    /**
     * {@return this builder, with a connector whose workload is a stand-in of the connector's name}
     *
     * @param connector the connector's name
     * @param routingKey the key that it serves
     * @param port the workload's port, 1 to 65535
     */
    public SiteBuilder connector(String connector, String routingKey, int port) {
      return connector(connector, routingKey, port, new Connector.Workload.StandIn(connector));
    }

    /**
     * {@return this builder, with a connector}
     *
     * @param connector the connector's name
     * @param routingKey the key that it serves
     * @param port the workload's port, 1 to 65535
     * @param workload who plays the workload
     */
    public SiteBuilder connector(
        String connector, String routingKey, int port, Connector.Workload workload) {
      return with(
          new ConnectorResource(
              site, routingKey, port, workload, Optional.empty(), origin("Connector", connector)));
    }

    /**
     * {@return the builder of that site of the same network; the first call declares the site}
     *
     * @param next the site's name
     */
    public SiteBuilder site(String next) {
      return NetworkBuilder.this.site(next);
    }

    /**
     * {@return the network, checked}
     *
     * @throws NetworkException if the network cannot be used; the message lists every problem
     */
    public Network build() {
      return NetworkBuilder.this.build();
    }

    private SiteBuilder with(Declared resource) {
      declarations.add(resource);
      return this;
    }

    private Origin origin(String kind, String resource) {
      return new Origin(kind, resource, new Place("site " + site, 0), Map.of());
    }
  }
}
