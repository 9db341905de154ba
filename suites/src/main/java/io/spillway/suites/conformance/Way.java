package io.spillway.suites.conformance;

import io.spillway.harness.fault.Fault;
import io.spillway.harness.fault.Fault.Direction;
import io.spillway.harness.run.ActiveFault;
import io.spillway.harness.run.Stage;
import java.util.Arrays;

/**
 * A way in which something fails, and what it does it to: a site, a workload, or the link between
 * the clients' site and another one.
 */
enum Way {
  KILLED("killed"),
  FROZEN("frozen"),
  WITHDRAWN("withdrawn"),
  PROCESS_DEAD("process-dead"),
  PROCESS_HUNG("process-hung"),
  UNREACHABLE("unreachable"),
  CUT("cut"),
  BLACK_HOLED("black-holed"),
  ONE_WAY("one-way");

  private final String word;

  Way(String word) {
    this.word = word;
  }

  /**
   * {@return the way of this word, as rules call it}
   *
   * @throws IllegalArgumentException if there is none; the message lists those that there are
   */
  static Way of(String word) {
    return Arrays.stream(values())
        .filter(way -> way.word.equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "nothing fails in the way "
                        + word
                        + ", only in "
                        + Arrays.stream(values()).map(Way::word).toList()));
  }

  /** {@return what rules call it, which is the fault's kind as well} */
  String word() {
    return word;
  }

  /** {@return whether it is a link that fails} */
  boolean isOfLink() {
    return this == CUT || this == BLACK_HOLED || this == ONE_WAY;
  }

  /** {@return whether it is a workload that fails, behind a router that is well} */
  boolean isOfWorkload() {
    return this == WITHDRAWN || this == PROCESS_DEAD || this == PROCESS_HUNG || this == UNREACHABLE;
  }

  /**
   * {@return whether a workload tells how it is, so that whoever watches it for a router, as a
   * controller does, can know that it has failed: its process goes on, or nobody hears of its end}
   */
  boolean needsReadiness() {
    return this == WITHDRAWN || this == PROCESS_HUNG || this == UNREACHABLE;
  }

  /**
   * {@return what histories call the victim}
   *
   * @param clients the clients' site, or the site that declares the link {@code to-<site>}
   * @param site the other site
   * @param connector the connector there
   */
  String victim(String clients, String site, String connector) {
    if (isOfLink()) {
      return clients + "/" + link(site);
    }
    return isOfWorkload() ? site + "/" + connector : site;
  }

  /**
   * Makes it fail.
   *
   * @param phase the phase that the fault belongs to
   * @param clients the clients' site, or the one that declares the link
   * @param site the site, or the site of the workload, or the one to which the link leads
   * @param connector the connector of the workload
   * @param turn how often it failed before; links lose one direction and the other one in turns
   */
  ActiveFault inject(
      Stage stage, String phase, String clients, String site, String connector, int turn) {
    return switch (this) {
      case KILLED -> stage.inject(phase, site, new Fault.Kill());
      case FROZEN -> stage.inject(phase, site, new Fault.Freeze());
      case WITHDRAWN -> stage.inject(phase, site, connector, new Fault.Withdraw());
      case PROCESS_DEAD -> stage.inject(phase, site, connector, new Fault.KillProcess());
      case PROCESS_HUNG -> stage.inject(phase, site, connector, new Fault.HangProcess());
      case UNREACHABLE -> stage.inject(phase, site, connector, new Fault.Unreachable());
      case CUT -> stage.inject(phase, clients, link(site), new Fault.Cut());
      case BLACK_HOLED -> stage.inject(phase, clients, link(site), new Fault.Blackhole());
      case ONE_WAY ->
          stage.inject(
              phase,
              clients,
              link(site),
              new Fault.OneWay(turn % 2 == 0 ? Direction.UPSTREAM : Direction.DOWNSTREAM));
    };
  }

  private static String link(String site) {
    return "to-" + site;
  }
}
