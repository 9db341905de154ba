package io.spillway.harness.history.io;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.FaultEvent;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Receipt;
import io.spillway.harness.history.StreamEvent;
import io.spillway.harness.history.Trouble;
import io.spillway.harness.history.io.HistoryFormat.FaultLine;
import io.spillway.harness.history.io.HistoryFormat.Header;
import io.spillway.harness.history.io.HistoryFormat.PhaseLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Makes one history of lines: the recorder's as they are written, the reader's as they are read, so
 * that both come to the same. Not safe for several threads.
 */
final class HistoryAssembler {

  private final Header header;
  private final Map<String, PhaseLine> phases = new LinkedHashMap<>();
  private final List<Attempt> attempts = new ArrayList<>();
  private final Map<Integer, FaultEvent> faults = new LinkedHashMap<>();
  private final List<StreamEvent> streams = new ArrayList<>();
  private final List<Receipt> receipts = new ArrayList<>();
  private final List<Trouble> troubles = new ArrayList<>();

  HistoryAssembler(Header header) {
    this.header = header;
  }

  boolean hasPhase(String name) {
    return phases.containsKey(name);
  }

  List<PhaseLine> phasesUnderWay() {
    return phases.values().stream().filter(phase -> phase.endNanos().isEmpty()).toList();
  }

  /** Adds a phase, or replaces what was known of it; it keeps its place in the order. */
  void add(PhaseLine phase) {
    phases.put(phase.name(), phase);
  }

  void add(Attempt attempt) {
    attempts.add(attempt);
  }

  /** Adds a fault, or replaces what was known of it; it keeps its place in the order. */
  void add(FaultLine fault) {
    faults.put(fault.id(), fault.event());
  }

  void add(StreamEvent stream) {
    streams.add(stream);
  }

  void add(Receipt receipt) {
    receipts.add(receipt);
  }

  void add(Trouble trouble) {
    troubles.add(trouble);
  }

  /** {@return all of it; phases under way end now, attempts stand as they were due} */
  History toHistory(long nowNanos) {
    return new History(
        header.scenario(),
        header.seed(),
        header.environment(),
        header.workloads(),
        phases.values().stream().map(phase -> phase.toPhase(nowNanos)).toList(),
        inOrderOfDue(),
        List.copyOf(faults.values()),
        streams,
        receipts,
        troubles);
  }

  /** Attempts end in another order than they were due in, and some may never have ended. */
  private List<Attempt> inOrderOfDue() {
    List<Attempt> sorted = new ArrayList<>(attempts);
    sorted.sort(Attempt.AS_DUE);
    return IntStream.range(0, sorted.size()).mapToObj(i -> withIndex(sorted.get(i), i)).toList();
  }

  private static Attempt withIndex(Attempt a, int index) {
    return a.index() == index
        ? a
        : new Attempt(
            index,
            a.phase(),
            a.prober(),
            a.site(),
            a.listener(),
            a.dueNanos(),
            a.openedNanos(),
            a.identifiedNanos(),
            a.closedNanos(),
            a.servedBy(),
            a.outcome(),
            a.detail(),
            a.message());
  }
}
