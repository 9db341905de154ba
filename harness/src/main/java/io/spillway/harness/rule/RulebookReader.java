package io.spillway.harness.rule;

import io.spillway.harness.Suggestion;
import io.spillway.harness.rule.YamlNode.Mapping;
import io.spillway.harness.rule.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  private final YamlShape yaml;

  private RulebookReader(String source) {
    this.yaml = new YamlShape(source);
  }

  static Rulebook read(String source, String yaml) {
    return new RulebookReader(source).rulebook(YamlNode.read(source, yaml));
  }

  private Rulebook rulebook(YamlNode document) {
    Mapping root = yaml.mapping(document, "the rulebook", List.of("rules"));
    Map<String, Rule> rules = new LinkedHashMap<>();
    Map<String, List<Parameter>> parameters = new LinkedHashMap<>();
    Sequence list = yaml.sequence(yaml.required(root, "the rulebook", "rules"), "rules");
    if (list.items().isEmpty()) {
      throw yaml.wrong(list, "the list rules is empty");
    }
    for (YamlNode item : list.items()) {
      Mapping fields = yaml.mapping(item, "a rule", RULE_FIELDS);
      String id = id(fields);
      String what = "rule " + id;
      if (rules.containsKey(id)) {
        throw yaml.wrong(fields, what + " stands twice; ids must be unique");
      }
      List<Parameter> declared = parameters(fields, what);
      rules.put(id, rule(fields, id, declared));
      parameters.put(id, declared);
    }
    return new Rulebook(rules, parameters);
  }

  private Rule rule(Mapping fields, String id, List<Parameter> declared) {
    String what = "rule " + id;
    Rule.Level level = yaml.level(yaml.required(fields, what, "level"), what);
    List<Rule.Citation> citations = citations(fields, what);
    if (citations.isEmpty() && level != Rule.Level.ADVISORY) {
      throw yaml.wrong(
          fields,
          what
              + " cites no source; a rule of level "
              + level.word()
              + " needs at least one citation, or be advisory");
    }
    return new Rule(
        id,
        yaml.text(yaml.required(fields, what, "title"), what + " title"),
        level,
        yaml.text(yaml.required(fields, what, "statement"), what + " statement"),
        citations,
        features(fields, what),
        yaml.text(yaml.required(fields, what, "check"), what + " check"),
        cases(fields, what, level, declared));
  }

  private String id(Mapping fields) {
    YamlNode node = yaml.required(fields, "a rule", "id");
    String id = yaml.text(node, "a rule's id");
    if (!id.matches("[A-Z][A-Z0-9-]*")) {
      throw yaml.wrong(
          node, "id " + id + " must be capital letters, digits and hyphens, such as M1");
    }
    return id;
  }

  private List<Rule.Citation> citations(Mapping fields, String what) {
    List<Rule.Citation> citations = new ArrayList<>();
    for (YamlNode item : yaml.optionalList(fields, "citations", what)) {
      citations.add(yaml.citation(item, what));
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
    for (YamlNode item : yaml.optionalList(fields, "features", what)) {
      String word = yaml.text(item, what + " feature");
      if (!known.containsKey(word)) {
        throw yaml.wrong(
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
    Mapping named = yaml.mapping(node, what + " parameters");
    named
        .entries()
        .forEach(
            (name, value) -> {
              String where = what + " parameter " + name;
              Mapping parts =
                  yaml.mapping(
                      value,
                      where,
                      List.of("default", "fewest", "most", "unit", "values", "meaning"));
              Parameter parameter =
                  new Parameter(
                      name,
                      Optional.ofNullable(parts.entries().get("unit"))
                          .map(unit -> yaml.text(unit, where + " unit"))
                          .orElse(""),
                      yaml.text(yaml.required(parts, where, "meaning"), where + " meaning"),
                      yaml.optionalList(parts, "values", where).stream()
                          .map(word -> yaml.text(word, where + " value"))
                          .toList(),
                      Optional.ofNullable(parts.entries().get("default"))
                          .map(given -> yaml.text(given, where + " default")),
                      Optional.ofNullable(parts.entries().get("fewest"))
                          .map(given -> yaml.count(given, where + " fewest")),
                      Optional.ofNullable(parts.entries().get("most"))
                          .map(given -> yaml.count(given, where + " most")));
              if (parameter.defaultValue().isPresent()) {
                yaml.requirePossible(parameter, parts.entries().get("default"), what);
              }
              parameters.add(parameter);
            });
    return List.copyOf(parameters);
  }

  private List<RuleCase> cases(
      Mapping fields, String what, Rule.Level level, List<Parameter> declared) {
    Sequence list = yaml.sequence(yaml.required(fields, what, "cases"), what + " cases");
    if (list.items().isEmpty()) {
      throw yaml.wrong(
          list, what + " has no cases; it needs at least one, for only cases are judged");
    }
    Map<String, RuleCase> cases = new LinkedHashMap<>();
    for (YamlNode item : list.items()) {
      Mapping parts =
          yaml.mapping(item, what + " case", List.of("name", "level", "features", "parameters"));
      YamlNode nameNode = yaml.required(parts, what + " case", "name");
      String name = yaml.text(nameNode, what + " case name");
      String where = what + " case " + name;
      if (name.contains(",")) {
        throw yaml.wrong(
            nameNode, where + ": a name must not hold a comma, which separates selections");
      }
      YamlNode own = parts.entries().get("level");
      RuleCase read =
          new RuleCase(
              name,
              own == null ? level : yaml.level(own, where),
              values(parts, where, declared),
              features(parts, where));
      if (cases.put(name, read) != null) {
        throw yaml.wrong(nameNode, where + " stands twice; names must be unique in a rule");
      }
    }
    return List.copyOf(cases.values());
  }

  /** A case's value for each declared parameter: its own, or else the default. */
  private Map<String, String> values(Mapping parts, String where, List<Parameter> declared) {
    YamlNode node = parts.entries().get("parameters");
    List<String> names = declared.stream().map(Parameter::name).toList();
    Map<String, YamlNode> own =
        node == null ? Map.of() : yaml.mapping(node, where + " parameters", names).entries();
    Map<String, String> values = new LinkedHashMap<>();
    for (Parameter parameter : declared) {
      YamlNode given = own.get(parameter.name());
      if (given == null && parameter.defaultValue().isEmpty()) {
        throw yaml.wrong(parts, where + " must set " + parameter.name() + ", which has no default");
      }
      values.put(
          parameter.name(),
          given == null
              ? parameter.defaultValue().orElseThrow()
              : yaml.value(parameter, given, where));
    }
    return values;
  }
}
