package io.spillway.harness.driver.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.driver.balancer.BalancerNetworks;
import io.spillway.harness.driver.balancer.BalancerPlans;
import io.spillway.harness.topology.Network;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class NginxConfigTest {

  /** How each file begins. */
  private static final String HEAD =
      """
      daemon off;
      master_process off;
      pid nginx.pid;
      error_log stderr warn;

      events {
          worker_connections 8000;
      }

      stream {
          proxy_connect_timeout 500ms;
          proxy_timeout 1h;
          proxy_half_close on;
          proxy_next_upstream on;

      """;

  private final NginxDriver driver = new NginxDriver(Path.of("nginx"), "1.22.1", Optional.empty());

  @Test
  void weightedListener_hasAServerForEachKey_inProportion() {
    assertThat(rendered(BalancerNetworks.weighted(), "west"))
        .isEqualTo(
            HEAD
                + """
                server {
                    listen 127.84.1.1:7000;
                    proxy_pass 127.84.1.1:9000;
                }

                server {
                    listen 127.84.1.1:7001;
                    proxy_pass 127.84.1.2:7001;
                }

                upstream listener.cart {
                    random;
                    server 127.84.1.1:9000 weight=1 max_fails=1 fail_timeout=1s;
                    server 127.84.1.2:7001 weight=3 max_fails=1 fail_timeout=1s;
                }

                server {
                    listen 127.84.1.1:8000;
                    proxy_pass listener.cart;
                }
            }
            """);
  }

  @Test
  void transitSite_passesOnInBothDirections() {
    assertThat(rendered(BalancerNetworks.chain(), "mid"))
        .isEqualTo(
            HEAD
                + """
                server {
                    listen 127.84.1.2:7000;
                    proxy_pass 127.84.1.1:7000;
                }

                server {
                    listen 127.84.1.2:7001;
                    proxy_pass 127.84.1.2:9000;
                }

                server {
                    listen 127.84.1.2:7002;
                    proxy_pass 127.84.1.3:7002;
                }
            }
            """);
  }

  @Test
  void listeners_ofEveryKind_areAsTheyAreWithoutTrafficSplits() {
    String text = rendered(BalancerNetworks.everything(), "west");

    assertThat(text.substring(text.indexOf("    upstream listener.plain")))
        .isEqualTo(
            """
                upstream listener.plain {
                    least_conn;
                    server 127.84.1.2:7001 max_fails=1 fail_timeout=1s;
                }

                server {
                    listen 127.84.1.1:8000;
                    proxy_pass listener.plain;
                }

                server {
                    listen 127.84.1.1:8001;
                    return "";
                }

                upstream listener.controlled {
                    least_conn;
                    server 127.84.1.1:9000 max_fails=1 fail_timeout=1s;
                }

                server {
                    listen 127.84.1.1:8002;
                    proxy_pass listener.controlled;
                }

                upstream listener.static {
                    least_conn;
                    server 127.84.1.1:9000 max_fails=1 fail_timeout=1s;
                }

                server {
                    listen 127.84.1.1:8003;
                    proxy_pass listener.static;
                }

                upstream listener.cart {
                    random;
                    server 127.84.1.1:9000 weight=1 max_fails=1 fail_timeout=1s;
                    server 127.84.1.2:7001 weight=2 max_fails=1 fail_timeout=1s;
                }

                server {
                    listen 127.84.1.1:8004;
                    proxy_pass listener.cart;
                }

                upstream listener.shop.2 {
                    server 127.84.1.2:7001 max_fails=1 fail_timeout=1s;
                    server 127.84.1.1:9000 backup max_fails=1 fail_timeout=1s;
                }

                server {
                    listen unix:shop.2.sock;
                    proxy_pass listener.shop.2;
                }

                upstream listener.shop {
                    server 127.84.1.2:7002 max_fails=1 fail_timeout=1s;
                    server unix:shop.2.sock max_fails=0 backup;
                }

                server {
                    listen 127.84.1.1:8005;
                    proxy_pass listener.shop;
                }
            }
            """);
  }

  @Test
  void connectorThatNoPathLeadsTo_hasNoServer() {
    assertThat(rendered(BalancerNetworks.apart(), "west"))
        .endsWith(
            """
                server {
                    listen 127.84.1.1:7000;
                    return "";
                }

                server {
                    listen 127.84.1.1:8000;
                    return "";
                }
            }
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
