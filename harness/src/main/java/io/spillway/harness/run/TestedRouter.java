package io.spillway.harness.run;

import io.spillway.harness.driver.Driver;
import io.spillway.harness.driver.DriverProvider;
import io.spillway.harness.driver.DriverSettings;
import io.spillway.harness.driver.Drivers;
import io.spillway.harness.driver.ProgramDriver;
import io.spillway.harness.driver.spillway.SpillwayDriver;
import io.spillway.harness.fault.toxiproxy.ToxiproxyServers;
import io.spillway.harness.runtime.SiteRuntime;
import io.spillway.harness.runtime.docker.DockerRuntime;
import io.spillway.harness.runtime.embedded.EmbeddedRuntime;
import io.spillway.harness.runtime.process.ProcessRuntime;
import io.spillway.harness.runtime.select.RuntimeChoice;
import io.spillway.harness.runtime.select.RuntimeKind;
import java.util.ArrayList;
import java.util.List;

/**
 * Which router is tested, and where it runs, as the user's options say.
 *
 * @param driver the router's
 * @param choice where it runs, and why there
 */
public record TestedRouter(Driver driver, RuntimeChoice choice) {

  /**
   * Chooses.
   *
   * @throws RuntimeException if an option names what is not there: a driver, its program, an
   *     engine; the message says what there is instead
   */
  public static TestedRouter of(RunOptions options) {
    DriverProvider provider = Drivers.named(options.driver());
    DriverSettings settings =
        DriverSettings.ofThisProcess(
            provider.name(), options.settings(provider.name()), options.root());
    if (provider.image().isPresent()) {
      return new ImagedRouter(provider, settings, new ImagedRouter.AtTheEngine(provider.name()))
          .choose(options.runtime());
    }
    Driver driver = provider.open(settings);
    return new TestedRouter(
        driver, RuntimeChoice.choose(options.runtime(), options.driver(), runtimes(driver)));
  }

  /**
   * {@return the runtime, open; the caller closes it}
   *
   * @throws RuntimeException if it cannot be opened
   */
  public SiteRuntime open(RunOptions options) {
    return switch (choice.kind()) {
      case EMBEDDED ->
          new EmbeddedRuntime(driver, ToxiproxyServers.embeddedUnlessAsked(options.toxiproxy()));
      case PROCESS ->
          ProcessRuntime.open(
              (ProgramDriver) driver, ToxiproxyServers.originalIfInstalled(options.toxiproxy()));
      case DOCKER -> DockerRuntime.open(driver);
    };
  }

  /** Where this router runs, best first where there is no container engine. */
  private static List<RuntimeKind> runtimes(Driver driver) {
    List<RuntimeKind> runtimes = new ArrayList<>();
    if (driver instanceof SpillwayDriver) {
      runtimes.add(RuntimeKind.EMBEDDED);
      runtimes.add(RuntimeKind.DOCKER);
    }
    if (driver instanceof ProgramDriver) {
      runtimes.add(RuntimeKind.PROCESS);
    }
    return runtimes;
  }
}
