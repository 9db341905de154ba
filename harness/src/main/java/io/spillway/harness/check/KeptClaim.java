package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Phase;
import io.spillway.harness.stats.Binomials;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every request on a kept connection is answered by the workload that the connection reached first.
 *
 * <p>The connections are those of the phase that the attribute {@code connections} names, made by
 * the prober {@code held}; a request on the n-th of them is an attempt of this phase by the prober
 * {@code request-n}, counted from 1. So many connections as the parameter {@code connections} says
 * must have been asked so many times as {@code requests} says, or it is inconclusive; and so it is
 * if all of them had reached one and the same workload, for then a request could go nowhere else.
 * Nothing is broken in such a phase, so a request without an answer is a violation of its own.
 */
final class KeptClaim implements PhaseClaim {

  @Override
  public boolean spends() {
    return false; // chance moves no connection
  }

  @Override
  public String judge(
      History history, Phase phase, Question question, double alpha, Findings findings) {
    List<Conversation> conversations = conversations(history, phase);
    List<Attempt> requests = history.attempts(phase.name());
    List<Attempt> failed = requests.stream().filter(a -> a.outcome().failed()).toList();
    List<Attempt> moved =
        conversations.stream().flatMap(conversation -> conversation.moved().stream()).toList();
    if (!failed.isEmpty()) {
      findings.unserved(
          Words.count(failed.size())
              + " of "
              + Words.count(requests.size(), "request")
              + " in the phase "
              + phase.name()
              + " not answered though nothing was broken: "
              + Words.outcomes(failed)
              + ".",
          failed,
          "every request answered",
          List.of(phase));
    }
    if (!moved.isEmpty()) {
      judgeMoved(phase, conversations, moved, requests.size(), findings);
    }
    int wanted = question.ruleCase().integer("connections");
    int each = question.ruleCase().integer("requests");
    long full = conversations.stream().filter(c -> c.answered() >= each).count();
    if (full < wanted) {
      findings.doubt(
          "Only "
              + Words.count(full, "connection")
              + " had "
              + Words.count(each, "request")
              + " answered in the phase "
              + phase.name()
              + ", "
              + Words.count(wanted)
              + " are needed.");
    }
    requireAnotherWorkload(phase, conversations, findings);
    findings.requireDeterminate("in the phase " + phase.name(), requests);
    int answered = conversations.stream().mapToInt(Conversation::answered).sum();
    if (answered == 0) {
      return "nothing answered";
    }
    int connections = conversations.size();
    int movedConnections =
        (int) conversations.stream().filter(one -> !one.moved().isEmpty()).count();
    String bound =
        Words.percent(Binomials.boundOfNone(connections, Statistics.POWER))
            + " or more of connections moved";
    findings.worth(
        new Statistics(connections, 0, bound, Statistics.POWER)
            .with(TrueShare.atMost("moved connections", movedConnections, connections)));
    String observed =
        Words.count(conversations.size(), "connection")
            + " asked, "
            + Words.count(answered, "answer")
            + ", "
            + Words.count(moved.size())
            + " of them by another workload than the connection had reached";
    findings.support(List.of(), "one workload for each connection", observed);
    findings.note("In the phase " + phase.name() + ": " + observed + ".");
    return Words.figure(
        Words.count(moved.size()) + " of " + Words.count(answered, "answer") + " from elsewhere",
        "n " + Words.count(conversations.size(), "connection"));
  }

  /** The control: where a request could have gone, had the router balanced requests. */
  private static void requireAnotherWorkload(
      Phase phase, List<Conversation> conversations, Findings findings) {
    List<String> reached =
        conversations.stream()
            .map(Conversation::kept)
            .filter(kept -> kept.servedBy().isPresent())
            .map(KeptClaim::words)
            .distinct()
            .sorted()
            .toList();
    if (reached.size() == 1) {
      findings.doubt(
          "All connections of the phase "
              + phase.attribute("connections")
              + " reached "
              + reached.get(0)
              + "; that their requests stayed there shows nothing.");
    } else if (!reached.isEmpty()) {
      findings.support(
          List.of(),
          "connections at two workloads or more",
          "connections at " + Words.list(reached));
    }
  }

  private static void judgeMoved(
      Phase phase,
      List<Conversation> conversations,
      List<Attempt> moved,
      int requests,
      Findings findings) {
    Conversation first =
        conversations.stream().filter(c -> !c.moved().isEmpty()).findFirst().orElseThrow();
    String sentence =
        Words.count(moved.size())
            + " of "
            + Words.count(requests, "request")
            + " in the phase "
            + phase.name()
            + ", on "
            + Words.count(
                conversations.stream().filter(c -> !c.moved().isEmpty()).count(), "connection")
            + ", answered by another workload than the connection had reached: one had reached "
            + words(first.kept())
            + ", and "
            + words(first.moved().get(0))
            + " answered a request on it.";
    findings.violated(
        sentence,
        new Evidence(Findings.indexes(moved), "one workload for each connection", sentence));
  }

  private static String words(Attempt attempt) {
    Attempt.Served by = attempt.servedBy().orElseThrow();
    return by.workload() + " at " + by.site();
  }

  private static List<Conversation> conversations(History history, Phase phase) {
    List<Attempt> held =
        history.attempts(phase.attribute("connections")).stream()
            .filter(attempt -> attempt.prober().equals("held"))
            .toList();
    Map<String, List<Attempt>> requests = new LinkedHashMap<>();
    for (Attempt request : history.attempts(phase.name())) {
      requests.computeIfAbsent(request.prober(), prober -> new ArrayList<>()).add(request);
    }
    List<Conversation> conversations = new ArrayList<>();
    for (int n = 1; n <= held.size(); n++) {
      List<Attempt> asked = requests.remove("request-" + n);
      if (asked != null) {
        conversations.add(new Conversation(held.get(n - 1), asked));
      }
    }
    if (!requests.isEmpty()) {
      throw new IllegalArgumentException(
          "phase "
              + phase.name()
              + " has attempts that are no requests on its "
              + held.size()
              + " connections, by "
              + requests.keySet());
    }
    return conversations;
  }

  /** A kept connection and the requests on it. */
  private record Conversation(Attempt kept, List<Attempt> requests) {

    List<Attempt> moved() {
      return requests.stream()
          .filter(request -> request.servedBy().isPresent())
          .filter(request -> !words(request).equals(words(kept)))
          .toList();
    }

    int answered() {
      return (int) requests.stream().filter(request -> request.servedBy().isPresent()).count();
    }
  }
}
