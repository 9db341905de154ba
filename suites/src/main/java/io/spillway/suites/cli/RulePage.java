package io.spillway.suites.cli;

import io.spillway.harness.report.Chapter;
import io.spillway.harness.rule.CheckWords;
import io.spillway.harness.rule.Feature;
import io.spillway.harness.rule.NotTested;
import io.spillway.harness.rule.Parameter;
import io.spillway.harness.rule.Profile;
import io.spillway.harness.rule.Profiles;
import io.spillway.harness.rule.Rule;
import io.spillway.harness.rule.RuleCase;
import io.spillway.harness.rule.Rulebook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The rulebook as the page {@code docs/rules.md}. */
final class RulePage {

  private static final String INTRODUCTION =
      """
      # The rules

      <!-- Written by `bin/spillway rules --markdown`; edit the rulebook instead. -->

      Every rule that Spillway judges, and what its sources say that no rule judges. A *must* fails
      the run when it is broken or cannot be decided, a *should* only a strict one
      (`-Dspillway.strict=true`); an *advisory* rule is measured and fails nothing.

      """;

  private final StringBuilder page = new StringBuilder(INTRODUCTION);
  private final Rulebook rulebook = Rulebook.load();
  private final List<Profile> profiles = Profiles.load().all();
  private final Map<String, String> checks = CheckWords.load();

  private RulePage() {}

  static String text() {
    RulePage written = new RulePage();
    written.profiles();
    Map<String, List<Rule>> chapters =
        written.rulebook.rules().stream()
            .collect(Collectors.groupingBy(Rule::chapter, LinkedHashMap::new, Collectors.toList()));
    chapters.forEach(written::chapter);
    written.notTested();
    return written.page.toString();
  }

  private void profiles() {
    page.append("## Profiles\n\n");
    row("profile", "what it is", "its sources", "core (must)", "extended (should, advisory)");
    row("---", "---", "---", "---", "---");
    for (Profile profile : profiles) {
      row(
          "`" + profile.name() + "`",
          profile.title(),
          String.join(", ", profile.sources()),
          cases(profile, Profile.Part.CORE),
          cases(profile, Profile.Part.EXTENDED));
    }
    page.append(
        """

        `-Dspillway.profile=skupper-2.2` runs one, `skupper-2.2/core` a part of it. In a profile
        a rule that none of its sources states is advisory, and parameters may have values of the
        profile's own; each rule says where.

        """);
  }

  private String cases(Profile profile, Profile.Part part) {
    List<Rulebook.Selection> held =
        profile.reading(rulebook).all().stream()
            .filter(profile::holds)
            .filter(one -> Profile.Part.of(one.ruleCase().level()) == part)
            .toList();
    long rules = held.stream().map(Rulebook.Selection::rule).distinct().count();
    return held.isEmpty() ? "none" : held.size() + " cases of " + rules + " rules";
  }

  private void chapter(String name, List<Rule> rules) {
    page.append("## ").append(name).append(": ").append(Chapter.title(name)).append("\n\n");
    rules.forEach(this::rule);
  }

  private void rule(Rule rule) {
    page.append("### ").append(rule.id()).append(" ").append(rule.title()).append("\n\n");
    page.append("*").append(rule.level().word()).append("* · ").append(rule.statement());
    page.append("\n\n");
    if (!rule.citations().isEmpty()) {
      page.append("- Documented in ").append(citations(rule.citations())).append("\n");
    }
    page.append("- Needs ").append(rule.features().isEmpty() ? "what its cases say" : "");
    page.append(words(rule.features()));
    page.append("\n- Decided by `").append(rule.check()).append("`. ");
    page.append(checks.getOrDefault(rule.check(), "")).append("\n\n");
    cases(rule);
    parameters(rule);
    profiles.forEach(profile -> otherwise(profile, rule));
  }

  /** What a profile asks of a rule otherwise than the rulebook does. */
  private void otherwise(Profile profile, Rule rule) {
    List<String> words = new ArrayList<>();
    Optional.ofNullable(profile.levels().get(rule.id()))
        .ifPresent(level -> words.add("the rule is *" + level.word() + "*"));
    new TreeMap<>(profile.parameters().getOrDefault(rule.id(), Map.of()))
        .forEach((name, value) -> words.add("`" + name + "` is " + value));
    if (!words.isEmpty()) {
      page.append("In the profile `").append(profile.name()).append("` ");
      page.append(String.join(", ", words)).append(".\n\n");
    }
  }

  private void cases(Rule rule) {
    page.append("Cases:\n\n");
    for (RuleCase one : rule.cases()) {
      page.append("- `").append(one.name()).append('`').append(otherwise(rule, one)).append('\n');
    }
    page.append('\n');
  }

  /** In which respects a case differs from its rule. */
  private String otherwise(Rule rule, RuleCase ruleCase) {
    List<String> words = new ArrayList<>();
    if (ruleCase.level() != rule.level()) {
      words.add(ruleCase.level().word());
    }
    if (!ruleCase.features().isEmpty()) {
      words.add("needs " + words(ruleCase.features()));
    }
    for (Parameter parameter : rulebook.parameters(rule.id())) {
      String value = ruleCase.text(parameter.name());
      if (parameter.defaultValue().filter(value::equals).isEmpty()) {
        words.add("`" + parameter.name() + "` " + value);
      }
    }
    return words.stream().map(word -> " · " + word).collect(Collectors.joining());
  }

  private static String words(List<Feature> features) {
    return features.stream().map(Feature::word).collect(Collectors.joining(", "));
  }

  private void parameters(Rule rule) {
    List<Parameter> parameters = rulebook.parameters(rule.id());
    if (parameters.isEmpty()) {
      return;
    }
    row("parameter", "default", "unit", "meaning");
    row("---", "---", "---", "---");
    for (Parameter parameter : parameters) {
      row(
          "`" + parameter.name() + "`",
          parameter.defaultValue().orElse("set by each case"),
          parameter.unit(),
          parameter.meaning());
    }
    page.append("\n");
  }

  private void notTested() {
    page.append("## What the sources say that no rule judges\n\n");
    row("sentence", "source", "why no rule judges it");
    row("---", "---", "---");
    for (NotTested one : NotTested.load()) {
      row(one.sentence(), citations(one.citations()), one.reason());
    }
  }

  private static String citations(List<Rule.Citation> citations) {
    return citations.stream()
        .map(citation -> citation.source() + ", *" + citation.heading() + "*")
        .collect(Collectors.joining("; "));
  }

  private void row(String... cells) {
    page.append("|");
    for (String cell : cells) {
      page.append(" ").append(cell.replace("|", "\\|")).append(" |");
    }
    page.append("\n");
  }
}
