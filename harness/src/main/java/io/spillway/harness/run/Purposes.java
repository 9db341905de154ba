package io.spillway.harness.run;

import io.spillway.harness.Suggestion;
import io.spillway.harness.Version;
import io.spillway.harness.check.Checks;
import io.spillway.harness.check.Question;
import io.spillway.harness.history.io.Purpose;
import io.spillway.harness.rule.Rule;
import io.spillway.harness.rule.RuleCase;
import io.spillway.harness.rule.Rulebook;
import java.util.List;
import java.util.Optional;

/** Turns questions into what histories keep of them, and back. */
public final class Purposes {

  private Purposes() {}

  /**
   * {@return what a history keeps of its run}
   *
   * @param questions what is asked of it, in order
   * @param gate what the run's gate asks for
   */
  static Purpose of(List<Question> questions, Purpose.Gate gate) {
    return new Purpose(
        Version.current(),
        Rulebook.version(),
        questions.stream().map(Purposes::asked).toList(),
        Optional.of(gate));
  }

  private static Purpose.Asked asked(Question question) {
    return new Purpose.Asked(
        question.rule().id(),
        question.ruleCase().name(),
        question.ruleCase().level().word(),
        question.rule().check(),
        question.ruleCase().parameters(),
        question.alpha());
  }

  /**
   * {@return the questions as they were asked: level, check, parameters and α are the history's,
   * and only the rule's words are the rulebook's}
   *
   * @param rulebook where the rules' titles and statements stand
   * @throws IllegalArgumentException if the history names a rule, a check or a level that this
   *     Spillway does not have
   */
  public static List<Question> questions(Purpose purpose, Rulebook rulebook) {
    return purpose.questions().stream().map(asked -> question(asked, rulebook)).toList();
  }

  private static Question question(Purpose.Asked asked, Rulebook rulebook) {
    Rule known = rulebook.rule(asked.rule());
    requireCheck(asked);
    RuleCase ruleCase = new RuleCase(asked.ruleCase(), level(asked), asked.parameters());
    Rule rule =
        new Rule(
            known.id(),
            known.title(),
            known.level(),
            known.statement(),
            known.citations(),
            known.features(),
            asked.check(),
            List.of(ruleCase));
    return new Question(rule, ruleCase, asked.alpha());
  }

  private static void requireCheck(Purpose.Asked asked) {
    List<String> words = Checks.ALL.stream().map(Checks.Named::word).toList();
    if (!words.contains(asked.check())) {
      throw new IllegalArgumentException(
          "rule "
              + asked.rule()
              + " was to be decided by the check "
              + asked.check()
              + ", which this Spillway does not have"
              + Suggestion.among(words, asked.check()));
    }
  }

  private static Rule.Level level(Purpose.Asked asked) {
    return Rule.Level.named(asked.level())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "rule "
                        + asked.rule()
                        + " has the level "
                        + asked.level()
                        + ", which there is not"));
  }
}
