package io.spillway.harness.run;

import io.spillway.harness.driver.Driver;
import io.spillway.harness.driver.spillway.SpillwayDriver;
import io.spillway.harness.fault.toxiproxy.ToxiproxyServers;
import io.spillway.harness.runtime.SiteRuntime;
import io.spillway.harness.runtime.docker.DockerRuntime;
import io.spillway.harness.runtime.embedded.EmbeddedRuntime;
import io.spillway.harness.runtime.select.RuntimeChoice;
import java.util.Optional;

/** Opens sessions as the user's options say. */
public final class Sessions {

  private Sessions() {}

  /**
   * Opens a session that learns of its scenarios when they are asked for, and plays them then.
   *
   * @throws RuntimeException as {@link #open(RunOptions, ScenarioSource)} does
   */
  public static Session open(RunOptions options) {
    return open(options, Optional.empty());
  }

  /**
   * Opens a session that plays its scenarios ahead, several at a time.
   *
   * @param source knows the scenario for each question
   * @throws RuntimeException if an option names what is not there: a rule, an engine, a program;
   *     the message says what there is instead
   */
  public static Session open(RunOptions options, ScenarioSource source) {
    return open(options, Optional.of(source));
  }

  private static Session open(RunOptions options, Optional<ScenarioSource> source) {
    Driver driver = new SpillwayDriver();
    RuntimeChoice choice = RuntimeChoice.choose(options.runtime());
    Pace usual = Pace.of(choice.kind());
    Pace pace = usual.withParallel(options.parallel().orElse(usual.parallel()));
    SessionPlan plan = SessionPlan.of(options, driver, pace, source);
    SiteRuntime runtime =
        switch (choice.kind()) {
          case EMBEDDED -> new EmbeddedRuntime(driver, ToxiproxyServers.find(options.toxiproxy()));
          case DOCKER -> DockerRuntime.open(driver);
        };
    try {
      return new Session(
          options, driver, runtime, choice.reason(), plan, SessionTerminal.onStandardOutput());
    } catch (RuntimeException e) {
      runtime.close();
      throw e;
    }
  }
}
