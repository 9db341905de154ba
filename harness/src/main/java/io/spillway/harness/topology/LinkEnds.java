package io.spillway.harness.topology;

import io.spillway.harness.Suggestion;
import io.spillway.harness.topology.Declared.LinkResource;
import io.spillway.harness.topology.Declared.SiteResource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Works out which site a link leads to: the one that somebody names outright, or else the one whose
 * name or namespace is a host at the link's other end, or one of that host's DNS labels, or else
 * the only other site that there is.
 */
final class LinkEnds {

  private final Map<String, Set<String>> sitesByName = new LinkedHashMap<>();
  private final Set<String> sites;
  private final Problems problems;
  private final Notes notes;

  LinkEnds(Declarations declarations, Problems problems, Notes notes) {
    this.sites = declarations.sites().keySet();
    this.problems = problems;
    this.notes = notes;
    for (String site : sites) {
      known(site, site);
    }
    for (SiteResource resource : declarations.of(SiteResource.class)) {
      known(resource.name(), resource.site());
    }
  }

  private void known(String name, String site) {
    sitesByName.computeIfAbsent(name, key -> new LinkedHashSet<>()).add(site);
  }

  /** The site that the link leads to; nothing if that is a problem, which is reported. */
  Optional<String> of(LinkResource link) {
    Optional<String> end = link.to().isPresent() ? named(link, link.to().get()) : byHosts(link);
    if (end.isPresent() && end.get().equals(link.site())) {
      problems.add(
          link.origin(),
          link.to().isPresent() ? LinkResource.TO_FIELD : "spec.endpoints",
          "it leads from " + link.site() + " to itself; a link joins two sites");
      return Optional.empty();
    }
    return end;
  }

  private Optional<String> named(LinkResource link, String name) {
    // A namespace is a site's own name: it goes before what Site resources are called.
    if (sites.contains(name)) {
      return Optional.of(name);
    }
    Set<String> named = sitesByName.getOrDefault(name, Set.of());
    if (named.isEmpty()) {
      problems.add(
          link.origin(),
          LinkResource.TO_FIELD,
          "it leads to "
              + name
              + ", which is not a site of this network"
              + Suggestion.among(sites, name));
    } else if (named.size() > 1) {
      problems.add(
          link.origin(),
          LinkResource.TO_FIELD,
          "it leads to "
              + name
              + ", which is what several sites are called: "
              + String.join(", ", named)
              + "; give the namespace");
    }
    return named.size() == 1 ? named.stream().findFirst() : Optional.empty();
  }

  private Optional<String> byHosts(LinkResource link) {
    Set<String> found = new LinkedHashSet<>();
    for (String host : link.hosts()) {
      found.addAll(namedBy(host.toLowerCase(Locale.ROOT)));
    }
    Set<String> others = new LinkedHashSet<>(found);
    others.remove(link.site());
    if (others.size() == 1) {
      return others.stream().findFirst();
    }
    if (others.isEmpty() && !found.isEmpty()) {
      return Optional.of(link.site());
    }
    return others.isEmpty() ? theOnlyOther(link) : unidentified(link, "name several sites");
  }

  private Set<String> namedBy(String host) {
    Set<String> whole = sitesByName.getOrDefault(host, Set.of());
    if (!whole.isEmpty()) {
      return whole;
    }
    Set<String> found = new LinkedHashSet<>();
    for (String label : Arrays.asList(host.split("\\.", -1))) {
      found.addAll(sitesByName.getOrDefault(label, Set.of()));
    }
    return found;
  }

  private Optional<String> theOnlyOther(LinkResource link) {
    List<String> others = sites.stream().filter(site -> !site.equals(link.site())).toList();
    if (others.size() != 1) {
      return unidentified(link, "name no other site");
    }
    notes.add(
        link.origin().place(),
        link.origin() + " names no site; it leads to " + others.get(0) + ", the only other one");
    return Optional.of(others.get(0));
  }

  private Optional<String> unidentified(LinkResource link, String why) {
    List<String> others = sites.stream().filter(site -> !site.equals(link.site())).toList();
    String hosts =
        link.hosts().isEmpty()
            ? "it names no host"
            : "its hosts (" + String.join(", ", link.hosts()) + ") " + why;
    String remedy =
        others.isEmpty()
            ? "this network has no other site"
            : "add under metadata \"annotations: {"
                + Annotations.TO
                + ": "
                + others.get(0)
                + "}\", with one of "
                + String.join(", ", others);
    problems.add(
        link.origin(), "metadata", "nothing says which site it leads to: " + hosts + "; " + remedy);
    return Optional.empty();
  }
}
