package io.spillway.harness.topology;

import io.spillway.harness.topology.Declared.ConnectorResource;
import io.spillway.harness.topology.Declared.LinkResource;
import io.spillway.harness.topology.Declared.ListenerResource;
import io.spillway.harness.topology.Declared.MultiKeyListenerResource;
import io.spillway.harness.topology.Declared.SiteResource;
import io.spillway.harness.topology.Declared.TrafficSplitResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the {@code spec} of one resource. Which fields there are, and which are required, is taken
 * from the resource definitions of skupper.io/v2alpha1 and split.smi-spec.io/v1alpha2; each method
 * gives nothing where something that it needs is missing or of a wrong type, which it reports.
 */
final class SpecDecoder {

  private static final Pattern URL_HOST = Pattern.compile("[a-z]+://([^/:?#]+).*");

  private final Fields resource;
  private final Metadata metadata;
  private final Origin origin;

  /**
   * Creates one.
   *
   * @param resource the whole resource
   */
  SpecDecoder(Fields resource, Metadata metadata, Origin origin) {
    this.resource = resource;
    this.metadata = metadata;
    this.origin = origin;
  }

  Optional<Declared> decode() {
    Optional<Fields> found = resource.mapping("spec");
    if (origin.kind().equals("Site")) {
      found.ifPresent(this::site);
      return Optional.of(new SiteResource(metadata.site(), origin));
    }
    if (found.isEmpty()) {
      if (!resource.has("spec")) {
        resource.missing("spec", "only a Site can be without");
      }
      return Optional.empty();
    }
    Fields spec = found.get();
    Optional<Declared> declared =
        switch (origin.kind()) {
          case "Link" -> link(spec);
          case "AccessToken" -> accessToken(spec);
          case "Listener" -> listener(spec);
          case "MultiKeyListener" -> multiKeyListener(spec);
          case "Connector" -> connector(spec);
          case Kinds.TRAFFIC_SPLIT -> trafficSplit(spec);
          default -> throw new IllegalStateException("no reader for kind " + origin.kind());
        };
    if (!origin.kind().equals(Kinds.TRAFFIC_SPLIT)) {
      withoutEffect(spec, "tlsCredentials", "settings");
    }
    spec.refuseOthers();
    return declared;
  }

  private void site(Fields spec) {
    withoutEffect(spec, "linkAccess", "defaultIssuer", "edge", "ha", "serviceAccount", "settings");
    spec.refuseOthers();
  }

  private Optional<Declared> link(Fields spec) {
    List<String> hosts = new ArrayList<>();
    for (Fields endpoint : spec.mappings("endpoints").orElseGet(List::of)) {
      endpoint.text("host").ifPresent(hosts::add);
      endpoint.accept("name", "port", "group");
      endpoint.refuseOthers();
    }
    return linkOf(spec, "cost", hosts);
  }

  private Optional<Declared> accessToken(Fields spec) {
    List<String> hosts = new ArrayList<>();
    Matcher url = URL_HOST.matcher(spec.text("url").orElse(""));
    if (url.matches()) {
      hosts.add(url.group(1));
    }
    spec.accept("ca", "code");
    return linkOf(spec, "linkCost", hosts);
  }

  private Optional<Declared> linkOf(Fields spec, String costField, List<String> hosts) {
    Optional<Long> cost = spec.wholeNumber(costField);
    if (cost.isEmpty() && spec.has(costField)) {
      return Optional.empty();
    }
    return Optional.of(
        new LinkResource(
            metadata.site(),
            cost,
            "spec." + costField,
            Optional.ofNullable(metadata.annotations().get(Annotations.TO)),
            hosts,
            origin));
  }

  private Optional<Declared> listener(Fields spec) {
    withoutEffect(spec, "observer", "type", "exposePodsByName");
    Optional<String> host = host(spec);
    Optional<Long> port = port(spec);
    Optional<String> key = spec.text("routingKey");
    if (!spec.has("routingKey")) {
      spec.missing("routingKey", "it names the connectors that serve this listener");
    }
    return host.isPresent() && port.isPresent() && key.isPresent()
        ? Optional.of(
            new ListenerResource(metadata.site(), host.get(), port.get(), key.get(), origin))
        : Optional.empty();
  }

