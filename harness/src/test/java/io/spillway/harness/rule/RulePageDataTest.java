package io.spillway.harness.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the page of rules says beside the rules themselves. */
class RulePageDataTest {

  @Test
  void everyCheckThatARuleNames_isExplained() {
    assertThat(CheckWords.load().keySet())
        .containsExactlyInAnyOrderElementsOf(
            Rulebook.load().rules().stream().map(Rule::check).distinct().toList());
  }

  @Test
  void everySentenceThatNoRuleJudges_hasASourceAndAReason() {
    List<NotTested> all = NotTested.load();

    assertThat(all).hasSizeGreaterThan(10);
    assertThat(all)
        .allSatisfy(
            one -> {
              assertThat(one.sentence()).endsWith(".");
              assertThat(one.reason()).endsWith(".");
              assertThat(one.citations())
                  .extracting(Rule.Citation::source)
                  .isSubsetOf(
                      "skupper-2.2", "rhsi-5", "skupper-1", "skupper-routing", "linkerd-failover");
            });
    assertThat(all).extracting(NotTested::sentence).doesNotHaveDuplicates();
  }

  @Test
  void version_ofTheRulebook_isStable() {
    assertThat(Rulebook.version()).matches("[0-9a-f]{12}").isEqualTo(Rulebook.version());
  }
}
