package io.spillway.harness.topology;

import java.util.Map;

/**
 * What a message calls a resource, and where its fields are.
 *
 * @param kind the resource's kind, such as {@code Listener}
 * @param name the resource's name
 * @param place where the resource begins
 * @param fields where its fields are, by path such as {@code spec.port}; those of a file
 */
record Origin(String kind, String name, Place place, Map<String, Place> fields) {

  Origin {
    fields = Map.copyOf(fields);
  }

  /** Where the field is, or else the resource. */
  Place at(String field) {
    return fields.getOrDefault(field, place);
  }

  @Override
  public String toString() {
    return kind + " " + name;
  }
}
