package io.spillway.router.route;

import io.spillway.router.route.Advertisement.LinkEnd;
import io.spillway.router.route.Advertisement.Service;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/** A network in the making, as the advertisements of its sites. */
final class Networks {

  private final Map<String, List<LinkEnd>> links = new LinkedHashMap<>();
  private final Map<String, List<Service>> services = new LinkedHashMap<>();
  private final List<Link> all = new ArrayList<>();

  /** A link that both ends see. */
  record Link(LinkId id, String from, String to, int cost) {

    String peerOf(String site) {
      return site.equals(from) ? to : from;
    }

    boolean touches(String site) {
      return site.equals(from) || site.equals(to);
    }
  }

  /** Seeds for tests that draw their networks: always the same ones, each a test of its own. */
  static LongStream seeds() {
    return LongStream.rangeClosed(1, 100);
  }

  /**
   * Any network: 1 to 14 sites, each with a connector of its own name, and links of small costs, so
   * that there are many ties; parallel links too, and sites that nobody reaches.
   */
  static Networks drawn(SplittableRandom random) {
    Networks network = new Networks();
    int sites = random.nextInt(1, 15);
    for (int i = 0; i < sites; i++) {
      network.connector("s" + i, "s" + i);
    }
    for (int n = random.nextInt(3 * sites); n > 0; n--) {
      int from = random.nextInt(sites);
      int to = random.nextInt(sites);
      if (from != to) {
        network.link("s" + from, "s" + to, random.nextInt(1, 5));
      }
    }
    return network;
  }

  Networks site(String site) {
    links.computeIfAbsent(site, name -> new ArrayList<>());
    services.computeIfAbsent(site, name -> new ArrayList<>());
    return this;
  }

  Networks link(String from, String to, int cost) {
    site(from).site(to);
    LinkId id = new LinkId(from, "link-" + all.size());
    links.get(from).add(new LinkEnd(id, to, cost));
    links.get(to).add(new LinkEnd(id, from, cost));
    all.add(new Link(id, from, to, cost));
    return this;
  }

  Networks connector(String site, String key) {
    site(site).services.get(site).add(new Service("connector-" + key, key));
    return this;
  }

  /** Takes away what a site says of its links, as if it did not see them. */
  Networks blind(String site) {
    links.get(site).clear();
    all.removeIf(link -> link.touches(site));
    return this;
  }

  List<String> sites() {
    return List.copyOf(links.keySet());
  }

  List<Link> links() {
    return List.copyOf(all);
  }

  List<Advertisement> advertisements() {
    return links.keySet().stream()
        .map(site -> new Advertisement(site, 1, 1, links.get(site), services.get(site)))
        .toList();
  }

  RoutingTable tableOf(String site) {
    return RoutingTable.of(site, advertisements());
  }
}
