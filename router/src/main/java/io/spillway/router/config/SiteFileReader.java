package io.spillway.router.config;

import com.fasterxml.jackson.core.JacksonException;
import io.spillway.router.config.RouterConfig.Access;
import io.spillway.router.config.RouterConfig.Connector;
import io.spillway.router.config.RouterConfig.HealthCheck;
import io.spillway.router.config.RouterConfig.Link;
import io.spillway.router.config.RouterConfig.Listener;
import io.spillway.router.config.RouterConfig.Strategy;
import io.spillway.router.config.RouterConfig.Tls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a site file strictly: what it does not know it refuses. What the ecosystem's resources have
 * besides, and what changes no routing, it accepts, and logs a warning where somebody could expect
 * an effect: the fields of the resource definitions in skupperproject/skupper {@code
 * config/crd/bases}. For one text, by one thread.
 */
final class SiteFileReader {

  private static final Logger LOG = LoggerFactory.getLogger(SiteFileReader.class);

  private static final String SECRET = "Secret";
  private static final String TRAFFIC_SPLIT = "TrafficSplit";
  private static final String API_VERSION = "skupper.io/v2alpha1";
  private static final Map<String, String> API_VERSIONS =
      Map.of(SECRET, "v1", TRAFFIC_SPLIT, "split.smi-spec.io/v1alpha2");
  private static final String LISTENER = "listener ";
  private static final String INTER_ROUTER = AccessReader.INTER_ROUTER;
  private static final int MAX_PORT = 65535;

  private final String source;
  private final Credentials credentials;
  private final Findings findings;
  private final List<String> sites = new ArrayList<>();
  private final List<Access> accesses = new ArrayList<>();
  private final List<Link> links = new ArrayList<>();
  private final List<Listener> listeners = new ArrayList<>();
  private final List<Connector> connectors = new ArrayList<>();
  private final Map<String, Integer> lineByName = new HashMap<>();

  /**
   * Makes a reader.
   *
   * @param source how errors call the text
   * @param credentials the folder of credentials that are not in the text
   */
  SiteFileReader(String source, Optional<Path> credentials) {
    this(source, new Credentials(credentials));
  }

  /** Makes a reader of a text whose credentials have been opened already. */
  SiteFileReader(String source, Credentials credentials) {
    this.source = source;
    this.credentials = credentials;
    this.findings = new Findings(source);
  }

  /** A resource whose kind is known, with the fields that are not asked for yet. */
  private record Resource(String kind, Metadata metadata, Fields fields) {
    String name() {
      return metadata.name().orElse("");
    }
  }

