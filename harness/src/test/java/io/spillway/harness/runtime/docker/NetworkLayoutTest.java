package io.spillway.harness.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.driver.Driver;
import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.driver.SitePlan.HostPort;
import io.spillway.harness.driver.spillway.SpillwayDriver;
import io.spillway.harness.rule.Feature;
import io.spillway.harness.runtime.LinkWays;
import io.spillway.harness.runtime.docker.NetworkLayout.ProxyLayout;
import io.spillway.harness.runtime.docker.NetworkLayout.SiteLayout;
import io.spillway.harness.runtime.docker.NetworkLayout.StandInPort;
import io.spillway.harness.topology.Connector;
import io.spillway.harness.topology.Link;
import io.spillway.harness.topology.Listener;
import io.spillway.harness.topology.MultiKeyListener;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.Site;
import io.spillway.harness.topology.Strategy;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class NetworkLayoutTest {

  @Test
  void aLink_leadsThroughToxiproxyToTheOtherSitesRouter() {
    NetworkLayout layout =
        layOut(site("west", List.of(new Link("to-east", "east", 1))), site("east", List.of()));

    SiteLayout west = layout.sites().get(0);
    assertThat(west.plan().peers()).containsOnly(entry("to-east", new HostPort("links", 10_000)));
    assertThat(layout.proxies())
        .containsExactly(
            new ProxyLayout(
                new LinkWays.Way("west", new Link("to-east", "east", 1), false),
                "p-0-west-10000",
                10_000,
                new HostPort(layout.sites().get(1).routerName(), 5671)));
  }

  @Test
  void sitesWhoseNamesAreTheSameOnceShortened_haveNamesOfTheirOwnThatFitIntoDns() {
    String longName = "a-site-with-a-name-that-goes-on-for-much-longer-than-it-should-";
    NetworkLayout layout = layOut(site(longName + "1", List.of()), site(longName + "2", List.of()));

    assertThat(layout.sites()).extracting(SiteLayout::routerName).doesNotHaveDuplicates();
    assertThat(layout.sites())
        .extracting(site -> site.routerName().length())
        .allSatisfy(length -> assertThat(length).isLessThanOrEqualTo(63));
  }

  @Test
  void aSiteNameWithOtherCharacters_becomesANameThatEngineAndDnsAllow() {
    assertThat(layOut(site("Böse_Site.1", List.of())).sites().get(0).routerName())
        .isEqualTo("p-0-b-se-site-1-router");
  }

  @Test
  void listenersOfOneSite_keepTheirPortUnlessItIsTaken() {
    Site site =
        new Site(
            "west",
            List.of(),
            List.of(
                new Listener("first", "a", 8080, "key"),
                new Listener("link-port", "b", 5671, "key")),
            List.of(
                new MultiKeyListener("second", "c", 8080, new Strategy.Priority(List.of("key")))),
            List.of());

    assertThat(layOut(site).sites().get(0).plan().listenerPorts())
        .containsOnly(entry("first", 8080), entry("link-port", 20_000), entry("second", 20_001));
  }

  @Test
  void connectorsOfTheSameStandInAndPort_shareOneWorkload() {
    SiteLayout site =
        layOut(
                site(
                    standIn("one", "app=backend", 9090),
                    standIn("two", "app=backend", 9090),
                    standIn("other-port", "app=backend", 9091),
                    standIn("same-port", "app=other", 9090)))
            .sites()
            .get(0);

    assertThat(site.standIns())
        .containsExactly(
            standInPort("app=backend", 9090),
            standInPort("app=backend:9091", 9091),
            standInPort("app=other", 20_000));
    assertThat(site.plan().workloads())
        .containsOnly(
            entry("one", new HostPort("workloads", 9090)),
            entry("two", new HostPort("workloads", 9090)),
            entry("other-port", new HostPort("workloads", 9091)),
            entry("same-port", new HostPort("workloads", 20_000)));
  }

  @Test
  void aRealWorkload_isReachedWhereItIs() {
    Connector real = new Connector("db", "db", 5432, new Connector.Workload.Real("db.example"));

    SiteLayout site = layOut(site(real)).sites().get(0);

    assertThat(site.standIns()).isEmpty();
    assertThat(site.plan().workloads()).containsOnly(entry("db", new HostPort("db.example", 5432)));
  }

  @Test
  void everyRouter_listensOnAllItsAddresses() {
    SitePlan plan = layOut(site("west", List.of())).sites().get(0).plan();

    assertThat(plan.bindHost()).isEqualTo("0.0.0.0");
    assertThat(plan.linkPort()).isEqualTo(5671);
  }

  @Test
  void aStandInThatTellsWhetherItIsReady_doesSoAtAPortOfItsOwn() {
    Connector.Workload slow =
        new Connector.Workload.StandIn("app=backend", Duration.ofMillis(250), true);

    SiteLayout site =
        layOut(
                site(
                    new Connector("one", "key", 9090, slow),
                    new Connector("two", "key", 9090, slow),
                    standIn("silent", "app=silent", 9091)))
            .sites()
            .get(0);

    assertThat(site.standIns())
        .containsExactly(
            new StandInPort("app=backend", 9090, Duration.ofMillis(250), Optional.of(20_000)),
            standInPort("app=silent", 9091));
    assertThat(site.plan().readiness())
        .containsOnly(
            entry("one", new HostPort("workloads", 20_000)),
            entry("two", new HostPort("workloads", 20_000)));
  }

  @Test
  void routerWithChannels_hasAProxyForEachOfThemInBothDirections() {
    NetworkLayout layout =
        layOut(
            new WithPorts(),
            site("west", List.of(new Link("to-east", "east", 1))),
            site("east", List.of()));
    Link link = new Link("to-east", "east", 1);
    HostPort west = new HostPort("p-0-west-router", 5671);
    HostPort east = new HostPort("p-1-east-router", 5671);

    assertThat(layout.proxies())
        .containsExactly(
            proxy(new LinkWays.Way("west", link, false), 10_000, east),
            proxy(new LinkWays.Way("west", link, true), 10_001, west),
            proxy(new LinkWays.Way("west", link, false), 10_002, at(east, 20_000)),
            proxy(new LinkWays.Way("west", link, true), 10_003, at(west, 20_000)));
    SitePlan.Channels ofEast = layout.sites().get(1).plan().channels().orElseThrow();
    assertThat(ofEast.ports()).containsOnly(entry("health", 5671), entry("way", 20_000));
    assertThat(ofEast.neighbours())
        .containsOnly(
            entry(
                "west",
                Map.of(
                    "health",
                    new HostPort("links", 10_001),
                    "way",
                    new HostPort("links", 10_003))));
    assertThat(layout.sites().get(0).plan().peers())
        .containsOnly(entry("to-east", new HostPort("links", 10_000)));
  }

  @Test
  void portsOfARoutersOwn_avoidAllOthers_andAreReachedWhereTheyArePublished() {
    Site site =
        new Site(
            "west",
            List.of(),
            List.of(new Listener("shop", "shop", 20_000, "shop")),
            List.of(),
            List.of());

    SitePlan plan = layOut(new WithPorts(), site).sites().get(0).plan();
    SitePlan reached =
        NetworkLayout.reached(
            plan, Map.of(20_002, InetSocketAddress.createUnresolved("engine", 21_234)));

    assertThat(plan.channels().orElseThrow().ports())
        .containsOnly(entry("health", 5671), entry("way", 20_001));
    assertThat(plan.ports()).containsOnly(entry("management", 20_002));
    assertThat(reached.reachedPort("management")).isEqualTo(new HostPort("engine", 21_234));
    assertThat(reached.port("management")).isEqualTo(new HostPort("0.0.0.0", 20_002));
  }

  private static ProxyLayout proxy(LinkWays.Way way, int port, HostPort upstream) {
    return new ProxyLayout(way, "p-0-west-" + port, port, upstream);
  }

  private static HostPort at(HostPort router, int port) {
    return new HostPort(router.host(), port);
  }

  /** Has two channels and a port of its own. */
  private static final class WithPorts implements Driver {

    @Override
    public String name() {
      return "with-ports";
    }

    @Override
    public String version() {
      return "1";
    }

    @Override
    public Set<Feature> features() {
      return Set.of();
    }

    @Override
    public String render(SitePlan plan) {
      return "";
    }

    @Override
    public List<String> channels(Network network) {
      return List.of("health", "way");
    }

    @Override
    public List<String> ports() {
      return List.of("management");
    }
  }

  private static StandInPort standInPort(String name, int port) {
    return new StandInPort(name, port, Duration.ZERO, Optional.empty());
  }

  private static <V> Map.Entry<String, V> entry(String key, V value) {
    return Map.entry(key, value);
  }

  private static NetworkLayout layOut(Site... sites) {
    return layOut(new SpillwayDriver(), sites);
  }

  private static NetworkLayout layOut(Driver driver, Site... sites) {
    AtomicInteger port = new AtomicInteger(10_000);
    return NetworkLayout.of(
        new Network("net", List.of(sites)), driver, "p-", port::getAndIncrement);
  }

  private static Site site(String name, List<Link> links) {
    return new Site(name, links, List.of(), List.of(), List.of());
  }

  private static Site site(Connector... connectors) {
    return new Site("west", List.of(), List.of(), List.of(), List.of(connectors));
  }

  private static Connector standIn(String name, String standIn, int port) {
    return new Connector(name, "key", port, new Connector.Workload.StandIn(standIn));
  }
}
