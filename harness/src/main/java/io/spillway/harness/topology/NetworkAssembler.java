package io.spillway.harness.topology;

import io.spillway.harness.topology.Declared.ConnectorResource;
import io.spillway.harness.topology.Declared.LinkResource;
import io.spillway.harness.topology.Declared.ListenerResource;
import io.spillway.harness.topology.Declared.MultiKeyListenerResource;
import io.spillway.harness.topology.Declared.SiteResource;
import io.spillway.harness.topology.Declared.TrafficSplitResource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The one way from what was declared, in files or in Java, to a checked network: every value in
 * range, names unique, every link between two sites.
 */
final class NetworkAssembler {

  private final String name;
  private final Declarations declarations;
  private final Problems problems;
  private final Notes notes;

  private NetworkAssembler(String name, Declarations declarations, Problems problems, Notes notes) {
    this.name = name;
    this.declarations = declarations;
    this.problems = problems;
    this.notes = notes;
  }

  /**
   * The network that was declared.
   *
   * @throws NetworkException with every problem, those found before included
   */
  static ReadResult assemble(
      String name, Declarations declarations, Problems problems, Notes notes) {
    return new NetworkAssembler(name, declarations, problems, notes).assemble();
  }

  private ReadResult assemble() {
    if (declarations.sites().isEmpty() && problems.isEmpty()) {
      problems.add(
          declarations.whole(),
          "it has no site; declare at least one of " + String.join(", ", Kinds.read()));
    }
    declarations
        .sites()
        .forEach((site, place) -> Words.SITE.check(place, "the site's name", site, problems));
    declarations.resources().forEach(resource -> resource.check(problems));
    checkNames();
    checkAddresses();
    checkStandIns();
    Map<LinkResource, String> ends = declarations.isComplete() ? linkEnds() : Map.of();
    Map<TrafficSplitResource, ListenerResource> splits =
        declarations.isComplete() ? splitListeners() : Map.of();
    problems.throwIfAny(name);

    noteSitesWithoutResource();
    noteUnservedKeys(Set.copyOf(splits.values()));
    List<Site> sites =
        declarations.sites().keySet().stream().map(site -> site(site, ends, splits)).toList();
    noteUnlinkedSites(sites);
    return new ReadResult(new Network(name, sites), notes.list());
  }

  private Site site(
      String site,
      Map<LinkResource, String> ends,
      Map<TrafficSplitResource, ListenerResource> splits) {
    return new Site(
        site,
        declarations.of(LinkResource.class, site).stream()
            .map(link -> link.link(ends.get(link)))
            .toList(),
        declarations.of(ListenerResource.class, site).stream()
            .map(ListenerResource::listener)
            .toList(),
        declarations.of(MultiKeyListenerResource.class, site).stream()
            .map(MultiKeyListenerResource::listener)
            .toList(),
        declarations.of(TrafficSplitResource.class, site).stream()
            .map(split -> split.split(splits.get(split).name()))
            .toList(),
        declarations.of(ConnectorResource.class, site).stream()
            .flatMap(connector -> connector.connectors().stream())
            .toList());
  }

  private void checkNames() {
    record Key(String site, String family, String name) {}
    Map<Key, Declared> first = new HashMap<>();
    for (Declared resource : declarations.resources()) {
      boolean siteResource = resource instanceof SiteResource;
      for (String taken : siteResource ? List.of("") : resource.names()) {
        Declared other =
            first.putIfAbsent(new Key(resource.site(), resource.family(), taken), resource);
        if (other != null) {
          problems.add(
              resource.origin(),
              "metadata.name",
              siteResource ? secondSite(resource, other) : takenName(resource, taken, other));
        }
      }
    }
  }

  private static String secondSite(Declared resource, Declared other) {
    return "site "
        + resource.site()
        + " has a Site already, "
        + other.origin()
        + " at "
        + other.origin().place()
        + "; a namespace or folder is one site";
  }

  private static String takenName(Declared resource, String taken, Declared other) {
    boolean own = taken.equals(resource.name()) && taken.equals(other.name());
    return "site "
        + resource.site()
        + " has "
        + (own ? "that name" : resource.family() + " " + taken)
        + " already, "
        + other.origin()
        + " at "
        + other.origin().place()
        + "; give each "
        + resource.family()
        + " of a site a name of its own";
  }

