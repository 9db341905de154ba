package io.spillway.router;

import com.fasterxml.jackson.core.JacksonException;
import io.spillway.router.RouterConfig.Access;
import io.spillway.router.RouterConfig.Connector;
import io.spillway.router.RouterConfig.Link;
import io.spillway.router.RouterConfig.Listener;
import io.spillway.router.RouterConfig.Strategy;
import io.spillway.router.RouterConfigException.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a site file strictly: what it does not know it refuses. For one text, by one thread. */
final class SiteFileReader {

  private static final String API_VERSION = "skupper.io/v2alpha1";
  private static final String INTER_ROUTER = "inter-router";
  private static final int MAX_PORT = 65535;

  private final String source;
  private final List<Problem> problems = new ArrayList<>();
  private final List<String> sites = new ArrayList<>();
  private final List<Access> accesses = new ArrayList<>();
  private final List<Link> links = new ArrayList<>();
  private final List<Listener> listeners = new ArrayList<>();
  private final List<Connector> connectors = new ArrayList<>();
  private final Map<String, Integer> lineByName = new HashMap<>();

  SiteFileReader(String source) {
    this.source = source;
  }

  RouterConfig read(String yaml) {
    try {
      YamlNode.documents(yaml).forEach(this::resource);
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      problems.add(
          new Problem(
              source, line, "not YAML: " + firstLine(e.getOriginalMessage()), "Mend the syntax"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (problems.isEmpty() && sites.isEmpty()) {
      problems.add(
          new Problem(source, 0, "no resource of kind Site", "Add one with the site's name"));
    }
    if (!problems.isEmpty()) {
      throw new RouterConfigException(problems);
    }
    return new RouterConfig(
        sites.get(0), accesses.stream().findFirst(), links, listeners, connectors);
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("").trim();
  }

  private void resource(YamlNode document) {
    if (document instanceof YamlNode.Scalar scalar && scalar.text().isEmpty()) {
      return; // a file may end with a separator
    }
    if (!(document instanceof YamlNode.Mapping mapping)) {
      problems.add(
          new Problem(
              source,
              document.line(),
              "a document that is no resource",
              "Write one resource per document"));
      return;
    }
    Fields fields = new Fields(mapping, "resource", source, problems::add);
    Optional<String> version = fields.text("apiVersion", "Write apiVersion: " + API_VERSION);
    if (version.isPresent() && !version.get().equals(API_VERSION)) {
      fields.report(
          fields.line("apiVersion"),
          "has apiVersion '" + version.get() + "'",
          "This router knows " + API_VERSION);
    }
    Optional<String> kind = fields.text("kind", "Name its kind");
    Optional<String> name =
        fields.mapping("metadata", "Add metadata with a name").flatMap(this::name);
    if (kind.isPresent()) {
      Fields named =
          new Fields(
              mapping,
              kind.get() + name.map(n -> " '" + n + "'").orElse(""),
              source,
              problems::add);
      List.of("apiVersion", "kind", "metadata").forEach(named::accept);
      resource(kind.get(), name.orElse(""), named);
      named.finish();
    }
  }

  private Optional<String> name(Fields metadata) {
    Optional<String> name = metadata.text("name", "Give the resource a name");
    // Where the harness or Kubernetes keep their own notes; they do not change routing.
    List.of("namespace", "labels", "annotations").forEach(metadata::accept);
    metadata.finish();
    return name;
  }

  private void resource(String kind, String name, Fields resource) {
    switch (kind) {
      case "Site" -> {
        resource.accept("spec");
        unique("Site", "Site", resource);
        sites.add(name);
      }
      case "RouterAccess" -> spec(resource).ifPresent(spec -> access(name, resource, spec));
      case "Link" -> spec(resource).ifPresent(spec -> link(name, resource, spec));
      case "Listener", "MultiKeyListener" ->
          spec(resource).ifPresent(spec -> listener(kind, name, resource, spec));
      case "Connector" -> spec(resource).ifPresent(spec -> connector(name, resource, spec));
      default -> {
        resource.accept("spec");
        resource.report(
            resource.line("kind"),
            "is of a kind that this router does not know",
            "Use Site, RouterAccess, Link, Listener, MultiKeyListener or Connector");
      }
    }
  }

  private static Optional<Fields> spec(Fields resource) {
    return resource.mapping("spec", "Add a spec");
  }

  private void access(String name, Fields resource, Fields spec) {
    unique("RouterAccess", "RouterAccess", resource);
    Optional<String> host = spec.text("bindHost", "Name the address to bind");
    List<Fields> roles = spec.mappings("roles", "Add a role " + INTER_ROUTER + " with a port");
    Optional<Integer> port = Optional.empty();
    for (Fields role : roles) {
      Optional<String> roleName = role.text("name", "Name the role " + INTER_ROUTER);
      port =
          role.integer(
              "port", 0, MAX_PORT, "Use a port that is free, or 0 to let the system choose");
      if (roleName.isPresent() && !roleName.get().equals(INTER_ROUTER)) {
        role.report(
            role.line("name"),
            "has a role '" + roleName.get() + "'",
            "This router plays only " + INTER_ROUTER);
      }
      role.finish();
    }
    spec.finish();
    if (host.isPresent() && port.isPresent()) {
      accesses.add(new Access(name, host.get(), port.get()));
    }
  }

  private void link(String name, Fields resource, Fields spec) {
    unique("Link", "Link " + name, resource);
    Optional<Integer> cost =
        spec.has("cost")
            ? spec.integer(
                "cost", 1, Integer.MAX_VALUE, "Use a cost of at least 1, or leave it out for 1")
            : Optional.of(Link.DEFAULT_COST);
    if (!spec.has("cost")) {
      spec.accept("cost");
    }
    Optional<String> host = Optional.empty();
    Optional<Integer> port = Optional.empty();
    String remedy = "Add an endpoint with name: " + INTER_ROUTER + ", host and port";
    List<Fields> endpoints = spec.mappings("endpoints", remedy);
    for (Fields endpoint : endpoints) {
      boolean wanted = endpoint.text("name", remedy).filter(INTER_ROUTER::equals).isPresent();
      Optional<String> endpointHost = endpoint.text("host", "Name the other router's host");
      Optional<Integer> endpointPort =
          endpoint.integer("port", 1, MAX_PORT, "Use the other router's port");
      if (wanted) {
        host = endpointHost;
        port = endpointPort;
      }
      endpoint.finish();
    }
    spec.finish();
    if (!endpoints.isEmpty() && problems.isEmpty() && host.isEmpty()) {
      spec.report(spec.line("endpoints"), "has no endpoint named " + INTER_ROUTER, remedy);
    }
    if (cost.isPresent() && host.isPresent() && port.isPresent()) {
      links.add(new Link(name, host.get(), port.get(), cost.get()));
    }
  }

  private void listener(String kind, String name, Fields resource, Fields spec) {
    unique("listener", "listener " + name, resource);
    Optional<String> host = spec.text("host", "Name the address to bind");
    Optional<Integer> port =
        spec.integer("port", 0, MAX_PORT, "Use a port that is free, or 0 to let the system choose");
    Optional<Strategy> strategy =
        kind.equals("Listener")
            ? spec.text("routingKey", "Name the key to route to").map(Strategy.Single::new)
            : spec.mapping("strategy", "Add a strategy: weighted or priority")
                .flatMap(this::strategy);
    spec.finish();
    if (host.isPresent() && port.isPresent() && strategy.isPresent()) {
      listeners.add(new Listener(name, host.get(), port.get(), strategy.get()));
    }
  }

  private Optional<Strategy> strategy(Fields fields) {
    Optional<Strategy> strategy = Optional.empty();
    if (fields.has("weighted") == fields.has("priority")) {
      fields.report(
          fields.line(), "has to be exactly one of weighted and priority", "Keep one of them");
      fields.accept("weighted");
      fields.accept("priority");
    } else if (fields.has("weighted")) {
      strategy = fields.mapping("weighted", "Add routingKeys with weights").flatMap(this::weighted);
    } else {
      strategy = fields.mapping("priority", "Add routingKeys").flatMap(this::priority);
    }
    fields.finish();
    return strategy;
  }

  private Optional<Strategy> weighted(Fields weighted) {
    Optional<Fields> keys = weighted.mapping("routingKeys", "Map each routing key to its weight");
    weighted.finish();
    if (keys.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Integer> weights = new LinkedHashMap<>();
    for (String key : keys.get().names()) {
      keys.get()
          .integer(key, 0, Integer.MAX_VALUE, "Use a weight of 0 or more")
          .ifPresent(weight -> weights.put(key, weight));
    }
    if (weights.size() == keys.get().names().size()
        && weights.values().stream().noneMatch(weight -> weight > 0)) {
      weighted.report(keys.get().line(), "has no key with a weight above 0", "Give a key a weight");
    }
    return Optional.of(new Strategy.Weighted(weights));
  }

  private Optional<Strategy> priority(Fields priority) {
    List<String> keys = new ArrayList<>();
    for (YamlNode item : priority.items("routingKeys", "List routing keys, most wanted first")) {
      if (!(item instanceof YamlNode.Scalar scalar) || scalar.text().isBlank()) {
        priority.report(
            item.line(),
            "has a key that is no text: " + Fields.describe(item),
            "Write the key's name");
      } else if (keys.contains(scalar.text())) {
        priority.report(item.line(), "lists '" + scalar.text() + "' twice", "List each key once");
      } else {
        keys.add(scalar.text());
      }
    }
    priority.finish();
    return keys.isEmpty() ? Optional.empty() : Optional.of(new Strategy.Priority(keys));
  }

  private void connector(String name, Fields resource, Fields spec) {
    unique("Connector", "Connector " + name, resource);
    Optional<String> host = spec.text("host", "Name the workload's host");
    Optional<Integer> port = spec.integer("port", 1, MAX_PORT, "Use the workload's port");
    Optional<String> key = spec.text("routingKey", "Name the key that the workload serves");
    spec.finish();
    if (host.isPresent() && port.isPresent() && key.isPresent()) {
      connectors.add(new Connector(name, host.get(), port.get(), key.get()));
    }
  }

  private void unique(String what, String identity, Fields resource) {
    Integer earlier = lineByName.putIfAbsent(identity, resource.line());
    if (earlier != null) {
      resource.report(
          resource.line(),
          "is there a second time; a " + what + " like it stands at line " + earlier,
          "Rename or remove one of them");
    }
  }
}
