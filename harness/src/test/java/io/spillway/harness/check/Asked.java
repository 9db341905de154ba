package io.spillway.harness.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.history.History;
import io.spillway.harness.rule.RuleCase;
import io.spillway.harness.rule.Rulebook;
import java.util.LinkedHashMap;
import java.util.Map;

/** A case of the shipped rulebook, asked of histories; what holds for every result is asserted. */
record Asked(Question question) {

  private static final Rulebook RULEBOOK = Rulebook.load();

  /** The case that these words select, with a probability of a false fail of 1e-7. */
  static Asked of(String words) {
    Rulebook.Selection selection = RULEBOOK.select(words).get(0);
    return new Asked(new Question(selection.rule(), selection.ruleCase(), 1e-7));
  }

  /** The same with another value of a parameter. */
  Asked with(String parameter, String value) {
    RuleCase old = question.ruleCase();
    Map<String, String> parameters = new LinkedHashMap<>(old.parameters());
    parameters.put(parameter, value);
    return new Asked(
        new Question(
            question.rule(), new RuleCase(old.name(), old.level(), parameters), question.alpha()));
  }

  /** The same with another probability of a false fail. */
  Asked alpha(double alpha) {
    return new Asked(new Question(question.rule(), question.ruleCase(), alpha));
  }

  /** The answer. */
  Result of(History history) {
    Result result = Checks.named(question.rule().check()).check(history, question);
    assertThat(result.rule()).isEqualTo(question.rule().id());
    assertThat(result.caseName()).isEqualTo(question.ruleCase().name());
    assertThat(result.figure()).isNotBlank().hasSizeLessThanOrEqualTo(Words.FIGURE_LENGTH);
    assertThat(result.reason()).endsWith(".");
    Told.inFull(result);
    return result;
  }

  /** The answer to the history that this story tells. */
  Result of(Story story) {
    return of(story.told());
  }
}
