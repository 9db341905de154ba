package io.spillway.harness.topology;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that is declared of one network, in order. A site exists once something is declared
 * there, also where that something is itself mistaken: so one mistake does not bring forth others.
 */
final class Declarations {

  private final Place whole;
  private final Map<String, Place> sites = new LinkedHashMap<>();
  private final List<Declared> resources = new ArrayList<>();
  private boolean complete = true;

  /**
   * Creates one that is empty.
   *
   * @param whole where all of it is declared
   */
  Declarations(Place whole) {
    this.whole = whole;
  }

  Place whole() {
    return whole;
  }

  /** Says that a part could not be read, so that what is not here may yet be declared there. */
  void incomplete() {
    complete = false;
  }

  boolean isComplete() {
    return complete;
  }

  void site(String name, Place place) {
    sites.putIfAbsent(name, place);
  }

  void add(Declared resource) {
    site(resource.site(), resource.origin().place());
    resources.add(resource);
  }

  /** The sites, with the place where each is first spoken of. */
  Map<String, Place> sites() {
    return sites;
  }

  List<Declared> resources() {
    return resources;
  }

  <T extends Declared> List<T> of(Class<T> kind) {
    return resources.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  <T extends Declared> List<T> of(Class<T> kind, String site) {
    return of(kind).stream().filter(resource -> resource.site().equals(site)).toList();
  }
}
