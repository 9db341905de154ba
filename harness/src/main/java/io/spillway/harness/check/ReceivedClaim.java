package io.spillway.harness.check;

import io.spillway.harness.check.Messages.Fate;
import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Phase;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/**
 * Nothing is lost on the way there, nor on the way back: of every short connection of the phase the
 * workload received all that the client had written before it ended its side, which is a message
 * with a number of its own and, where the parameter {@code least-bytes} says so, at least so many
 * bytes with it; whole, once, and on the connection that was the client's; and the client heard
 * what the workload wrote then, which is its banner.
 *
 * <p>The attempts say what was written, the workload's receipts say what was received, and the
 * banner's number says which of the workload's connections was whose. The attributes and the
 * parameter are those of {@link DeliveredClaim}; {@code accepted-after} is written when all
 * receipts are. A connection that ended without its banner is a failure, for nothing on its way was
 * broken, unless the harness had trouble of its own; whether its message came is told. A message of
 * one that has its banner must have come, whatever trouble there was: the workload answers none
 * whose end it has not seen.
 */
final class ReceivedClaim implements PhaseClaim {

  @Override
  public boolean spends() {
    return false; // chance loses nothing
  }

  @Override
  public String judge(
      History history, Phase phase, Question question, double alpha, Findings findings) {
    ShortConnections connections = ShortConnections.of(history, phase);
    Messages messages =
        new Messages(
            history.receipts().stream().filter(receipt -> connections.has(receipt.by())).toList());
    Map<Fate, List<Attempt>> fates = fates(connections, messages);
    judgeFailed(connections, messages, findings);
    judgeFates(connections, fates, findings);
    connections.judgeBanners(findings);
    requireMessages(connections, findings);
    requireBytes(connections, messages, ShortConnections.leastBytes(question), findings);
    connections.requireEvidence(history, question, findings);
    if (connections.heard().isEmpty()) {
      return "nothing heard";
    }
    return tell(connections, fates.get(Fate.ARRIVED), findings);
  }

  /** What became of the messages of those who were served by whom they must be. */
  private static Map<Fate, List<Attempt>> fates(ShortConnections connections, Messages messages) {
    List<Attempt> served =
        connections.heard().stream()
            .filter(attempt -> attempt.message().isPresent())
            .filter(attempt -> connections.has(attempt.servedBy().orElseThrow()))
            .toList();
    Map<Fate, List<Attempt>> fates = new EnumMap<>(Fate.class);
    for (Fate fate : Fate.values()) {
      fates.put(fate, served.stream().filter(a -> messages.fate(a) == fate).toList());
    }
    return fates;
  }

  private static void judgeFailed(
      ShortConnections connections, Messages messages, Findings findings) {
    List<Attempt> failed = connections.failed();
    if (failed.isEmpty()) {
      return;
    }
    long written = failed.stream().filter(attempt -> attempt.message().isPresent()).count();
    long arrived = failed.stream().filter(attempt -> messages.arrivals(attempt) > 0).count();
    findings.unserved(
        Words.count(failed.size())
            + " of "
            + Words.count(connections.attempts().size(), "short connection")
            + " in the phase "
            + connections.phase().name()
            + " had no answer though nothing on their way had failed: "
            + Words.outcomes(failed)
            + ". Their clients had written "
            + Words.count(written, "message")
            + ", of which "
            + Words.count(arrived)
            + " came to "
            + connections.workload()
            + ".",
        failed,
        "every short connection has an answer",
        List.of(connections.phase()));
  }

  /** Whoever was answered was heard out: no trouble of the harness takes away what was written. */
  private static void judgeFates(
      ShortConnections connections, Map<Fate, List<Attempt>> fates, Findings findings) {
    if (connections.unheard() < 0) {
      return; // an account that cannot be relied on, as judgeBanners says
    }
    for (Fate fate : EnumSet.complementOf(EnumSet.of(Fate.ARRIVED))) {
      List<Attempt> attempts = fates.get(fate);
      if (!attempts.isEmpty()) {
        String sentence = sentence(connections, fate, attempts);
        findings.violated(
            sentence,
            new Evidence(
                Findings.indexes(attempts),
                "every message comes whole, once, and on its client's connection",
                sentence));
      }
    }
  }

  private static String sentence(ShortConnections connections, Fate fate, List<Attempt> attempts) {
    String how =
        switch (fate) {
          case ARRIVED -> "came whole";
          case LOST -> "never came";
          case DAMAGED -> "came cut off, changed or run together with another";
          case ASTRAY -> "came on another client's connection, or had another one in its place";
          case DOUBLED -> "came on more than one connection";
        };
    return Words.count(attempts.size())
        + " of "
        + Words.count(connections.heard().size(), "message")
        + " to "
        + connections.workload()
        + " in the phase "
        + connections.phase().name()
        + " "
        + how
        + ", by its own account.";
  }

  private static void requireMessages(ShortConnections connections, Findings findings) {
    long silent =
        connections.heard().stream().filter(attempt -> attempt.message().isEmpty()).count();
    if (silent > 0) {
      findings.doubt(
          "Of "
              + Words.count(silent, "short connection")
              + " in the phase "
              + connections.phase().name()
              + " the history does not say what the client wrote.");
    }
  }

  /** A message that came whole, and is shorter than the case says, shows less than it is to. */
  private static void requireBytes(
      ShortConnections connections, Messages messages, int leastBytes, Findings findings) {
    long brief = messages.whole().filter(receipt -> receipt.bytes() < leastBytes).count();
    if (brief > 0) {
      findings.doubt(
          Words.count(brief, "message")
              + " in the phase "
              + connections.phase().name()
              + " had fewer than "
              + Words.count(leastBytes, "byte")
              + ".");
    }
  }

  private static String tell(
      ShortConnections connections, List<Attempt> arrived, Findings findings) {
    int known = connections.known();
    int heard = connections.heard().size();
    int wrong = known - arrived.size();
    findings.support(
        arrived,
        "every message comes to " + connections.workload() + ", and its answer to the client",
        Words.count(arrived.size())
            + " of "
            + Words.count(known)
            + " in the phase "
            + connections.phase().name()
            + "; the workload counts "
            + Words.count(connections.accepted(), "connection"));
    if (findings.clean()) {
      findings.note(
          "In the phase "
              + connections.phase().name()
              + " "
              + connections.workload()
              + " received all "
              + Words.count(heard, "message")
              + " that clients had written before they ended their side, and each client heard"
              + " the answer.");
    }
    findings.worth(
        new Statistics(heard, 0, connections.bound(), Statistics.POWER)
            .with(TrueShare.atMost("messages or their answers lost", wrong, known)));
    return Words.figure(
        Words.count(wrong) + " of " + Words.count(known) + " messages or answers lost",
        connections.bound() + " would have been seen");
  }
}
