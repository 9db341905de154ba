package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.History;
import io.spillway.harness.history.StreamEvent;
import io.spillway.harness.history.StreamEvent.Ending;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The long answers of one phase's short connections: what each workload went on to write behind its
 * banner, before it closed. All of it must come, as it was written and in order, and then the end
 * of the stream and no reset. Immutable once it is made.
 */
final class LongAnswers {

  private static final String EXPECTED =
      "every byte that the workload wrote, in order, and then the end of the stream";

  private final ShortConnections connections;
  private final int leastBytes;
  private final Map<Attempt.Served, StreamEvent> streams = new HashMap<>();

  /**
   * Reads them.
   *
   * @param leastBytes how much each workload had to write at least; 0 if there are no long answers
   */
  LongAnswers(History history, ShortConnections connections, int leastBytes) {
    this.connections = connections;
    this.leastBytes = leastBytes;
    history
        .streams(connections.phase().name())
        .forEach(stream -> streams.put(stream.servedAtStart(), stream));
  }

  /** {@return whether nobody asks for any} */
  boolean isEmpty() {
    return leastBytes == 0;
  }

  /** {@return connections that heard who serves them, and not all that was written for them} */
  List<Attempt> incomplete() {
    return isEmpty() ? List.of() : those(stream -> !isWhole(stream));
  }

  /** {@return bytes that came as they must, in all} */
  long verifiedBytes() {
    return streams.values().stream().mapToLong(StreamEvent::verifiedBytes).sum();
  }

  /** Judges them; does nothing if nobody asks for any. */
  void judge(Findings findings) {
    if (isEmpty()) {
      return;
    }
    violated(
        those(stream -> stream.firstBadOffset().isPresent()),
        "had a byte changed, doubled, out of order or too many",
        findings);
    violated(
        those(stream -> isMissing(stream) && stream.ending() == Ending.CLOSED),
        "ended in order before all had come that "
            + connections.workload()
            + " had written before it closed",
        findings);
    unserved(those(stream -> stream.ending() == Ending.RESET), "ended by a reset", findings);
    unserved(
        those(stream -> stream.ending() == Ending.RELEASED),
        "did not come to their end while their clients waited",
        findings);
    requireEvidence(findings);
  }

  private void requireEvidence(Findings findings) {
    List<Attempt> unknown =
        connections.heard().stream()
            .filter(
                attempt ->
                    stream(attempt)
                        .filter(stream -> stream.ending() != Ending.ABANDONED)
                        .filter(stream -> stream.sentBytes() >= leastBytes)
                        .isEmpty())
            .toList();
    if (!unknown.isEmpty()) {
      findings.doubt(
          "Of "
              + Words.count(unknown.size(), "short connection")
              + " in the phase "
              + connections.phase().name()
              + " the history does not say that an answer of "
              + Words.count(leastBytes, "byte")
              + " or more was heard out.");
    }
  }

  private void violated(List<Attempt> attempts, String how, Findings findings) {
    if (!attempts.isEmpty()) {
      String sentence = sentence(attempts, how);
      findings.violated(sentence, new Evidence(Findings.indexes(attempts), EXPECTED, sentence));
    }
  }

  private void unserved(List<Attempt> attempts, String how, Findings findings) {
    if (!attempts.isEmpty()) {
      findings.unserved(sentence(attempts, how), attempts, EXPECTED, List.of(connections.phase()));
    }
  }

  private String sentence(List<Attempt> attempts, String how) {
    StreamEvent first = stream(attempts.get(0)).orElseThrow();
    return Words.count(attempts.size())
        + " of "
        + Words.count(connections.heard().size(), "long answer")
        + " in the phase "
        + connections.phase().name()
        + " "
        + how
        + ", the first after "
        + Words.count(first.verifiedBytes())
        + " of "
        + Words.count(first.sentBytes(), "byte")
        + (first.firstBadOffset().isPresent() && !first.detail().isEmpty()
            ? " (" + first.detail() + ")"
            : "")
        + ".";
  }

  private List<Attempt> those(Predicate<StreamEvent> matching) {
    return connections.heard().stream()
        .filter(attempt -> stream(attempt).filter(matching).isPresent())
        .toList();
  }

  private Optional<StreamEvent> stream(Attempt attempt) {
    return Optional.ofNullable(streams.get(attempt.servedBy().orElseThrow()));
  }

  private static boolean isMissing(StreamEvent stream) {
    return stream.firstBadOffset().isEmpty() && stream.missingBytes() > 0;
  }

  private static boolean isWhole(StreamEvent stream) {
    return stream.complete() && stream.ending() == Ending.CLOSED;
  }
}
