package io.spillway.harness.driver.skupperrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.driver.SitePlan.HostPort;
import io.spillway.harness.topology.NetworkBuilder;
import io.spillway.harness.topology.Site;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SkupperRouterConfigTest {

  private static final Site WEST =
      NetworkBuilder.network("n")
          .site("west")
          .link("east", 5)
          .link("cheap", "east", OptionalInt.empty())
          .listener("backend", 8080, "backend")
          .weighted("cart", 8081, Map.of("blue", 25, "green", 75))
          .priority("shop", 8082, "first", "second", "third")
          .connector("local", "backend", 9090)
          .site("east")
          .build()
          .site("west");

  @Test
  void site_isRenderedAsSkupperDoesIt() {
    assertThat(new SkupperRouterConfig(plan(Map.of("management", 5672))).json())
        .isEqualTo(
            """
            [
              ["router",{"id":"west","mode":"interior","helloMaxAgeSeconds":"3"}],
              ["address",{"prefix":"mc","distribution":"multicast"}],
              ["log",{"module":"FLOW_LOG","enable":"warning+"}],
              ["listener",{"name":"amqp","role":"normal","host":"127.0.0.2","port":5672,\
            "saslMechanisms":"ANONYMOUS","authenticatePeer":false}],
              ["listener",{"name":"inter-router","role":"inter-router","host":"127.0.0.2",\
            "port":55671,"saslMechanisms":"ANONYMOUS","authenticatePeer":false}],
              ["connector",{"name":"to-east","role":"inter-router","host":"127.0.0.9",\
            "port":"7001","saslMechanisms":"ANONYMOUS","cost":5}],
              ["connector",{"name":"cheap","role":"inter-router","host":"127.0.0.9",\
            "port":"7002","saslMechanisms":"ANONYMOUS"}],
              ["tcpListener",{"name":"listener/backend","host":"127.0.0.2","port":"30080",\
            "address":"backend"}],
              ["tcpListener",{"name":"multiAddress/cart","host":"127.0.0.2","port":"30081",\
            "multiAddressStrategy":"weighted"}],
              ["listenerAddress",{"name":"cart/blue","address":"blue","value":25,\
            "listener":"multiAddress/cart"}],
              ["listenerAddress",{"name":"cart/green","address":"green","value":75,\
            "listener":"multiAddress/cart"}],
              ["tcpListener",{"name":"multiAddress/shop","host":"127.0.0.2","port":"30082",\
            "multiAddressStrategy":"priority"}],
              ["listenerAddress",{"name":"shop/first","address":"first","value":2,\
            "listener":"multiAddress/shop"}],
              ["listenerAddress",{"name":"shop/second","address":"second","value":1,\
            "listener":"multiAddress/shop"}],
              ["listenerAddress",{"name":"shop/third","address":"third","value":0,\
            "listener":"multiAddress/shop"}],
              ["tcpConnector",{"name":"connector/local@127.0.0.3","host":"127.0.0.3",\
            "port":"39090","address":"backend"}]
            ]
            """);
  }

  @Test
  void planWithoutAPortForTheManagement_isRefused() {
    SkupperRouterConfig config = new SkupperRouterConfig(plan(Map.of()));

    assertThatThrownBy(config::json)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the plan of site west has no address for port management, only for []");
  }

  @Test
  void connectorThatTheSiteHasNot_isRefusedWithThoseThatItHas() {
    SkupperRouterConfig config = new SkupperRouterConfig(plan(Map.of("management", 5672)));

    assertThatThrownBy(() -> config.tcpConnector("lokal"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("site west has no connector lokal, only [local]");
  }

  private static SitePlan plan(Map<String, Integer> ports) {
    return new SitePlan(
        WEST,
        "127.0.0.2",
        55671,
        Map.of("backend", 30080, "cart", 30081, "shop", 30082),
        Map.of(
            "to-east", new HostPort("127.0.0.9", 7001), "cheap", new HostPort("127.0.0.9", 7002)),
        Map.of("local", new HostPort("127.0.0.3", 39090)),
        Map.of(),
        Optional.empty(),
        ports,
        Map.of());
  }
}
