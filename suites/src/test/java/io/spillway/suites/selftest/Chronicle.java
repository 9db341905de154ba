package io.spillway.suites.selftest;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.FaultEvent;
import io.spillway.harness.history.History;
import io.spillway.harness.history.History.WorkloadInfo;
import io.spillway.harness.history.Outcome;
import io.spillway.harness.history.Phase;
import io.spillway.harness.history.Receipt;
import io.spillway.harness.history.StreamEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Writes a history without a network: one attempt after the other, 10 ms apart, each open 1 ms and
 * identified 2 ms after it was due, unless told otherwise. Begins with a control phase that reaches
 * every workload.
 */
final class Chronicle {

  private static final long MS = 1_000_000;
  private static final long GAP = 10 * MS;
  private static final int MESSAGE_BYTES = 22;

  private final List<WorkloadInfo> workloads;
  private final Map<String, Optional<Attempt.Served>> bySite = new HashMap<>();
  private final List<Phase> phases = new ArrayList<>();
  private final List<Attempt> attempts = new ArrayList<>();
  private final List<FaultEvent> faults = new ArrayList<>();
  private final List<StreamEvent> streams = new ArrayList<>();
  private final List<Receipt> receipts = new ArrayList<>();
  private Phase current;
  private String prober = "sequential";
  private long takesMillis = 2;
  private long now;

  /** Begins; at each site there is one workload. */
  Chronicle(List<WorkloadInfo> workloads) {
    this.workloads = workloads;
    for (WorkloadInfo workload : workloads) {
      bySite.put(
          workload.site(),
          Optional.of(new Attempt.Served(workload.site(), workload.workload(), 1)));
    }
    phase("control", Map.of("role", "control"));
    workloads.forEach(workload -> served(workload.site()));
  }

  /** Ends the phase before and begins this one. */
  void phase(String name, Map<String, String> attributes) {
    endPhase();
    current = new Phase(name, attributes, now, now);
  }

  /** From here on attempts are made by this prober. */
  void prober(String name) {
    prober = name;
  }

  /** From here on attempts are identified so long after they were due, and over 1 ms later. */
  void takes(long millis) {
    takesMillis = millis;
  }

  /** Lets time pass. */
  void pause(double seconds) {
    now += Math.round(seconds * 1_000 * MS);
  }

  /** An attempt that the workload at this site served. */
  void served(String site) {
    attempt(Outcome.SERVED, bySite.get(site), closed());
  }

  /** An attempt that the workload at this site served, and that stays open. */
  void held(String site) {
    attempt(Outcome.SERVED, bySite.get(site), OptionalLong.empty());
  }

  /** An attempt that the workload at this site served as its connection of this number. */
  void served(String site, long connection) {
    Attempt.Served by = bySite.get(site).orElseThrow();
    attempt(
        Outcome.SERVED, Optional.of(new Attempt.Served(site, by.workload(), connection)), closed());
  }

  /** The same, by an attempt that had left a message there first, which came with more bytes. */
  void received(String site, long connection, int moreBytes) {
    Attempt.Served by =
        new Attempt.Served(site, bySite.get(site).orElseThrow().workload(), connection);
    OptionalInt message = OptionalInt.of(attempts.size());
    receipts.add(new Receipt(by, MESSAGE_BYTES + moreBytes, message));
    attempt(Outcome.SERVED, Optional.of(by), closed(), message);
  }

  /** A stream at this site that ends now, whole, after so many bytes and such a wait. */
  void stream(String site, long connection, long bytes, long waitMillis) {
    stream(site, connection, bytes, waitMillis, StreamEvent.Ending.RELEASED);
  }

  /** An answer of so many bytes of the workload at this site, which ends now. */
  void answer(String site, long connection, long bytes) {
    stream(site, connection, bytes, 0, StreamEvent.Ending.CLOSED);
  }

  private void stream(
      String site, long connection, long bytes, long waitMillis, StreamEvent.Ending ending) {
    Attempt.Served by = bySite.get(site).orElseThrow();
    Attempt.Served served = new Attempt.Served(site, by.workload(), connection);
    streams.add(
        new StreamEvent(
            current.name(),
            "west",
            "shop",
            served,
            served,
            current.startNanos(),
            now,
            bytes,
            bytes,
            OptionalLong.empty(),
            waitMillis * MS,
            waitMillis * MS,
            ending,
            ""));
  }

  /** An attempt that failed. */
  void failed(Outcome outcome) {
    attempt(outcome, Optional.empty(), closed());
  }

  /** A fault that is injected now, seen 1 ms later, and healed later. */
  void fault(String kind, String target) {
    faults.add(
        new FaultEvent(
            current.name(),
            kind,
            target,
            target + " " + kind,
            now,
            OptionalLong.of(now + MS),
            OptionalLong.empty(),
            OptionalLong.empty()));
    now += 2 * MS;
  }

  /** The last fault of this target is healed now and seen to be so 1 ms later. */
  void heal(String target) {
    int last = faults.size() - 1;
    while (!faults.get(last).target().equals(target)
        || faults.get(last).healedNanos().isPresent()) {
      last--;
    }
    FaultEvent fault = faults.get(last);
    faults.set(
        last,
        new FaultEvent(
            fault.phase(),
            fault.kind(),
            target,
            fault.description(),
            fault.injectedNanos(),
            fault.observedNanos(),
            OptionalLong.of(now),
            OptionalLong.of(now + MS)));
    now += 2 * MS;
  }

  /** {@return the history} */
  History told() {
    endPhase();
    return new History(
        "simulated",
        1,
        Map.of(),
        workloads,
        phases,
        attempts,
        faults,
        streams,
        receipts,
        List.of());
  }

  private OptionalLong closed() {
    return OptionalLong.of(now + (takesMillis + 1) * MS);
  }

  private void attempt(Outcome outcome, Optional<Attempt.Served> by, OptionalLong closedNanos) {
    attempt(outcome, by, closedNanos, OptionalInt.empty());
  }

  private void attempt(
      Outcome outcome, Optional<Attempt.Served> by, OptionalLong closedNanos, OptionalInt message) {
    attempts.add(
        new Attempt(
            attempts.size(),
            current.name(),
            prober,
            "west",
            "shop",
            now,
            OptionalLong.of(now + MS),
            by.isPresent() ? OptionalLong.of(now + takesMillis * MS) : OptionalLong.empty(),
            closedNanos,
            by,
            outcome,
            "",
            message));
    now += GAP;
  }

  private void endPhase() {
    if (current != null) {
      phases.add(new Phase(current.name(), current.attributes(), current.startNanos(), now));
    }
  }
}
