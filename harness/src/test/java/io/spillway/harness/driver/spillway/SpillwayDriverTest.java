package io.spillway.harness.driver.spillway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.driver.SitePlan.HostPort;
import io.spillway.harness.rule.Feature;
import io.spillway.harness.topology.Connector.Workload.StandIn;
import io.spillway.harness.topology.NetworkBuilder;
import io.spillway.harness.topology.Site;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class SpillwayDriverTest {

  private static final Site WEST =
      NetworkBuilder.network("net")
          .site("west")
          .listener("backend", 8080, "backend")
          .weighted("cart", 8081, Map.of("a", 25, "b", 75))
          .priority("shop", 8082, "b", "a")
          .failover("backend", "backend", "spare")
          .connector("local", "backend", 9090)
          .connector("ready", "spare", 9091, new StandIn("app=spare").withReadiness())
          .link("east", 5)
          .link("cheap", "east", OptionalInt.empty())
          .site("east")
          .build()
          .site("west");

  private final SpillwayDriver driver = new SpillwayDriver();

  @Test
  void renderedSite_hasThePlansAddressesInPlaceOfTheDeclaredOnes() {
    SitePlan plan =
        new SitePlan(
            WEST,
            "127.0.0.2",
            5671,
            Map.of("backend", 30080, "cart", 30081, "shop", 30082),
            Map.of(
                "to-east", new HostPort("127.0.0.9", 5672),
                "cheap", new HostPort("127.0.0.9", 5673)),
            Map.of(
                "local", new HostPort("127.0.0.3", 39090),
                "ready", new HostPort("127.0.0.3", 39091)),
            Map.of("ready", new HostPort("127.0.0.3", 39092)));

    assertThat(driver.render(plan))
        .isEqualTo(
            """
            ---
            apiVersion: skupper.io/v2alpha1
            kind: Site
            metadata:
              name: west
            ---
            apiVersion: skupper.io/v2alpha1
            kind: RouterAccess
            metadata:
              name: links
            spec:
              bindHost: 127.0.0.2
              roles:
                - name: inter-router
                  port: 5671
            ---
            apiVersion: skupper.io/v2alpha1
            kind: Link
            metadata:
              name: to-east
            spec:
              cost: 5
              endpoints:
                - name: inter-router
                  host: 127.0.0.9
                  port: 5672
            ---
            apiVersion: skupper.io/v2alpha1
            kind: Link
            metadata:
              name: cheap
            spec:
              endpoints:
                - name: inter-router
                  host: 127.0.0.9
                  port: 5673
            ---
            apiVersion: skupper.io/v2alpha1
            kind: Listener
            metadata:
              name: backend
            spec:
              host: 127.0.0.2
              port: 30080
              routingKey: backend
            ---
            apiVersion: skupper.io/v2alpha1
            kind: MultiKeyListener
            metadata:
              name: cart
            spec:
              host: 127.0.0.2
              port: 30081
              strategy:
                weighted:
                  routingKeys:
                    a: 25
                    b: 75
            ---
            apiVersion: skupper.io/v2alpha1
            kind: MultiKeyListener
            metadata:
              name: shop
            spec:
              host: 127.0.0.2
              port: 30082
              strategy:
                priority:
                  routingKeys:
                    - b
                    - a
            ---
            apiVersion: split.smi-spec.io/v1alpha2
            kind: TrafficSplit
            metadata:
              name: backend
              annotations:
                failover.linkerd.io/primary-service: backend
              labels:
                failover.linkerd.io/controlled-by: linkerd-failover
            spec:
              service: backend
              backends:
                - service: backend
                  weight: 1
                - service: spare
                  weight: 0
            ---
            apiVersion: skupper.io/v2alpha1
            kind: Connector
            metadata:
              name: local
            spec:
              host: 127.0.0.3
              port: 39090
              routingKey: backend
            ---
            apiVersion: skupper.io/v2alpha1
            kind: Connector
            metadata:
              name: ready
              annotations:
                spillway.dev/health-check: http://127.0.0.3:39092/ready
            spec:
              host: 127.0.0.3
              port: 39091
              routingKey: spare
            """);
  }

  @Test
  void planWithoutAnAddress_isRefusedWithThoseThatItHas() {
    SitePlan plan =
        new SitePlan(
            WEST,
            "127.0.0.2",
            5671,
            Map.of("backend", 30080, "cart", 30081),
            Map.of(
                "to-east", new HostPort("127.0.0.9", 5672),
                "cheap", new HostPort("127.0.0.9", 5673)),
            Map.of(),
            Map.of());

    assertThatThrownBy(() -> driver.render(plan))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the plan of site west has no address for listener shop, only for [backend, cart]");
  }

  @Test
  void driver_isCalledSpillwayHasEveryFeatureAndTheBuildsVersion() {
    assertThat(driver.name()).isEqualTo("spillway");
    assertThat(driver.features()).containsExactlyInAnyOrder(Feature.values());
    assertThat(driver.version()).matches("\\d+\\.\\d+\\.\\d+.*");
  }
}
