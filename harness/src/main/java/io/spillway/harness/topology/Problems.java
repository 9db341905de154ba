package io.spillway.harness.topology;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects everything that is wrong with one network. Not safe for use by several threads. */
final class Problems {

  private record Found(Place place, String text) {}

  private final List<Found> found = new ArrayList<>();

  void add(Place place, String text) {
    found.add(new Found(place, text));
  }

  /** Adds what is wrong with a field of a resource, at the field's own line. */
  void add(Origin origin, String field, String text) {
    add(origin.at(field), origin + ": " + text);
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /**
   * Ends with an error if there is a problem.
   *
   * @throws NetworkException with every problem, by file and line
   */
  void throwIfAny(String network) {
    if (found.isEmpty()) {
      return;
    }
    throw new NetworkException(
        network,
        found.stream()
            .sorted(Comparator.comparing(Found::place))
            .map(one -> new NetworkException.Problem(one.place().toString(), one.text()))
            .toList());
  }
}
