package io.spillway.harness.runtime.docker;

import io.spillway.harness.driver.Driver;
import io.spillway.harness.driver.DriverException;
import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.driver.SitePlan.HostPort;
import io.spillway.harness.probe.WorkloadState;
import io.spillway.harness.runtime.RuntimeStartException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.testcontainers.containers.GenericContainer;

/**
 * The reference router, which reads the site's file, says that it is ready, and finds out by itself
 * about workloads.
 *
 * @param driver renders the file
 * @param image the router's image
 * @param ready waits until it says so
 */
record ReferenceForm(Driver driver, String image, ReadyLine ready) implements RouterForm {

  private static final String FILE = "site.yaml";

  @Override
  public boolean needsWorkloads() {
    return false;
  }

  @Override
  public GenericContainer<?> container(SitePlan plan) {
    return new RouterContainer(image, driver.render(plan));
  }

  @Override
  public Readiness readiness(SitePlan plan, Predicate<HostPort> connects) {
    return (container, since, what) -> {
      try {
        ready.await(container, since, what);
      } catch (RuntimeStartException e) {
        throw new DriverException(e.getMessage(), e);
      }
    };
  }

  @Override
  public Map<String, String> files(SitePlan plan) {
    return Map.of(FILE, driver.render(plan));
  }

  @Override
  public List<Integer> published(SitePlan plan) {
    return List.of();
  }

  @Override
  public void tell(SitePlan plan, String connector, WorkloadState state) {}
}