  private Optional<Declared> multiKeyListener(Fields spec) {
    withoutEffect(spec, "observer", "requireClientCert");
    Optional<String> host = host(spec);
    Optional<Long> port = port(spec);
    Optional<Fields> strategy = spec.mapping("strategy");
    if (!spec.has("strategy")) {
      spec.missing("strategy", "it is either priority or weighted");
    }
    Optional<Keys> keys = strategy.flatMap(SpecDecoder::keys);
    return host.isPresent() && port.isPresent() && keys.isPresent()
        ? Optional.of(
            new MultiKeyListenerResource(
                metadata.site(), host.get(), port.get(), keys.get(), origin))
        : Optional.empty();
  }

  private static Optional<Keys> keys(Fields strategy) {
    Optional<Fields> priority = strategy.mapping("priority");
    Optional<Fields> weighted = strategy.mapping("weighted");
    strategy.refuseOthers();
    if (strategy.has("priority") && strategy.has("weighted")) {
      strategy.problem("has both priority and weighted; keep exactly one of them");
      return Optional.empty();
    }
    if (!strategy.has("priority") && !strategy.has("weighted")) {
      strategy.problem("has neither priority nor weighted; give exactly one of them");
      return Optional.empty();
    }
    Optional<Keys> keys =
        priority.isPresent()
            ? priority.get().texts("routingKeys").map(Keys.Priority::new)
            : weighted.flatMap(it -> it.wholeNumbers("routingKeys")).map(Keys.Weighted::new);
    Optional<Fields> chosen = priority.or(() -> weighted);
    chosen.ifPresent(
        fields -> {
          if (!fields.has("routingKeys")) {
            fields.missing(
                "routingKeys",
                priority.isPresent() ? "it lists the keys" : "it maps each key to its weight");
          }
          fields.refuseOthers();
        });
    return keys;
  }

  private Optional<Declared> trafficSplit(Fields spec) {
    Optional<String> service = spec.text("service");
    if (!spec.has("service")) {
      spec.missing("service", "it names the Listener that the split governs");
    }
    Optional<List<Fields>> items = spec.mappings("backends");
    if (!spec.has("backends")) {
      spec.missing("backends", "it lists routing keys, each as service with its weight");
    }
    List<Keys.Split.Backend> backends = new ArrayList<>();
    for (Fields item : items.orElseGet(List::of)) {
      backend(item).ifPresent(backends::add);
    }
    boolean whole = items.isPresent() && backends.size() == items.get().size();
    if (service.isEmpty() || !whole) {
      return Optional.empty();
    }
    Optional<String> primary = Optional.ofNullable(metadata.annotations().get(Annotations.PRIMARY));
    boolean controlled = metadata.labels().containsKey(Annotations.CONTROLLED_BY);
    Keys.Split keys = new Keys.Split(backends, primary, controlled);
    return Optional.of(new TrafficSplitResource(metadata.site(), service.get(), keys, origin));
  }

  private static Optional<Keys.Split.Backend> backend(Fields item) {
    Optional<String> service = item.text("service");
    if (!item.has("service")) {
      item.missing("service", "it is the routing key of the backend");
    }
    Optional<Long> weight = item.wholeNumber("weight");
    if (!item.has("weight")) {
      item.missing("weight", "it is 0 or more");
    }
    item.refuseOthers();
    return service.isPresent() && weight.isPresent()
        ? Optional.of(new Keys.Split.Backend(service.get(), weight.get()))
        : Optional.empty();
  }

  private Optional<Declared> connector(Fields spec) {
    withoutEffect(
        spec, "type", "exposePodsByName", "includeNotReadyPods", "useClientCert", "verifyHostname");
    Optional<Long> port = port(spec);
    Optional<String> key = spec.text("routingKey");
    if (!spec.has("routingKey")) {
      key = Optional.of(metadata.name());
    }
    WorkloadDecoder decoder = new WorkloadDecoder(resource, metadata, origin);
    Optional<Connector.Workload> workload = decoder.workload(spec);
    return port.isPresent() && key.isPresent() && workload.isPresent()
        ? Optional.of(
            new ConnectorResource(
                metadata.site(), key.get(), port.get(), workload.get(), decoder.replicas(), origin))
        : Optional.empty();
  }

  private static Optional<String> host(Fields spec) {
    Optional<String> host = spec.text("host");
    if (!spec.has("host")) {
      spec.missing("host", "it is the name or address at which clients reach the listener");
    }
    return host;
  }

  private static Optional<Long> port(Fields spec) {
    Optional<Long> port = spec.wholeNumber("port");
    if (!spec.has("port")) {
      spec.missing("port", "it is 1 to 65535");
    }
    return port;
  }

  private void withoutEffect(Fields spec, String... names) {
    spec.withoutEffect(origin.kind(), names);
  }
}
