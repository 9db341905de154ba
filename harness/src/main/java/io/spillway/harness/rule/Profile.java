package io.spillway.harness.rule;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules that a router of one kind claims to keep, in two parts: the core is what it must, the
 * extended part is what it should and what is only measured.
 *
 * @param name what users write, such as {@code skupper-2.2}
 * @param title what they read
 * @param sources short names of the texts that this kind of router follows, at least one
 * @param rules chapters such as {@code C}, rules such as {@code C5} or cases such as {@code
 *     F2/frozen}; at least one
 * @param parameters for some rules, by id, the values of parameters that this profile sets, for
 *     every case of the rule
 * @param levels for some rules, by id, how much they and all their cases matter in this profile
 */
public record Profile(
    String name,
    String title,
    List<String> sources,
    List<String> rules,
    Map<String, Map<String, String>> parameters,
    Map<String, Rule.Level> levels) {

  /** Copies the collections. */
  public Profile {
    sources = List.copyOf(sources);
    rules = List.copyOf(rules);
    Map<String, Map<String, String>> copy = new LinkedHashMap<>();
    parameters.forEach((rule, values) -> copy.put(rule, Map.copyOf(values)));
    parameters = Collections.unmodifiableMap(copy);
    levels = Collections.unmodifiableMap(new LinkedHashMap<>(levels));
  }

  /** The parts of a profile. */
  public enum Part {
    /** What a router must keep to conform to the profile. */
    CORE("core"),
    /** What it should keep, and what is only measured. */
    EXTENDED("extended");

    private final String word;

    Part(String word) {
      this.word = word;
    }

    /** {@return the word that users write behind the profile's name and a slash} */
    public String word() {
      return word;
    }

    /** {@return the part that cases of this level belong to} */
    public static Part of(Rule.Level level) {
      return level == Rule.Level.MUST ? CORE : EXTENDED;
    }
  }

  /** {@return whether this case of this rule belongs to the profile} */
  public boolean holds(Rulebook.Selection selection) {
    return names(selection).stream().anyMatch(rules::contains);
  }

  /** {@return the rulebook as this profile reads it: with its parameters and its levels} */
  public Rulebook reading(Rulebook rulebook) {
    return rulebook
        .with((rule, ruleCase) -> parameters.getOrDefault(rule.id(), Map.of()))
        .withLevels(levels);
  }

  /** {@return the words by which a profile may name this case} */
  static List<String> names(Rulebook.Selection selection) {
    Rule rule = selection.rule();
    return List.of(rule.chapter(), rule.id(), selection.word());
  }
}
