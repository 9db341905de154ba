package io.spillway.harness.rule;

import io.spillway.harness.Suggestion;
import io.spillway.harness.rule.YamlNode.Mapping;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns the YAML of profiles into profiles of a rulebook, and refuses what that does not have. */
final class ProfileReader {

  private static final List<String> FIELDS =
      List.of("name", "title", "sources", "rules", "parameters", "levels");

  private final YamlShape yaml;
  private final Rulebook rulebook;

  /**
   * Creates one.
   *
   * @param source what to call the document in errors
   * @param rulebook the rulebook that the profiles are about
   */
  ProfileReader(String source, Rulebook rulebook) {
    this.yaml = new YamlShape(source);
    this.rulebook = rulebook;
  }

  /**
   * {@return the profiles of this text, in order}
   *
   * @throws RulebookException if they cannot be used; says on which line and why
   */
  List<Profile> read(String text) {
    YamlNode document = YamlNode.read(yaml.source(), text);
    Mapping root = yaml.mapping(document, "the document", List.of("profiles"));
    List<Profile> profiles = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    for (YamlNode item :
        yaml.sequence(yaml.required(root, "the document", "profiles"), "profiles").items()) {
      Mapping fields = yaml.mapping(item, "a profile", FIELDS);
      Profile profile = profile(fields);
      if (!names.add(profile.name())) {
        throw yaml.wrong(fields, "profile " + profile.name() + " stands twice");
      }
      profiles.add(profile);
    }
    return profiles;
  }

  private Profile profile(Mapping fields) {
    YamlNode nameNode = yaml.required(fields, "a profile", "name");
    String name = yaml.text(nameNode, "a profile's name");
    String what = "profile " + name;
    if (name.contains("/")) {
      throw yaml.wrong(nameNode, what + ": a name must not hold a slash, which names a part");
    }
    Set<String> rules = new LinkedHashSet<>();
    rulebook.all().forEach(selection -> rules.addAll(Profile.names(selection)));
    return new Profile(
        name,
        yaml.text(yaml.required(fields, what, "title"), what + " title"),
        words(fields, what, "sources", rulebook.sources()),
        words(fields, what, "rules", rules),
        parameters(fields, what),
        levels(fields, what));
  }

  /** A list that is not empty, of words that are known. */
  private List<String> words(Mapping fields, String what, String field, Collection<String> known) {
    YamlNode list = yaml.required(fields, what, field);
    List<String> words = new ArrayList<>();
    for (YamlNode item : yaml.sequence(list, what + " " + field).items()) {
      String word = yaml.text(item, what + " " + field);
      requireKnown(item, what + " " + field, word, known);
      words.add(word);
    }
    if (words.isEmpty()) {
      throw yaml.wrong(list, what + " has no " + field);
    }
    return words;
  }

  private Map<String, Map<String, String>> parameters(Mapping fields, String what) {
    Map<String, Map<String, String>> parameters = new LinkedHashMap<>();
    byRule(fields, what, "parameters")
        .forEach(
            (id, node) -> parameters.put(id, values(node, what + " parameters of rule " + id, id)));
    return parameters;
  }

  private Map<String, String> values(YamlNode node, String what, String id) {
    Map<String, Parameter> declared = new LinkedHashMap<>();
    rulebook.parameters(id).forEach(parameter -> declared.put(parameter.name(), parameter));
    Map<String, String> values = new LinkedHashMap<>();
    yaml.mapping(node, what)
        .entries()
        .forEach(
            (name, value) -> {
              requireKnown(value, what, name, declared.keySet());
              values.put(name, yaml.value(declared.get(name), value, what));
            });
    return values;
  }

  private Map<String, Rule.Level> levels(Mapping fields, String what) {
    Map<String, Rule.Level> levels = new LinkedHashMap<>();
    byRule(fields, what, "levels")
        .forEach((id, node) -> levels.put(id, yaml.level(node, what + " rule " + id)));
    return levels;
  }

  /** What a field says of rules, by their ids; nothing where it is not there. */
  private Map<String, YamlNode> byRule(Mapping fields, String what, String field) {
    YamlNode node = fields.entries().get(field);
    if (node == null) {
      return Map.of();
    }
    Map<String, YamlNode> entries = yaml.mapping(node, what + " " + field).entries();
    List<String> ids = rulebook.rules().stream().map(Rule::id).toList();
    entries.forEach((id, value) -> requireKnown(value, what + " " + field, id, ids));
    return entries;
  }

  private void requireKnown(YamlNode node, String what, String word, Collection<String> known) {
    if (!known.contains(word)) {
      throw yaml.wrong(node, what + ": there is no " + word + Suggestion.among(known, word));
    }
  }
}
