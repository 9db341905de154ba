package io.spillway.harness.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spillway.harness.check.Question;
import io.spillway.harness.check.Verdict;
import io.spillway.harness.doctor.Finding;
import io.spillway.harness.driver.DriverException;
import io.spillway.harness.driver.spillway.SpillwayDriver;
import io.spillway.harness.fault.toxiproxy.EmbeddedToxiproxyServer;
import io.spillway.harness.report.ConformanceReport;
import io.spillway.harness.report.io.ReportReader;
import io.spillway.harness.rule.Rule;
import io.spillway.harness.rule.RuleCase;
import io.spillway.harness.runtime.ForwardingRuntime;
import io.spillway.harness.runtime.LinkPath;
import io.spillway.harness.runtime.RunningNetwork;
import io.spillway.harness.runtime.RuntimeStartException;
import io.spillway.harness.runtime.SiteRuntime;
import io.spillway.harness.runtime.embedded.EmbeddedRuntime;
import io.spillway.harness.topology.Network;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a session does that does not come to its end. */
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
      assertThat(session.judge(question, oneSite(question)).result().figure())
          .isEqualTo(Judgement.DRIVER_BROKE);
    }
    for (Question question : questions.subList(3, questions.size())) {
      assertThatThrownBy(() -> session.judge(question, oneSite(question)))
          .isInstanceOf(UnplayedException.class)
          .hasMessageContaining("it never gets ready")
          .hasMessageContaining("`spillway doctor`");
    }
    // What was played is still there, in whatever order it is asked for.
    session.judge(questions.get(0), oneSite(questions.get(0)));
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

  @Test
  void runThatIsInterrupted_judgesWhatWasPlayed_thoughItsTurnHadNotCome() throws Exception {
    Played played = new Played();
    Session session =
        session(
            new EmbeddedRuntime(new SpillwayDriver(), EmbeddedToxiproxyServer.start()),
            Optional.of(
                question ->
                    question.rule().id().equals("F1") ? endless(question) : oneSite(question)),
            played);
    int others = session.questions().size() - (int) ofF1(session);
    await().until(() -> played.count == others);

    session.close("interrupted");

    ConformanceReport report = ReportReader.read(folder);
    assertThat(report.unfinished()).isEqualTo("interrupted");
    assertThat(report.checked()).isEqualTo(others);
    assertThat(played.told).hasSize(others).noneMatch(word -> word.startsWith("F1"));
  }

  private static long ofF1(Session session) {
    return session.questions().stream().filter(each -> each.rule().id().equals("F1")).count();
  }

  private void assertAllPlayed(Reluctant runtime) throws InterruptedException {
    try (Session session = session(runtime)) {
      List<Question> questions = session.questions();
      assertThat(questions).hasSizeGreaterThan(4);
      for (Question question : questions) {
        session.judge(question, oneSite(question));
      }
      assertThat(runtime.starts).isEqualTo(questions.size());
      assertThat(session.report("").unfinished()).isEmpty();
    }
  }

  private Session session(SiteRuntime runtime) {
    return session(runtime, Optional.empty(), TestSession.silent());
  }

  private Session session(
      SiteRuntime runtime, Optional<ScenarioSource> source, SessionListener listener) {
    return TestSession.open(folder, "M7,M8,F1", new SpillwayDriver(), runtime, source, listener);
  }

  private static Scenario oneSite(Question question) {
    return OneSite.of(question, stage -> {});
  }

  private static Scenario endless(Question question) {
    return OneSite.of(question, stage -> new CountDownLatch(1).await());
  }

  /** Counts what was played, and remembers what was judged. */
  private static final class Played implements SessionListener {

    private final List<String> told = new CopyOnWriteArrayList<>();
    private volatile int count;

    @Override
    public void onPlayed(int played, int all, Duration elapsed) {
      count = Math.max(count, played);
    }

    @Override
    public void onResult(ConformanceReport.CaseReport result) {
      told.add(result.result().rule() + "/" + result.result().caseName());
    }

    @Override
    public void onStart(ConformanceReport report) {}

    @Override
    public void onPlan(List<String> forecast) {}

    @Override
    public void onFeature(Finding finding) {}

    @Override
    public void onProgress(
        Rule rule, RuleCase ruleCase, long attempts, Estimate estimate, Duration elapsed) {}

    @Override
    public void onEnd(ConformanceReport report, String location) {}
  }

  /** Starts the networks that are counted so, and no other. */
  private static final class Reluctant extends ForwardingRuntime {

    private final Optional<DriverException> cause;
    private final Set<Integer> started;
    private volatile int starts;

    Reluctant(Optional<DriverException> cause, Set<Integer> started) {
      super(new EmbeddedRuntime(new SpillwayDriver(), EmbeddedToxiproxyServer.start()));
      this.cause = cause;
      this.started = started;
    }

    @Override
    public synchronized RunningNetwork start(Network network, LinkPath links) {
      int number = starts + 1;
      starts = number;
      if (started.contains(number)) {
        return super.start(network, links);
      }
      throw new RuntimeStartException(
          "network one-site did not start: "
              + cause.map(DriverException::getMessage).orElse("no port is free"),
          cause.orElse(null));
    }
  }
}
