package io.spillway.harness.driver;

import io.spillway.harness.driver.SitePlan.HostPort;
import io.spillway.harness.topology.Connector.Workload.StandIn;
import io.spillway.harness.topology.NetworkBuilder;
import io.spillway.harness.topology.Site;
import java.util.Map;
import java.util.Optional;

/** Plans of a small site, for tests of drivers. */
public final class Plans {

  private Plans() {}

  /** {@return a site with one listener, one connector and one link} */
  public static Site west() {
    return NetworkBuilder.network("net")
        .site("west")
        .listener("shop", 8080, "shop")
        .connector("shop-1", "shop", 9090)
        .link("east", 5)
        .site("east")
        .build()
        .site("west");
  }

  /**
   * {@return its plan}
   *
   * @param host where it listens
   * @param linkPort for links
   * @param listenerPort for clients
   */
  public static SitePlan west(String host, int linkPort, int listenerPort) {
    return new SitePlan(
        west(),
        host,
        linkPort,
        Map.of("shop", listenerPort),
        Map.of("to-east", new HostPort("127.0.0.9", 5672)),
        Map.of("shop-1", new HostPort("127.0.0.3", 39090)),
        Map.of());
  }

  /** {@return a plan with every kind of resource, which docs/drivers.md shows} */
  static SitePlan documented() {
    Site site =
        NetworkBuilder.network("net")
            .site("west")
            .listener("shop", 8080, "shop")
            .weighted("cart", 8081, Map.of("cart-v1", 25, "cart-v2", 75))
            .priority("desk", 8082, "near", "far")
            .failover("shop", "shop", "shop-east")
            .connector("shop-1", "shop", 9090, new StandIn("app=shop").withReadiness())
            .link("east", 5)
            .site("east")
            .build()
            .site("west");
    return new SitePlan(
        site,
        "127.83.1.2",
        40101,
        Map.of("shop", 40102, "cart", 40103, "desk", 40104),
        Map.of("to-east", new HostPort("127.83.1.3", 40230)),
        Map.of("shop-1", new HostPort("127.83.1.2", 40310)),
        Map.of("shop-1", new HostPort("127.83.1.2", 40311)));
  }

  /** {@return a program's output that consists of this one line, or of nothing} */
  public static ProgramOutput output(Optional<String> line) {
    return new ProgramOutput() {
      @Override
      public boolean hasLine(String pattern) {
        return line.filter(text -> text.matches(pattern)).isPresent();
      }

      @Override
      public String lastLines() {
        return line.orElse("");
      }
    };
  }
}
