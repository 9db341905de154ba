package io.spillway.harness.driver.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.driver.balancer.BalancerNetworks;
import io.spillway.harness.driver.balancer.BalancerPlans;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HaproxyConfigTest {

  /** How each file begins. */
  private static final String HEAD =
      """
      global
          maxconn 4000
          nbthread 1
          no strict-limits

      defaults
          mode tcp
          timeout connect 1s
          timeout client 1h
          timeout server 1h
          timeout check 1s
          retries 3
          option redispatch 1
          default-server inter 200ms fastinter 100ms downinter 200ms fall 2 rise 1

      """;

  private final HaproxyDriver driver = new HaproxyDriver(Path.of("haproxy"), "2.6");

  @Test
  void weightedListener_drawsAKeyThatCanBeReached_inProportion() {
    assertThat(rendered(BalancerNetworks.weighted(), "west"))
        .isEqualTo(
            HEAD
                + """
            frontend health
                mode http
                bind 127.84.1.1:7000
                timeout http-request 5s
                timeout http-keep-alive 1s
                http-request return status 200 if { path / }
                http-request return status 200 if { path /west/near } { nbsrv(way.west.near) gt 0 }
                http-request return status 200 if { path /east/far } { nbsrv(way.east.far) gt 0 }
                http-request return status 503

            listen way.west.near
                bind 127.84.1.1:7001
                retries 0
                server to 127.84.1.1:9000 check observe layer4 error-limit 1

            listen way.east.far
                bind 127.84.1.1:7002
                retries 0
                option httpchk
                http-check send meth GET uri /east/far
                http-check expect status 200
                server to 127.84.1.2:7002 check addr 127.84.1.2 port 7000

            frontend listener.cart
                bind 127.84.1.1:8000
                tcp-request content set-var(sess.sum) int(0)
                tcp-request content set-var(sess.sum) var(sess.sum),add(25)\
             if { nbsrv(listener.cart.0) gt 0 }
                tcp-request content set-var(sess.end.0) var(sess.sum)
                tcp-request content set-var(sess.sum) var(sess.sum),add(75)\
             if { nbsrv(listener.cart.1) gt 0 }
                tcp-request content set-var(sess.end.1) var(sess.sum)
                tcp-request content set-var(sess.draw) rand,mod(sess.sum)
                use_backend listener.cart.0 if { var(sess.draw),sub(sess.end.0) -m int lt 0 }
                use_backend listener.cart.1 if { var(sess.draw),sub(sess.end.1) -m int lt 0 }

            backend listener.cart.0
                balance leastconn
                server west.near 127.84.1.1:9000 track way.west.near/to

            backend listener.cart.1
                balance leastconn
                server east.far 127.84.1.2:7002 track way.east.far/to
            """);
  }

  @Test
  void transitSite_passesOnInBothDirections() {
    assertThat(rendered(BalancerNetworks.chain(), "mid"))
        .isEqualTo(
            HEAD
                + """
            frontend health
                mode http
                bind 127.84.1.2:7000
                timeout http-request 5s
                timeout http-keep-alive 1s
                http-request return status 200 if { path / }
                http-request return status 200 if { path /west/a } { nbsrv(way.west.a) gt 0 }
                http-request return status 200 if { path /mid/b } { nbsrv(way.mid.b) gt 0 }
                http-request return status 200 if { path /east/c } { nbsrv(way.east.c) gt 0 }
                http-request return status 503

            listen way.west.a
                bind 127.84.1.2:7001
                retries 0
                option httpchk
                http-check send meth GET uri /west/a
                http-check expect status 200
                server to 127.84.1.1:7001 check addr 127.84.1.1 port 7000

            listen way.mid.b
                bind 127.84.1.2:7002
                retries 0
                option httpchk
                http-check send meth GET uri /ready
                http-check expect status 200
                server to 127.84.1.2:9000 check addr 127.84.1.2 port 9100

            listen way.east.c
                bind 127.84.1.2:7003
                retries 0
                option httpchk
                http-check send meth GET uri /east/c
                http-check expect status 200
                server to 127.84.1.3:7003 check addr 127.84.1.3 port 7000
            """);
  }

  @Test
  void listeners_ofEveryKind() {
    String text = rendered(BalancerNetworks.everything(), "west");

    assertThat(text.substring(text.indexOf("listen listener.plain")))
        .isEqualTo(
            """
            listen listener.plain
                bind 127.84.1.1:8000
                balance leastconn
                server mid.b 127.84.1.2:7002 track way.mid.b/to

            listen listener.nobody
                bind 127.84.1.1:8001
                balance leastconn

            listen listener.controlled
                bind 127.84.1.1:8002
                balance roundrobin
                option allbackups
                server west.a 127.84.1.1:9000 track way.west.a/to weight 256
                server mid.b 127.84.1.2:7002 track way.mid.b/to weight 256 backup
                server east.c 127.84.1.2:7003 track way.east.c/to weight 256 backup

            frontend listener.static
                bind 127.84.1.1:8003
                tcp-request content set-var(sess.sum) int(0)
                tcp-request content set-var(sess.sum) var(sess.sum),add(30)
                tcp-request content set-var(sess.end.0) var(sess.sum)
                tcp-request content set-var(sess.sum) var(sess.sum),add(70)
                tcp-request content set-var(sess.end.1) var(sess.sum)
                tcp-request content set-var(sess.draw) rand,mod(sess.sum)
                use_backend listener.static.0 if { var(sess.draw),sub(sess.end.0) -m int lt 0 }
                use_backend listener.static.1 if { var(sess.draw),sub(sess.end.1) -m int lt 0 }

            backend listener.static.0
                balance leastconn
                server west.a 127.84.1.1:9000 track way.west.a/to

            backend listener.static.1
                balance leastconn
                server mid.b 127.84.1.2:7002 track way.mid.b/to

            frontend listener.cart
                bind 127.84.1.1:8004
                tcp-request content set-var(sess.sum) int(0)
                tcp-request content set-var(sess.sum) var(sess.sum),add(1)\
             if { nbsrv(listener.cart.0) gt 0 }
                tcp-request content set-var(sess.end.0) var(sess.sum)
                tcp-request content set-var(sess.sum) var(sess.sum),add(2)\
             if { nbsrv(listener.cart.1) gt 0 }
                tcp-request content set-var(sess.end.1) var(sess.sum)
                tcp-request content set-var(sess.draw) rand,mod(sess.sum)
                use_backend listener.cart.0 if { var(sess.draw),sub(sess.end.0) -m int lt 0 }
                use_backend listener.cart.1 if { var(sess.draw),sub(sess.end.1) -m int lt 0 }

            backend listener.cart.0
                balance leastconn
                server west.a 127.84.1.1:9000 track way.west.a/to

            backend listener.cart.1
                balance leastconn
                server mid.b 127.84.1.2:7002 track way.mid.b/to

            listen listener.shop
                bind 127.84.1.1:8005
                balance leastconn
                server east.c 127.84.1.2:7003 track way.east.c/to
                server mid.b 127.84.1.2:7002 track way.mid.b/to backup
                server west.a 127.84.1.1:9000 track way.west.a/to backup
            """);
  }

  /** A server's weight would be lost with the server, and with it a part of the key's share. */
  @Test
  void weightedListenerOfAKeyAtTwoSites_keepsTheKeysWeightWhileOneIsLeft() {
    NetworkBuilder network = NetworkBuilder.network("net");
    network.site("west").weighted("shop", 80, Map.of("red", 9)).link("east").link("north");
    network.site("east").connector("a", "red", 90);
    network.site("north").connector("b", "red", 90);
    String text = rendered(network.build(), "west");

    assertThat(text.substring(text.indexOf("frontend listener.shop")))
        .isEqualTo(
            """
            frontend listener.shop
                bind 127.84.1.1:8000
                tcp-request content set-var(sess.sum) int(0)
                tcp-request content set-var(sess.sum) var(sess.sum),add(9)\
             if { nbsrv(listener.shop.0) gt 0 }
                tcp-request content set-var(sess.end.0) var(sess.sum)
                tcp-request content set-var(sess.draw) rand,mod(sess.sum)
                use_backend listener.shop.0 if { var(sess.draw),sub(sess.end.0) -m int lt 0 }

            backend listener.shop.0
                balance leastconn
                server east.a 127.84.1.2:7001 track way.east.a/to
                server north.b 127.84.1.3:7002 track way.north.b/to
            """);
  }

  @Test
  void connectorThatNoPathLeadsTo_hasNoServer() {
    assertThat(rendered(BalancerNetworks.apart(), "west"))
        .endsWith(
            """
            listen way.apart.lost
                bind 127.84.1.1:7001
                retries 0

            listen listener.shop
                bind 127.84.1.1:8000
                balance leastconn
            """);
  }

  @Test
  void portMissing_isToldWithThoseThatThereAre() {
    Network network = BalancerNetworks.chain(west -> west.listener("shop", 80, "a"));
    SitePlan plan = BalancerPlans.withoutListeners(driver, network, "west");

    assertThatThrownBy(() -> driver.render(plan))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the plan of site west has no port for shop, only for [other]");
  }

  private String rendered(Network network, String site) {
    return driver.render(BalancerPlans.plan(driver, network, site));
  }
}
