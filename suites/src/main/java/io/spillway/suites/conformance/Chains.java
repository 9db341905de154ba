package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.check.SpillCosts;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Services at two sites, each reached over a chain of links from an ingress site: what is the cheap
 * site for one ingress is the dear one for the other, for a router may break ties by name or age.
 *
 * @param cheapest costs of the links to the cheap site, in order from the ingress; none if the
 *     ingress is that site itself
 * @param alternative costs of the links to the other site, at least one
 * @param services names of services, each with a listener and connectors of its own
 * @param apart whether each ingress has two sites and routing keys to itself, so that ramps from
 *     both can run at once; else they share them
 */
record Chains(
    List<Integer> cheapest, List<Integer> alternative, List<String> services, boolean apart) {

  /** The service, where there is a single one. */
  static final String SERVICE = "backend";

  private static final int LISTENER_PORT = 8080;
  private static final int WORKLOAD_PORT = 9090;

  /** Joins networks that have nothing to do with each other, so that they are one. */
  private static final int NEVER_WORTH_IT = 99_999;

  /** Copies the lists. */
  Chains {
    cheapest = List.copyOf(cheapest);
    alternative = List.copyOf(alternative);
    services = List.copyOf(services);
  }

  /** {@return the chains whose costs the parameters {@code best} and {@code alternative} say} */
  static Chains of(Question question, boolean apart, String... services) {
    return new Chains(
        SpillCosts.links(question.ruleCase().text("best")),
        SpillCosts.links(question.ruleCase().text("alternative")),
        List.of(services),
        apart);
  }

  /** {@return the sites' roles as named, and swapped} */
  List<TwoPaths.Roles> roles() {
    String far = apart ? "zone" : "north";
    String near = apart ? "annex" : "east";
    return cheapest.isEmpty()
        ? List.of(
            new TwoPaths.Roles("as named", "east", "east", "north"),
            new TwoPaths.Roles("swapped", far, far, near))
        : List.of(
            new TwoPaths.Roles("as named", "west", "east", "north"),
            new TwoPaths.Roles("swapped", "south", far, near));
  }

  /** {@return what the alternative costs} */
  int alternativeCost() {
    return alternative.stream().mapToInt(Integer::intValue).sum();
  }

  /** {@return the network} */
  Network network() {
    NetworkBuilder network = NetworkBuilder.network("chains");
    TwoPaths.Roles first = roles().get(0);
    TwoPaths.Roles second = roles().get(1);
    String beside = apart ? "-beside" : "";
    listeners(network.site(first.ingress()), "");
    listeners(network.site(second.ingress()), beside);
    connectors(network.site(first.cheapest()), "");
    connectors(network.site(first.dear()), "");
    if (apart) {
      connectors(network.site(second.cheapest()), beside);
      connectors(network.site(second.dear()), beside);
    }
    link(network, first);
    if (!first.ingress().equals(second.dear())) {
      link(network, second); // else the way back is the way there
    }
    if (apart) {
      network.site(first.ingress()).link(second.ingress(), NEVER_WORTH_IT);
    }
    return network.build();
  }

  /** {@return the two costs, such as {@code 1 v 5} or {@code 1 v 4+9+2}} */
  String words() {
    return words(cheapest) + " v " + words(alternative);
  }

  private void listeners(NetworkBuilder.SiteBuilder site, String beside) {
    for (int i = 0; i < services.size(); i++) {
      site.listener(services.get(i), LISTENER_PORT + i, services.get(i) + beside);
    }
  }

  private void connectors(NetworkBuilder.SiteBuilder site, String beside) {
    for (int i = 0; i < services.size(); i++) {
      site.connector(services.get(i), services.get(i) + beside, WORKLOAD_PORT + i);
    }
  }

  private void link(NetworkBuilder network, TwoPaths.Roles roles) {
    chain(network, roles.ingress(), roles.cheapest(), cheapest);
    chain(network, roles.ingress(), roles.dear(), alternative);
  }

  private static void chain(NetworkBuilder network, String from, String to, List<Integer> costs) {
    String here = from;
    for (int i = 0; i < costs.size(); i++) {
      String next = i == costs.size() - 1 ? to : from + "-" + to + "-" + (i + 1);
      network.site(here).link(next, costs.get(i));
      here = next;
    }
  }

  private static String words(List<Integer> costs) {
    return costs.isEmpty()
        ? "0"
        : costs.stream().map(String::valueOf).collect(Collectors.joining("+"));
  }
}
