package io.spillway.harness.runtime.docker;

import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.driver.SitePlan.HostPort;
import io.spillway.harness.probe.WorkloadState;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.testcontainers.containers.GenericContainer;

/** How the router under test is run in containers. Stateless. */
interface RouterForm {

  /** {@return the image's name} */
  String image();

  /**
   * {@return whether each site has its workload container, with or without workloads, and that
   * before its router: for one that looks names up when it starts, and is looked at from there}
   */
  boolean needsWorkloads();

  /** {@return a router's container that is not created yet} */
  GenericContainer<?> container(SitePlan plan);

  /**
   * {@return what waits until a site's router is ready}
   *
   * @param connects whether the router takes a connection that comes from its site
   */
  Readiness readiness(SitePlan plan, Predicate<HostPort> connects);

  /** {@return what a site's router is configured with, by the file's name} */
  Map<String, String> files(SitePlan plan);

  /** {@return the ports of a router to publish, besides those for clients} */
  List<Integer> published(SitePlan plan);

  /**
   * Tells a router how a workload is now.
   *
   * @param plan the site, with the ports where the harness reaches the router
   * @throws io.spillway.harness.driver.DriverException if it cannot be told
   */
  void tell(SitePlan plan, String connector, WorkloadState state);
}
