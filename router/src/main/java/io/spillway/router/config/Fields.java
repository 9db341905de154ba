package io.spillway.router.config;

import io.spillway.router.host.Host;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The fields of one mapping, each to be asked for once; what nobody asked for is an error. A value
 * that is missing or wrong is reported and comes back empty, so that reading goes on and several
 * errors are found at once.
 */
final class Fields {

  private static final int MAX_NAME_LENGTH = 253;
  private static final int MAX_SHOWN = 80;
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

  private final String owner;
  private final int line;
  private final Findings findings;
  private final Map<String, YamlNode> values = new LinkedHashMap<>();
  private final Map<String, YamlNode.Entry> notAsked = new LinkedHashMap<>();
  private final List<String> known = new ArrayList<>();

  /**
   * Opens a mapping.
   *
   * @param owner how errors call the mapping, such as {@code Listener 'backend'}
   */
  Fields(YamlNode.Mapping mapping, String owner, Findings findings) {
    this.owner = owner;
    this.line = mapping.line();
    this.findings = findings;
    for (YamlNode.Entry entry : mapping.entries()) {
      if (values.putIfAbsent(entry.name(), entry.value()) == null) {
        notAsked.put(entry.name(), entry);
      } else {
        report(entry.line(), "has '" + entry.name() + "' twice", "Write it once");
      }
    }
  }

  /** {@return the names in the mapping, in order} */
  List<String> names() {
    return List.copyOf(values.keySet());
  }

  int line() {
    return line;
  }

  /** {@return the line of a field, or of the mapping where there is no such field} */
  int line(String name) {
    return values.containsKey(name) ? values.get(name).line() : line;
  }

  void report(int atLine, String what, String remedy) {
    findings.problem(atLine, owner + " " + what, remedy);
  }

  /**
   * {@return the field as text that is not empty, at most 253 characters long, and without control
   * characters, which other routers refuse}
   */
  Optional<String> text(String name, String remedy) {
    return required(name, remedy).flatMap(value -> name(value, name, remedy));
  }

  /**
   * {@return a value as text as {@link #text(String, String)} wants it}
   *
   * @param what how errors call the value
   */
  Optional<String> name(YamlNode value, String what, String remedy) {
    Optional<String> text = text(value, what, MAX_NAME_LENGTH, remedy);
    if (text.isPresent() && CONTROL.matcher(text.get()).find()) {
      String shown = CONTROL.matcher(shortened(text.get())).replaceAll("?");
      report(value.line(), "has a control character in " + what + " '" + shown + "'", remedy);
      return Optional.empty();
    }
    return text;
  }

  /** {@return the field as text that is not empty and at most so many characters long} */
  Optional<String> text(String name, int maxLength, String remedy) {
    return required(name, remedy).flatMap(value -> text(value, name, maxLength, remedy));
  }

  private Optional<String> text(YamlNode value, String what, int maxLength, String remedy) {
    if (value instanceof YamlNode.Scalar scalar
        && !scalar.text().isBlank()
        && scalar.text().length() <= maxLength) {
      return Optional.of(scalar.text());
    }
    report(
        value.line(),
        String.format(
            Locale.ROOT,
            "needs a text of 1 to %d characters as '%s', not %s",
            maxLength,
            what,
            describe(value)),
        remedy);
    return Optional.empty();
  }

  /** {@return the field as a literal address or a name that a host may have} */
  Optional<String> host(String name, String remedy) {
    Optional<String> host = text(name, remedy);
    Optional<String> problem = host.flatMap(Host::problem);
    problem.ifPresent(
        what ->
            report(
                line(name),
                "has the " + name + " '" + shortened(host.get()) + "', which is " + what,
                remedy));
    return problem.isPresent() ? Optional.empty() : host;
  }

  /** {@return the field as a whole number in a range; a number in quotes counts} */
  Optional<Integer> integer(String name, int least, int most, String remedy) {
    Optional<YamlNode> value = required(name, remedy);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (value.get() instanceof YamlNode.Scalar scalar && scalar.text().matches("-?[0-9]{1,10}")) {
      long number = Long.parseLong(scalar.text());
      if (number >= least && number <= most) {
        return Optional.of((int) number);
      }
    }
    report(
        value.get().line(),
        String.format(
            Locale.ROOT,
            "needs a whole number from %d to %d as '%s', not %s",
            least,
            most,
            name,
            describe(value.get())),
        remedy);
    return Optional.empty();
  }

