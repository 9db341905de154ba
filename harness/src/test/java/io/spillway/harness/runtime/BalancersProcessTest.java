package io.spillway.harness.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.spillway.harness.driver.DriverException;
import io.spillway.harness.driver.DriverSettings;
import io.spillway.harness.driver.Drivers;
import io.spillway.harness.driver.ProgramDriver;
import io.spillway.harness.fault.Fault;
import io.spillway.harness.fault.toxiproxy.EmbeddedToxiproxyServer;
import io.spillway.harness.runtime.process.ProcessRuntime;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The process runtime with routers that nobody here wrote. Skipped where the program is not. */
@Timeout(120)
class BalancersProcessTest {

  @ParameterizedTest
  @ValueSource(strings = {"haproxy", "nginx"})
  void connection_goesThroughToAnotherSite_alsoAfterThatWasKilledAndHealed(String name) {
    try (SiteRuntime runtime = ProcessRuntime.open(driver(name), EmbeddedToxiproxyServer.start());
        RunningNetwork network = runtime.start(RuntimeContract.threeSites())) {
      RuntimeContract.reaches(network, "west", "east");
      RuntimeContract.reaches(network, "north", "north");

      network.inject("east", new Fault.Kill());
      assertThat(RuntimeContract.ask(network.listener("west", "backend"))).isEmpty();
      network.heal("east");

      RuntimeContract.reaches(network, "west", "east");
      assertThat(network.configuration("west")).hasSize(1);
    }
  }

  private static ProgramDriver driver(String name) {
    try {
      return (ProgramDriver)
          Drivers.named(name)
              .open(DriverSettings.ofThisProcess(name, Map.of(), Path.of("").toAbsolutePath()));
    } catch (DriverException e) {
      return abort(e.getMessage());
    }
  }
}
