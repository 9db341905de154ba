package io.spillway.harness.run;

import io.spillway.harness.fault.Fault;
import io.spillway.harness.fault.FaultException;
import io.spillway.harness.probe.WorkloadHandle;
import io.spillway.harness.probe.WorkloadState;
import io.spillway.harness.probe.workload.Knock;
import io.spillway.harness.probe.workload.Knock.Reception;
import io.spillway.harness.runtime.Doors;
import io.spillway.harness.runtime.RunningNetwork;
import io.spillway.harness.topology.Connector;
import io.spillway.harness.topology.Site;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The stand-in workload behind a connector of a running network, to be failed and healed, and to be
 * looked at with connections of our own to the ports that its site's router connects to.
 *
 * @param site its site
 * @param connector the connector
 * @param declared how it was declared
 * @param handle changes it
 * @param doors leads to its ports
 */
record StandIn(
    String site,
    String connector,
    Connector.Workload.StandIn declared,
    WorkloadHandle handle,
    Doors doors) {

  /** What does not come by then does not come: it takes milliseconds when all is well. */
  private static final Duration SILENCE = Duration.ofMillis(250);

  private static final String READY = "HTTP/1.1 200 ";

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
        .map(handle -> new StandIn(siteName, connectorName, declared, handle, network.doors()))
        .orElseThrow(
            () ->
                new IllegalArgumentException("workload " + name + " of " + label + " is not run"));
  }

  /** {@return what messages and histories call it: {@code site/connector}} */
  String label() {
    return site + "/" + connector;
  }

  /**
   * Does this to it.
   *
   * @throws FaultException if that does not work
   */
  void inject(Fault.OnWorkload fault) {
    change(stateUnder(fault));
  }

  /**
   * {@return whether a connection of our own meets just this: at its port nobody for a dead one, no
   * answer to the handshake for one that is out of reach and silence for one that hangs, or at the
   * port where it tells so that it is not ready}
   */
  boolean shows(Fault.OnWorkload fault) {
    if (fault instanceof Fault.Withdraw) {
      return asked(Reception.ANSWERED).filter(knock -> !isReady(knock)).isPresent();
    }
    if (fault instanceof Fault.Unreachable) {
      return met(Reception.UNANSWERED);
    }
    return met(fault instanceof Fault.HangProcess ? Reception.SILENT : Reception.REFUSED);
  }

  /** {@return whether it serves a connection of our own, and says that it is ready if it tells} */
  boolean serves() {
    return met(Reception.ANSWERED)
        && (!declared.readiness()
            || asked(Reception.ANSWERED).filter(StandIn::isReady).isPresent());
  }

  private boolean met(Reception expected) {
    return doors
        .workload(site, connector, SILENCE.plus(declared.serviceTime()))
        .filter(knock -> knock.reception() == expected)
        .isPresent();
  }

  private Optional<Knock> asked(Reception expected) {
    return doors.readiness(site, connector, SILENCE).filter(knock -> knock.reception() == expected);
  }

  private static boolean isReady(Knock knock) {
    return knock.heard().startsWith(READY);
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
    if (fault instanceof Fault.Withdraw && !declared.readiness()) {
      throw new IllegalArgumentException(
          label()
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

  private void change(WorkloadState state) {
    try {
      handle.change(state);
    } catch (UncheckedIOException | IllegalStateException e) {
      throw new FaultException(
          "workload of " + label() + " could not be made " + state.word() + ": " + e.getMessage(),
          e);
    }
  }
}
