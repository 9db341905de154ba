package io.spillway.harness.topology;

import io.spillway.harness.Suggestion;
import io.spillway.harness.topology.YamlNode.Field;
import io.spillway.harness.topology.YamlNode.Mapping;
import io.spillway.harness.topology.YamlNode.Scalar;
import io.spillway.harness.topology.YamlNode.Sequence;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the fields of one mapping strictly: what is asked for is known, what is never asked for is
 * refused by {@link #refuseOthers()}. A field without a value counts as absent.
 */
final class Fields {

  /** What is being read, and who is told about it. */
  record Subject(String file, String title, Problems problems, Notes notes) {}

  /** {@code spec.strategy.weighted.routingKeys.<key>} is the deepest that a message speaks of. */
  private static final int MAX_DEPTH = 5;

  private final Subject subject;
  private final String path;
  private final Mapping mapping;
  private final Set<String> known = new LinkedHashSet<>();

  private Fields(Subject subject, String path, Mapping mapping) {
    this.subject = subject;
    this.path = path;
    this.mapping = mapping;
  }

  /** The fields of a document. */
  static Fields of(Subject subject, Mapping document) {
    return new Fields(subject, "", document);
  }

  boolean has(String name) {
    return present(name).isPresent();
  }

  /** The text of a field; nothing if it is absent, or of another type, which is a problem. */
  Optional<String> text(String name) {
    return present(name)
        .flatMap(
            field ->
                field.value() instanceof Scalar scalar
                    ? text(name, scalar)
                    : wrongType(name, field.value(), "it must be text"));
  }

  private Optional<String> text(String name, Scalar scalar) {
    return scalar.type() == Scalar.Type.TEXT
        ? Optional.of(scalar.text())
        : wrongType(name, scalar, "it must be text: write \"" + scalar.text() + "\" in quotes");
  }

  /** The whole number of a field; nothing if it is absent, or not one, which is a problem. */
  Optional<Long> wholeNumber(String name) {
    return present(name).flatMap(field -> wholeNumber(name, field.value()));
  }

  private Optional<Long> wholeNumber(String name, YamlNode value) {
    if (!(value instanceof Scalar scalar) || scalar.type() != Scalar.Type.INTEGER) {
      boolean quoted = value instanceof Scalar text && text.text().matches("-?(0|[1-9][0-9]*)");
      return wrongType(
          name, value, "it must be a whole number" + (quoted ? ": leave out the quotes" : ""));
    }
    BigInteger number = new BigInteger(scalar.text());
    if (number.bitLength() >= Long.SIZE) {
      return wrongType(name, value, "it must fit in 64 bits");
    }
    return Optional.of(number.longValueExact());
  }

  /** The fields of a mapping; nothing if it is absent, or none, which is a problem. */
  Optional<Fields> mapping(String name) {
    return present(name)
        .flatMap(
            field ->
                field.value() instanceof Mapping inner
                    ? Optional.of(new Fields(subject, path + name + ".", inner))
                    : wrongType(name, field.value(), "it must be a mapping"));
  }

  /** The items of a list of mappings; nothing if it is absent, or none, which is a problem. */
  Optional<List<Fields>> mappings(String name) {
    return items(name)
        .map(
            items -> {
              List<Fields> list = new ArrayList<>();
              for (int i = 0; i < items.size(); i++) {
                String at = name + "[" + i + "]";
                if (items.get(i) instanceof Mapping inner) {
                  list.add(new Fields(subject, path + at + ".", inner));
                } else {
                  wrongType(at, items.get(i), "it must be a mapping");
                }
              }
              return list;
            });
  }

  /** The items of a list of texts; nothing if it is absent, or none, which is a problem. */
  Optional<List<String>> texts(String name) {
    return items(name)
        .map(
            items -> {
              List<String> list = new ArrayList<>();
              for (int i = 0; i < items.size(); i++) {
                String at = name + "[" + i + "]";
                Optional<String> text =
                    items.get(i) instanceof Scalar scalar
                        ? text(at, scalar)
                        : wrongType(at, items.get(i), "it must be text");
                text.ifPresent(list::add);
              }
              return list;
            });
  }

  /** A mapping of any names to whole numbers, in the order of the file. */
  Optional<Map<String, Long>> wholeNumbers(String name) {
    return mapping(name)
        .map(
            inner -> {
              Map<String, Long> numbers = new LinkedHashMap<>();
              inner
                  .mapping
                  .fields()
                  .forEach(
                      (key, field) ->
                          inner
                              .wholeNumber(key, field.value())
                              .ifPresent(n -> numbers.put(key, n)));
              return numbers;
            });
  }

  /** Accepts fields whose values are nothing to Spillway, but which are part of what is read. */
  void accept(String... names) {
    known.addAll(List.of(names));
  }

  /** Accepts fields that change no routing, and notes those that are there. */
  void withoutEffect(String kind, String... names) {
    for (String name : names) {
      present(name)
          .ifPresent(
              field ->
                  subject.notes().withoutEffect(kind + " " + path + name, place(field.line())));
    }
  }

  /** Reports every field that nobody has asked for. */
  void refuseOthers() {
    mapping
        .fields()
        .forEach(
            (name, field) -> {
              if (!known.contains(name)) {
                problem(
                    field.line(), "unknown field " + path + name + Suggestion.among(known, name));
              }
            });
  }

  /** The names of the fields, asked for or not. */
  Set<String> names() {
    return mapping.fields().keySet();
  }

  /** Reports a field that must be there. */
  void missing(String name, String remedy) {
    problem(mapping.line(), path + name + " is missing; " + remedy);
  }

  /** Reports what is wrong with a field, at its line. */
  void wrong(String name, String text) {
    problem(lineOf(name), path + name + " " + text);
  }

  /** Reports what is wrong with this mapping as a whole. */
  void problem(String text) {
    problem(mapping.line(), path.substring(0, path.length() - 1) + " " + text);
  }

  /** Reports something at another place of the same resource. */
  void problemAt(Place place, String text) {
    subject.problems().add(place, subject.title() + ": " + text);
  }

  /** Where the mapping begins. */
  Place place() {
    return place(mapping.line());
  }

  /** Where the fields are, by path, as deep as a resource's own go. */
  Map<String, Place> places() {
    Map<String, Place> places = new LinkedHashMap<>();
    collect(mapping, path, MAX_DEPTH, places);
    return places;
  }

  private void collect(Mapping from, String prefix, int depth, Map<String, Place> places) {
    from.fields()
        .forEach(
            (name, field) -> {
              places.put(prefix + name, place(field.line()));
              if (depth > 1 && field.value() instanceof Mapping inner) {
                collect(inner, prefix + name + ".", depth - 1, places);
              } else if (depth > 1 && field.value() instanceof Sequence list) {
                collect(list, prefix + name, depth - 1, places);
              }
            });
  }

  private void collect(Sequence from, String prefix, int depth, Map<String, Place> places) {
    for (int i = 0; i < from.items().size(); i++) {
      String at = prefix + "[" + i + "]";
      places.put(at, place(from.items().get(i).line()));
      if (from.items().get(i) instanceof Mapping inner) {
        collect(inner, at + ".", depth, places);
      }
    }
  }

  private Optional<Field> present(String name) {
    known.add(name);
    return Optional.ofNullable(mapping.fields().get(name))
        .filter(field -> !(field.value() instanceof Scalar s && s.type() == Scalar.Type.NOTHING));
  }

  private Optional<List<YamlNode>> items(String name) {
    return present(name)
        .flatMap(
            field ->
                field.value() instanceof Sequence sequence
                    ? Optional.of(sequence.items())
                    : wrongType(name, field.value(), "it must be a list"));
  }

  private <T> Optional<T> wrongType(String name, YamlNode value, String rule) {
    problem(value.line(), path + name + " is " + value.describe() + "; " + rule);
    return Optional.empty();
  }

  private int lineOf(String name) {
    Field field = mapping.fields().get(name);
    return field == null ? mapping.line() : field.line();
  }

  private Place place(int line) {
    return new Place(subject.file(), line);
  }

  private void problem(int line, String text) {
    subject.problems().add(place(line), subject.title() + ": " + text);
  }
}
