package io.spillway.harness.runtime;

import io.spillway.harness.topology.Network;
import java.util.Map;

/**
 * A place where networks of sites run. Several networks may run at the same time. Safe for use by
 * several threads.
 */
public interface SiteRuntime extends AutoCloseable {

  /** {@return {@code embedded}, {@code process} or {@code docker}} */
  String name();

  /** {@return versions and addresses of what the runtime uses, by name, for the report} */
  Map<String, String> environment();

  /**
   * Starts a network: its workloads, its links, its routers. Returns when every router says that it
   * is ready, which does not mean that routes have converged.
   *
   * @param links the way that its links take; unless they are proxied no fault can be injected into
   *     them
   * @throws RuntimeStartException if something does not start; what had started is gone again, and
   *     what its sites left is in the exception
   */
  RunningNetwork start(Network network, LinkPath links);

  /**
   * Starts a network with each of its links through a proxy, as {@link #start(Network, LinkPath)}
   * does.
   */
  default RunningNetwork start(Network network) {
    return start(network, LinkPath.PROXIED);
  }

  /** Removes everything that it started and that still runs. Does nothing the second time. */
  @Override
  void close();
}
