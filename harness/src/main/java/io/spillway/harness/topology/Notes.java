package io.spillway.harness.topology;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Collects what a reader should know. Not safe for use by several threads. */
final class Notes {

  private final Map<String, TreeSet<Place>> withoutEffect = new LinkedHashMap<>();
  private final List<String> others = new ArrayList<>();

  /** Names a kind or a field that changes no routing; told once, however often it occurs. */
  void withoutEffect(String what, Place place) {
    withoutEffect.computeIfAbsent(what, key -> new TreeSet<>()).add(place);
  }

  void add(Place place, String text) {
    others.add(place + ": " + text);
  }

  List<String> list() {
    List<String> list = new ArrayList<>(others);
    withoutEffect.forEach(
        (what, places) -> {
          String more = places.size() == 1 ? "" : " and " + (places.size() - 1) + " more";
          list.add(what + " is accepted without effect (" + places.first() + more + ")");
        });
    return list;
  }
}
