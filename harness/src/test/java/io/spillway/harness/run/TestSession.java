package io.spillway.harness.run;

import io.spillway.harness.driver.Driver;
import io.spillway.harness.runtime.SiteRuntime;
import io.spillway.harness.runtime.select.RuntimeKind;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/** Opens sessions for tests. */
final class TestSession {

  private TestSession() {}

  /**
   * {@return a session, eight scenarios at a time}
   *
   * @param folder where its report is written
   * @param rules what is selected
   * @param source what plays ahead
   */
  static Session open(
      Path folder,
      String rules,
      Driver driver,
      SiteRuntime runtime,
      Optional<ScenarioSource> source,
      SessionListener listener) {
    Properties properties = new Properties();
    properties.setProperty("spillway.rule", rules);
    properties.setProperty("spillway.parallel", "8");
    properties.setProperty("spillway.report", folder.toString());
    RunOptions options = RunOptions.from(properties);
    SessionPlan plan = SessionPlan.of(options, driver, Pace.of(RuntimeKind.EMBEDDED), source);
    return new Session(options, driver, runtime, "a test", plan, Optional.empty(), listener);
  }

  /** {@return a listener that writes nothing} */
  static SessionListener silent() {
    return SessionTerminal.plain(
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
  }
}