  /** Connectors that share a stand-in must say the same of it. */
  private void checkStandIns() {
    record Key(String site, String standIn, int port) {}
    Map<Key, ConnectorResource> first = new HashMap<>();
    for (ConnectorResource resource : declarations.of(ConnectorResource.class)) {
      if (!resource.hasPort()) {
        continue;
      }
      for (Connector connector : resource.connectors()) {
        if (connector.standIn().isEmpty()) {
          continue;
        }
        Key key = new Key(resource.site(), connector.standIn().get(), connector.port());
        ConnectorResource other = first.putIfAbsent(key, resource);
        if (other != null && !other.sameStandIn(resource)) {
          problems.add(
              resource.origin(),
              "metadata.annotations",
              "its workload, "
                  + key.standIn()
                  + " at port "
                  + key.port()
                  + ", is that of "
                  + other.origin()
                  + " at "
                  + other.origin().place()
                  + " too, with another service time or readiness; say the same at both, or give"
                  + " one another port");
        }
      }
    }
  }

  private void checkAddresses() {
    record Address(String site, String host, long port) {}
    Map<Address, Declared> first = new HashMap<>();
    for (Declared resource : declarations.resources()) {
      Address address;
      if (resource instanceof ListenerResource listener) {
        address = new Address(listener.site(), listener.host(), listener.port());
      } else if (resource instanceof MultiKeyListenerResource listener) {
        address = new Address(listener.site(), listener.host(), listener.port());
      } else {
        continue;
      }
      Declared other = first.putIfAbsent(address, resource);
      if (other != null) {
        problems.add(
            resource.origin(),
            "spec.port",
            address.host()
                + ":"
                + address.port()
                + " is taken at site "
                + address.site()
                + " by "
                + other.origin()
                + " at "
                + other.origin().place()
                + "; give one of them another host or port");
      }
    }
  }

  private Map<LinkResource, String> linkEnds() {
    LinkEnds ends = new LinkEnds(declarations, problems, notes);
    Map<LinkResource, String> found = new HashMap<>();
    for (LinkResource link : declarations.of(LinkResource.class)) {
      ends.of(link).ifPresent(end -> found.put(link, end));
    }
    return found;
  }

  private Map<TrafficSplitResource, ListenerResource> splitListeners() {
    SplitListeners listeners = new SplitListeners(declarations, problems);
    Map<TrafficSplitResource, ListenerResource> found = new HashMap<>();
    for (TrafficSplitResource split : declarations.of(TrafficSplitResource.class)) {
      listeners.of(split).ifPresent(listener -> found.put(split, listener));
    }
    return found;
  }

  /** Where some sites have a Site resource, one without may be a misspelt namespace. */
  private void noteSitesWithoutResource() {
    Set<String> with =
        declarations.of(SiteResource.class).stream()
            .map(Declared::site)
            .collect(Collectors.toCollection(TreeSet::new));
    if (with.isEmpty()) {
      return;
    }
    declarations
        .sites()
        .forEach(
            (site, place) -> {
              if (!with.contains(site)) {
                notes.add(
                    place,
                    "site "
                        + site
                        + " has no Site resource; those that have one are "
                        + String.join(", ", with));
              }
            });
  }

  private void noteUnlinkedSites(List<Site> sites) {
    Set<String> linked = new HashSet<>();
    for (Site site : sites) {
      for (Link link : site.links()) {
        linked.add(site.name());
        linked.add(link.to());
      }
    }
    for (Site site : sites) {
      if (sites.size() > 1 && !linked.contains(site.name())) {
        notes.add(
            declarations.sites().get(site.name()),
            "site " + site.name() + " has no link to or from another site");
      }
    }
  }

  private void noteUnservedKeys(Set<ListenerResource> governed) {
    Set<String> served =
        declarations.of(ConnectorResource.class).stream()
            .map(ConnectorResource::routingKey)
            .collect(Collectors.toSet());
    for (Declared resource : declarations.resources()) {
      // A listener that a split governs does not use its own key.
      for (String key : governed.contains(resource) ? List.<String>of() : keysOf(resource)) {
        if (!served.contains(key)) {
          notes.add(
              resource.origin().place(),
              resource.origin() + ": no connector of this network serves routing key " + key);
        }
      }
    }
  }

  private static Collection<String> keysOf(Declared resource) {
    if (resource instanceof ListenerResource listener) {
      return List.of(listener.routingKey());
    }
    if (resource instanceof TrafficSplitResource split) {
      return split.keys().routingKeys();
    }
    return resource instanceof MultiKeyListenerResource listener
        ? listener.keys().routingKeys()
        : List.of();
  }
}
