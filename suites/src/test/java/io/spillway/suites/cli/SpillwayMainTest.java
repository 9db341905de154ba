package io.spillway.suites.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.check.Question;
import io.spillway.harness.history.io.HistoryRecorder;
import io.spillway.harness.history.io.NanoClock;
import io.spillway.harness.history.io.Purpose;
import io.spillway.harness.report.ConformanceReport;
import io.spillway.harness.report.io.ReportReader;
import io.spillway.harness.rule.Rulebook;
import io.spillway.harness.run.RunFolder;
import io.spillway.harness.run.ScenarioRunner;
import io.spillway.harness.run.Seed;
import io.spillway.harness.runtime.LinkPath;
import io.spillway.harness.runtime.RunningNetwork;
import io.spillway.harness.runtime.RuntimeStartException;
import io.spillway.harness.runtime.SiteRuntime;
import io.spillway.harness.topology.Network;
import io.spillway.suites.conformance.ScenarioCatalogue;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SpillwayMainTest {

  private static final Path PAGE = Path.of("../docs/rules.md");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  @AfterEach
  void chooseNothing() {
    System.clearProperty("spillway.report"); // a run sets it for its log
  }

  @Test
  void check_ofAllHistoriesOfARun_givesTheVerdictsOfTheRun() throws IOException {
    int live =
        execute(
            "run",
            "--rule",
            "M7/three sites,M8/three sites,M11/no connector,C4/0 v 5,M1/weighted 25/75",
            "--runtime",
            "embedded",
            "--seed",
            "7",
            "--scale",
            "0.2",
            "--folder",
            folder.toString());
    ConformanceReport report = ReportReader.read(folder);

    int offline = execute("check", folder.toString());

    assertThat(live).isEqualTo(offline).isEqualTo(ExitCodes.PASS);
    assertThat(report.cases()).hasSize(5);
    for (ConformanceReport.CaseReport one : report.cases().toList()) {
      assertThat(out.toString())
          .containsPattern(
              java.util.regex.Pattern.quote(one.result().rule())
                  + " +"
                  + java.util.regex.Pattern.quote(one.result().caseName())
                  + " +"
                  + one.result().verdict().word()
                  + " +"
                  + java.util.regex.Pattern.quote(one.result().figure()));
    }
    assertThat(out.toString()).contains("5 checked · 5 pass");
    assertThat(report.scope().profiles())
        .anySatisfy(profile -> assertThat(profile.core().isComplete()).isFalse());
  }

  @Test
  void run_ofARouterThatNeverStarts_endsEarly_andSaysSo() throws IOException {
    try {
      int code =
          execute(
              "run",
              "--driver",
              "exec",
              "-Dspillway.exec.command=sh -c 'echo no such option; exit 3' {json}",
              "-Dspillway.exec.features=balancing",
              "--parallel",
              "2",
              "--folder",
              folder.toString());

      assertThat(code).isEqualTo(ExitCodes.UNAVAILABLE);
      assertThat(out.toString() + err).doesNotContain("was not played");
      ConformanceReport report = ReportReader.read(folder);
      assertThat(report.unfinished())
          .containsPattern("^\\d+ of \\d+ selected cases were not run: the run ended early")
          .contains("ended by itself with status 3");
      assertThat(histories()).hasSizeBetween(3, 4);
    } finally {
      System.clearProperty("spillway.exec.command");
      System.clearProperty("spillway.exec.features");
    }
  }

  @Test
  void check_ofAHistoryThatTheHarnessDidNotFinish_isUndecided() throws IOException {
    execute(
        "run",
        "--rule",
        "M11/no connector",
        "--runtime",
        "embedded",
        "--folder",
        folder.toString());
    Path history = histories().get(0);
    List<String> lines = Files.readAllLines(history);
    Files.write(history, lines.subList(0, lines.size() / 2));

    assertThat(execute("check", history.toString())).isEqualTo(ExitCodes.UNDECIDED);
    assertThat(out.toString()).contains("1 checked · 1 inconclusive");
    assertThat(execute("check", "--allow-inconclusive", "M11", history.toString()))
        .isEqualTo(ExitCodes.PASS);
    assertThat(execute("check", "--allow-inconclusive", "B1", history.toString()))
        .isEqualTo(ExitCodes.UNDECIDED);
    assertThat(execute("check", "--allow-inconclusive", "Z9", history.toString()))
        .isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString()).contains("--allow-inconclusive Z9: no rule Z9");
  }

  @Test
  void check_followsTheGateOfTheRunThatRecorded() throws IOException {
    execute(
        "run",
        "--rule",
        "M11/no connector",
        "--runtime",
        "embedded",
        "--strict",
        "--allow-inconclusive",
        "M11/no connector",
        "--folder",
        folder.toString());
    Path history = histories().get(0);
    List<String> lines = Files.readAllLines(history);
    Files.write(history, lines.subList(0, lines.size() / 2));

    assertThat(lines.get(0))
        .contains("\"gate\":{\"strict\":true,\"mayStayOpen\":[\"M11/no connector\"]}");
    assertThat(execute("check", history.toString())).isEqualTo(ExitCodes.PASS);
  }

  @Test
  void check_ofARunForAProfile_asksWhatTheProfileAsksAndSaysWhichReadingsWereSeen()
      throws IOException {
    execute(
        "run",
        "--profile",
        "skupper-1",
        "--rule",
        "C5/1 v 5,C5/2 v 10",
        "--runtime",
        "embedded",
        "--folder",
        folder.toString());

    int offline = execute("check", folder.toString());

    assertThat(offline).isEqualTo(ExitCodes.PASS);
    assertThat(out.toString()).contains("C5: Each of the 2 cases fits the perceived-cost reading.");
    assertThat(histories())
        .hasSize(2)
        .allSatisfy(
            history ->
                assertThat(Files.readAllLines(history).get(0))
                    .contains("\"reading\":\"perceived-cost\""));
    assertThat(ReportReader.read(folder).rules().get(0).rule().cases())
        .allSatisfy(one -> assertThat(one.text("reading")).isEqualTo("perceived-cost"));
  }

  @Test
  void check_ofAHistoryThatDoesNotSayWhatItsGateAskedFor_asksAboutMusts() throws IOException {
    execute(
        "run",
        "--rule",
        "M11/no connector",
        "--runtime",
        "embedded",
        "--folder",
        folder.toString());
    Path history = histories().get(0);
    List<String> lines = new ArrayList<>(Files.readAllLines(history));
    lines.set(
        0,
        lines
            .get(0)
            .replace("history/3", "history/2")
            .replace(",\"gate\":{\"strict\":false,\"mayStayOpen\":[]}", ""));
    Files.write(history, lines);

    assertThat(execute("check", history.toString())).isEqualTo(ExitCodes.PASS);
    assertThat(err.toString()).contains("only its must-rules are asked about");
  }

  @Test
  void check_ofAFolderWithAScenarioWhoseNetworkDidNotStart_isUndecidedAsTheRunWas() {
    Rulebook.Selection one = Rulebook.load().select("B1").get(0);
    Question question = new Question(one.rule(), one.ruleCase(), 1e-8);
    ScenarioRunner runner =
        new ScenarioRunner(
            new NoRuntime(), new Seed(7), Map.of(), Purpose.Gate.MUSTS, RunFolder.prepare(folder));

    assertThatThrownBy(
            () ->
                runner.run(
                    new ScenarioCatalogue().of(question),
                    question,
                    (rule, ruleCase, attempts, estimate, elapsed) -> {}))
        .isInstanceOf(RuntimeStartException.class);

    assertThat(execute("check", folder.toString())).isEqualTo(ExitCodes.UNDECIDED);
    assertThat(out.toString()).contains("1 checked · 1 error").contains("the harness broke");
  }

  @Test
  void check_ofWhatIsNoHistory_saysSo() throws IOException {
    Path other = Files.writeString(folder.resolve("other.jsonl"), "{}\n");

    assertThat(execute("check", other.toString())).isEqualTo(ExitCodes.NO_INPUT);
    assertThat(err.toString()).contains("is not the first line of a Spillway history");
    assertThat(execute("check", folder.resolve("none").toString())).isEqualTo(ExitCodes.NO_INPUT);
    assertThat(err.toString()).contains("there is no file");
    assertThat(execute("check", folder.toString())).isEqualTo(ExitCodes.NO_INPUT);
    assertThat(err.toString()).contains("there is no history.jsonl in or below");
  }

  @Test
  void check_ofAHistoryWithoutQuestions_saysThatNobodyAskedAny() {
    Path file = folder.resolve("h.jsonl");
    HistoryRecorder.open(file, "s", 1, Map.of(), List.of(), NanoClock.system()).close();

    assertThat(execute("check", file.toString())).isEqualTo(ExitCodes.NO_INPUT);
    assertThat(err.toString()).contains("does not say which rules are asked of it");
  }

  @Test
  void commandLineThatIsWrong_isRefusedWithTheUsualCode() {
    assertThat(execute()).isEqualTo(ExitCodes.USAGE);
    assertThat(execute("check")).isEqualTo(ExitCodes.USAGE);
    assertThat(execute("run", "--seeds", "3")).isEqualTo(ExitCodes.USAGE);
    assertThat(execute("run", "--runtime", "embedded", "--seed", "x")).isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString()).contains("--seed=x: a seed is a whole number, 0 or more");
    assertThat(execute("run", "--runtime", "embedded", "--rule", "Z9")).isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString()).contains("no rule Z9");
    assertThat(execute("rules", "--profile", "skuper-1")).isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString()).contains("no profile skuper-1; did you mean skupper-1?");
  }

  @Test
  void runOfARouterThatIsNotThere_saysSoWithACodeOfItsOwn() {
    String[] arguments = {
      "run",
      "--driver",
      "haproxy",
      "-Dspillway.haproxy.binary=/nowhere/haproxy",
      "--runtime",
      "process",
      "--rule",
      "M1",
      "--folder",
      folder.toString()
    };

    assertThat(execute(arguments)).isEqualTo(ExitCodes.UNAVAILABLE);
    assertThat(err.toString()).contains("there is no program /nowhere/haproxy");
    arguments[2] = "haprox";
    assertThat(execute(arguments)).isEqualTo(ExitCodes.USAGE);
  }

  @Test
  void runOfRulesThatDoNotApply_saysSoWithACodeOfItsOwn() {
    assertThat(
            execute(
                "run",
                "--driver",
                "exec",
                "-Dspillway.exec.command=true",
                "-Dspillway.exec.features=balancing",
                "--rule",
                "M11",
                "--folder",
                folder.toString()))
        .isEqualTo(ExitCodes.NOTHING_APPLICABLE);
  }

  @Test
  void runIntoTheFolderOfARunThatIsNotAtItsEnd_saysSoWithACodeOfItsOwn() throws IOException {
    Path report = Files.writeString(folder.resolve("index.html"), "of the other run");
    try (FileChannel other =
        FileChannel.open(
            folder.resolve("run.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertThat(other.tryLock()).isNotNull();

      assertThat(
              execute(
                  "run",
                  "--runtime",
                  "embedded",
                  "--rule",
                  "M11/no connector",
                  "--folder",
                  folder.toString()))
          .isEqualTo(ExitCodes.IN_USE);
    }
    assertThat(err.toString()).contains("another run is writing its report into the folder");
    assertThat(report).hasContent("of the other run");
  }

  @Test
  void help_ofEachCommand_namesItsOptions() {
    assertThat(execute("--help")).isEqualTo(ExitCodes.PASS);
    assertThat(out.toString()).contains("run", "check", "rules", "Exit codes:");
    assertThat(execute("run", "--help")).isEqualTo(ExitCodes.PASS);
    assertThat(out.toString())
        .contains("--budget", "--profile", "--strict", "--allow-inconclusive", "--parallel");
    assertThat(execute("check", "--help")).isEqualTo(ExitCodes.PASS);
    assertThat(out.toString()).contains("the same verdicts and the same exit code");
  }

  @Test
  void rules_ofAProfile_areListedWithTheirCases() {
    assertThat(execute("rules", "--profile", "skupper-1/core")).isEqualTo(ExitCodes.PASS);

    assertThat(out.toString())
        .contains("C5   must      link cost is a threshold", "0 v 5, 1 v 5")
        .doesNotContain("M6");
  }

  @Test
  void pageOfRules_isInStepWithTheRulebook() throws IOException {
    assertThat(Files.readString(PAGE))
        .as(
            "write it again: mvn package -DskipTests && bin/spillway rules --markdown > docs/rules.md")
        .isEqualTo(RulePage.text());
  }

  /** Where no network starts. */
  private static final class NoRuntime implements SiteRuntime {

    @Override
    public String name() {
      return "none";
    }

    @Override
    public Map<String, String> environment() {
      return Map.of();
    }

    @Override
    public RunningNetwork start(Network network, LinkPath links) {
      throw new RuntimeStartException("no port is free");
    }

    @Override
    public void close() {}
  }

  private List<Path> histories() throws IOException {
    try (var paths = Files.walk(folder)) {
      return paths.filter(path -> path.endsWith("history.jsonl")).toList();
    }
  }

  private int execute(String... arguments) {
    CommandLine command = SpillwayMain.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }
}
