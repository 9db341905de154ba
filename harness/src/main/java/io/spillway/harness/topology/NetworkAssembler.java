package io.spillway.harness.topology;

import io.spillway.harness.topology.Declared.ConnectorResource;
import io.spillway.harness.topology.Declared.LinkResource;
import io.spillway.harness.topology.Declared.ListenerResource;
import io.spillway.harness.topology.Declared.MultiKeyListenerResource;
import io.spillway.harness.topology.Declared.SiteResource;
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
    Map<LinkResource, String> ends = declarations.isComplete() ? linkEnds() : Map.of();
    problems.throwIfAny(name);

    noteSitesWithoutResource();
    noteUnservedKeys();
    List<Site> sites =
        declarations.sites().keySet().stream().map(site -> site(site, ends)).toList();
    noteUnlinkedSites(sites);
    return new ReadResult(new Network(name, sites), notes.list());
  }

  private Site site(String site, Map<LinkResource, String> ends) {
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
        declarations.of(ConnectorResource.class, site).stream()
            .map(ConnectorResource::connector)
            .toList());
  }

  private void checkNames() {
    record Key(String site, String family, String name) {}
    Map<Key, Declared> first = new HashMap<>();
    for (Declared resource : declarations.resources()) {
      boolean siteResource = resource instanceof SiteResource;
      Declared other =
          first.putIfAbsent(
              new Key(resource.site(), resource.family(), siteResource ? "" : resource.name()),
              resource);
      if (other == null) {
        continue;
      }
      String earlier = other.origin() + " at " + other.origin().place();
      problems.add(
          resource.origin(),
          "metadata.name",
          siteResource
              ? "site "
                  + resource.site()
                  + " has a Site already, "
                  + earlier
                  + "; a namespace or folder is one site"
              : "site "
                  + resource.site()
                  + " has that name already, "
                  + earlier
                  + "; give each "
                  + resource.family()
                  + " of a site a name of its own");
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

  private void noteUnservedKeys() {
    Set<String> served =
        declarations.of(ConnectorResource.class).stream()
            .map(ConnectorResource::routingKey)
            .collect(Collectors.toSet());
    for (Declared resource : declarations.resources()) {
      for (String key : keysOf(resource)) {
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
    return resource instanceof MultiKeyListenerResource listener
        ? listener.keys().routingKeys()
        : List.of();
  }
}
