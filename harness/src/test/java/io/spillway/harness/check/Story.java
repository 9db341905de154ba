package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.FaultEvent;
import io.spillway.harness.history.History;
import io.spillway.harness.history.History.WorkloadInfo;
import io.spillway.harness.history.Outcome;
import io.spillway.harness.history.Phase;
import io.spillway.harness.history.Receipt;
import io.spillway.harness.history.StreamEvent;
import io.spillway.harness.history.Trouble;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Tells a history, event after event. A clock runs along: each attempt is due 10 ms after the one
 * before, is open 1 ms and identified 2 ms after that (unless told otherwise), and (unless held)
 * closed 1 ms later.
 */
final class Story {

  private static final long MS = 1_000_000;
  private static final long MESSAGE_BYTES = 21;
  static final long ANSWER_BYTES = 5_000_000;

  private final List<WorkloadInfo> workloads = new ArrayList<>();
  private final List<Phase> phases = new ArrayList<>();
  private final List<Attempt> attempts = new ArrayList<>();
  private final List<FaultEvent> faults = new ArrayList<>();
  private final List<StreamEvent> streams = new ArrayList<>();
  private final List<Receipt> receipts = new ArrayList<>();
  private final List<Trouble> troubles = new ArrayList<>();
  private String phase = "";
  private String prober = "sequential";
  private long takesMillis = 2;
  private long nowMillis;
  private boolean messages;

  private Story() {}

  /** A story without control phase; workloads as {@code key@site}, each named like its key. */
  static Story withoutControl(String... workloads) {
    Story story = new Story();
    for (String workload : workloads) {
      String[] parts = workload.split("@", 2);
      story.workloads.add(new WorkloadInfo(parts[1], parts[0], parts[0]));
    }
    return story;
  }

  /** A story whose control phase reached every workload. */
  static Story of(String... workloads) {
    Story story = withoutControl(workloads).phase("control", "role=control");
    story.workloads.forEach(workload -> story.served(1, workload.routingKey()));
    return story;
  }

  /** Begins a phase, with attributes as {@code name=value}, and ends the one before. */
  Story phase(String name, String... attributes) {
    endPhase();
    Map<String, String> named = new LinkedHashMap<>();
    for (String attribute : attributes) {
      String[] parts = attribute.split("=", 2);
      named.put(parts[0], parts[1]);
    }
    phase = name;
    phases.add(new Phase(name, named, nowMillis * MS, nowMillis * MS));
    return this;
  }

  /** From here on attempts are made by this prober. */
  Story prober(String name) {
    prober = name;
    return this;
  }

  /** From here on each client whose connection opens writes a message with its attempt's index. */
  Story messages() {
    messages = true;
    return this;
  }

  /** The workload of this key received this message on its connection of this number. */
  Story received(String key, long connection, int message) {
    return received(key, connection, MESSAGE_BYTES, OptionalInt.of(message));
  }

  /** The workload of this key received so many bytes there that are no message. */
  Story receivedBytes(String key, long connection, long bytes) {
    return received(key, connection, bytes, OptionalInt.empty());
  }

  private Story received(String key, long connection, long bytes, OptionalInt message) {
    WorkloadInfo by = workload(key);
    receipts.add(
        new Receipt(new Attempt.Served(by.site(), by.workload(), connection), bytes, message));
    return this;
  }

  private WorkloadInfo workload(String key) {
    return workloads.stream().filter(w -> w.routingKey().equals(key)).findFirst().orElseThrow();
  }

  /** From here on served attempts are identified so long after they were due. */
  Story takes(long millis) {
    takesMillis = millis;
    return this;
  }

  /** Attempts served by the workload of this key. */
  Story served(int times, String key) {
    WorkloadInfo by = workload(key);
    for (int i = 0; i < times; i++) {
      attempt(
          Outcome.SERVED,
          Optional.of(new Attempt.Served(by.site(), by.workload(), attempts.size() + 1L)));
    }
    return this;
  }

  /** Attempts served by a workload that stands nowhere else. */
  Story servedByStranger(String site) {
    attempt(Outcome.SERVED, Optional.of(new Attempt.Served(site, "stranger", 1)));
    return this;
  }

  /** Attempts that end so. */
  Story ended(int times, Outcome outcome) {
    for (int i = 0; i < times; i++) {
      attempt(outcome, Optional.empty());
    }
    return this;
  }

  /** The attempt of this index, which is held, ends now. */
  Story closed(int index) {
    Attempt held = attempts.get(index);
    attempts.set(
        index,
        new Attempt(
            index,
            held.phase(),
            held.prober(),
            held.site(),
            held.listener(),
            held.dueNanos(),
            held.openedNanos(),
            held.identifiedNanos(),
            OptionalLong.of(nowMillis * MS),
            held.servedBy(),
            held.outcome(),
            held.detail(),
            held.message()));
    return this;
  }

