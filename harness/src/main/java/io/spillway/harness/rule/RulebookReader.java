package io.spillway.harness.rule;

import io.spillway.harness.Suggestion;
import io.spillway.harness.rule.YamlNode.Mapping;
import io.spillway.harness.rule.YamlNode.Scalar;
import io.spillway.harness.rule.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Turns a rulebook's YAML into rules, and refuses with a line whatever is not quite right. */
final class RulebookReader {

  private static final List<String> RULE_FIELDS =
      List.of(
          "id",
          "title",
          "level",
          "statement",
          "citations",
          "features",
          "check",
          "parameters",
          "cases");

  private final String source;

  private RulebookReader(String source) {
    this.source = source;
  }

  static Rulebook read(String source, String yaml) {
    return new RulebookReader(source).rulebook(YamlNode.read(source, yaml));
  }

  private Rulebook rulebook(YamlNode document) {
    Mapping root = mapping(document, "the rulebook", List.of("rules"));
    Map<String, Rule> rules = new LinkedHashMap<>();
    Map<String, List<Parameter>> parameters = new LinkedHashMap<>();
    Sequence list = sequence(required(root, "the rulebook", "rules"), "rules");
    if (list.items().isEmpty()) {
      throw wrong(list, "the list rules is empty");
    }
    for (YamlNode item : list.items()) {
      Mapping fields = mapping(item, "a rule", RULE_FIELDS);
      String id = id(fields);
      String what = "rule " + id;
      if (rules.containsKey(id)) {
        throw wrong(fields, what + " stands twice; ids must be unique");
      }
      List<Parameter> declared = parameters(fields, what);
      rules.put(id, rule(fields, id, declared));
      parameters.put(id, declared);
    }
    return new Rulebook(rules, parameters);
  }

  private Rule rule(Mapping fields, String id, List<Parameter> declared) {
    String what = "rule " + id;
    Rule.Level level = level(required(fields, what, "level"), what);
    List<Rule.Citation> citations = citations(fields, what);
    if (citations.isEmpty() && level != Rule.Level.ADVISORY) {
      throw wrong(
          fields,
          what
              + " cites no source; a rule of level "
              + word(level)
              + " needs at least one citation, or be advisory");
    }
    return new Rule(
        id,
        text(required(fields, what, "title"), what + " title"),
        level,
        text(required(fields, what, "statement"), what + " statement"),
        citations,
        features(fields, what),
        text(required(fields, what, "check"), what + " check"),
        cases(fields, what, level, declared));
  }

  private String id(Mapping fields) {
    YamlNode node = required(fields, "a rule", "id");
    String id = text(node, "a rule's id");
    if (!id.matches("[A-Z][A-Z0-9-]*")) {
      throw wrong(node, "id " + id + " must be capital letters, digits and hyphens, such as M1");
    }
    return id;
  }

  private List<Rule.Citation> citations(Mapping fields, String what) {
    List<Rule.Citation> citations = new ArrayList<>();
    for (YamlNode item : optionalList(fields, "citations", what)) {
      String citation = text(item, what + " citation");
      int hash = citation.indexOf('#');
      if (hash < 1 || hash == citation.length() - 1) {
        throw wrong(item, what + " citation must read source#heading, is " + citation);
      }
      citations.add(
          new Rule.Citation(
              citation.substring(0, hash).strip(), citation.substring(hash + 1).strip()));
    }
    return citations;
  }

  private List<Feature> features(Mapping fields, String what) {
    Map<String, Feature> known =
        Arrays.stream(Feature.values())
            .collect(
                Collectors.toMap(
                    Feature::word, f -> f, (first, second) -> first, LinkedHashMap::new));
    List<Feature> features = new ArrayList<>();
    for (YamlNode item : optionalList(fields, "features", what)) {
      String word = text(item, what + " feature");
      if (!known.containsKey(word)) {
        throw wrong(
            item,
            what + " needs the unknown feature " + word + Suggestion.among(known.keySet(), word));
      }
      features.add(known.get(word));
    }
    return features;
  }

