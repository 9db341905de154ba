package io.spillway.harness.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.spillway.harness.driver.Driver;
import io.spillway.harness.driver.DriverProvider;
import io.spillway.harness.driver.DriverSettings;
import io.spillway.harness.driver.Drivers;
import io.spillway.harness.driver.RouterImage;
import io.spillway.harness.fault.Fault;
import io.spillway.harness.probe.WorkloadHandle;
import io.spillway.harness.probe.WorkloadState;
import io.spillway.harness.runtime.RunningNetwork;
import io.spillway.harness.runtime.RuntimeContract;
import io.spillway.harness.runtime.RuntimeStartException;
import io.spillway.harness.runtime.SiteRuntime;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The routers that come in images besides HAProxy, each in the image that its driver or {@code
 * spillway.NAME.image} names; aborted where that cannot be had.
 */
final class OtherImagesIT {

  @ParameterizedTest
  @ValueSource(strings = {"nginx", "skupper-router"})
  void sites_serveAcrossALink_alsoWhenTheyWereKilledOrFrozen(String name) {
    try (SiteRuntime runtime = DockerRuntime.open(driver(name));
        RunningNetwork network = runtime.start(RuntimeContract.threeSites())) {
      Asked.served(network, "west", "east");

      network.inject("east", new Fault.Kill());
      network.heal("east");
      Asked.served(network, "west", "east");

      network.inject("west", new Fault.Freeze());
      network.heal("west");
      Asked.served(network, "west", "east");
    }
  }

  @Test
  void skupperRouter_isToldOfItsWorkloads_alsoWhenItWasKilledMeanwhile() {
    try (SiteRuntime runtime = DockerRuntime.open(driver("skupper-router"));
        RunningNetwork network = runtime.start(RuntimeContract.threeSites())) {
      Asked.served(network, "north", "north");
      WorkloadHandle workload =
          network.workloads().stream()
              .filter(each -> each.site().equals("north"))
              .findFirst()
              .orElseThrow();

      workload.change(WorkloadState.DEAD);
      network.inject("north", new Fault.Kill());
      network.heal("north");
      assertThat(Asked.once(network, "north")).isEmpty();

      workload.change(WorkloadState.SERVING);
      Asked.served(network, "north", "north");
    }
  }

  private static Driver driver(String name) {
    DriverProvider provider = Drivers.named(name);
    DriverSettings nothing =
        DriverSettings.ofThisProcess(name, Map.of(), Path.of("").toAbsolutePath());
    return provider.open(nothing, image(name, provider.image().orElseThrow()));
  }

  private static RouterImage image(String name, String usual) {
    try {
      return DockerRuntime.image(name, System.getProperty("spillway." + name + ".image", usual));
    } catch (RuntimeStartException e) {
      return abort(e.getMessage());
    }
  }

  /** What the contract's tests ask. */
  private abstract static class Asked extends RuntimeContract {

    static void served(RunningNetwork network, String from, String to) {
      RuntimeContract.reaches(network, from, to);
    }

    static Optional<String> once(RunningNetwork network, String from) {
      return ask(network.listener(from, "backend"));
    }
  }
}
