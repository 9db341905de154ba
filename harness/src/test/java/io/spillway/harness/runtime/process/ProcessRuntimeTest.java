package io.spillway.harness.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.driver.spillway.SpillwayDriver;
import io.spillway.harness.fault.toxiproxy.EmbeddedToxiproxyServer;
import io.spillway.harness.runtime.RunningNetwork;
import io.spillway.harness.runtime.RuntimeContract;
import io.spillway.harness.runtime.SiteRuntime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The process runtime with the reference router, a JVM for each site. */
@Timeout(120)
class ProcessRuntimeTest extends RuntimeContract {

  private static SiteRuntime runtime;

  @BeforeAll
  static void open() {
    runtime = ProcessRuntime.open(new SpillwayDriver(), EmbeddedToxiproxyServer.start());
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  @Override
  protected SiteRuntime runtime() {
    return runtime;
  }

  @Test
  void whatARouterLogs_isKeptOverItsStarts() {
    try (RunningNetwork network = runtime.start(threeSites())) {
      network.inject("west", new io.spillway.harness.fault.Fault.Kill());
      network.heal("west");

      assertThat(network.log("west").lines().filter("ready"::equals)).hasSize(2);
      assertThat(network.log("west")).contains("[spillway] killed by the harness");
    }
  }
}
