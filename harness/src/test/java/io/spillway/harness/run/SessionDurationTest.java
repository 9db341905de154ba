package io.spillway.harness.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.check.Question;
import io.spillway.harness.driver.spillway.SpillwayDriver;
import io.spillway.harness.fault.toxiproxy.EmbeddedToxiproxyServer;
import io.spillway.harness.report.ConformanceReport;
import io.spillway.harness.runtime.embedded.EmbeddedRuntime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How long a session says that a scenario took. */
@Timeout(60)
class SessionDurationTest {

  private static final Duration PLAYED = Duration.ofMillis(200);

  @TempDir Path folder;

  @Test
  void scenariosThatPlayOneAfterTheOther_areToldWithoutTheirWaitForFiles() throws Exception {
    ScenarioSource alone = question -> OneSite.alone(question, stage -> stage.let(PLAYED));
    long began = System.nanoTime();
    Duration together = Duration.ZERO;
    try (Session session =
        TestSession.open(
            folder,
            "M7",
            new SpillwayDriver(),
            new EmbeddedRuntime(new SpillwayDriver(), EmbeddedToxiproxyServer.start()),
            Optional.of(alone),
            TestSession.silent())) {
      assertThat(session.questions()).hasSizeGreaterThan(3);
      for (Question question : session.questions()) {
        ConformanceReport.CaseReport report = session.judge(question, alone.of(question));
        assertThat(report.duration()).isGreaterThan(PLAYED);
        together = together.plus(report.duration());
      }
    }
    assertThat(together).isLessThan(Duration.ofNanos(System.nanoTime() - began));
  }
}
