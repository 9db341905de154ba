package io.spillway.suites.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.check.Checks;
import io.spillway.harness.check.Question;
import io.spillway.harness.check.Result;
import io.spillway.harness.check.Verdict;
import io.spillway.harness.driver.spillway.SpillwayDriver;
import io.spillway.harness.fault.toxiproxy.EmbeddedToxiproxyServer;
import io.spillway.harness.history.History;
import io.spillway.harness.rule.Rule;
import io.spillway.harness.rule.RuleCase;
import io.spillway.harness.rule.Rulebook;
import io.spillway.harness.run.RunFolder;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.ScenarioRunner;
import io.spillway.harness.run.Seed;
import io.spillway.harness.runtime.SiteRuntime;
import io.spillway.harness.runtime.embedded.EmbeddedRuntime;
import io.spillway.router.route.Policies;
import io.spillway.suites.conformance.Scenarios;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The harness catches what it promises to catch: each mutant is failed by the rule it breaks. */
@Tag("self-test")
class MutantsIT {

  private static final double ALPHA = 1e-7;
  private static final Seed SEED = new Seed(739118);

  /** More than the reference router needs, and less than users wait for a mutant. */
  private static final String LIMIT_SECONDS = "4";

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.spillway.suites.selftest.Mutant#all")
  void mutant_isFailedByTheRuleThatItBreaks(Mutant mutant) throws InterruptedException {
    Result result = judge(mutant.rule(), mutant.caseName(), mutant.policies(), mutant.around());

    assertThat(result.verdict())
        .as(result.figure() + ": " + result.reason())
        .isEqualTo(Verdict.FAIL);
    assertThat(result.evidence()).isNotEmpty();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("casesWithMutants")
  void documentedRouter_passesWhatMutantsFail(String rule, String caseName)
      throws InterruptedException {
    Result result = judge(rule, caseName, Policies::documented, UnaryOperator.identity());

    assertThat(result.verdict())
        .as(result.figure() + ": " + result.reason())
        .isEqualTo(Verdict.PASS);
  }

  static Stream<Arguments> casesWithMutants() {
    return Mutant.all().stream()
        .map(mutant -> List.of(mutant.rule(), mutant.caseName()))
        .distinct()
        .map(words -> Arguments.of(words.toArray()));
  }

  @Test
  void everyRule_thatCanFail_hasAMutant() {
    List<String> broken = Mutant.all().stream().map(Mutant::rule).distinct().toList();

    assertThat(Rulebook.load().rules())
        .filteredOn(rule -> rule.level() != Rule.Level.ADVISORY)
        .extracting(Rule::id)
        .isSubsetOf(broken);
  }

  /**
   * The same case with the limits that a router may take cut short, so that nobody waits for a
   * mutant.
   */
  private static RuleCase hurried(RuleCase ruleCase) {
    Map<String, String> parameters = new LinkedHashMap<>(ruleCase.parameters());
    parameters.replace("failover-limit-seconds", LIMIT_SECONDS);
    parameters.replace("recovery-limit-seconds", LIMIT_SECONDS);
    parameters.replace("repeats", "1");
    return new RuleCase(ruleCase.name(), ruleCase.level(), parameters);
  }

  private Result judge(
      String rule, String caseName, Supplier<Policies> policies, UnaryOperator<SiteRuntime> around)
      throws InterruptedException {
    Rule broken = Rulebook.load().rule(rule);
    Question question = new Question(broken, hurried(broken.caseNamed(caseName)), ALPHA);
    Scenario scenario = Scenarios.of(question);
    try (EmbeddedRuntime runtime =
        new EmbeddedRuntime(new SpillwayDriver(), EmbeddedToxiproxyServer.start(), policies)) {
      ScenarioRunner runner =
          new ScenarioRunner(around.apply(runtime), SEED, Map.of(), RunFolder.prepare(folder));
      History history = runner.run(scenario, question, (r, c, attempts, estimate, elapsed) -> {});
      return Checks.named(broken.check()).check(history, question);
    }
  }
}