  /** {@return the field as a mapping} */
  Optional<Fields> mapping(String name, String remedy) {
    Optional<YamlNode> value = required(name, remedy);
    if (value.isPresent() && value.get() instanceof YamlNode.Mapping mapping) {
      return Optional.of(new Fields(mapping, owner + " " + name, findings));
    }
    value.ifPresent(
        node ->
            report(
                node.line(), "needs a mapping as '" + name + "', not " + describe(node), remedy));
    return Optional.empty();
  }

  /** {@return the field as a mapping, or an empty one where there is no such field} */
  Fields optionalMapping(String name, String remedy) {
    asked(name);
    return values.containsKey(name)
        ? mapping(name, remedy).orElseGet(() -> none(name))
        : none(name);
  }

  private Fields none(String name) {
    YamlNode.Mapping empty = new YamlNode.Mapping(List.of(), line(name));
    return new Fields(empty, owner + " " + name, findings);
  }

  /** {@return the items of the field, which has to be a list with at least one item} */
  List<YamlNode> items(String name, String remedy) {
    Optional<YamlNode> value = required(name, remedy);
    if (value.isPresent()
        && value.get() instanceof YamlNode.Sequence sequence
        && !sequence.items().isEmpty()) {
      return sequence.items();
    }
    value.ifPresent(
        node ->
            report(node.line(), "needs a list as '" + name + "', not " + describe(node), remedy));
    return List.of();
  }

  /** {@return the items of a list that are mappings; others are reported} */
  List<Fields> mappings(String name, String remedy) {
    List<Fields> mappings = new ArrayList<>();
    for (YamlNode item : items(name, remedy)) {
      if (item instanceof YamlNode.Mapping mapping) {
        mappings.add(new Fields(mapping, owner + " " + name, findings));
      } else {
        report(item.line(), "needs mappings in '" + name + "', not " + describe(item), remedy);
      }
    }
    return mappings;
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /** Accepts a field whatever it holds. */
  void accept(String name) {
    asked(name);
  }

  /** Accepts fields that others heed, and of which nobody expects anything here. */
  void ignore(String... names) {
    List.of(names).forEach(notAsked::remove);
  }

  /**
   * Accepts a field that others heed and that has no effect here; warns of it unless its value is
   * one that would change nothing elsewhere either.
   */
  void withoutEffect(String name, String... harmless) {
    ignore(name);
    YamlNode value = values.get(name);
    boolean isHarmless =
        value instanceof YamlNode.Scalar scalar && List.of(harmless).contains(scalar.text());
    if (value != null && !isHarmless) {
      warn(
          line(name),
          "has '" + name + "' with " + describe(value) + ", which has no effect on this router",
          "Leave it out, or do not rely on it");
    }
  }

  void warn(int atLine, String what, String remedy) {
    findings.warning(atLine, owner + " " + what, remedy);
  }

  /** Reports every field that nobody asked for. */
  void finish() {
    for (YamlNode.Entry entry : notAsked.values()) {
      report(
          entry.line(),
          "has an unknown field '" + entry.name() + "'",
          "This router knows here: " + String.join(", ", known));
    }
  }

  private Optional<YamlNode> required(String name, String remedy) {
    asked(name);
    if (!values.containsKey(name)) {
      report(line, "has no '" + name + "'", remedy);
    }
    return Optional.ofNullable(values.get(name));
  }

  private void asked(String name) {
    known.add(name);
    notAsked.remove(name);
  }

  static String describe(YamlNode node) {
    if (node instanceof YamlNode.Scalar scalar) {
      return scalar.text().isEmpty() ? "nothing" : "'" + shortened(scalar.text()) + "'";
    }
    if (node instanceof YamlNode.Alias alias) {
      return "the alias '*" + shortened(alias.name()) + "', which is not followed";
    }
    if (node instanceof YamlNode.Sequence sequence && sequence.items().isEmpty()) {
      return "an empty list";
    }
    return node instanceof YamlNode.Mapping ? "a mapping" : "a list";
  }

  private static String shortened(String text) {
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
  }
}
