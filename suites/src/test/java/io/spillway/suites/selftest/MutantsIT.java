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
import io.spillway.harness.runtime.embedded.EmbeddedRuntime;
import io.spillway.suites.conformance.Scenarios;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The harness catches what it promises to catch: each mutant is failed by the rule it breaks. */
@Tag("self-test")
class MutantsIT {

  private static final double ALPHA = 1e-7;

  /** More than the reference router needs, and less than users wait for a mutant. */
  private static final String LIMIT_SECONDS = "4";

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void mutant_isFailedByTheRuleThatItBreaks(Mutant mutant) throws InterruptedException {
    Result result = judge(mutant);

    assertThat(result.verdict())
        .as(result.figure() + ": " + result.reason())
        .isEqualTo(Verdict.FAIL);
    assertThat(result.evidence()).isNotEmpty();
  }

  @Test
  void everyRule_hasAMutant() {
    List<String> broken = Arrays.stream(Mutant.values()).map(Mutant::rule).distinct().toList();

    assertThat(Rulebook.load().rules()).extracting(Rule::id).isSubsetOf(broken);
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

  private Result judge(Mutant mutant) throws InterruptedException {
    Rule broken = Rulebook.load().rule(mutant.rule());
    Question question = new Question(broken, hurried(broken.caseNamed(mutant.caseName())), ALPHA);
    Scenario scenario = Scenarios.of(question);
    try (EmbeddedRuntime runtime =
        new EmbeddedRuntime(
            new SpillwayDriver(), EmbeddedToxiproxyServer.start(), mutant::policies)) {
      ScenarioRunner runner =
          new ScenarioRunner(runtime, Seed.drawn(), Map.of(), RunFolder.prepare(folder));
      History history =
          runner.run(scenario, question, (rule, ruleCase, attempts, estimate, elapsed) -> {});
      return Checks.named(broken.check()).check(history, question);
    }
  }
}
