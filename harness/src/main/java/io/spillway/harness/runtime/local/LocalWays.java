package io.spillway.harness.runtime.local;

import io.spillway.harness.driver.SitePlan.HostPort;
import io.spillway.harness.fault.toxiproxy.LinkProxies;
import io.spillway.harness.runtime.LinkPath;
import io.spillway.harness.runtime.LinkWays;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Leads the ways from site to site of one network on this machine, through proxies where links are
 * to fail. For one thread.
 */
final class LocalWays implements LinkWays.Leading {

  /** Tells the proxies of one network from those of another on the same server. */
  private static final AtomicInteger NETWORKS = new AtomicInteger();

  private final String prefix;
  private final LinkPath path;
  private final Map<String, SitePlace> places;
  private final LinkProxies proxies;
  private int led;

  /**
   * Creates one.
   *
   * @param network the network's name
   * @param places where each site is
   * @param proxies get a proxy for each way, unless links take the shortest path
   */
  LocalWays(String network, LinkPath path, Map<String, SitePlace> places, LinkProxies proxies) {
    this.prefix = network + "-" + NETWORKS.incrementAndGet();
    this.path = path;
    this.places = places;
    this.proxies = proxies;
  }

  @Override
  public HostPort lead(LinkWays.Way way, int port) {
    HostPort direct = places.get(way.to()).at(port);
    if (path != LinkPath.PROXIED) {
      return direct;
    }
    SitePlace place = places.get(way.from());
    String link = way.link().name();
    String name = "%s.%s.%s.%d".formatted(prefix, way.site(), link, led);
    led++;
    String listen = place.host() + ":0";
    InetSocketAddress proxy =
        way.reversed()
            ? proxies.createReversed(way.site(), link, name, listen, direct.toString())
            : proxies.create(way.site(), link, name, listen, direct.toString());
    return place.at(proxy.getPort());
  }
}
