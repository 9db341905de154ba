package io.spillway.harness.driver.balancer;

import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.driver.SitePlan.Channels;
import io.spillway.harness.driver.SitePlan.HostPort;
import io.spillway.harness.topology.Connector;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.Site;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * How a site without links of its own reaches each connector of the network: its own workloads
 * straight, all others through a channel to the neighbour on the cheapest path. Each connector has
 * a channel, so that a neighbour knows by the port what a connection is for. Immutable.
 */
public final class Ways {

  private final List<Way> all;

  private Ways(List<Way> all) {
    this.all = List.copyOf(all);
  }

  /** {@return a channel for each connector of the network} */
  public static List<String> channels(Network network) {
    List<String> channels = new ArrayList<>();
    for (Site site : network.sites()) {
      site.connectors().forEach(connector -> channels.add(Way.channel(site.name(), connector)));
    }
    return channels;
  }

  /**
   * {@return the ways of a plan}
   *
   * @param questions the channel at which neighbours answer questions, if there is one
   * @throws IllegalArgumentException if the plan lacks an address; the message lists what it has
   */
  public static Ways of(SitePlan plan, Optional<String> questions) {
    return new Ways(
        plan.channels().map(channels -> of(plan, channels, questions)).orElse(List.of()));
  }

  private static List<Way> of(SitePlan plan, Channels channels, Optional<String> questions) {
    ShortestPaths paths = ShortestPaths.from(plan.site().name(), channels.network());
    List<Way> ways = new ArrayList<>();
    for (Site site : channels.network().sites()) {
      for (Connector connector : site.connectors()) {
        String channel = Way.channel(site.name(), connector);
        int port = planned(plan, "port for channel", channel, channels.ports());
        Optional<Way.Step> step =
            paths.reach(site.name())
                ? Optional.of(step(plan, channels, questions, paths, site, connector))
                : Optional.empty();
        ways.add(new Way(site.name(), connector, port, step));
      }
    }
    return ways;
  }

  private static Way.Step step(
      SitePlan plan,
      Channels channels,
      Optional<String> questions,
      ShortestPaths paths,
      Site site,
      Connector connector) {
    Optional<String> nextHop = paths.nextHop(site.name());
    if (nextHop.isEmpty()) {
      return new Way.ToWorkload(
          planned(plan, "address for connector", connector.name(), plan.workloads()),
          Optional.ofNullable(plan.readiness().get(connector.name())));
    }
    Map<String, HostPort> addresses =
        planned(plan, "address for neighbour", nextHop.get(), channels.neighbours());
    String what = "address at neighbour " + nextHop.get() + " for channel";
    return new Way.ToNeighbour(
        nextHop.get(),
        planned(plan, what, Way.channel(site.name(), connector), addresses),
        questions.map(channel -> planned(plan, what, channel, addresses)),
        paths.cost(site.name()));
  }

  private static <T> T planned(SitePlan plan, String what, String name, Map<String, T> addresses) {
    T address = addresses.get(name);
    if (address == null) {
      throw new IllegalArgumentException(
          "the plan of site %s has no %s %s, only for %s"
              .formatted(plan.site().name(), what, name, new TreeSet<>(addresses.keySet())));
    }
    return address;
  }

  /** {@return a way for each connector of the network, also where no path leads} */
  public List<Way> all() {
    return all;
  }

  /** {@return the ways to connectors with this routing key, the cheapest first, if a path leads} */
  public List<Way> to(String routingKey) {
    return all.stream()
        .filter(way -> way.connector().routingKey().equals(routingKey))
        .filter(way -> way.step().isPresent())
        .sorted(Comparator.comparingLong(way -> way.step().orElseThrow().cost()))
        .toList();
  }

  /** {@return those ways for each of these keys, in the order of the keys} */
  public Map<String, List<Way>> to(Collection<String> routingKeys) {
    Map<String, List<Way>> byKey = new LinkedHashMap<>();
    routingKeys.forEach(key -> byKey.put(key, to(key)));
    return byKey;
  }
}
