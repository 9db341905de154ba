package io.spillway.harness.check;

import io.spillway.harness.history.FaultEvent;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Phase;
import io.spillway.harness.history.StreamEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What must have happened while the streams of a phase went on, as its attributes say (see {@link
 * IntactClaim}); without it their being intact shows nothing.
 */
record StreamCourse(History history, Phase phase, Findings findings) {

  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Doubts what did not happen. */
  void require(List<StreamEvent> streams, Set<String> listeners) {
    List<FaultEvent> faults = history.faults(phase.name());
    for (String kind : words("through")) {
      if (faults.stream().noneMatch(f -> f.kind().equals(kind) && isProven(f))) {
        findings.doubt(
            "Nobody saw that anything was "
                + kind
                + " in the phase "
                + phase.name()
                + "; a fault that is not proven did not happen.");
      }
    }
    words("slowed").forEach(millis -> requireSlowed(Long.parseLong(millis), streams));
    words("hit").forEach(listener -> requireHit(listener, streams));
    words("from").forEach(site -> requireFrom(site, streams));
    words("returns").forEach(site -> requireReturn(site, faults, listeners));
  }

  /**
   * Streams that their clients ended must have gone on for so long after the last fault's end, and
   * each fault that came while they went on must have acted for as long.
   */
  void requireWatched(double seconds, List<StreamEvent> streams) {
    requireActed(seconds, streams);
    long healed =
        history.faults(phase.name()).stream()
            .flatMapToLong(fault -> fault.healedNanos().stream())
            .max()
            .orElse(phase.startNanos());
    long until = healed + Times.nanos(seconds);
    long early =
        streams.stream()
            .filter(s -> s.ending() == StreamEvent.Ending.RELEASED && s.endNanos() < until)
            .count();
    if (early > 0) {
      findings.doubt(
          Words.count(early, "stream")
              + " in the phase "
              + phase.name()
              + " did not go on for "
              + Words.limit(seconds)
              + " after the last fault was over, so what a router does later was not seen.");
    }
  }

  private void requireActed(double seconds, List<StreamEvent> streams) {
    long begun = streams.stream().mapToLong(StreamEvent::fromNanos).max().orElse(Long.MAX_VALUE);
    for (FaultEvent fault : history.faults(phase.name())) {
      long until = fault.injectedNanos() + Times.nanos(seconds);
      if (fault.injectedNanos() >= begun && fault.healedNanos().orElse(until) < until) {
        findings.doubt(
            fault.target()
                + " was "
                + fault.kind()
                + " for less than "
                + Words.limit(seconds)
                + " in the phase "
                + phase.name()
                + ", so what a router does later in that time was not seen.");
      }
    }
  }

  private boolean isProven(FaultEvent fault) {
    return fault.observedNanos().isPresent() || SlowFaults.isShownByTraffic(fault, phase);
  }

  private void requireSlowed(long millis, List<StreamEvent> streams) {
    long quick =
        streams.stream().filter(s -> s.longestRoundTripNanos() < millis * NANOS_PER_MILLI).count();
    if (quick > 0) {
      findings.doubt(
          "In the phase "
              + phase.name()
              + " every byte of "
              + Words.count(quick, "stream")
              + " was back within "
              + Words.count(millis)
              + " ms, so the slow link did not slow them.");
    }
  }

  /** A stream was hit if it did not end whole, or waited longer than any of those judged. */
  private void requireHit(String listener, List<StreamEvent> streams) {
    long longest = streams.stream().mapToLong(StreamEvent::longestStallNanos).max().orElse(0);
    List<StreamEvent> exposed =
        history.streams(phase.name()).stream()
            .filter(stream -> stream.listener().equals(listener))
            .toList();
    if (exposed.isEmpty()
        || exposed.stream().anyMatch(s -> s.whole() && s.longestStallNanos() <= longest)) {
      findings.doubt(
          "The fault of the phase "
              + phase.name()
              + " neither ended nor held up the streams at "
              + listener
              + ", which it was meant to hit, so it may have hit nothing.");
    }
  }

  private void requireFrom(String site, List<StreamEvent> streams) {
    long elsewhere = streams.stream().filter(s -> !s.servedAtStart().site().equals(site)).count();
    if (elsewhere > 0) {
      findings.doubt(
          Words.count(elsewhere, "stream")
              + " in the phase "
              + phase.name()
              + " did not begin at "
              + site
              + ", so a better destination could not tempt anybody to move them.");
    }
  }

  private void requireReturn(String site, List<FaultEvent> faults, Set<String> listeners) {
    long healed =
        faults.stream().flatMapToLong(f -> f.healedNanos().stream()).max().orElse(Long.MAX_VALUE);
    List<String> missing = new ArrayList<>(listeners);
    Times.dueFrom(history.attempts(phase.name()), healed).stream()
        .filter(attempt -> HeldRamp.on(attempt, site))
        .forEach(attempt -> missing.remove(attempt.listener()));
    if (!missing.isEmpty()) {
      findings.doubt(
          "No new connection to "
              + Words.list(missing)
              + " went to "
              + site
              + " when it was back in the phase "
              + phase.name()
              + ", so nothing drew traffic there.");
    }
  }

  private List<String> words(String attribute) {
    return Words.split(phase.attributes().getOrDefault(attribute, ""));
  }
}
