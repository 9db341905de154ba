package io.spillway.harness.runtime.process;

import io.spillway.harness.driver.ProgramDriver;
import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.driver.ValidatingDriver;
import io.spillway.harness.fault.toxiproxy.ToxiproxyServer;
import io.spillway.harness.probe.workload.TroubleListener;
import io.spillway.harness.runtime.CleanUp;
import io.spillway.harness.runtime.LinkPath;
import io.spillway.harness.runtime.RunningNetwork;
import io.spillway.harness.runtime.RuntimeStartException;
import io.spillway.harness.runtime.SiteRuntime;
import io.spillway.harness.runtime.local.LocalNetwork;
import io.spillway.harness.runtime.local.LocalSite;
import io.spillway.harness.runtime.local.LoopbackAddresses;
import io.spillway.harness.topology.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs each site's router as a process of the operating system, with the workloads in this JVM.
 * Faults of links go through a Toxiproxy API. Safe for use by several threads.
 *
 * <p>Nothing is left: a network's processes end when it is closed, all others with this JVM. What a
 * JVM that was killed left behind, processes and the folders of its sites, is found by its record
 * (see {@link StartedProcesses}) and removed when the next runtime of the same user is opened.
 */
public final class ProcessRuntime implements SiteRuntime {

  private final ProgramDriver driver;
  private final ToxiproxyServer toxiproxy;
  private final LoopbackAddresses addresses = new LoopbackAddresses();
  private final StartedProcesses processes;
  private final AtomicInteger sites = new AtomicInteger();
  private final List<RunningNetwork> running = new ArrayList<>();
  private boolean closed;

  private ProcessRuntime(
      ProgramDriver driver, ToxiproxyServer toxiproxy, StartedProcesses processes) {
    this.driver = driver;
    this.toxiproxy = toxiproxy;
    this.processes = processes;
  }

  /**
   * Opens a runtime, after it has ended what crashed runs of the same user left behind.
   *
   * @param driver says how the router is run
   * @param toxiproxy serves the links; closed with the runtime
   * @throws io.spillway.harness.runtime.RuntimeStartException if there is no place for the record
   *     of processes and the sites' folders
   */
  public static ProcessRuntime open(ProgramDriver driver, ToxiproxyServer toxiproxy) {
    return open(driver, toxiproxy, StartedProcesses.open());
  }

  static ProcessRuntime open(
      ProgramDriver driver, ToxiproxyServer toxiproxy, StartedProcesses processes) {
    return new ProcessRuntime(new ValidatingDriver(driver), toxiproxy, processes.with(toxiproxy));
  }

  @Override
  public String name() {
    return "process";
  }

  @Override
  public Map<String, String> environment() {
    return Map.of("toxiproxy", toxiproxy.description());
  }

  @Override
  public RunningNetwork start(Network network, LinkPath links) {
    LocalNetwork started =
        LocalNetwork.start(network, links, driver, toxiproxy, addresses, this::site);
    synchronized (this) {
      if (!closed) {
        running.add(started);
        return started;
      }
    }
    started.close();
    throw new IllegalStateException("the process runtime is closed");
  }

  private LocalSite site(SitePlan plan, TroubleListener trouble) {
    Path own = processes.folder().resolve(sites.incrementAndGet() + "-" + plan.site().name());
    try {
      Files.createDirectory(own);
    } catch (IOException e) {
      throw new RuntimeStartException(
          "the folder " + own + " cannot be made: " + e.getMessage() + "; is its disk full?", e);
    }
    return new ProcessSite(driver, plan, own, ProcessSite.Patience.USUAL, processes, trouble);
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
    steps.add(processes::close); // what could not be ended stays on record until now
    CleanUp.all(steps);
  }
}
