package io.spillway.harness.runtime.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.driver.Driver;
import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.driver.SitePlan.HostPort;
import io.spillway.harness.fault.Fault;
import io.spillway.harness.fault.toxiproxy.EmbeddedToxiproxyServer;
import io.spillway.harness.probe.workload.TroubleListener;
import io.spillway.harness.rule.Feature;
import io.spillway.harness.runtime.LinkPath;
import io.spillway.harness.runtime.RuntimeStartException;
import io.spillway.harness.runtime.SiteFiles;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.net.ConnectException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is around the routers of a network, with routers that do nothing. */
@Timeout(60)
class LocalNetworkTest {

  private final EmbeddedToxiproxyServer toxiproxy = EmbeddedToxiproxyServer.start();
  private final Map<String, SitePlan> plans = new LinkedHashMap<>();
  private final List<String> closed = new ArrayList<>();
  private TroubleListener ofWest = TroubleListener.NONE;

  @AfterEach
  void close() {
    toxiproxy.close();
  }

  @Test
  void trouble_isToldToWhoeverListens() {
    List<String> told = new ArrayList<>();
    try (LocalNetwork network = start(List.of(), LinkPath.SHORTEST)) {
      ofWest.onTrouble("backlog", "before anything was measured");
      ofWest.onTrouble("driver", "ended before anybody listened");
      network.onTrouble((kind, description) -> told.add(kind + ": " + description));
      ofWest.onTrouble("driver", "ended by itself");
    }

    assertThat(told)
        .containsExactly("driver: ended before anybody listened", "driver: ended by itself");
  }

  @Test
  void routerWithoutLinksOfItsOwn_getsEachChannelInBothDirections() {
    try (LocalNetwork network = start(List.of("health", "east/red"), LinkPath.SHORTEST)) {
      SitePlan.Channels west = plans.get("west").channels().orElseThrow();
      SitePlan.Channels east = plans.get("east").channels().orElseThrow();

      assertThat(west.network()).isEqualTo(network.network());
      assertThat(west.ports()).containsOnlyKeys("health", "east/red");
      assertThat(west.neighbours())
          .containsOnlyKeys("east")
          .containsEntry("east", addresses("east", east.ports()));
      assertThat(east.neighbours()).containsEntry("west", addresses("west", west.ports()));
      assertThat(plans.get("west").linkPort()).isEqualTo(west.ports().get("health"));
      assertThat(plans.get("west").peers())
          .containsEntry("to-east", west.neighbours().get("east").get("health"));
    }
  }

  @Test
  void channels_leadThroughProxiesWhereLinksFail() {
    try (LocalNetwork network = start(List.of("health"), LinkPath.PROXIED)) {
      SitePlan.Channels west = plans.get("west").channels().orElseThrow();
      SitePlan.Channels east = plans.get("east").channels().orElseThrow();

      assertThat(west.neighbours().get("east"))
          .isNotEqualTo(addresses("east", east.ports()))
          .allSatisfy(
              (channel, at) -> assertThat(at.host()).isEqualTo(plans.get("west").bindHost()));
      network.links().inject("west", "to-east", new Fault.Cut()).close();
    }
  }

  @Test
  void routerWithLinksOfItsOwn_getsNoChannels() {
    try (LocalNetwork network = start(List.of(), LinkPath.SHORTEST)) {
      assertThat(network.network().name()).isEqualTo("two-sites");
      assertThat(plans.values()).allSatisfy(plan -> assertThat(plan.channels()).isEmpty());
      assertThat(plans.get("west").peers())
          .containsEntry(
              "to-east", new HostPort(plans.get("east").bindHost(), plans.get("east").linkPort()));
    }
  }

  @Test
  void network_ofWhichOneSiteDoesNotStart_isGoneAgain() {
    assertThatThrownBy(
            () ->
                LocalNetwork.start(
                    twoSites(),
                    LinkPath.SHORTEST,
                    new Balancer(List.of()),
                    toxiproxy,
                    new LoopbackAddresses(),
                    (plan, trouble) -> new Nothing(plan.site().name(), "east", "")))
        .isInstanceOfSatisfying(
            RuntimeStartException.class,
            e ->
                assertThat(e.left())
                    .containsEntry(
                        "east", new SiteFiles(Map.of("east.cfg", "listen"), "east: no memory")))
        .hasMessage("network two-sites did not start: no memory");
    assertThat(closed).containsExactly("west", "east");
  }

  @Test
  void siteThatCannotBeEnded_keepsNoOtherFromBeingEnded() {
    LocalNetwork network =
        LocalNetwork.start(
            twoSites(),
            LinkPath.PROXIED,
            new Balancer(List.of()),
            toxiproxy,
            new LoopbackAddresses(),
            (plan, trouble) -> {
              plans.put(plan.site().name(), plan);
              return new Nothing(plan.site().name(), "", "west");
            });
    HostPort workload = plans.get("east").workloads().get("red");

    assertThatThrownBy(network::close).hasMessage("west cannot be signalled");

    assertThat(closed).containsExactly("west", "east");
    assertThatThrownBy(() -> new Socket(workload.host(), workload.port()).close())
        .isInstanceOf(ConnectException.class);
  }

  private LocalNetwork start(List<String> channels, LinkPath links) {
    return LocalNetwork.start(
        twoSites(),
        links,
        new Balancer(channels),
        toxiproxy,
        new LoopbackAddresses(),
        (plan, trouble) -> {
          String site = plan.site().name();
          plans.put(site, plan);
          ofWest = site.equals("west") ? trouble : ofWest;
          return new Nothing(site, "", "");
        });
  }

  private Map<String, HostPort> addresses(String site, Map<String, Integer> ports) {
    Map<String, HostPort> addresses = new LinkedHashMap<>();
    ports.forEach(
        (name, port) -> addresses.put(name, new HostPort(plans.get(site).bindHost(), port)));
    return addresses;
  }

  private static Network twoSites() {
    NetworkBuilder network = NetworkBuilder.network("two-sites");
    network.site("west").listener("backend", 8080, "red").link("east");
    network.site("east").connector("red", "red", 9090);
    return network.build();
  }

  /** A driver of a router that needs channels. */
  private record Balancer(List<String> channels) implements Driver {

    @Override
    public String name() {
      return "balancer";
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
      return channels;
    }
  }

  /** A site at which nothing runs. */
  private final class Nothing implements LocalSite {
    private final String name;
    private final String unstartable;
    private final String unstoppable;

    Nothing(String name, String unstartable, String unstoppable) {
      this.name = name;
      this.unstartable = unstartable;
      this.unstoppable = unstoppable;
    }

    @Override
    public void start() {
      if (name.equals(unstartable)) {
        throw new IllegalStateException("no memory");
      }
    }

    @Override
    public void awaitReady() {}

    @Override
    public void inject(Fault.OnSite fault) {}

    @Override
    public void heal() {}

    @Override
    public Map<String, String> configuration() {
      return Map.of(name + ".cfg", "listen");
    }

    @Override
    public String log() {
      return name + ": no memory";
    }

    @Override
    public void close() {
      closed.add(name);
      if (name.equals(unstoppable)) {
        throw new IllegalStateException(name + " cannot be signalled");
      }
    }
  }
}
