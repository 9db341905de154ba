package io.spillway.harness.runtime;

import io.spillway.harness.driver.SitePlan.Channels;
import io.spillway.harness.driver.SitePlan.HostPort;
import io.spillway.harness.topology.Link;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.Site;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ways from site to site of one network: one for each link, or where the router has channels
 * one for each link, channel and direction. For one thread.
 */
public final class LinkWays {

  /** The name of the only port for other sites, where the router needs no channels. */
  private static final String LINKS = "";

  private final Network network;
  private final Map<String, Map<String, Integer>> ports;

  /** By the site that goes this way, the site that declares the link, the link and the channel. */
  private final Map<List<String>, HostPort> ways = new LinkedHashMap<>();

  /**
   * A way over a link.
   *
   * @param site the site that declares the link
   * @param link the link
   * @param reversed whether it comes from the site that the link leads to
   */
  public record Way(String site, Link link, boolean reversed) {

    /** {@return the site that connects} */
    public String from() {
      return reversed ? link.to() : site;
    }

    /** {@return the site that is connected to} */
    public String to() {
      return reversed ? site : link.to();
    }
  }

  /** How a runtime leads a way. */
  public interface Leading {

    /**
     * Leads it.
     *
     * @param port where the site listens that is connected to
     * @return where the other one connects
     */
    HostPort lead(Way way, int port);
  }

  /**
   * Makes the ways.
   *
   * @param ports where each site's router listens for others, by the names that {@link #names}
   *     gives, in their order
   * @param leading leads each way
   */
  public LinkWays(Network network, Map<String, Map<String, Integer>> ports, Leading leading) {
    this.network = network;
    this.ports = ports;
    for (Site site : network.sites()) {
      site.links().forEach(link -> lead(site.name(), link, leading));
    }
  }

  /** {@return the names of a site's ports for others, where the router has these channels} */
  public static List<String> names(List<String> channels) {
    return channels.isEmpty() ? List.of(LINKS) : channels;
  }

  private void lead(String site, Link link, Leading leading) {
    for (String channel : ports.get(link.to()).keySet()) {
      lead(new Way(site, link, false), channel, leading);
      if (hasChannels(site)) {
        lead(new Way(site, link, true), channel, leading);
      }
    }
  }

  private void lead(Way way, String channel, Leading leading) {
    HostPort at = leading.lead(way, ports.get(way.to()).get(channel));
    ways.put(List.of(way.from(), way.site(), way.link().name(), channel), at);
  }

  /** {@return where a site reaches the other end of each link that it declares} */
  public Map<String, HostPort> peers(Site site) {
    Map<String, HostPort> peers = new LinkedHashMap<>();
    for (Link link : site.links()) {
      String channel = ports.get(link.to()).keySet().iterator().next();
      peers.put(link.name(), ways.get(List.of(site.name(), site.name(), link.name(), channel)));
    }
    return peers;
  }

  /** {@return the channels as a site sees them, if the network has any} */
  public Optional<Channels> channels(Site site) {
    if (!hasChannels(site.name())) {
      return Optional.empty();
    }
    Map<String, Map<String, HostPort>> neighbours = new LinkedHashMap<>();
    for (Site one : network.sites()) {
      for (Link link : one.links()) {
        if (one.name().equals(site.name())) {
          neighbours.putIfAbsent(link.to(), channels(site, one, link));
        } else if (link.to().equals(site.name())) {
          neighbours.putIfAbsent(one.name(), channels(site, one, link));
        }
      }
    }
    return Optional.of(new Channels(network, ports.get(site.name()), neighbours));
  }

  private Map<String, HostPort> channels(Site from, Site declaring, Link link) {
    Map<String, HostPort> addresses = new LinkedHashMap<>();
    for (String channel : ports.get(from.name()).keySet()) {
      addresses.put(
          channel, ways.get(List.of(from.name(), declaring.name(), link.name(), channel)));
    }
    return addresses;
  }

  private boolean hasChannels(String site) {
    return !ports.get(site).containsKey(LINKS);
  }
}
