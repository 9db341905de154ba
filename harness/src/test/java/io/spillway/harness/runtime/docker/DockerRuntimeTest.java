package io.spillway.harness.runtime.docker;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.driver.Drivers;
import io.spillway.harness.driver.FakeProgram;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the docker runtime says before it looks for an engine. */
final class DockerRuntimeTest {

  @TempDir private Path folder;

  @Test
  void routerThatComesInNoImage_isRefusedWithWhereItRuns() {
    FakeProgram.saying("ready", folder, "router");
    var driver =
        Drivers.named("exec")
            .open(FakeProgram.settings("exec", Map.of("command", "./router"), folder));

    assertThatThrownBy(() -> DockerRuntime.open(driver))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the docker runtime runs routers that come in an image, and the driver exec names none"
                + " for its router; use -Dspillway.runtime=process");
  }
}
