package io.spillway.harness.runtime.embedded;

import io.spillway.harness.driver.Driver;
import io.spillway.harness.fault.toxiproxy.ToxiproxyServer;
import io.spillway.harness.runtime.CleanUp;
import io.spillway.harness.runtime.LinkPath;
import io.spillway.harness.runtime.RunningNetwork;
import io.spillway.harness.runtime.SiteRuntime;
import io.spillway.harness.runtime.local.LocalNetwork;
import io.spillway.harness.runtime.local.LoopbackAddresses;
import io.spillway.harness.runtime.process.StartedProcesses;
import io.spillway.harness.topology.Network;
import io.spillway.router.RouterOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Runs each site's router and workloads inside this JVM: real sockets on loopback, links that
 * faults are injected into through a Toxiproxy API. Needs a JDK and nothing else. Safe for use by
 * several threads.
 *
 * <p>A site is killed by closing all its sockets at once, and frozen by holding its event loops
 * still; both look from outside as they do for a process.
 */
public final class EmbeddedRuntime implements SiteRuntime {

  private final Driver driver;
  private final ToxiproxyServer toxiproxy;
  private final Supplier<RouterOptions> options;
  private final Optional<StartedProcesses> processes;
  private final LoopbackAddresses addresses = new LoopbackAddresses();
  private final List<RunningNetwork> running = new ArrayList<>();
  private boolean closed;

  /**
   * Creates a runtime for the reference router as it is.
   *
   * @param driver renders the site files
   * @param toxiproxy serves the links; closed with the runtime
   */
  public EmbeddedRuntime(Driver driver, ToxiproxyServer toxiproxy) {
    this(driver, toxiproxy, RouterOptions::defaults);
  }

  /**
   * Creates a runtime for a reference router with other options, such as deliberately wrong
   * policies.
   *
   * @param driver renders the site files
   * @param toxiproxy serves the links; closed with the runtime
   * @param options asked once for each start of a router
   */
  public EmbeddedRuntime(
      Driver driver, ToxiproxyServer toxiproxy, Supplier<RouterOptions> options) {
    this.driver = driver;
    this.toxiproxy = toxiproxy;
    this.options = options;
    this.processes = StartedProcesses.ofServer(toxiproxy);
  }

  @Override
  public String name() {
    return "embedded";
  }

  @Override
  public Map<String, String> environment() {
    return Map.of("toxiproxy", toxiproxy.description());
  }

  @Override
  public RunningNetwork start(Network network, LinkPath links) {
    LocalNetwork started =
        LocalNetwork.start(
            network,
            links,
            driver,
            toxiproxy,
            addresses,
            (plan, trouble) -> new EmbeddedSite(plan.site().name(), driver.render(plan), options));
    synchronized (this) {
      if (!closed) {
        running.add(started);
        return started;
      }
    }
    started.close();
    throw new IllegalStateException("the embedded runtime is closed");
  }

  @Override
  public void close() {
    List<RunningNetwork> all;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      all = List.copyOf(running);
    }
    List<Runnable> steps = new ArrayList<>();
    all.forEach(network -> steps.add(network::close));
    steps.add(toxiproxy::close);
    processes.ifPresent(record -> steps.add(record::close));
    CleanUp.all(steps);
  }
}
