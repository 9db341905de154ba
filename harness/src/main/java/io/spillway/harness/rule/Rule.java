package io.spillway.harness.rule;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A rule that a router must, should or may keep.
 *
 * @param id stable id, such as {@code M1} or {@code F2}
 * @param title a few words, lower case
 * @param level how much it matters
 * @param statement the rule in our own words
 * @param citations where it is documented; empty only for advisory rules
 * @param features what a router must have for any case of the rule to apply
 * @param check the word that names its check
 * @param cases what is run and judged, each with its own verdict; at least one
 */
public record Rule(
    String id,
    String title,
    Level level,
    String statement,
    List<Citation> citations,
    List<Feature> features,
    String check,
    List<RuleCase> cases) {

  /** Copies the lists. */
  public Rule {
    citations = List.copyOf(citations);
    features = List.copyOf(features);
    cases = List.copyOf(cases);
  }

  /**
   * {@return the case of that name}
   *
   * @throws IllegalArgumentException if there is none; the message lists those that there are
   */
  public RuleCase caseNamed(String name) {
    return cases.stream()
        .filter(ruleCase -> ruleCase.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "rule %s has no case %s, only %s"
                        .formatted(id, name, cases.stream().map(RuleCase::name).toList())));
  }

  /** {@return what a router must have for this case of the rule to apply, without doubles} */
  public Set<Feature> needs(RuleCase ruleCase) {
    Set<Feature> needed = new LinkedHashSet<>(features);
    needed.addAll(ruleCase.features());
    return Collections.unmodifiableSet(needed);
  }

  /** {@return whether one of these sources states it} */
  public boolean isStatedIn(Collection<String> sources) {
    return citations.stream().anyMatch(citation -> sources.contains(citation.source()));
  }

  /** {@return the same rule with these cases, at this level} */
  Rule with(Level other, List<RuleCase> others) {
    return new Rule(id, title, other, statement, citations, features, check, others);
  }

  /** {@return the chapter that it belongs to: the letters that its id begins with, or all of it} */
  public String chapter() {
    int end = 0;
    while (end < id.length() && Character.isLetter(id.charAt(end))) {
      end++;
    }
    return end == 0 ? id : id.substring(0, end);
  }

  /** How much a rule matters. */
  public enum Level {
    /** A failed check fails the gate. */
    MUST,
    /** Reported; fails only a strict gate. */
    SHOULD,
    /** Measured and shown; never fails. */
    ADVISORY;

    /** {@return the word that files and reports use} */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** {@return the level of that word; empty if there is none} */
    public static Optional<Level> named(String word) {
      return Stream.of(values()).filter(level -> level.word().equals(word)).findFirst();
    }
  }

  /**
   * Where a rule is documented.
   *
   * @param source short name of the source text, such as {@code skupper-2.2}
   * @param heading the heading under which it stands
   */
  public record Citation(String source, String heading) {}
}
