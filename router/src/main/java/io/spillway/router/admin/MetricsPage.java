package io.spillway.router.admin;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.spillway.router.admin.NetworkStatus.ConnectorStatus;
import io.spillway.router.admin.NetworkStatus.KeyStatus;
import io.spillway.router.admin.NetworkStatus.LinkStatus;
import io.spillway.router.stream.ConnectorCounters;
import io.spillway.router.stream.ListenerCounters;
import io.spillway.router.stream.Refusal;
import io.spillway.router.stream.StreamCounters;
import io.spillway.router.stream.StreamCounters.RoleCounters;
import io.spillway.router.stream.TargetCounters;
import java.util.List;
import java.util.Locale;

/**
 * A router's metrics, with names and units by Prometheus' conventions. All are made anew for every
 * page, from counters that cost the data path an addition.
 *
 * <p>Source: prometheus.io, Metric and label naming.
 */
final class MetricsPage {

  private static final String PREFIX = "spillway_router_";
  private static final String LISTENER = "listener";
  private static final String KEY = "routing_key";
  private static final String SITE = "site";
  private static final String CONNECTOR = "connector";
  private static final String OUTCOME = "outcome";
  private static final String DIRECTION = "direction";
  private static final String UPSTREAM = "upstream";
  private static final String DOWNSTREAM = "downstream";
  private static final String CLOSED = "closed";
  private static final String RESET = "reset";

  private final Operations router;
  private final MetricSnapshots.Builder page = MetricSnapshots.builder();

  private MetricsPage(Operations router) {
    this.router = router;
  }

  /** {@return the metrics of a router, now} */
  static MetricSnapshots of(Operations router) {
    MetricsPage metrics = new MetricsPage(router);
    NetworkStatus network = router.network();
    metrics.router(network);
    metrics.clients(router.counters().listeners());
    metrics.relays(router.counters().roles());
    metrics.fromLinks(router.counters());
    metrics.links(network.links());
    metrics.costs(network);
    metrics.connectors(network.connectors());
    return metrics.page.build();
  }

  private void router(NetworkStatus network) {
    page.metricSnapshot(
        InfoSnapshot.builder()
            .name("spillway_router")
            .help("The router's site and version.")
            .dataPoint(
                InfoDataPointSnapshot.builder()
                    .labels(Labels.of(SITE, network.site(), "version", network.version()))
                    .build())
            .build());
    Gauge ready = new Gauge("ready", "1 while the router takes clients, 0 while it drains.");
    ready.value(router.readiness().ready() ? 1 : 0);
    ready.add();
    Counter reloads = new Counter("reloads", "Reloads of the site file.");
    reloads.value(router.reloads().done(), OUTCOME, "done");
    reloads.value(router.reloads().refused(), OUTCOME, "refused");
    reloads.add();
    Gauge buffers =
        new Gauge("buffers_outstanding", "Buffers in which bytes wait for a slow receiver.");
    buffers.value(router.buffersOutstanding());
    buffers.add();
    Gauge settingUp =
        new Gauge("streams_setting_up", "Streams that are not connected to their next hop yet.");
    settingUp.value(router.counters().settingUp());
    settingUp.add();
  }

  private void clients(List<ListenerCounters> listeners) {
    Counter accepted = new Counter("connections_accepted", "Clients accepted.");
    Counter ended = new Counter("connections", "Clients that are gone, by how they ended.");
    Gauge open = new Gauge("connections_open", "Clients that are here now.");
    Counter bytes = new Counter("bytes", "Bytes from clients (upstream) and to them (downstream).");
    Counter retries = new Counter("retries", "Tries beyond a client's first (rule F9).");
    Counter failovers =
        new Counter("failovers", "Clients served by another destination than the one tried first.");
    for (ListenerCounters listener : listeners) {
      String name = listener.listener();
      accepted.value(listener.accepted(), LISTENER, name);
      ended.value(listener.overBound(), unserved(name, "over_bound"));
      ended.value(listener.unserved(), unserved(name, "unserved"));
      ended.value(listener.left(), unserved(name, "left"));
      open.value(listener.open(), LISTENER, name);
      retries.value(listener.retries(), LISTENER, name);
      failovers.value(listener.failovers(), LISTENER, name);
      for (TargetCounters target : listener.targets()) {
        ended.value(target.closed(), served(name, target, OUTCOME, CLOSED));
        ended.value(target.reset(), served(name, target, OUTCOME, RESET));
        bytes.value(target.upstreamBytes(), served(name, target, DIRECTION, UPSTREAM));
        bytes.value(target.downstreamBytes(), served(name, target, DIRECTION, DOWNSTREAM));
      }
    }
    accepted.add();
    ended.add();
    open.add();
    bytes.add();
    retries.add();
    failovers.add();
  }

  private static String[] unserved(String listener, String outcome) {
    return new String[] {LISTENER, listener, KEY, "", SITE, "", CONNECTOR, "", OUTCOME, outcome};
  }

  private static String[] served(String listener, TargetCounters of, String label, String value) {
    return new String[] {
      LISTENER,
      listener,
      KEY,
      of.target().routingKey(),
      SITE,
      of.target().destination().site(),
      CONNECTOR,
      of.target().destination().connector(),
      label,
      value
    };
  }

  private void relays(List<RoleCounters> roles) {
    Gauge relaying =
        new Gauge("streams_relaying", "Streams that are relayed now, by this site's role.");
    Counter ended = new Counter("streams", "Streams that have ended, by this site's role.");
    for (RoleCounters role : roles) {
      String name = role.role().name().toLowerCase(Locale.ROOT);
      relaying.value(role.relaying(), "role", name);
      ended.value(role.closed(), "role", name, OUTCOME, CLOSED);
      ended.value(role.reset(), "role", name, OUTCOME, RESET);
    }
    relaying.add();
    ended.add();
  }

