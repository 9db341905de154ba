package io.spillway.suites.conformance;

import io.spillway.harness.run.ActiveFault;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Connector;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.time.Duration;
import java.util.List;

/**
 * Where something fails in this way.
 *
 * <p>A site, or a workload at one: the service is at two sites of equal cost, and clients must
 * leave the one that fails. They are neighbours of the clients' site, which sees for itself what it
 * loses, or lie behind another one, which has to pass on what it sees.
 *
 * <p>A link: the service is at one site only, which a cheap direct link leads to and a dear detour.
 * Which of the two a connection took nobody can see, so there is a second service, the compass. It
 * is at the same site and at the one in between, and a single client of it is served at the first
 * one while the direct link is used, and at the other one, which is nearer then, while it is not.
 *
 * @param way the way
 * @param serviceTime how long workloads take to answer; at least 0
 * @param links how many links lie between the clients and each of two sites, 1 or 2
 * @param dialler which side declares a link, and so dials it: a router may keep to other timers for
 *     links that it accepts
 */
record FailoverNetwork(Way way, Duration serviceTime, int links, Dialler dialler) {

  /** Who dials the links between the clients' site and the others. */
  enum Dialler {
    CLIENTS,
    SERVICE;

    /**
     * {@return the one that the parameter {@code dialled-by} names}
     *
     * @throws IllegalArgumentException if it names none
     */
    static Dialler of(String word) {
      return switch (word) {
        case "clients" -> CLIENTS;
        case "service" -> SERVICE;
        default ->
            throw new IllegalArgumentException(
                "links are dialled by clients or by service, not by " + word);
      };
    }
  }

  /** The clients' site. */
  static final String CLIENTS = "west";

  /** The listener of the service, its key and its connectors. */
  static final String SERVICE = "backend";

  private static final String COMPASS = "compass";
  private static final String EAST = "east";
  private static final String NORTH = "north";
  private static final String BETWEEN = "middle";
  private static final int PORT = 8080;
  private static final int DIRECT_COST = 1;
  private static final int DETOUR_COST = 10;

  /** Refuses other numbers of links. */
  FailoverNetwork {
    if (links != 1 && links != 2) {
      throw new IllegalArgumentException("the sites are 1 or 2 links away, not " + links);
    }
  }

  /** A network whose workloads answer at once, next to the clients' site. */
  FailoverNetwork(Way way) {
    this(way, Duration.ZERO, 1, Dialler.CLIENTS);
  }

  /** {@return the network} */
  Network network() {
    return way.isOfLink() ? redundantPaths() : twoSites();
  }

  /** {@return the site whose clients are hit by the fault of this repeat, counted from 1} */
  String home(int repeat) {
    return way.isOfLink() ? EAST : List.of(EAST, NORTH).get(repeat % 2);
  }

  /** {@return the listener whose clients show whether what fails is used} */
  String compass() {
    return way.isOfLink() ? COMPASS : SERVICE;
  }

  /** {@return what histories call the victim} */
  String victim(String home) {
    return failsAtItsFarEnd()
        ? way.victim(home, CLIENTS, SERVICE)
        : way.victim(CLIENTS, home, SERVICE);
  }

  /**
   * Makes it fail.
   *
   * @param phase the phase that the fault belongs to
   * @param home the site whose clients are hit
   * @param turn how often it failed before
   */
  ActiveFault inject(Stage stage, String phase, String home, int turn) {
    return failsAtItsFarEnd()
        ? way.inject(stage, phase, home, CLIENTS, SERVICE, turn)
        : way.inject(stage, phase, CLIENTS, home, SERVICE, turn);
  }

  /** Links belong to the site that declares them. */
  private boolean failsAtItsFarEnd() {
    return way.isOfLink() && dialler == Dialler.SERVICE;
  }

  /** {@return whether nobody is to be served at this site while the fault of that one acts} */
  boolean isAway(String site, String home) {
    return !way.isOfLink() && site.equals(home);
  }

  private Network twoSites() {
    NetworkBuilder network = NetworkBuilder.network("failover");
    network.site(CLIENTS).listener(SERVICE, PORT, SERVICE);
    Connector.Workload.StandIn plain =
        new Connector.Workload.StandIn(SERVICE).withServiceTime(serviceTime);
    String neighbour = links == 1 ? CLIENTS : BETWEEN;
    if (links > 1) {
      link(network, CLIENTS, BETWEEN, DIRECT_COST);
    }
    for (String site : List.of(EAST, NORTH)) {
      link(network, neighbour, site, DIRECT_COST);
      network
          .site(site)
          .connector(SERVICE, SERVICE, PORT, way.needsReadiness() ? plain.withReadiness() : plain);
    }
    return network.build();
  }

  private Network redundantPaths() {
    NetworkBuilder network = NetworkBuilder.network("redundant-paths");
    network.site(CLIENTS).listener(SERVICE, PORT, SERVICE).listener(COMPASS, PORT + 1, COMPASS);
    link(network, CLIENTS, EAST, DIRECT_COST);
    link(network, CLIENTS, NORTH, DETOUR_COST);
    network.site(EAST).connector(SERVICE, SERVICE, PORT).connector(COMPASS, COMPASS, PORT + 1);
    network.site(NORTH).link(EAST, DETOUR_COST).connector(COMPASS, COMPASS, PORT + 1);
    return network.build();
  }

  /** A link between a site that is nearer to the clients and one that is further away. */
  private void link(NetworkBuilder network, String near, String far, int cost) {
    if (dialler == Dialler.CLIENTS) {
      network.site(near).link(far, cost);
    } else {
      network.site(far).link(near, cost);
    }
  }
}
