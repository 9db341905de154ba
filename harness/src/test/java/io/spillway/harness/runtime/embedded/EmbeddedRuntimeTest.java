package io.spillway.harness.runtime.embedded;

import io.spillway.harness.driver.spillway.SpillwayDriver;
import io.spillway.harness.fault.toxiproxy.EmbeddedToxiproxyServer;
import io.spillway.harness.runtime.RuntimeContract;
import io.spillway.harness.runtime.SiteRuntime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EmbeddedRuntimeTest extends RuntimeContract {

  private static SiteRuntime runtime;

  @BeforeAll
  static void open() {
    runtime = new EmbeddedRuntime(new SpillwayDriver(), EmbeddedToxiproxyServer.start());
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  @Override
  protected SiteRuntime runtime() {
    return runtime;
  }
}
