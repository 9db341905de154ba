package io.spillway.harness.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.driver.SitePlan.HostPort;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
                "west",
                "to-east",
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

  private static StandInPort standInPort(String name, int port) {
    return new StandInPort(name, port, Duration.ZERO, Optional.empty());
  }

  private static <V> Map.Entry<String, V> entry(String key, V value) {
    return Map.entry(key, value);
  }

  private static NetworkLayout layOut(Site... sites) {
    AtomicInteger port = new AtomicInteger(10_000);
    return NetworkLayout.of(new Network("net", List.of(sites)), "p-", port::getAndIncrement);
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
