package io.spillway.harness.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RulebookTest {

  private static final List<String> SOURCES =
      List.of("skupper-2.2", "rhsi-5", "skupper-1", "skupper-routing", "linkerd-failover");

  private final Rulebook rulebook = Rulebook.load();

  @Test
  void shippedRulebook_holdsTheRulesInTheOrderOfTheReport() {
    List<String> ids = rulebook.rules().stream().map(Rule::id).toList();

    assertThat(ids)
        .isSortedAccordingTo(
            Comparator.<String>comparingInt(id -> "BCMFL".indexOf(id.charAt(0)))
                .thenComparing(id -> Integer.valueOf(id.substring(1))))
        .contains("B1", "C5", "M1", "F2")
        .doesNotHaveDuplicates();
  }

  @Test
  void shippedRulebook_everyRule_saysWhereItIsDocumentedUnlessItIsAdvisory() {
    assertThat(rulebook.rules())
        .allSatisfy(
            rule -> {
              assertThat(rule.statement()).endsWith(".");
              assertThat(rule.cases()).allSatisfy(one -> assertThat(rule.needs(one)).isNotEmpty());
              if (rule.level() != Rule.Level.ADVISORY) {
                assertThat(rule.citations())
                    .extracting(Rule.Citation::source)
                    .isNotEmpty()
                    .isSubsetOf(SOURCES)
                    .doesNotHaveDuplicates();
              }
            });
  }

  @Test
  void routerWithoutOneKindOfListener_isAskedAboutTheOtherKind() {
    Set<Feature> noPriorities = EnumSet.complementOf(EnumSet.of(Feature.PRIORITY_LISTENER));
    Set<Feature> noWeights = EnumSet.complementOf(EnumSet.of(Feature.WEIGHTED_LISTENER));

    assertThat(applicable(noPriorities))
        .contains(
            "B3/site returns",
            "B3/workload returns",
            "M11/no connector",
            "M11/keys lost",
            "M12/two listeners at once");
    assertThat(applicable(noWeights))
        .contains("B3/site returns by priority", "M11/keys lost by priority");
    assertThat(applicable(noPriorities)).noneMatch(word -> word.contains("by priority"));
  }

  @Test
  void otherParametersAndLevels_leaveACaseWhatItNeeds() {
    Rule changed =
        rulebook
            .with((rule, one) -> Map.of())
            .withLevels(Map.of("B3", Rule.Level.ADVISORY))
            .rule("B3");

    assertThat(changed.needs(changed.caseNamed("site returns by priority")))
        .containsExactly(Feature.BALANCING, Feature.PRIORITY_LISTENER, Feature.SITE_FAILOVER);
  }

  @Test
  void routerThatIsNotToldOfReadiness_isNotAskedToLeaveAWorkloadThatOnlySaysSo() {
    Set<Feature> noReadiness = EnumSet.complementOf(EnumSet.of(Feature.READINESS));

    assertThat(rulebook.all())
        .filteredOn(one -> "withdrawn".equals(one.ruleCase().parameters().get("way")))
        .isNotEmpty()
        .extracting(Rulebook.Selection::word)
        .doesNotContainAnyElementsOf(applicable(noReadiness));
    assertThat(applicable(noReadiness)).contains("M2/site killed", "F1/process-dead");
  }

  private List<String> applicable(Set<Feature> features) {
    return rulebook.all().stream()
        .filter(one -> features.containsAll(one.rule().needs(one.ruleCase())))
        .map(Rulebook.Selection::word)
        .toList();
  }

  @Test
  void ruleCase_withoutAValueOfItsOwn_hasTheDefault() {
    RuleCase ruleCase = rulebook.select("C5/1 v 5").get(0).ruleCase();

    assertThat(ruleCase.integer("best")).isEqualTo(1);
    assertThat(ruleCase.integer("alternative")).isEqualTo(5);
    assertThat(ruleCase.integer("after-spill")).isEqualTo(40);
    assertThat(ruleCase.number("share-min")).isEqualTo(0.25);
  }

  @Test
  void parameters_ofARule_tellUnitMeaningAndDefault() {
    assertThat(rulebook.parameters("F2"))
        .filteredOn(parameter -> parameter.name().equals("failover-limit-seconds"))
        .singleElement()
        .satisfies(
            parameter -> {
              assertThat(parameter.unit()).isEqualTo("s");
              assertThat(parameter.meaning()).contains("last connection that went wrong");
              assertThat(parameter.defaultValue()).contains("10");
            });
  }

  @Test
  void rule_thatThereIsNot_namesTheNearestAndAll() {
    assertThatThrownBy(() -> rulebook.rule("m7"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no rule m7; did you mean M7?");
  }

  @Test
  void select_severalWords_givesEachCaseOnceInTheRulebooksOrder() {
    assertThat(words("F2/frozen, C4,M1/equal of 3,C4/0 v 5"))
        .containsExactly("C4/0 v 5", "C4/1 v 5", "M1/equal of 3", "F2/frozen");
  }

  @Test
  void select_aCaseNameWithASlash_isTakenWhole() {
    assertThat(words("M1/weighted 25/75")).containsExactly("M1/weighted 25/75");
  }

  @Test
  void select_aCaseThatThereIsNot_namesTheNearestAndAll() {
    assertThatThrownBy(() -> rulebook.select("F2/froze"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rule F2 has no case froze; did you mean frozen?");
  }

  @Test
  void select_nothing_isRefused() {
    assertThatThrownBy(() -> rulebook.select(" , "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("nothing is selected; the rules are \\[B1, .*]");
  }

  @Test
  void all_isEveryCaseOfEveryRule() {
    assertThat(rulebook.all())
        .hasSize(rulebook.rules().stream().mapToInt(rule -> rule.cases().size()).sum())
        .doesNotHaveDuplicates();
  }

  private List<String> words(String selection) {
    return rulebook.select(selection).stream().map(Rulebook.Selection::word).toList();
  }
}