  private List<Parameter> parameters(Mapping fields, String what) {
    YamlNode node = fields.entries().get("parameters");
    if (node == null) {
      return List.of();
    }
    List<Parameter> parameters = new ArrayList<>();
    Mapping named = mapping(node, what + " parameters");
    named
        .entries()
        .forEach(
            (name, value) -> {
              String where = what + " parameter " + name;
              Mapping parts = mapping(value, where, List.of("default", "unit", "meaning"));
              parameters.add(
                  new Parameter(
                      name,
                      Optional.ofNullable(parts.entries().get("unit"))
                          .map(unit -> text(unit, where + " unit"))
                          .orElse(""),
                      text(required(parts, where, "meaning"), where + " meaning"),
                      Optional.ofNullable(parts.entries().get("default"))
                          .map(given -> text(given, where + " default"))));
            });
    return List.copyOf(parameters);
  }

  private List<RuleCase> cases(
      Mapping fields, String what, Rule.Level level, List<Parameter> declared) {
    Sequence list = sequence(required(fields, what, "cases"), what + " cases");
    if (list.items().isEmpty()) {
      throw wrong(list, what + " has no cases; it needs at least one, for only cases are judged");
    }
    Map<String, RuleCase> cases = new LinkedHashMap<>();
    for (YamlNode item : list.items()) {
      Mapping parts = mapping(item, what + " case", List.of("name", "level", "parameters"));
      YamlNode nameNode = required(parts, what + " case", "name");
      String name = text(nameNode, what + " case name");
      String where = what + " case " + name;
      if (name.contains(",")) {
        throw wrong(nameNode, where + ": a name must not hold a comma, which separates selections");
      }
      YamlNode own = parts.entries().get("level");
      RuleCase read =
          new RuleCase(
              name, own == null ? level : level(own, where), values(parts, where, declared));
      if (cases.put(name, read) != null) {
        throw wrong(nameNode, where + " stands twice; names must be unique in a rule");
      }
    }
    return List.copyOf(cases.values());
  }

  /** A case's value for each declared parameter: its own, or else the default. */
  private Map<String, String> values(Mapping parts, String where, List<Parameter> declared) {
    YamlNode node = parts.entries().get("parameters");
    List<String> names = declared.stream().map(Parameter::name).toList();
    Map<String, YamlNode> own =
        node == null ? Map.of() : mapping(node, where + " parameters", names).entries();
    Map<String, String> values = new LinkedHashMap<>();
    for (Parameter parameter : declared) {
      YamlNode given = own.get(parameter.name());
      if (given == null && parameter.defaultValue().isEmpty()) {
        throw wrong(parts, where + " must set " + parameter.name() + ", which has no default");
      }
      values.put(
          parameter.name(),
          given == null
              ? parameter.defaultValue().orElseThrow()
              : text(given, where + " " + parameter.name()));
    }
    return values;
  }

  private Rule.Level level(YamlNode node, String what) {
    String word = text(node, what + " level");
    for (Rule.Level level : Rule.Level.values()) {
      if (word(level).equals(word)) {
        return level;
      }
    }
    throw wrong(node, what + " level must be must, should or advisory, is " + word);
  }

  private static String word(Rule.Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }

  private List<YamlNode> optionalList(Mapping fields, String field, String what) {
    YamlNode node = fields.entries().get(field);
    return node == null ? List.of() : sequence(node, what + " " + field).items();
  }

  private YamlNode required(Mapping mapping, String what, String field) {
    YamlNode node = mapping.entries().get(field);
    if (node == null) {
      throw wrong(mapping, what + " has no " + field);
    }
    return node;
  }

  private Mapping mapping(YamlNode node, String what, List<String> known) {
    Mapping mapping = mapping(node, what);
    Set<Map.Entry<String, YamlNode>> entries = mapping.entries().entrySet();
    for (Map.Entry<String, YamlNode> entry : entries) {
      if (!known.contains(entry.getKey())) {
        throw wrong(
            entry.getValue(),
            what
                + " has the unknown field "
                + entry.getKey()
                + Suggestion.among(known, entry.getKey()));
      }
    }
    return mapping;
  }

  private Mapping mapping(YamlNode node, String what) {
    if (node instanceof Mapping mapping) {
      return mapping;
    }
    throw wrong(node, what + " must be a mapping of fields");
  }

  private Sequence sequence(YamlNode node, String what) {
    if (node instanceof Sequence sequence) {
      return sequence;
    }
    throw wrong(node, what + " must be a list");
  }

  private String text(YamlNode node, String what) {
    if (node instanceof Scalar scalar && !scalar.text().isBlank()) {
      return scalar.text().strip();
    }
    throw wrong(node, what + " must be a text that is not blank (quote one that holds a colon)");
  }

  private RulebookException wrong(YamlNode node, String problem) {
    return new RulebookException(source, node.line(), problem);
  }
}