  private void fromLinks(StreamCounters counters) {
    Counter streams =
        new Counter(
            "connector_streams",
            "Streams that came over links, by what their workload made of it.");
    Counter bytes =
        new Counter(
            "connector_bytes",
            "Bytes of streams that came over links, to workloads (upstream) and from them.");
    for (ConnectorCounters connector : counters.connectors()) {
      String name = connector.connector();
      streams.value(connector.accepted(), CONNECTOR, name, OUTCOME, "accepted");
      streams.value(connector.failed(), CONNECTOR, name, OUTCOME, "failed");
      streams.value(connector.left(), CONNECTOR, name, OUTCOME, "left");
      bytes.value(connector.upstreamBytes(), CONNECTOR, name, DIRECTION, UPSTREAM);
      bytes.value(connector.downstreamBytes(), CONNECTOR, name, DIRECTION, DOWNSTREAM);
    }
    streams.add();
    bytes.add();
    Counter refused =
        new Counter("streams_refused", "Streams that came over links and went no further, by why.");
    for (Refusal reason : Refusal.values()) {
      refused.value(counters.refused(reason), "reason", reason.name().toLowerCase(Locale.ROOT));
    }
    refused.add();
  }

  private void links(List<LinkStatus> links) {
    Gauge up = new Gauge("link_up", "1 while the link is up.");
    Gauge cost = new Gauge("link_cost", "The link's cost.");
    Gauge since =
        new Gauge("link_changed_timestamp_seconds", "Since when the link is up, or down.");
    Counter sessions = new Counter("link_sessions", "How often the link has come up.");
    for (LinkStatus link : links) {
      String[] labels = {
        "dialler", link.dialler(), "link", link.name(), "peer", link.peer().orElse("")
      };
      up.value(link.up() ? 1 : 0, labels);
      cost.value(link.cost(), labels);
      since.exact(link.since().toEpochMilli() / 1000.0, labels);
      sessions.value(link.sessions(), labels);
    }
    up.add();
    cost.add();
    since.add();
    sessions.add();
    Counter troubles =
        new Counter(
            "link_troubles", "Connections of links that were closed because of what the peer did.");
    Operations.LinkTroubles all = router.linkTroubles();
    troubles.value(all.handshakesFailed(), "kind", "handshake_failed");
    troubles.value(all.handshakesRefused(), "kind", "handshake_refused");
    troubles.value(all.streamsRefused(), "kind", "stream_refused");
    troubles.value(all.protocolErrors(), "kind", "protocol_error");
    troubles.value(all.tlsFailures(), "kind", "tls_failure");
    troubles.add();
    Counter refused =
        new Counter(
            "advertisements_refused", "Advertisements that were not heeded, for want of room.");
    refused.value(all.advertisementsRefused());
    refused.add();
    Counter leftOut =
        new Counter(
            "links_left_out",
            "How often a link was left out because no stream connection could be opened on it.");
    leftOut.value(all.linksLeftOut());
    leftOut.add();
  }

  private void costs(NetworkStatus network) {
    Gauge paths = new Gauge("path_cost", "What the cheapest path to the site costs.");
    network
        .sites()
        .forEach(site -> site.pathCost().ifPresent(cost -> paths.value(cost, SITE, site.name())));
    Gauge open =
        new Gauge("destination_connections_open", "Clients of this site at the destination.");
    Gauge perceived =
        new Gauge(
            "destination_perceived_cost",
            "Path cost plus open connections of the destination; the lowest is chosen (rule C5).");
    for (KeyStatus key : network.keys()) {
      for (NetworkStatus.DestinationStatus to : key.destinations()) {
        String[] labels = {KEY, key.name(), SITE, to.site(), CONNECTOR, to.connector()};
        open.value(to.open(), labels);
        perceived.value(to.perceivedCost(), labels);
      }
    }
    paths.add();
    open.add();
    perceived.add();
  }

  private void connectors(List<ConnectorStatus> connectors) {
    Gauge healthy =
        new Gauge("connector_healthy", "1 if the workload passed its last check, 0 if it did not.");
    for (ConnectorStatus connector : connectors) {
      if (connector.health().state() != ConnectorHealth.State.UNKNOWN) {
        healthy.value(
            connector.health().state() == ConnectorHealth.State.HEALTHY ? 1 : 0,
            KEY,
            connector.routingKey(),
            CONNECTOR,
            connector.name());
      }
    }
    healthy.add();
  }

  /** A counter in the making. */
  private final class Counter {
    private final CounterSnapshot.Builder builder = CounterSnapshot.builder();

    Counter(String name, String help) {
      builder.name(PREFIX + name).help(help);
    }

    void value(long value, String... labels) {
      builder.dataPoint(
          CounterDataPointSnapshot.builder()
              .value((double) value)
              .labels(Labels.of(labels))
              .build());
    }

    void add() {
      page.metricSnapshot(builder.build());
    }
  }

  /** A gauge in the making. */
  private final class Gauge {
    private final GaugeSnapshot.Builder builder = GaugeSnapshot.builder();

    Gauge(String name, String help) {
      builder.name(PREFIX + name).help(help);
    }

    void value(long value, String... labels) {
      exact((double) value, labels);
    }

    void exact(double value, String... labels) {
      builder.dataPoint(
          GaugeDataPointSnapshot.builder().value(value).labels(Labels.of(labels)).build());
    }

    void add() {
      page.metricSnapshot(builder.build());
    }
  }
}