  RouterConfig read(String yaml) {
    YamlNode.requireLength(yaml, source);
    List<Resource> resources = new ArrayList<>();
    boolean whole = true;
    try {
      YamlNode.documents(yaml).forEach(document -> resource(document).ifPresent(resources::add));
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      findings.problem(line, "not YAML: " + firstLine(e.getOriginalMessage()), "Mend the syntax");
      whole = false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // Links name Secrets, and TrafficSplits name Listeners, wherever in the text these stand.
    resources.sort(Comparator.comparingInt(SiteFileReader::turn));
    resources.forEach(this::take);
    if (whole && sites.isEmpty()) {
      findings.problem(0, "no resource of kind Site", "Add one with the site's name");
    }
    if (!findings.problems().isEmpty()) {
      throw new RouterConfigException(findings.problems());
    }
    findings.warnings().forEach(warning -> LOG.warn("{}", warning));
    return new RouterConfig(
        sites.get(0), accesses.stream().findFirst(), links, listeners, connectors);
  }

  private static int turn(Resource resource) {
    return switch (resource.kind()) {
      case SECRET -> 0;
      case TRAFFIC_SPLIT -> 2;
      default -> 1;
    };
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("").trim();
  }

  private Optional<Resource> resource(YamlNode document) {
    if (document instanceof YamlNode.Scalar scalar && scalar.text().isEmpty()) {
      return Optional.empty(); // a file may end with a separator
    }
    if (!(document instanceof YamlNode.Mapping mapping)) {
      findings.problem(
          document.line(), "a document that is no resource", "Write one resource per document");
      return Optional.empty();
    }
    Fields fields = new Fields(mapping, "resource", findings);
    Optional<String> kind = fields.text("kind", "Name its kind");
    Optional<String> version = fields.text("apiVersion", "Write apiVersion: " + API_VERSION);
    Metadata metadata = Metadata.read(fields);
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    String expected = API_VERSIONS.getOrDefault(kind.get(), API_VERSION);
    if (version.isPresent() && !version.get().equals(expected)) {
      fields.report(
          fields.line("apiVersion"),
          "has apiVersion '" + version.get() + "'",
          "This router knows " + expected);
    }
    Fields named =
        new Fields(
            mapping, kind.get() + metadata.name().map(n -> " '" + n + "'").orElse(""), findings);
    List.of("apiVersion", "kind", "metadata").forEach(named::accept);
    named.ignore("status"); // what a controller has found out, where there is one
    return Optional.of(new Resource(kind.get(), metadata, named));
  }

  private void take(Resource resource) {
    Fields fields = resource.fields();
    String name = resource.name();
    switch (resource.kind()) {
      case SECRET -> {
        unique(SECRET, SECRET + " " + name, fields);
        credentials.secret(name, fields);
      }
      case "Site" -> {
        Fields spec = fields.optionalMapping("spec", "Leave it out, or write spec: {}");
        List.of("linkAccess", "defaultIssuer", "edge", "ha", "serviceAccount", "settings")
            .forEach(effectless -> spec.withoutEffect(effectless, "none", "false"));
        spec.finish();
        unique("Site", "Site", fields);
        sites.add(name);
      }
      case "RouterAccess" -> spec(fields).ifPresent(spec -> access(name, fields, spec));
      case "Link" -> spec(fields).ifPresent(spec -> link(name, fields, spec));
      case "Listener", "MultiKeyListener" ->
          spec(fields).ifPresent(spec -> listener(resource.kind(), name, fields, spec));
      case "Connector" ->
          spec(fields).ifPresent(spec -> connector(resource.metadata(), fields, spec));
      case TRAFFIC_SPLIT -> spec(fields).ifPresent(spec -> split(resource, spec));
      default -> {
        fields.accept("spec");
        fields.report(
            fields.line("kind"),
            "is of a kind that this router does not know",
            "Use Site, RouterAccess, Link, Secret, Listener, MultiKeyListener, TrafficSplit or"
                + " Connector");
      }
    }
    fields.finish();
  }

  private static Optional<Fields> spec(Fields resource) {
    return resource.mapping("spec", "Add a spec");
  }

  private void access(String name, Fields resource, Fields spec) {
    boolean first = unique("RouterAccess", "RouterAccess", resource);
    Optional<Access> access = AccessReader.read(name, spec, credentials);
    if (first && access.isPresent()) {
      alone(access.get().host(), access.get().port(), resource);
    }
    access.ifPresent(accesses::add);
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
    boolean found = false;
    boolean named = true;
    String remedy = "Add an endpoint with name: " + INTER_ROUTER + ", host and port";
    List<Fields> endpoints = spec.mappings("endpoints", remedy);
    for (Fields endpoint : endpoints) {
      Optional<String> endpointName = endpoint.text("name", remedy);
      boolean wanted = endpointName.filter(INTER_ROUTER::equals).isPresent();
      named &= endpointName.isPresent();
      Optional<String> endpointHost = endpoint.host("host", "Name the other router's host");
      Optional<Integer> endpointPort =
          endpoint.integer("port", 1, MAX_PORT, "Use the other router's port");
      if (wanted && found) {
        endpoint.warn(
            endpoint.line("name"),
            "has a second '" + INTER_ROUTER + "', which this router does not dial",
            "It dials the first; add a Link for each router that is to be dialled");
      } else if (wanted) {
        found = true;
        host = endpointHost;
        port = endpointPort;
      }
      endpoint.ignore("group"); // of several routers of one site, of which there is one here
      endpoint.finish();
    }
    Optional<Tls> tls = credentials.find(spec);
    spec.withoutEffect("settings");
    spec.finish();
    if (!endpoints.isEmpty() && named && !found) {
      spec.report(spec.line("endpoints"), "has no endpoint named " + INTER_ROUTER, remedy);
    }
    if (cost.isPresent() && host.isPresent() && port.isPresent()) {
      links.add(new Link(name, host.get(), port.get(), cost.get(), tls));
    }
  }

  private void listener(String kind, String name, Fields resource, Fields spec) {
    boolean first = unique("listener", LISTENER + name, resource);
    Optional<String> host = spec.host("host", "Name the address to bind");
    Optional<Integer> port =
        spec.integer("port", 0, MAX_PORT, "Use a port that is free, or 0 to let the system choose");
    if (first && host.isPresent() && port.isPresent()) {
      alone(host.get(), port.get(), resource);
    }
    Optional<Strategy> strategy =
        kind.equals("Listener")
            ? spec.text("routingKey", "Name the key to route to").map(Strategy.Single::new)
            : StrategyReader.multiKey(spec);
    spec.withoutEffect("observer", "none", "auto");
    spec.withoutEffect("settings");
    if (kind.equals("Listener")) {
      spec.withoutEffect("type", "tcp");
      spec.withoutEffect("exposePodsByName", "false");
    }
    spec.finish();
    if (host.isPresent() && port.isPresent() && strategy.isPresent()) {
      listeners.add(new Listener(name, host.get(), port.get(), strategy.get()));
    }
  }

  private void split(Resource resource, Fields spec) {
    Optional<String> apex = spec.text("service", "Name the Listener that the split governs");
    Optional<Strategy> strategy = StrategyReader.split(resource.metadata(), spec);
    spec.finish();
    if (apex.isEmpty()) {
      return;
    }
    unique("TrafficSplit", "TrafficSplit of " + apex.get(), resource.fields());
    Optional<Listener> governed =
        listeners.stream().filter(listener -> listener.name().equals(apex.get())).findFirst();
    if (governed.isPresent()) {
      govern(governed.get(), strategy, spec);
    } else if (!lineByName.containsKey(LISTENER + apex.get())) { // or else it is reported already
      spec.report(
          spec.line("service"),
          "governs the service '" + apex.get() + "', and there is no Listener of that name",
          "Add the Listener, or name another one as service");
    }
  }

  private void govern(Listener listener, Optional<Strategy> strategy, Fields spec) {
    if (StrategyReader.isMultiKey(listener.strategy())) {
      spec.report(
          spec.line("service"),
          "governs the service '"
              + listener.name()
              + "', which is a MultiKeyListener and has a strategy of its own",
          "Name a Listener as service, or make this one a Listener");
    } else if (strategy.isPresent()) {
      listeners.set(
          listeners.indexOf(listener),
          new Listener(listener.name(), listener.host(), listener.port(), strategy.get()));
    }
  }

  private void connector(Metadata metadata, Fields resource, Fields spec) {
    String name = metadata.name().orElse("");
    unique("Connector", "Connector " + name, resource);
    Optional<String> host = spec.host("host", "Name the workload's host");
    Optional<Integer> port = spec.integer("port", 1, MAX_PORT, "Use the workload's port");
    Optional<String> key = spec.text("routingKey", "Name the key that the workload serves");
    spec.withoutEffect("type", "tcp");
    spec.withoutEffect("exposePodsByName", "false");
    spec.withoutEffect("includeNotReadyPods", "false");
    spec.withoutEffect("settings");
    spec.finish();
    HealthCheck health = HealthCheckReader.read(metadata.annotations());
    if (host.isPresent() && port.isPresent() && key.isPresent()) {
      connectors.add(new Connector(name, host.get(), port.get(), key.get(), health));
    }
  }

  /** Only one can listen at an address, unless the system is to choose the port. */
  private void alone(String host, int port, Fields resource) {
    String address = host + ":" + port;
    Integer earlier =
        port == 0 ? null : lineByName.putIfAbsent("address " + address, resource.line());
    if (earlier != null) {
      resource.report(
          resource.line(),
          "listens at " + address + ", and so does the resource at line " + earlier,
          "Change host or port of one of them");
    }
  }

  /** {@return whether it is the first like it; another one is reported} */
  private boolean unique(String what, String identity, Fields resource) {
    Integer earlier = lineByName.putIfAbsent(identity, resource.line());
    if (earlier != null) {
      resource.report(
          resource.line(),
          "is there a second time; a " + what + " like it stands at line " + earlier,
          "Rename or remove one of them");
    }
    return earlier == null;
  }
}