  /** Lets time pass. */
  Story pause(long millis) {
    nowMillis += millis;
    return this;
  }

  /** A fault that is injected now and seen 1 ms later. */
  Story fault(String kind, String target) {
    faults.add(
        new FaultEvent(
            phase,
            kind,
            target,
            target + " " + kind,
            nowMillis * MS,
            OptionalLong.of((nowMillis + 1) * MS),
            OptionalLong.empty(),
            OptionalLong.empty()));
    return this;
  }

  /** The last fault was seen by nobody. */
  Story unobserved() {
    FaultEvent last = faults.remove(faults.size() - 1);
    faults.add(
        new FaultEvent(
            last.phase(),
            last.kind(),
            last.target(),
            last.description(),
            last.injectedNanos(),
            OptionalLong.empty(),
            last.healedNanos(),
            last.recoveredNanos()));
    return this;
  }

  /** The last fault of this target is healed now, and answers again now. */
  Story heal(String target) {
    return heal(target, OptionalLong.of(nowMillis * MS));
  }

  /** The last fault of this target is healed now, and nobody saw it answer again. */
  Story healUnseen(String target) {
    return heal(target, OptionalLong.empty());
  }

  /** The last fault of this target is healed now, and answers again so much later, which is now. */
  Story healSlowly(String target, long millis) {
    return heal(target, OptionalLong.of((nowMillis + millis) * MS)).pause(millis);
  }

  private Story heal(String target, OptionalLong recoveredNanos) {
    for (int i = faults.size() - 1; i >= 0; i--) {
      FaultEvent fault = faults.get(i);
      if (fault.target().equals(target)) {
        faults.set(
            i,
            new FaultEvent(
                fault.phase(),
                fault.kind(),
                fault.target(),
                fault.description(),
                fault.injectedNanos(),
                fault.observedNanos(),
                OptionalLong.of(nowMillis * MS),
                recoveredNanos));
        return this;
      }
    }
    throw new IllegalStateException("no fault of " + target);
  }

  /**
   * The long answer that the workload of this key gave on its connection of this number: so many of
   * 5,000,000 bytes came, and then this.
   */
  Story answer(String key, long connection, long cameBytes, StreamEvent.Ending ending) {
    return answer(key, connection, cameBytes, OptionalLong.empty(), ending, "");
  }

  /** The same of one that was wrong from this byte on, in words. */
  Story wrongAnswer(String key, long connection, long cameBytes, String detail) {
    OptionalLong bad = OptionalLong.of(cameBytes);
    return answer(key, connection, cameBytes, bad, StreamEvent.Ending.CLOSED, detail);
  }

  private Story answer(
      String key,
      long connection,
      long cameBytes,
      OptionalLong firstBadOffset,
      StreamEvent.Ending ending,
      String detail) {
    WorkloadInfo by = workload(key);
    var served = new Attempt.Served(by.site(), by.workload(), connection);
    return stream(
        new StreamEvent(
            phase,
            "edge",
            "listener",
            served,
            served,
            nowMillis * MS,
            nowMillis * MS,
            ANSWER_BYTES,
            cameBytes,
            firstBadOffset,
            0,
            0,
            ending,
            detail));
  }

  /** A stream that has ended. */
  Story stream(StreamEvent stream) {
    streams.add(stream);
    return this;
  }

  /** Trouble of the harness's own, now. */
  Story trouble(String kind) {
    troubles.add(new Trouble(nowMillis * MS, kind, kind + " ran short"));
    return this;
  }

  /** {@return the history so far} */
  History told() {
    endPhase();
    return new History(
        "story", 1, Map.of(), workloads, phases, attempts, faults, streams, receipts, troubles);
  }

  private void attempt(Outcome outcome, Optional<Attempt.Served> by) {
    long due = nowMillis * MS;
    boolean open = outcome != Outcome.REFUSED;
    attempts.add(
        new Attempt(
            attempts.size(),
            phase,
            prober,
            "edge",
            "listener",
            due,
            open ? OptionalLong.of(due + MS) : OptionalLong.empty(),
            by.isPresent() ? OptionalLong.of(due + takesMillis * MS) : OptionalLong.empty(),
            prober.equals("held") && by.isPresent()
                ? OptionalLong.empty()
                : OptionalLong.of(due + (takesMillis + 1) * MS),
            by,
            outcome,
            "",
            messages && open ? OptionalInt.of(attempts.size()) : OptionalInt.empty()));
    nowMillis += 10;
  }

  private void endPhase() {
    if (!phases.isEmpty()) {
      Phase last = phases.remove(phases.size() - 1);
      phases.add(new Phase(last.name(), last.attributes(), last.startNanos(), nowMillis * MS));
    }
  }
}
