package io.spillway.harness.rule;

import io.spillway.harness.Suggestion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** The rules, in the order in which they are reported. Immutable. */
public final class Rulebook {

  /** One file for each family, in the order of the report. */
  private static final List<String> FILES =
      List.of(
          "rules/balancing.yaml",
          "rules/link-cost.yaml",
          "rules/multi-key-listeners.yaml",
          "rules/failover.yaml",
          "rules/traffic-split.yaml");

  private static final int VERSION_DIGITS = 12;

  private final Map<String, Rule> rules;
  private final Map<String, List<Parameter>> parameters;

  Rulebook(Map<String, Rule> rules, Map<String, List<Parameter>> parameters) {
    this.rules = new LinkedHashMap<>(rules);
    this.parameters = new LinkedHashMap<>(parameters);
  }

  /**
   * One case of one rule: the unit that is run and judged.
   *
   * @param rule the rule
   * @param ruleCase one of its cases
   */
  public record Selection(Rule rule, RuleCase ruleCase) {

    /** {@return the words that select just this, such as {@code F2/frozen}} */
    public String word() {
      return rule.id() + "/" + ruleCase.name();
    }
  }

  /**
   * Reads the rulebook that Spillway ships.
   *
   * @return the rules
   * @throws RulebookException if it cannot be used; says on which line and why
   */
  public static Rulebook load() {
    Map<String, Rule> rules = new LinkedHashMap<>();
    Map<String, List<Parameter>> parameters = new LinkedHashMap<>();
    for (String file : FILES) {
      Rulebook part = read(file, resource(file));
      for (Rule rule : part.rules()) {
        if (rules.put(rule.id(), rule) != null) {
          throw new RulebookException(
              file, 1, "rule " + rule.id() + " stands in another file too; ids must be unique");
        }
      }
      parameters.putAll(part.parameters);
    }
    return new Rulebook(rules, parameters);
  }

  /**
   * {@return which rulebook this Spillway ships, as twelve hexadecimal digits: the beginning of the
   * SHA-256 of its files}
   */
  public static String version() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      FILES.forEach(file -> digest.update(resource(file).getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(digest.digest()).substring(0, VERSION_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static String resource(String file) {
    try (InputStream stream = Rulebook.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalStateException(
            "the resource " + file + " is missing beside " + Rulebook.class.getName());
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the resource " + file, e);
    }
  }

  /**
   * Reads a rulebook.
   *
   * @param source what to call it in errors, such as its file name
   * @param yaml its text; the format is described in {@code rules/README.md}
   * @return the rules
   * @throws RulebookException if it cannot be used; says on which line and why
   */
  public static Rulebook read(String source, String yaml) {
    return RulebookReader.read(source, yaml);
  }

  /** {@return all rules, in order} */
  public List<Rule> rules() {
    return List.copyOf(rules.values());
  }

  /**
   * {@return the rule of that id}
   *
   * @throws IllegalArgumentException if there is none; the message names the one that may have been
   *     meant, or those that there are
   */
  public Rule rule(String id) {
    Rule rule = rules.get(id);
    if (rule == null) {
      throw new IllegalArgumentException("no rule " + id + Suggestion.among(rules.keySet(), id));
    }
    return rule;
  }

  /**
   * {@return the parameters of the rule of that id, in order}
   *
   * @throws IllegalArgumentException if there is no such rule
   */
  public List<Parameter> parameters(String id) {
    return parameters.get(rule(id).id());
  }

  /**
   * {@return this rulebook with other values for the parameters of some cases}
   *
   * @param changes the parameters of a case that change, with their values
   * @throws IllegalArgumentException if a case does not have such a parameter
   */
  public Rulebook with(BiFunction<Rule, RuleCase, Map<String, String>> changes) {
    Map<String, Rule> changed = new LinkedHashMap<>();
    for (Rule rule : rules.values()) {
      List<RuleCase> cases =
          rule.cases().stream().map(one -> changed(rule, one, changes.apply(rule, one))).toList();
      changed.put(rule.id(), rule.with(rule.level(), cases));
    }
    return new Rulebook(changed, parameters);
  }

  /**
   * {@return this rulebook with other levels for some rules, and for every case of them}
   *
   * @param levels levels by the ids of rules
   */
  Rulebook withLevels(Map<String, Rule.Level> levels) {
    Map<String, Rule> changed = new LinkedHashMap<>(rules);
    levels.forEach(
        (id, level) ->
            changed.computeIfPresent(
                id,
                (same, rule) ->
                    rule.with(
                        level,
                        rule.cases().stream()
                            .map(
                                one ->
                                    new RuleCase(
                                        one.name(), level, one.parameters(), one.features()))
                            .toList())));
    return new Rulebook(changed, parameters);
  }

  /** {@return the short names of the sources that any rule cites} */
  Set<String> sources() {
    return rules.values().stream()
        .flatMap(rule -> rule.citations().stream())
        .map(Rule.Citation::source)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static RuleCase changed(Rule rule, RuleCase ruleCase, Map<String, String> changes) {
    Map<String, String> values = new LinkedHashMap<>(ruleCase.parameters());
    changes.forEach(
        (name, value) -> {
          if (values.replace(name, value) == null) {
            throw new IllegalArgumentException(
                "rule "
                    + rule.id()
                    + " has no parameter "
                    + name
                    + Suggestion.among(ruleCase.parameters().keySet(), name));
          }
        });
    return new RuleCase(ruleCase.name(), ruleCase.level(), values, ruleCase.features());
  }

  /** {@return every case of every rule, in order} */
  public List<Selection> all() {
    return rules.values().stream()
        .flatMap(rule -> rule.cases().stream().map(c -> new Selection(rule, c)))
        .toList();
  }

  /**
   * Selects rules, or single cases of rules.
   *
   * @param words ids such as {@code M1}, or ids with a case such as {@code F2/frozen} or {@code
   *     C5/1 v 5}, separated by commas
   * @return the cases that any of the words names, each once, in the rulebook's order
   * @throws IllegalArgumentException if a word names nothing, or there is no word; the message
   *     names the one that may have been meant, or those that there are
   */
  public List<Selection> select(String words) {
    Set<Selection> selected = new LinkedHashSet<>();
    for (String word : words.split(",", -1)) {
      if (!word.isBlank()) {
        selected.addAll(selected(word.strip()));
      }
    }
    if (selected.isEmpty()) {
      throw new IllegalArgumentException("nothing is selected; the rules are " + rules.keySet());
    }
    return all().stream().filter(selected::contains).toList();
  }

  private List<Selection> selected(String word) {
    int slash = word.indexOf('/');
    if (slash < 0) {
      Rule rule = rule(word);
      return rule.cases().stream().map(c -> new Selection(rule, c)).toList();
    }
    Rule rule = rule(word.substring(0, slash).strip());
    String name = word.substring(slash + 1).strip();
    return rule.cases().stream()
        .filter(c -> c.name().equals(name))
        .map(c -> List.of(new Selection(rule, c)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "rule "
                        + rule.id()
                        + " has no case "
                        + name
                        + Suggestion.among(
                            rule.cases().stream().map(RuleCase::name).toList(), name)));
  }
}
