package io.spillway.router.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The network as one site knows it, at about one moment: what can be reached and the links are of
 * one moment, the connections are counted a little later. Immutable.
 *
 * @param site this site
 * @param version the router's version
 * @param sites every site that is known, this one included, by name; one that is not heard of for 5
 *     minutes is forgotten
 * @param links this site's own links
 * @param keys the routing keys that can be reached, by name
 * @param listeners this site's listeners, in the order of its file
 * @param connectors this site's connectors, in the order of its file
 */
public record NetworkStatus(
    String site,
    String version,
    List<SiteStatus> sites,
    List<LinkStatus> links,
    List<KeyStatus> keys,
    List<ListenerStatus> listeners,
    List<ConnectorStatus> connectors) {

  /** Copies the lists. */
  public NetworkStatus {
    sites = List.copyOf(sites);
    links = List.copyOf(links);
    keys = List.copyOf(keys);
    listeners = List.copyOf(listeners);
    connectors = List.copyOf(connectors);
  }

  /**
   * A site.
   *
   * @param name its name
   * @param reachable whether there is a path to it
   * @param pathCost what the cheapest path costs (rule C3), 0 for this site; empty if there is none
   * @param links its ends of links that are up, as it last said itself
   * @param connectors its connectors, as it last said itself
   */
  public record SiteStatus(
      String name,
      boolean reachable,
      OptionalLong pathCost,
      List<LinkEndStatus> links,
      List<ServiceStatus> connectors) {

    /** Copies the lists. */
    public SiteStatus {
      links = List.copyOf(links);
      connectors = List.copyOf(connectors);
    }
  }

  /**
   * One end of a link, as the site at this end says.
   *
   * @param dialler the site that opens the link
   * @param name the link's name there
   * @param peer the site at the other end
   * @param cost the link's cost as this end knows it; the dialler's counts
   */
  public record LinkEndStatus(String dialler, String name, String peer, int cost) {}

  /**
   * A connector that a site advertises.
   *
   * @param name its name
   * @param routingKey the key that it serves
   */
  public record ServiceStatus(String name, String routingKey) {}

  /**
   * A link of this site.
   *
   * @param dialler the site that opens the link: this one if its file declares the link
   * @param name the link's name there
   * @param peer the site at the other end; empty while the link was never up
   * @param cost the link's cost
   * @param up whether streams can use it
   * @param since since when it is up, or down
   * @param sessions how often it has come up so far
   * @param reason why it is down
   */
  public record LinkStatus(
      String dialler,
      String name,
      Optional<String> peer,
      int cost,
      boolean up,
      Instant since,
      long sessions,
      Optional<String> reason) {}

  /**
   * A routing key that can be reached.
   *
   * @param name the key
   * @param destinations its destinations, nearest first
   */
  public record KeyStatus(String name, List<DestinationStatus> destinations) {

    /** Copies the list. */
    public KeyStatus {
      destinations = List.copyOf(destinations);
    }
  }

  /**
   * A destination of a routing key.
   *
   * @param site its site
   * @param connector its connector
   * @param pathCost what the cheapest path to it costs
   * @param open the connections that this site has open to it
   * @param perceivedCost the sum of both, which decides (rule C5)
   */
  public record DestinationStatus(
      String site, String connector, long pathCost, int open, long perceivedCost) {}

  /**
   * A listener of this site.
   *
   * @param name its name
   * @param host the address that it binds, as its file says
   * @param port the port that it has, also where its file says 0
   * @param strategy how it divides its clients: {@code single}, {@code weighted}, {@code priority}
   *     or {@code split}
   * @param routingKeys its keys, in the order of its file
   * @param open its clients that are here now
   */
  public record ListenerStatus(
      String name, String host, int port, String strategy, List<String> routingKeys, int open) {

    /** Copies the list. */
    public ListenerStatus {
      routingKeys = List.copyOf(routingKeys);
    }
  }

  /**
   * A connector of this site.
   *
   * @param name its name
   * @param routingKey the key that it serves
   * @param host where its workload listens
   * @param port the workload's port
   * @param health how its workload is
   */
  public record ConnectorStatus(
      String name, String routingKey, String host, int port, ConnectorHealth health) {}

  /**
   * What the cheapest path to a site costs.
   *
   * @param name the site
   * @return its path cost; empty if it is not known or cannot be reached
   */
  public OptionalLong pathCost(String name) {
    return sites.stream()
        .filter(s -> s.name().equals(name))
        .findFirst()
        .map(SiteStatus::pathCost)
        .orElse(OptionalLong.empty());
  }
}
