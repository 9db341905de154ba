package io.spillway.router.route;

import io.spillway.router.route.Advertisement.LinkEnd;
import io.spillway.router.route.Advertisement.Service;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A network in the making, as the advertisements of its sites. */
final class Networks {

  private final Map<String, List<LinkEnd>> links = new LinkedHashMap<>();
  private final Map<String, List<Service>> services = new LinkedHashMap<>();
  private int linkNumber;

  Networks site(String site) {
    links.computeIfAbsent(site, name -> new ArrayList<>());
    services.computeIfAbsent(site, name -> new ArrayList<>());
    return this;
  }

  Networks link(String from, String to, int cost) {
    site(from).site(to);
    LinkId id = new LinkId(from, "link-" + linkNumber++);
    links.get(from).add(new LinkEnd(id, to, cost));
    links.get(to).add(new LinkEnd(id, from, cost));
    return this;
  }

  Networks connector(String site, String key) {
    site(site).services.get(site).add(new Service("connector-" + key, key));
    return this;
  }

  /** Takes away what a site says of its links, as if it did not see them. */
  Networks blind(String site) {
    links.get(site).clear();
    return this;
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
