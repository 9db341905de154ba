package io.spillway.harness.runtime;

import io.spillway.harness.fault.Fault;
import io.spillway.harness.fault.LinkFaults;
import io.spillway.harness.probe.WorkloadHandle;
import io.spillway.harness.probe.workload.TroubleListener;
import io.spillway.harness.topology.Network;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/** A network that runs. Safe for use by several threads. */
public interface RunningNetwork extends AutoCloseable {

  /** {@return what was started} */
  Network network();

  /**
   * {@return where a client reaches this listener (of either kind) now; ask again after a restart}
   *
   * @throws IllegalArgumentException if there is no such listener; the message lists those there
   *     are
   */
  InetSocketAddress listener(String site, String listener);

  /** {@return the stand-in workloads that run, one for each site, stand-in name and port} */
  List<WorkloadHandle> workloads();

  /**
   * Does this to the site, and returns when the operating system has done it.
   *
   * @throws io.spillway.harness.fault.FaultException if that does not work
   */
  void inject(String site, Fault.OnSite fault);

  /**
   * Undoes what {@link #inject} did to the site: starts a killed router again, lets a frozen one
   * run on. Does nothing to a site that is well.
   *
   * @throws io.spillway.harness.fault.FaultException if that does not work
   */
  void heal(String site);

  /** {@return the faults of this network's links} */
  LinkFaults links();

  /** {@return the ports that routers connect to, for connections of the harness's own} */
  Doors doors();

  /**
   * Tells this listener, from now on and instead of any other, of the trouble of the stand-in
   * workloads and of the routers. Of what came before anybody listened, it is told what routers
   * did, for one that is gone stays gone, and nothing else: nothing was measured then.
   */
  void onTrouble(TroubleListener listener);

  /**
   * {@return what the site's router was configured with, by the file's name, for the run folder}
   */
  Map<String, String> configuration(String site);

  /** {@return what the site's router has logged so far, for the run folder} */
  String log(String site);

  /** Removes everything that was started for this network. Does nothing the second time. */
  @Override
  void close();
}
