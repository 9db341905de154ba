package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Outcome;
import io.spillway.harness.history.Phase;
import io.spillway.harness.stats.SequentialShares;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Connections are divided over the groups that the phase's attribute {@code weights} lists, as
 * {@code group=weight}, in proportion to their weights; {@code by} says whether they are keys or
 * sites.
 *
 * <p>Feeds the attempts of the phase, in the order in which they were due, to the sequential test
 * that the scenario stopped with. Each of these groups can serve in such a phase, so an attempt
 * that failed is a violation of its own; unless the attribute {@code failed-as} names a group that
 * must not serve now and whose share must go to no other: then attempts that fail count for that
 * group, and one that it serves is a violation. So is a connection that is held and does not stay
 * open ({@link HeldOpen}). Where the attribute {@code enough} names a parameter, so many must have
 * been served, whatever the test found out before, or the verdict is open.
 */
final class SharesClaim implements PhaseClaim {

  @Override
  public boolean spends() {
    return true;
  }

  @Override
  public String judge(
      History history, Phase phase, Question question, double alpha, Findings findings) {
    Map<String, Integer> weights = WeightedPlan.weights(phase.attribute("weights"));
    SequentialShares test =
        Change.isBefore(phase)
            ? WeightedPlan.testAfterChange(question, weights)
            : WeightedPlan.test(question, weights);
    Groups groups = Groups.of(history, phase);
    List<Attempt> attempts = history.attempts(phase.name());
    Optional<String> failedAs = Optional.ofNullable(phase.attributes().get("failed-as"));
    List<Attempt> failed =
        attempts.stream().filter(a -> a.outcome().failed() && failedAs.isEmpty()).toList();
    Set<String> weighted = test.expectedShares().keySet();
    List<Optional<String>> reached = new ArrayList<>();
    List<Attempt> strays = new ArrayList<>();
    List<Attempt> unready = new ArrayList<>();
    int indeterminate = 0;
    for (Attempt attempt : attempts) {
      Optional<String> group = attempt.outcome().failed() ? failedAs : groups.of().apply(attempt);
      if (group.isPresent() && group.equals(failedAs) && !attempt.outcome().failed()) {
        unready.add(attempt);
      } else if (group.isPresent() && !weighted.contains(group.orElseThrow())) {
        strays.add(attempt);
      } else if (group.isPresent() || attempt.outcome() == Outcome.INDETERMINATE) {
        reached.add(group);
        indeterminate += group.isPresent() ? 0 : 1;
      }
    }
    judgeFailures(failed, attempts.size(), phase, findings);
    HeldOpen.judge(history, phase, findings);
    if (reached.size() == indeterminate && strays.isEmpty() && unready.isEmpty()) {
      findings.doubt(
          "No attempt was served in the phase " + phase.name() + ", so nothing was divided.");
      return "nothing served";
    }
    String enough = phase.attributes().get("enough");
    if (enough != null) {
      OnlyClaim.requireEnough(phase, enough, reached.size() - indeterminate, question, findings);
    }
    judgeStrays(strays, "with no weight here", phase, groups, findings);
    judgeStrays(unready, "which must serve nobody here", phase, groups, findings);
    replay(test, reached, Optional.empty());
    requireSameAnswer(test, reached, indeterminate, groups, findings);
    return new SharesAnswer(phase, groups, test, question, alpha).conclude(failed.size(), findings);
  }

  private static void judgeFailures(List<Attempt> failed, int all, Phase phase, Findings findings) {
    if (!failed.isEmpty()) {
      findings.unserved(
          Words.count(failed.size())
              + " of "
              + Words.count(all, "attempt")
              + " in the phase "
              + phase.name()
              + " not served though there was somebody to serve them: "
              + Words.outcomes(failed)
              + ".",
          failed,
          "every connection served",
          List.of(phase));
    }
  }

  private static void judgeStrays(
      List<Attempt> strays, String why, Phase phase, Groups groups, Findings findings) {
    if (!strays.isEmpty()) {
      String sentence =
          Words.count(strays.size(), "connection")
              + " in the phase "
              + phase.name()
              + " served by "
              + Words.list(
                  strays.stream()
                      .map(attempt -> groups.of().apply(attempt).orElseThrow())
                      .distinct()
                      .sorted()
                      .toList())
              + ", "
              + why
              + ".";
      findings.misplaced(
          sentence,
          new Evidence(
              Findings.indexes(strays),
              "only the " + groups.word() + "s with a weight that may serve",
              sentence),
          List.of(phase));
    }
  }

  private static void replay(
      SequentialShares test, List<Optional<String>> reached, Optional<String> forUnknown) {
    for (Optional<String> group : reached) {
      group.or(() -> forUnknown).ifPresent(test::add);
    }
  }

  /** Indeterminate attempts matter if the answer depends on which group they would have reached. */
  private static void requireSameAnswer(
      SequentialShares test,
      List<Optional<String>> reached,
      int indeterminate,
      Groups groups,
      Findings findings) {
    if (indeterminate == 0) {
      return;
    }
    for (String group : test.expectedShares().keySet()) {
      SequentialShares other = test.fresh();
      replay(other, reached, Optional.of(group));
      if (other.decision() != test.decision()) {
        findings.doubt(
            Words.count(indeterminate, "attempt")
                + " ended so that nobody can know which "
                + groups.word()
                + " they would have reached; had it been "
                + group
                + ", the answer would be another.");
        return;
      }
    }
  }
}
