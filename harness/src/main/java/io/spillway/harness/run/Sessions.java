package io.spillway.harness.run;

import io.spillway.harness.doctor.Doctor;
import io.spillway.harness.driver.Driver;
import io.spillway.harness.driver.spillway.SpillwayDriver;
import io.spillway.harness.runtime.SiteRuntime;
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
   * @throws FolderInUseException if another run writes into the report's folder
   * @throws RuntimeException if an option names what is not there: a rule, an engine, a program;
   *     the message says what there is instead
   */
  public static Session open(RunOptions options, ScenarioSource source) {
    return open(options, Optional.of(source));
  }

  /** Of the reference router it is known what it has: its own tests look. */
  private static Optional<Doctor> doctor(Driver driver, SiteRuntime runtime) {
    return driver instanceof SpillwayDriver
        ? Optional.empty()
        : Optional.of(new Doctor(runtime, driver));
  }

  private static Session open(RunOptions options, Optional<ScenarioSource> source) {
    RunFolder.claim(options.folder()); // before this run's log begins there
    TestedRouter router = TestedRouter.of(options);
    Pace usual = Pace.of(router.choice().kind());
    Pace pace = usual.withParallel(options.parallel().orElse(usual.parallel()));
    SessionPlan plan = SessionPlan.of(options, router.driver(), pace, source);
    SiteRuntime runtime = router.open(options);
    try {
      return new Session(
          options,
          router.driver(),
          runtime,
          router.choice().reason(),
          plan,
          doctor(router.driver(), runtime),
          SessionTerminal.onStandardOutput());
    } catch (RuntimeException e) {
      runtime.close();
      throw e;
    }
  }
}
