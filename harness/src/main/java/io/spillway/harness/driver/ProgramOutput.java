package io.spillway.harness.driver;

import io.spillway.harness.driver.SitePlan.HostPort;
import java.util.Optional;

/**
 * What can be seen of a router's program where it runs: what it has printed, and where it listens.
 * Safe for use by several threads.
 */
public interface ProgramOutput {

  /** {@return whether a line that it has printed matches this regular expression as a whole} */
  boolean hasLine(String pattern);

  /** {@return the last lines that it has printed, in one; empty if it has printed nothing} */
  String lastLines();

  /**
   * {@return what is wrong with a port of its site's plan at which it should listen for other
   * sites, or for itself; empty if all is well}
   *
   * <p>Where the system does not tell who listens, somebody connects. Looks on this machine unless
   * overridden.
   */
  default Optional<String> portProblem(HostPort at) {
    return ListeningPorts.HERE.problem(at);
  }

  /**
   * {@return what is wrong with a port of its site's plan at which it should listen for clients;
   * empty if all is well, or if the system does not tell}
   *
   * <p>Nobody connects to find out. Whoever does is a client, which the router passes on; and where
   * that fails, as while other sites are still starting, it may hold it against a way that is well
   * a moment later. Looks on this machine unless overridden.
   */
  default Optional<String> clientPortProblem(HostPort at) {
    return ListeningPorts.HERE.problemUnknocked(at);
  }
}
