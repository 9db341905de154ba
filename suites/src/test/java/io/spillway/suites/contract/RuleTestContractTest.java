package io.spillway.suites.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.displayName;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedSuccessfully;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.skippedWithReason;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.cause;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import io.spillway.harness.check.Verdict;
import io.spillway.harness.junit.RuleRun;
import io.spillway.harness.junit.RuleTest;
import io.spillway.harness.report.ConformanceReport;
import io.spillway.harness.report.io.ReportReader;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Network;
import io.spillway.suites.conformance.Scenarios;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.opentest4j.AssertionFailedError;

/** What a test marked {@link RuleTest} promises, its ways of failing above all. */
class RuleTestContractTest {

  private static final List<String> PROPERTIES =
      List.of("spillway.rule", "spillway.runtime", "spillway.report");

  @TempDir Path folder;

  @BeforeEach
  void chooseTheEmbeddedRuntime() {
    System.setProperty("spillway.runtime", "embedded");
    System.setProperty("spillway.report", folder.toString());
  }

  @AfterEach
  void chooseNothing() {
    PROPERTIES.forEach(System::clearProperty);
  }

  @Test
  void ruleThatIsKept_passesAndIsReported() throws IOException {
    EngineExecutionResults results = run(Balancing.class, "B1");

    results
        .testEvents()
        .assertThatEvents()
        .haveExactly(1, event(test(), displayName("B1 two sites"), finishedSuccessfully()));
    ConformanceReport report = ReportReader.read(folder);
    assertThat(report.verdict()).isEqualTo(Verdict.PASS);
    assertThat(report.checked()).isEqualTo(1);
    assertThat(folder.resolve("index.html")).isNotEmptyFile();
    assertThat(folder.resolve(report.cases().findFirst().orElseThrow().history())).isNotEmptyFile();
  }

  @Test
  void scenarioThatGathersNothing_isNoPass() throws IOException {
    EngineExecutionResults results = run(Idle.class, "B1");

    results
        .testEvents()
        .assertThatEvents()
        .haveExactly(
            1,
            event(
                test(),
                finishedWithFailure(
                    instanceOf(AssertionFailedError.class),
                    message(text -> text.startsWith("B1 two sites: inconclusive")))));
    assertThat(ReportReader.read(folder).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void scenarioThatBreaks_isAnErrorOfTheHarnessAndNotOfTheRouter() throws IOException {
    EngineExecutionResults results = run(Broken.class, "B1");

    results
        .testEvents()
        .assertThatEvents()
        .haveExactly(
            1,
            event(
                test(),
                finishedWithFailure(
                    instanceOf(AssertionFailedError.class),
                    message(text -> text.contains("broke in the middle")))));
    assertThat(ReportReader.read(folder).verdict()).isEqualTo(Verdict.ERROR);
  }

  @Test
  void caseThatIsNotSelected_isShownAsSkipped() {
    EngineExecutionResults results = run(Balancing.class, "C5/0 v 1");

    results
        .testEvents()
        .assertThatEvents()
        .haveExactly(
            1,
            event(test(), skippedWithReason("left out by -Dspillway.rule or -Dspillway.profile")));
  }

  @Test
  void runInWhichNothingWasChecked_fails() {
    EngineExecutionResults results = run(Balancing.class, "C5/0 v 1");

    results
        .containerEvents()
        .assertThatEvents()
        .haveExactly(
            1,
            event(
                finishedWithFailure(
                    cause(
                        instanceOf(IllegalStateException.class),
                        message(text -> text.startsWith("nothing was checked"))))));
  }

  @Test
  void ruleThatDoesNotExist_failsEveryTestAndNamesTheNearest() {
    EngineExecutionResults results = run(Balancing.class, "Z9");

    results
        .testEvents()
        .assertThatEvents()
        .haveExactly(
            1,
            event(
                test(),
                finishedWithFailure(message(text -> text.contains("no rule Z9; did you mean ")))));
  }

  @Test
  void propertyThatDoesNotExist_failsEveryTestAndNamesTheNearest() {
    System.setProperty("spillway.sed", "1");
    try {
      run(Balancing.class, "B1")
          .testEvents()
          .assertThatEvents()
          .haveExactly(
              1,
              event(
                  test(),
                  finishedWithFailure(
                      message(text -> text.contains("did you mean spillway.seed?")))));
    } finally {
      System.clearProperty("spillway.sed");
    }
  }

  private static EngineExecutionResults run(Class<?> tests, String rule) {
    System.setProperty("spillway.rule", rule);
    return EngineTestKit.engine("junit-jupiter").selectors(selectClass(tests)).execute();
  }

  static class Balancing {
    @RuleTest("B1")
    void b1(RuleRun run) {
      run.judge(Scenarios.of(run.question()));
    }
  }

  static class Idle {
    @RuleTest("B1")
    void b1(RuleRun run) {
      run.judge(new Played(Scenarios.of(run.question()), stage -> {}));
    }
  }

  static class Broken {
    @RuleTest("B1")
    void b1(RuleRun run) {
      run.judge(
          new Played(
              Scenarios.of(run.question()),
              stage -> {
                try (var phase = stage.phase("hold", Map.of("role", "hold"))) {
                  throw new IllegalStateException("broke in the middle");
                }
              }));
    }
  }

  /** A scenario's network with another play. */
  private record Played(Scenario scenario, java.util.function.Consumer<Stage> another)
      implements Scenario {

    @Override
    public String name() {
      return scenario.name();
    }

    @Override
    public Network network() {
      return scenario.network();
    }

    @Override
    public Estimate estimate() {
      return scenario.estimate();
    }

    @Override
    public void play(Stage stage) {
      another.accept(stage);
    }
  }
}
