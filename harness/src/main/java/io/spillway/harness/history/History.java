package io.spillway.harness.history;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Everything that one scenario did and saw: the only input of a check.
 *
 * @param scenario the scenario's name
 * @param seed the seed that its schedule was drawn from
 * @param environment router, runtime, driver and machine, as the report prints them
 * @param workloads the workloads of the network
 * @param phases the phases, in order of their start
 * @param attempts the attempts, in the order in which they were due
 * @param faults the faults, in order of their injection
 * @param streams the streams, in order of their end
 * @param receipts what workloads received whose clients write first, workload after workload and in
 *     the order in which their connections ended
 * @param troubles the harness's own trouble, in order of time
 */
public record History(
    String scenario,
    long seed,
    Map<String, String> environment,
    List<WorkloadInfo> workloads,
    List<Phase> phases,
    List<Attempt> attempts,
    List<FaultEvent> faults,
    List<StreamEvent> streams,
    List<Receipt> receipts,
    List<Trouble> troubles) {

  /** Copies the collections. */
  public History {
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    workloads = List.copyOf(workloads);
    phases = List.copyOf(phases);
    attempts = List.copyOf(attempts);
    faults = List.copyOf(faults);
    streams = List.copyOf(streams);
    receipts = List.copyOf(receipts);
    troubles = List.copyOf(troubles);
  }

  /** A history without streams and receipts. */
  public History(
      String scenario,
      long seed,
      Map<String, String> environment,
      List<WorkloadInfo> workloads,
      List<Phase> phases,
      List<Attempt> attempts,
      List<FaultEvent> faults,
      List<Trouble> troubles) {
    this(
        scenario,
        seed,
        environment,
        workloads,
        phases,
        attempts,
        faults,
        List.of(),
        List.of(),
        troubles);
  }

  /**
   * A workload of the network.
   *
   * @param site its site
   * @param workload its name, as it says in its first line
   * @param routingKey the key that its connector serves
   */
  public record WorkloadInfo(String site, String workload, String routingKey) {}

  /**
   * {@return the phase of that name}
   *
   * @throws IllegalArgumentException if there is none; the message lists the phases that there are
   */
  public Phase phase(String name) {
    return phases.stream()
        .filter(phase -> phase.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "history of "
                        + scenario
                        + " has no phase "
                        + name
                        + ", only "
                        + phases.stream().map(Phase::name).toList()));
  }

  /** {@return the attempts that the phase of that name asked for, in the order they were due} */
  public List<Attempt> attempts(String phase) {
    return attempts.stream().filter(attempt -> attempt.phase().equals(phase)).toList();
  }

  /** {@return this history without what the phase of that name asked for before this moment} */
  public History without(String phase, long beforeNanos) {
    List<Attempt> left =
        attempts.stream()
            .filter(a -> !a.phase().equals(phase) || a.dueNanos() >= beforeNanos)
            .toList();
    return new History(
        scenario, seed, environment, workloads, phases, left, faults, streams, receipts, troubles);
  }

  /** {@return the faults injected in the phase of that name} */
  public List<FaultEvent> faults(String phase) {
    return faults.stream().filter(fault -> fault.phase().equals(phase)).toList();
  }

  /** {@return the streams that the phase of that name asked for, in order of their end} */
  public List<StreamEvent> streams(String phase) {
    return streams.stream().filter(stream -> stream.phase().equals(phase)).toList();
  }

  /** {@return the phases that carry this attribute with this value, in order} */
  public Stream<Phase> phasesWith(String attribute, String value) {
    return phases.stream().filter(phase -> value.equals(phase.attributes().get(attribute)));
  }

  /**
   * {@return the routing key that this workload serves}
   *
   * @throws IllegalArgumentException if the history knows no such workload
   */
  public String routingKeyOf(Attempt.Served served) {
    return workloads.stream()
        .filter(w -> w.site().equals(served.site()) && w.workload().equals(served.workload()))
        .map(WorkloadInfo::routingKey)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "history of " + scenario + " knows no workload " + served));
  }
}
