package io.spillway.harness.topology;

import java.util.List;
import java.util.Optional;

/**
 * A resource as somebody declared it, in a file or in Java, its values not yet checked. Numbers are
 * wide, so that one which is out of range is told as it was written.
 */
sealed interface Declared {

  /** The site that it belongs to. */
  String site();

  /** Where it was declared, and what messages call it. */
  Origin origin();

  /** Reports every value that is out of range. */
  void check(Problems problems);

  /** Names are unique among the resources of a site that give the same word here. */
  String family();

  default String name() {
    return origin().name();
  }

  /** A {@code Site}. */
  record SiteResource(String site, Origin origin) implements Declared {
    @Override
    public void check(Problems problems) {
      Words.NAME.check(origin(), "metadata.name", name(), problems);
    }

    @Override
    public String family() {
      return "site";
    }
  }

  /**
   * A {@code Link} or an {@code AccessToken}.
   *
   * @param cost its cost
   * @param costField where files say it
   * @param to the site that it leads to, where somebody says so outright
   * @param hosts the hosts at its other end, which may name the site that it leads to
   */
  record LinkResource(
      String site,
      long cost,
      String costField,
      Optional<String> to,
      List<String> hosts,
      Origin origin)
      implements Declared {

    /** Where files say outright which site a link leads to. */
    static final String TO_FIELD = "metadata.annotations." + Annotations.TO;

    @Override
    public void check(Problems problems) {
      Words.NAME.check(origin(), "metadata.name", name(), problems);
      if (cost < 1 || cost > Integer.MAX_VALUE) {
        String zero = cost == 0 ? "; Skupper takes 0 for 1: write 1 or leave it out" : "";
        problems.add(
            origin(),
            costField,
            costField + " is " + cost + "; a cost is 1 to " + Integer.MAX_VALUE + zero);
      }
    }

    @Override
    public String family() {
      return "link";
    }

    Link link(String end) {
      return new Link(name(), end, Math.toIntExact(cost));
    }
  }

  /** A {@code Listener}. */
  record ListenerResource(String site, String host, long port, String routingKey, Origin origin)
      implements Declared {
    @Override
    public void check(Problems problems) {
      Words.NAME.check(origin(), "metadata.name", name(), problems);
      Words.HOST.check(origin(), "spec.host", host, problems);
      checkPort(origin(), port, problems);
      Words.ROUTING_KEY.check(origin(), "spec.routingKey", routingKey, problems);
    }

    @Override
    public String family() {
      return "listener";
    }

    Listener listener() {
      return new Listener(name(), host, Math.toIntExact(port), routingKey);
    }
  }

  /** A {@code MultiKeyListener}. */
  record MultiKeyListenerResource(String site, String host, long port, Keys keys, Origin origin)
      implements Declared {
    @Override
    public void check(Problems problems) {
      Words.NAME.check(origin(), "metadata.name", name(), problems);
      Words.HOST.check(origin(), "spec.host", host, problems);
      checkPort(origin(), port, problems);
      keys.check(origin(), problems);
    }

    @Override
    public String family() {
      return "listener";
    }

    MultiKeyListener listener() {
      return new MultiKeyListener(name(), host, Math.toIntExact(port), keys.strategy());
    }
  }

  /** A {@code Connector}. */
  record ConnectorResource(
      String site, String routingKey, long port, Connector.Workload workload, Origin origin)
      implements Declared {
    @Override
    public void check(Problems problems) {
      Words.NAME.check(origin(), "metadata.name", name(), problems);
      Words.ROUTING_KEY.check(origin(), "spec.routingKey", routingKey, problems);
      checkPort(origin(), port, problems);
      if (workload instanceof Connector.Workload.Real real) {
        Words.HOST.check(origin(), "spec.host", real.host(), problems);
      } else if (workload instanceof Connector.Workload.StandIn standIn) {
        String field = origin().fields().containsKey("spec.host") ? "spec.host" : "spec.selector";
        Words.WORKLOAD.check(origin(), field, standIn.name(), problems);
      }
    }

    @Override
    public String family() {
      return "connector";
    }

    Connector connector() {
      return new Connector(name(), routingKey, Math.toIntExact(port), workload);
    }
  }

  private static void checkPort(Origin origin, long port, Problems problems) {
    if (port < 1 || port > 65535) {
      problems.add(origin, "spec.port", "spec.port is " + port + "; a port is 1 to 65535");
    }
  }
}
