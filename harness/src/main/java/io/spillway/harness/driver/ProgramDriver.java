package io.spillway.harness.driver;

import io.spillway.harness.probe.WorkloadState;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * A router that is a program of the operating system, one process for each site: on this machine,
 * or in a container of an image that has the program. Stateless, and safe for use by several
 * threads.
 */
public interface ProgramDriver extends Driver {

  /**
   * {@return the image that has the program, which then runs in a container of it at each site;
   * empty if it runs on this machine}
   *
   * <p>A router in a container has no standard input: where {@link #controlLine} has a line for it,
   * that is the driver's error, and the message says so. A driver that needs such lines has no
   * image.
   */
  default Optional<String> image() {
    return Optional.empty();
  }

  /**
   * {@return how the router of this site is run}
   *
   * @param plan the site, with every address filled in
   * @param folder the site's own, empty when it is first started, and then as the router left it;
   *     in the container, where there is an image
   */
  Program program(SitePlan plan, Path folder);

  /**
   * Looks whether the router of a site is ready: it listens at every port of its plan, and its own
   * configuration is in force. That it knows what other sites have is not asked. It is asked again
   * and again until it is, and again after a restart.
   *
   * @param plan the site
   * @param output what it has printed since it was started, both streams together, and where it
   *     listens
   * @return what was seen, in a few words where it is not ready
   * @throws DriverException if it can never become ready
   */
  Sight look(SitePlan plan, ProgramOutput output);

  /**
   * Looks whether the router of a site has joined its network: its links are up, and it knows the
   * keys that other sites have. It is asked again and again until it is, when all the network's
   * routers have been seen to be ready; not after a restart, when other sites may be down. It is
   * unless overridden: then only the traffic shows it.
   *
   * @param plan the site
   * @param keys the routing keys of the connectors of all sites that links lead to, and of its own
   * @return what was seen, in a few words where it has not
   * @throws DriverException if it never can
   */
  default Sight lookAround(SitePlan plan, Set<String> keys) {
    return Sight.READY;
  }

  /**
   * {@return whether a listener's port is open from when the router is ready on, though nothing may
   * serve it yet; where not, clients are refused until something does}
   */
  default boolean listensUnserved() {
    return true;
  }

  /**
   * Tells the router, after a workload's state has changed, what the system around it would tell:
   * for a router whose controller takes connectors away from it while their workloads are not
   * ready. Nothing unless overridden: then the router finds out for itself, or does not.
   *
   * <p>Called only while the router runs. One that was started again has read its files again, and
   * so is told again of every workload that does not serve.
   *
   * @param plan the workload's site
   * @param connector the connector that leads to it
   * @param state how it is now
   * @throws DriverException if the router does not take it; with its words
   */
  default void workloadChanged(SitePlan plan, String connector, WorkloadState state) {}

  /**
   * {@return a line that is written to the router's standard input after a workload's state has
   * changed, without its line feed; empty if nothing is to be written}
   *
   * <p>For a router that has no other way in than its standard input. It is asked before {@link
   * #workloadChanged}, and again after a restart for each workload that does not serve then: a
   * restarted router takes all of them to be in service, as its files say.
   *
   * @param plan the workload's site
   * @param connector the connector that leads to it
   * @param state how it is now
   */
  default Optional<String> controlLine(SitePlan plan, String connector, WorkloadState state) {
    return Optional.empty();
  }
}
