package io.spillway.harness.runtime.docker;

import io.spillway.harness.driver.DriverException;
import io.spillway.harness.driver.Program;
import io.spillway.harness.driver.ProgramDriver;
import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.driver.SitePlan.HostPort;
import io.spillway.harness.probe.WorkloadState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.testcontainers.containers.GenericContainer;

/**
 * A router that is a program of an image.
 *
 * @param driver says how it is run
 * @param image the image's name
 * @param engine where it runs
 * @param limit how long it may take to be ready
 */
record ProgramForm(ProgramDriver driver, String image, Engine engine, Duration limit)
    implements RouterForm {

  @Override
  public boolean needsWorkloads() {
    return true;
  }

  @Override
  public GenericContainer<?> container(SitePlan plan) {
    return new ProgramContainer(image, program(plan));
  }

  @Override
  public Readiness readiness(SitePlan plan, Predicate<HostPort> connects) {
    return new ProgramReadiness(engine, driver, plan, connects, limit);
  }

  @Override
  public Map<String, String> files(SitePlan plan) {
    return program(plan).files();
  }

  @Override
  public List<Integer> published(SitePlan plan) {
    return List.copyOf(plan.ports().values());
  }

  @Override
  public void tell(SitePlan plan, String connector, WorkloadState state) {
    driver
        .controlLine(plan, connector, state)
        .ifPresent(
            line -> {
              throw new DriverException(
                  ("the driver %s writes lines to the standard input of its router, such as \"%s\","
                          + " and a router in a container has none; use -Dspillway.runtime=process")
                      .formatted(driver.name(), line));
            });
    driver.workloadChanged(plan, connector, state);
  }

  private Program program(SitePlan plan) {
    return driver.program(plan, Path.of(ProgramContainer.FOLDER));
  }
}
