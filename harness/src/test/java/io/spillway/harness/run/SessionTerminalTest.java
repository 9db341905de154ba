package io.spillway.harness.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.report.ConformanceReport;
import io.spillway.harness.rule.Rule;
import io.spillway.harness.rule.RuleCase;
import io.spillway.harness.rule.Rulebook;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionTerminalTest {

  private static final Rule RULE = Rulebook.load().rule("M1");
  private static final RuleCase CASE = RULE.caseNamed("weighted 25/75");
  private static final Estimate ESTIMATE = new Estimate(20_000, Duration.ofSeconds(10));

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final SessionTerminal terminal =
      SessionTerminal.plain(new PrintStream(bytes, true, StandardCharsets.UTF_8));

  @BeforeEach
  void start() {
    terminal.onStart(report());
    bytes.reset();
  }

  @Test
  void progress_inALog_comesSeldom() {
    for (int tenths = 1; tenths <= 95; tenths++) {
      progress(100L * tenths, Duration.ofMillis(100L * tenths));
    }

    assertThat(lines())
        .containsExactly(
            "  M1  weighted 25/75  3,000 of at most 20,000 attempts · about 7 s left",
            "  M1  weighted 25/75  6,000 of at most 20,000 attempts · about 4 s left",
            "  M1  weighted 25/75  9,000 of at most 20,000 attempts · about 1 s left");
  }

  @Test
  void progress_ofAScenarioThatEndsSoon_isNotTold() {
    progress(10, Duration.ofMillis(500));
    progress(20, Duration.ofMillis(2_900));

    assertThat(lines()).isEmpty();
  }

  @Test
  void progress_ofTheNextScenario_isCountedFromItsOwnStart() {
    progress(100, Duration.ofSeconds(8));
    progress(5, Duration.ofMillis(500));
    progress(50, Duration.ofSeconds(3));

    assertThat(lines()).hasSize(2);
  }

  @Test
  void progress_beyondTheEstimate_promisesNothing() {
    progress(25_000, Duration.ofSeconds(30));

    assertThat(lines()).containsExactly("  M1  weighted 25/75  25,000 attempts · 30 s so far");
  }

  @Test
  void scenariosPlayedAhead_areCounted_everyTenSecondsAtMost() {
    terminal.onPlayed(1, 1_075, Duration.ofSeconds(9));
    terminal.onPlayed(2, 1_075, Duration.ofSeconds(12));
    terminal.onPlayed(3, 1_075, Duration.ofSeconds(21));
    terminal.onPlayed(4, 1_075, Duration.ofSeconds(22));

    assertThat(lines())
        .containsExactly(
            "  2 of 1,075 scenarios played · 12 s so far",
            "  4 of 1,075 scenarios played · 22 s so far");
  }

  private void progress(long attempts, Duration elapsed) {
    terminal.onProgress(RULE, CASE, attempts, ESTIMATE, elapsed);
  }

  /** What was printed, whatever width the longest name of a case gives its column. */
  private List<String> lines() {
    return bytes
        .toString(StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.replaceAll("(?<=\\S) {2,}", "  "))
        .toList();
  }

  private static ConformanceReport report() {
    return new ConformanceReport(
        "0.1.0",
        "spillway",
        "0.1.0",
        "embedded",
        "asked for",
        7,
        Instant.EPOCH,
        Duration.ZERO,
        1e-6,
        Map.of(),
        "mvn verify",
        List.of(new ConformanceReport.RuleReport(RULE, List.of())),
        "");
  }
}
