package io.spillway.harness.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.history.History;
import io.spillway.harness.rule.Rule;
import io.spillway.harness.rule.Rulebook;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChecksTest {

  static List<String> cases() {
    return Rulebook.load().all().stream().map(Rulebook.Selection::word).toList();
  }

  @Test
  void everyRuleOfTheRulebook_isDecidedByACheckThatThereIs() {
    assertThat(Rulebook.load().rules())
        .extracting(Rule::check)
        .allSatisfy(word -> assertThat(Checks.named(word)).isNotNull())
        .containsAll(Checks.ALL.stream().map(Checks.Named::word).toList());
  }

  @Test
  void checkThatThereIsNot_isRefusedWithThoseThatThereAre() {
    assertThatThrownBy(() -> Checks.named("nonsense"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "no check nonsense, only [both-serve, failover, phase-claims, randomness");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyCheck_ofAnEmptyHistory_isInconclusive(String words) {
    Result result =
        Asked.of(words)
            .of(
                new History(
                    "empty", 1, Map.of(), List.of(), List.of(), List.of(), List.of(), List.of()));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).isEqualTo("The history holds no attempt.");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyCheck_ofAHistoryWithoutControlPhase_isInconclusive(String words) {
    Result result =
        Asked.of(words)
            .of(Story.withoutControl("red@west", "blue@east").phase("x").served(1, "red"));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).startsWith("The history has no control phase");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyCheck_ofAControlPhaseThatMissedAWorkload_isInconclusiveAndNamesIt(String words) {
    Result result =
        Asked.of(words)
            .of(
                Story.withoutControl("red@west", "blue@east")
                    .phase("control", "role=control")
                    .served(3, "red"));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason())
        .startsWith("The control phase did not reach blue at east (key blue),");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyCheck_ofAControlPhaseAlone_isInconclusive(String words) {
    Result result = Asked.of(words).of(Story.of("red@west", "blue@east"));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).isNotBlank();
  }

  @Test
  void history_withoutWorkloads_isInconclusive() {
    Story story = Story.withoutControl().phase("control", "role=control").servedByStranger("west");

    Result result = Asked.of("B1").of(story);

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).startsWith("The history names no workload");
  }

  @Test
  void checkThatBreaks_isAnErrorThatSaysWhatAndWhere() {
    Result result = Asked.of("B1").of(Story.of("red@west"));

    assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(result.figure()).isEqualTo("the check itself broke");
    assertThat(result.reason())
        .startsWith(
            "The check could not judge the history of story: both-serve needs workloads at exactly"
                + " two sites, there are [west] (IllegalArgumentException at BothServe.java:");
  }
}
