package io.spillway.harness.run;

import io.spillway.harness.driver.Driver;
import io.spillway.harness.driver.spillway.SpillwayDriver;
import io.spillway.harness.fault.toxiproxy.ToxiproxyServers;
import io.spillway.harness.rule.Rulebook;
import io.spillway.harness.runtime.SiteRuntime;
import io.spillway.harness.runtime.docker.DockerRuntime;
import io.spillway.harness.runtime.embedded.EmbeddedRuntime;
import io.spillway.harness.runtime.select.RuntimeChoice;
import java.util.List;

/** Opens sessions as the user's options say. */
public final class Sessions {

  private Sessions() {}

  /**
   * Opens a session.
   *
   * @throws RuntimeException if an option names what is not there: a rule, an engine, a program;
   *     the message says what there is instead
   */
  public static Session open(RunOptions options) {
    Rulebook rulebook = Rulebook.load();
    List<Rulebook.Selection> selection =
        options.rules().map(rulebook::select).orElseGet(rulebook::all);
    Driver driver = new SpillwayDriver();
    RuntimeChoice choice = RuntimeChoice.choose(options.runtime());
    SiteRuntime runtime =
        switch (choice.kind()) {
          case EMBEDDED -> new EmbeddedRuntime(driver, ToxiproxyServers.find(options.toxiproxy()));
          case DOCKER -> DockerRuntime.open(driver);
        };
    try {
      return new Session(
          options, driver, runtime, choice.reason(), selection, SessionTerminal.onStandardOutput());
    } catch (RuntimeException e) {
      runtime.close();
      throw e;
    }
  }
}
