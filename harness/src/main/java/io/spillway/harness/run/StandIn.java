package io.spillway.harness.run;

import io.spillway.harness.fault.Fault;
import io.spillway.harness.fault.FaultException;
import io.spillway.harness.probe.WorkloadHandle;
import io.spillway.harness.probe.WorkloadState;
import io.spillway.harness.runtime.RunningNetwork;
import io.spillway.harness.topology.Connector;
import io.spillway.harness.topology.Site;
import java.io.UncheckedIOException;

/**
 * The stand-in workload behind a connector of a running network, to be failed and healed.
 *
 * @param label what messages and histories call it: {@code site/connector}
 * @param readiness whether it tells if it is ready
 */
record StandIn(String label, boolean readiness, WorkloadHandle handle) {

  /**
   * Finds one.
   *
   * @throws IllegalArgumentException if there is none; the message lists the site's connectors
   */
  static StandIn behind(RunningNetwork network, String siteName, String connectorName) {
    Site site = network.network().site(siteName);
    String label = siteName + "/" + connectorName;
    Connector connector =
        Witness.ownConnectors(site).stream()
            .filter(one -> one.name().equals(connectorName))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "site "
                            + siteName
                            + " has no connector "
                            + connectorName
                            + ", only "
                            + Witness.ownConnectors(site).stream().map(Connector::name).toList()));
    if (!(connector.workload() instanceof Connector.Workload.StandIn declared)) {
      throw new IllegalArgumentException(
          label + " is served by a real workload, which Spillway does not touch");
    }
    String name = site.workloadName(connector);
    return network.workloads().stream()
        .filter(handle -> handle.site().equals(siteName) && handle.name().equals(name))
        .findFirst()
        .map(handle -> new StandIn(label, declared.readiness(), handle))
        .orElseThrow(
            () ->
                new IllegalArgumentException("workload " + name + " of " + label + " is not run"));
  }

  /**
   * Does this to it.
   *
   * @return whether it says, past the router, that it is so
   * @throws IllegalArgumentException if it cannot be so
   * @throws FaultException if that does not work
   */
  boolean inject(Fault.OnWorkload fault) {
    return change(stateUnder(fault));
  }

  /**
   * Makes it serve again.
   *
   * @throws FaultException if that does not work
   */
  void heal() {
    change(WorkloadState.SERVING);
  }

  /**
   * Refuses a fault that would have no effect.
   *
   * @throws IllegalArgumentException if it does not tell whether it is ready, and is to say it
   */
  void require(Fault.OnWorkload fault) {
    if (fault instanceof Fault.Withdraw && !readiness) {
      throw new IllegalArgumentException(
          label
              + " does not tell whether it is ready, so saying that it is not has no effect; declare"
              + " its stand-in with readiness (in files spillway.dev/readiness: \"true\")");
    }
  }

  private static WorkloadState stateUnder(Fault.OnWorkload fault) {
    if (fault instanceof Fault.Withdraw) {
      return WorkloadState.NOT_READY;
    }
    if (fault instanceof Fault.Unreachable) {
      return WorkloadState.UNREACHABLE;
    }
    return fault instanceof Fault.HangProcess ? WorkloadState.HUNG : WorkloadState.DEAD;
  }

  private boolean change(WorkloadState state) {
    try {
      handle.change(state);
      return handle.state() == state;
    } catch (UncheckedIOException | IllegalStateException e) {
      throw new FaultException(
          "workload of " + label + " could not be made " + state.word() + ": " + e.getMessage(), e);
    }
  }
}
