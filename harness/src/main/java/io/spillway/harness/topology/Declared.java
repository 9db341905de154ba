package io.spillway.harness.topology;

import io.spillway.harness.topology.Connector.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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

  /** The names that it takes in its family; its own but for what stands for several. */
  default List<String> names() {
    return List.of(name());
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
   * @param cost its cost, where somebody says it
   * @param costField where files say it
   * @param to the site that it leads to, where somebody says so outright
   * @param hosts the hosts at its other end, which may name the site that it leads to
   */
  record LinkResource(
      String site,
      Optional<Long> cost,
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
      cost.filter(given -> given < 1 || given > Integer.MAX_VALUE)
          .ifPresent(given -> problems.add(origin(), costField, wrongCost(given)));
    }

    private String wrongCost(long given) {
      String zero = given == 0 ? "; Skupper takes 0 for 1: write 1 or leave it out" : "";
      return costField + " is " + given + "; a cost is 1 to " + Integer.MAX_VALUE + zero;
    }

    @Override
    public String family() {
      return "link";
    }

    Link link(String end) {
      OptionalInt given =
          cost.map(Math::toIntExact).map(OptionalInt::of).orElseGet(OptionalInt::empty);
      return new Link(name(), end, given);
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

  /**
   * A {@code TrafficSplit}.
   *
   * @param service the name or host of the listener that it governs
   */
  record TrafficSplitResource(String site, String service, Keys.Split keys, Origin origin)
      implements Declared {
    @Override
    public void check(Problems problems) {
      Words.NAME.check(origin(), "metadata.name", name(), problems);
      keys.check(origin(), problems);
    }

    @Override
    public String family() {
      return "split";
    }

    TrafficSplit split(String listener) {
      return new TrafficSplit(name(), listener, keys.strategy());
    }
  }

  /**
   * A {@code Connector}.
   *
   * @param replicas how many connectors it stands for, each with a workload of its own, where
   *     somebody says so
   */
  record ConnectorResource(
      String site,
      String routingKey,
      long port,
      Workload workload,
      Optional<Integer> replicas,
      Origin origin)
      implements Declared {

    @Override
    public void check(Problems problems) {
      Words.NAME.check(origin(), "metadata.name", name(), problems);
      Words.ROUTING_KEY.check(origin(), "spec.routingKey", routingKey, problems);
      checkPort(origin(), port, problems);
      if (workload instanceof Workload.Real real) {
        Words.HOST.check(origin(), "spec.host", real.host(), problems);
      } else if (workload instanceof Workload.StandIn standIn) {
        String field = origin().fields().containsKey("spec.host") ? "spec.host" : "spec.selector";
        Words.WORKLOAD.check(origin(), field, standIn.name(), problems);
        checkServiceTime(standIn.serviceTime(), problems);
      }
    }

    private void checkServiceTime(Duration time, Problems problems) {
      Duration longest = Workload.StandIn.MAX_SERVICE_TIME;
      if (time.isNegative() || time.compareTo(longest) > 0) {
        String field = "metadata.annotations." + Annotations.SERVICE_TIME;
        problems.add(
            origin(),
            field,
            field + " is " + time.toMillis() + "ms; it is 0ms to " + longest.toMillis() + "ms");
      }
    }

    @Override
    public String family() {
      return "connector";
    }

    @Override
    public List<String> names() {
      return suffixes().map(suffix -> name() + suffix).toList();
    }

    boolean hasPort() {
      return port >= 1 && port <= 65535;
    }

    /** Whether the two say the same of a stand-in that they share. */
    boolean sameStandIn(ConnectorResource other) {
      return workload instanceof Workload.StandIn mine
          && other.workload instanceof Workload.StandIn theirs
          && mine.serviceTime().equals(theirs.serviceTime())
          && mine.readiness() == theirs.readiness();
    }

    List<Connector> connectors() {
      return suffixes()
          .map(
              suffix ->
                  new Connector(
                      name() + suffix, routingKey, Math.toIntExact(port), workload(suffix)))
          .toList();
    }

    private Stream<String> suffixes() {
      return replicas
          .map(count -> IntStream.rangeClosed(1, count).mapToObj(i -> "-" + i))
          .orElseGet(() -> Stream.of(""));
    }

    private Workload workload(String suffix) {
      return workload instanceof Workload.StandIn standIn
          ? new Workload.StandIn(
              standIn.name() + suffix, standIn.serviceTime(), standIn.readiness())
          : workload;
    }
  }

  private static void checkPort(Origin origin, long port, Problems problems) {
    if (port < 1 || port > 65535) {
      problems.add(origin, "spec.port", "spec.port is " + port + "; a port is 1 to 65535");
    }
  }
}
