package io.spillway.harness.runtime.local;

import io.spillway.harness.fault.Fault;
import io.spillway.harness.probe.WorkloadState;
import java.util.Map;
import java.util.Set;

/** One site's router on this machine, and what can be done to it. Safe for several threads. */
public interface LocalSite extends AutoCloseable {

  /**
   * Starts the router; it need not be ready yet.
   *
   * @throws RuntimeException if it cannot be started
   */
  void start();

  /**
   * Returns when the router says that it is ready.
   *
   * @throws io.spillway.harness.driver.DriverException if it ends before, or does not get ready;
   *     the message says what was awaited, what was last seen and what it printed last
   */
  void awaitReady();

  /**
   * Returns when the router has joined its network. At once unless overridden: then only the
   * traffic shows it.
   *
   * @param keys the routing keys that it must know of
   * @throws RuntimeException if it ends before, or does not join in time; with what was last seen
   */
  default void awaitJoined(Set<String> keys) {}

  /**
   * Does this to the site, and returns when the operating system has done it.
   *
   * @throws io.spillway.harness.fault.FaultException if that does not work
   */
  void inject(Fault.OnSite fault);

  /**
   * Starts a killed router again, lets a frozen one run on. Does nothing to one that is well.
   *
   * @throws RuntimeException if that does not work
   */
  void heal();

  /**
   * Tells the router what the system around it would tell of a workload that has changed. Nothing
   * unless overridden.
   *
   * @param connector the connector that leads to the workload
   * @param state how it is now
   */
  default void workloadChanged(String connector, WorkloadState state) {}

  /** {@return what the router was configured with, by the file's name} */
  Map<String, String> configuration();

  /** {@return what the router has logged so far; empty if it logs with the harness} */
  String log();

  /** Ends the router. Does nothing the second time, or if it was never started. */
  @Override
  void close();
}
