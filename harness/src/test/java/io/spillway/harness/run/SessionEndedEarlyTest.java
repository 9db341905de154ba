package io.spillway.harness.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.check.Question;
import io.spillway.harness.check.Verdict;
import io.spillway.harness.driver.DriverException;
import io.spillway.harness.driver.spillway.SpillwayDriver;
import io.spillway.harness.fault.toxiproxy.EmbeddedToxiproxyServer;
import io.spillway.harness.report.ConformanceReport;
import io.spillway.harness.report.io.ReportReader;
import io.spillway.harness.runtime.LinkPath;
import io.spillway.harness.runtime.RunningNetwork;
import io.spillway.harness.runtime.RuntimeStartException;
import io.spillway.harness.runtime.SiteRuntime;
import io.spillway.harness.runtime.embedded.EmbeddedRuntime;
import io.spillway.harness.runtime.select.RuntimeKind;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a session does with a router that does not start. */
@Timeout(120)
class SessionEndedEarlyTest {

  @TempDir Path folder;

  @Test
  void routerThatNeverStarts_isTriedThreeTimes_andTheReportSaysWhatWasNotRun() throws Exception {
    Reluctant runtime =
        new Reluctant(Optional.of(new DriverException("it never gets ready")), Set.of());
    Session session = session(runtime);
    List<Question> questions = session.questions();

    for (Question question : questions.subList(0, 3)) {
      assertThat(session.judge(question, new OneSite(question)).result().figure())
          .isEqualTo(Judgement.DRIVER_BROKE);
    }
    for (Question question : questions.subList(3, questions.size())) {
      assertThatThrownBy(() -> session.judge(question, new OneSite(question)))
          .isInstanceOf(UnplayedException.class)
          .hasMessageContaining("it never gets ready")
          .hasMessageContaining("`spillway doctor`");
    }
    // What was played is still there, in whatever order it is asked for.
    session.judge(questions.get(0), new OneSite(questions.get(0)));
    assertThat(session.report("").unfinished()).contains("the run ended early");
    session.close();

    assertThat(runtime.starts).isEqualTo(3);
    ConformanceReport report = ReportReader.read(folder);
    assertThat(report.unfinished())
        .startsWith((questions.size() - 4) + " of " + questions.size() + " selected cases were not")
        .contains("3 networks in a row did not start", "it never gets ready");
    assertThat(report.count(Verdict.ERROR)).isEqualTo(report.checked()).isEqualTo(4);
  }

  @Test
  void troubleOfTheHarness_endsNoRun() throws Exception {
    assertAllPlayed(new Reluctant(Optional.empty(), Set.of()));
  }

  @Test
  void routerThatStartsNowAndThen_isTriedToTheEnd() throws Exception {
    assertAllPlayed(
        new Reluctant(
            Optional.of(new DriverException("it never gets ready")),
            Set.of(3, 6, 9, 12, 15, 18, 21, 24)));
  }

  private void assertAllPlayed(Reluctant runtime) throws InterruptedException {
    try (Session session = session(runtime)) {
      List<Question> questions = session.questions();
      assertThat(questions).hasSizeGreaterThan(4);
      for (Question question : questions) {
        session.judge(question, new OneSite(question));
      }
      assertThat(runtime.starts).isEqualTo(questions.size());
      assertThat(session.report("").unfinished()).isEmpty();
    }
  }

  private Session session(SiteRuntime runtime) {
    Properties properties = new Properties();
    properties.setProperty("spillway.rule", "M7,M8,F1");
    properties.setProperty("spillway.report", folder.toString());
    RunOptions options = RunOptions.from(properties);
    SpillwayDriver driver = new SpillwayDriver();
    SessionPlan plan =
        SessionPlan.of(options, driver, Pace.of(RuntimeKind.EMBEDDED), Optional.empty());
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    return new Session(
        options, driver, runtime, "a test", plan, Optional.empty(), SessionTerminal.plain(nowhere));
  }

  /** A scenario with as little as a network can have, of its own for each question. */
  private record OneSite(Question question) implements Scenario {

    @Override
    public String name() {
      return question.rule().id() + " " + question.ruleCase().name();
    }

    @Override
    public Network network() {
      NetworkBuilder network = NetworkBuilder.network("one-site");
      network.site("west").listener("shop", 8080, "shop").connector("shop", "shop", 9090);
      return network.build();
    }

    @Override
    public Estimate estimate() {
      return new Estimate(0, Duration.ZERO);
    }

    @Override
    public void play(Stage stage) {}
  }

  /** Starts the networks that are counted so, and no other. */
  private static final class Reluctant implements SiteRuntime {

    private final SiteRuntime runtime =
        new EmbeddedRuntime(new SpillwayDriver(), EmbeddedToxiproxyServer.start());
    private final Optional<DriverException> cause;
    private final Set<Integer> started;
    private volatile int starts;

    Reluctant(Optional<DriverException> cause, Set<Integer> started) {
      this.cause = cause;
      this.started = started;
    }

    @Override
    public String name() {
      return runtime.name();
    }

    @Override
    public Map<String, String> environment() {
      return runtime.environment();
    }

    @Override
    public synchronized RunningNetwork start(Network network, LinkPath links) {
      int number = starts + 1;
      starts = number;
      if (started.contains(number)) {
        return runtime.start(network, links);
      }
      throw new RuntimeStartException(
          "network one-site did not start: "
              + cause.map(DriverException::getMessage).orElse("no port is free"),
          cause.orElse(null));
    }

    @Override
    public void close() {
      runtime.close();
    }
  }
}
