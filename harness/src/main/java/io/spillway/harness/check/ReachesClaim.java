package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Phase;
import io.spillway.harness.stats.Binomials;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Some attempt of the phase is served by each of the groups that its attribute {@code to} lists;
 * {@code by} says whether they are keys or sites. It is the control of a rule that says where
 * nothing may go: a place that never could serve proves nothing by not serving. So what is missing
 * leaves the verdict open and is no violation.
 */
final class ReachesClaim implements PhaseClaim {

  @Override
  public boolean spends() {
    return false; // nothing is failed for it
  }

  @Override
  public String judge(
      History history, Phase phase, Question question, double alpha, Findings findings) {
    Groups groups = Groups.of(history, phase);
    List<Attempt> served =
        history.attempts(phase.name()).stream().filter(a -> a.servedBy().isPresent()).toList();
    int fewest = Integer.MAX_VALUE;
    String least = "";
    for (String group : Words.split(phase.attribute("to"))) {
      List<Attempt> there =
          served.stream().filter(a -> groups.of().apply(a).orElseThrow().equals(group)).toList();
      if (there.size() < fewest) {
        fewest = there.size();
        least = group;
      }
      if (there.isEmpty()) {
        findings.doubt(
            "In the phase "
                + phase.name()
                + " "
                + group
                + " had to serve, and never did; so that it did not before shows nothing.",
            group + " can serve",
            Words.count(served.size(), "connection") + " elsewhere");
      } else {
        findings.support(
            List.of(there.get(0)),
            group + " can serve",
            Words.count(there.size(), "connection") + " at " + group);
      }
    }
    if (served.isEmpty()) {
      return "nobody served";
    }
    findings.worthAside(
        new Statistics(
                served.size(),
                0,
                "a place with "
                    + Words.percent(Binomials.boundOfNone(served.size(), Statistics.POWER))
                    + " of them or more",
                Statistics.POWER)
            .with(TrueShare.between("connections at " + least, fewest, served.size())));
    return served.stream()
        .collect(
            Collectors.groupingBy(a -> groups.of().apply(a).orElseThrow(), Collectors.counting()))
        .entrySet()
        .stream()
        .map(entry -> Words.count(entry.getValue()) + " at " + entry.getKey())
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
