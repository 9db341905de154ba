package io.spillway.harness.driver.balancer;

import io.spillway.harness.topology.Connector.Workload.StandIn;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import io.spillway.harness.topology.NetworkBuilder.SiteBuilder;
import io.spillway.harness.topology.Site;
import io.spillway.harness.topology.Strategy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Small networks for tests of load balancers' drivers. */
public final class BalancerNetworks {

  private BalancerNetworks() {}

  /** {@return {@code west} and {@code east}, with a weighted listener over a workload of each} */
  public static Network weighted() {
    return NetworkBuilder.network("net")
        .site("west")
        .weighted("cart", 80, Map.of("a", 25, "b", 75))
        .connector("near", "a", 90)
        .link("east", 5)
        .site("east")
        .connector("far", "b", 90, new StandIn("far").withReadiness())
        .build();
  }

  /**
   * {@return {@code west}, {@code mid} and {@code east} in a chain; {@code a} is served at west,
   * {@code b} at mid and {@code c} at east, each with readiness}
   */
  public static Network chain() {
    return chain(west -> west);
  }

  /** {@return that chain, with more at west} */
  public static Network chain(UnaryOperator<SiteBuilder> more) {
    return more.apply(
            NetworkBuilder.network("net")
                .site("west")
                .connector("a", "a", 90, new StandIn("a").withReadiness())
                .link("mid"))
        .site("mid")
        .connector("b", "b", 90, new StandIn("b").withReadiness())
        .link("east", 2)
        .site("east")
        .connector("c", "c", 90, new StandIn("c").withReadiness())
        .build();
  }

  /** {@return that chain, with a listener of each kind at west} */
  public static Network everything() {
    return chain(
        west ->
            west.listener("plain", 80, "b")
                .listener("nobody", 81, "nothing")
                .weighted("cart", 82, Map.of("a", 1, "b", 2, "c", 0))
                .priority("shop", 83, "c", "b", "a")
                .listener("controlled", 84, "a")
                .failover("controlled", "a", "b", "c")
                .listener("static", 85, "a")
                .split("static", staticSplit("a", 30, "b", 70)));
  }

  /**
   * {@return {@code west} with a listener, and {@code apart}, which serves its key, and no link}
   */
  public static Network apart() {
    return NetworkBuilder.network("net")
        .site("west")
        .listener("shop", 80, "key")
        .site("apart")
        .connector("lost", "key", 90)
        .build();
  }

  /** {@return a split that linkerd-failover does not control} */
  public static Strategy.Split staticSplit(String one, int weight, String other, int otherWeight) {
    Map<String, Integer> weights = new LinkedHashMap<>();
    weights.put(one, weight);
    weights.put(other, otherWeight);
    return new Strategy.Split(weights, Optional.empty(), false);
  }

  /** {@return the names of its sites} */
  public static List<String> sites(Network network) {
    return network.sites().stream().map(Site::name).toList();
  }
}
