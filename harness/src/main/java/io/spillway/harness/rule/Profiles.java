package io.spillway.harness.rule;

import io.spillway.harness.Suggestion;
import io.spillway.harness.rule.YamlNode.Mapping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The profiles that there are, in the order in which they are reported. Immutable. */
public final class Profiles {

  private static final String FILE = "rules/profiles.yaml";
  private static final List<String> FIELDS = List.of("name", "title", "rules", "parameters");

  private final Map<String, Profile> profiles;

  private Profiles(Map<String, Profile> profiles) {
    this.profiles = profiles;
  }

  /**
   * A profile, or a part of one, as users ask for it.
   *
   * @param profile the profile
   * @param part the part; empty for all of it
   */
  public record Choice(Profile profile, Optional<Profile.Part> part) {

    /** {@return whether this case was asked for} */
    public boolean holds(Rulebook.Selection selection) {
      return profile.holds(selection)
          && part.map(only -> only == Profile.Part.of(selection.ruleCase().level())).orElse(true);
    }

    /** {@return the words that ask for it, such as {@code skupper-2.2/core}} */
    public String word() {
      return profile.name() + part.map(only -> "/" + only.word()).orElse("");
    }
  }

  /**
   * Reads the profiles that Spillway ships.
   *
   * @throws RulebookException if they cannot be used; says on which line and why
   */
  public static Profiles load() {
    return read(FILE, Rulebook.resource(FILE));
  }

  /**
   * Reads profiles.
   *
   * @param source what to call them in errors, such as their file's name
   * @param yaml their text; the format is described in {@code rules/README.md}
   * @throws RulebookException if they cannot be used; says on which line and why
   */
  public static Profiles read(String source, String yaml) {
    YamlShape shape = new YamlShape(source);
    Mapping root = shape.mapping(YamlNode.read(source, yaml), "the document", List.of("profiles"));
    Map<String, Profile> profiles = new LinkedHashMap<>();
    for (YamlNode item :
        shape.sequence(shape.required(root, "the document", "profiles"), "profiles").items()) {
      Mapping fields = shape.mapping(item, "a profile", FIELDS);
      Profile profile = profile(shape, fields);
      if (profiles.put(profile.name(), profile) != null) {
        throw shape.wrong(fields, "profile " + profile.name() + " stands twice");
      }
    }
    return new Profiles(profiles);
  }

  private static Profile profile(YamlShape shape, Mapping fields) {
    YamlNode nameNode = shape.required(fields, "a profile", "name");
    String name = shape.text(nameNode, "a profile's name");
    String what = "profile " + name;
    if (name.contains("/")) {
      throw shape.wrong(nameNode, what + ": a name must not hold a slash, which names a part");
    }
    List<String> rules = new ArrayList<>();
    YamlNode list = shape.required(fields, what, "rules");
    for (YamlNode rule : shape.sequence(list, what + " rules").items()) {
      rules.add(shape.text(rule, what + " rule"));
    }
    if (rules.isEmpty()) {
      throw shape.wrong(list, what + " has no rules");
    }
    return new Profile(
        name,
        shape.text(shape.required(fields, what, "title"), what + " title"),
        rules,
        parameters(shape, fields, what));
  }

  private static Map<String, Map<String, String>> parameters(
      YamlShape shape, Mapping fields, String what) {
    Map<String, Map<String, String>> parameters = new LinkedHashMap<>();
    YamlNode node = fields.entries().get("parameters");
    if (node != null) {
      for (var rule : shape.mapping(node, what + " parameters").entries().entrySet()) {
        String where = what + " parameters of " + rule.getKey();
        Map<String, String> values = new LinkedHashMap<>();
        shape
            .mapping(rule.getValue(), where)
            .entries()
            .forEach((name, value) -> values.put(name, shape.text(value, where)));
        parameters.put(rule.getKey(), values);
      }
    }
    return parameters;
  }

  /** {@return all profiles, in order} */
  public List<Profile> all() {
    return List.copyOf(profiles.values());
  }

  /**
   * {@return the profile that these words ask for, or its part}
   *
   * @param word a name such as {@code skupper-2.2}, or with a part {@code skupper-2.2/core}
   * @throws IllegalArgumentException if there is none; the message names the one that may have been
   *     meant, or those that there are
   */
  public Choice choose(String word) {
    int slash = word.indexOf('/');
    String name = slash < 0 ? word : word.substring(0, slash);
    Profile profile = profiles.get(name);
    if (profile == null) {
      throw new IllegalArgumentException(
          "no profile " + name + Suggestion.among(profiles.keySet(), name));
    }
    return new Choice(
        profile, slash < 0 ? Optional.empty() : Optional.of(part(name, word.substring(slash + 1))));
  }

  private static Profile.Part part(String name, String word) {
    for (Profile.Part part : Profile.Part.values()) {
      if (part.word().equals(word)) {
        return part;
      }
    }
    throw new IllegalArgumentException(
        "profile %s has no part %s, only %s/core and %s/extended"
            .formatted(name, word, name, name));
  }
}
