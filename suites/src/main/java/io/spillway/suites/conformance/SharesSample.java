package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.check.WeightedPlan;
import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.Outcome;
import io.spillway.harness.run.Stage;
import io.spillway.harness.stats.SequentialShares;
import io.spillway.harness.topology.Network;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Feeds the sequential test of a {@code shares} claim with the attempts of one phase while they are
 * made, so that the scenario ends the phase when there is evidence enough in one direction or the
 * other.
 *
 * <p>The test sees the attempts in the order in which they were due, as the check will, and not in
 * the order in which they ended: a key whose site is quicker must not count earlier. So it must be
 * shown every attempt that is made on the stage until it is taken, also those that are not its own.
 * One whose client came late on a busy machine is begun after others that were due later: before
 * the test is taken to have an answer, all that it has seen is put into order and shown to it
 * again, and once more with those that were under way by then. Used by one thread at a time.
 */
final class SharesSample implements Sample {

  /**
   * So many in a row that fail, or go where nothing may go, are violation enough; nobody waits for
   * all of them to time out.
   */
  private static final int IN_VAIN = 40;

  private SequentialShares test;
  private final Function<Attempt.Served, String> group;
  private final Predicate<Attempt> own;
  private final Map<Integer, Attempt> ended = new HashMap<>();
  private final List<Attempt> counted = new ArrayList<>();
  private Optional<String> failuresCountAs = Optional.empty();
  private int next;
  private int inVainInARow;
  private boolean inVainOnce;

  /**
   * Begins a sample.
   *
   * @param next the index of the first attempt that it will be shown
   * @param test has seen nothing yet
   * @param group where an attempt is counted, by who served it
   * @param own the attempts that are its own
   */
  SharesSample(
      int next,
      SequentialShares test,
      Function<Attempt.Served, String> group,
      Predicate<Attempt> own) {
    this.next = next;
    this.test = test;
    this.group = group;
    this.own = own;
  }

  /**
   * Begins a sample of keys.
   *
   * @param weights weight by routing key, as the phase's claim says
   */
  static SharesSample ofKeys(
      Stage stage, Network network, Question question, Map<String, Integer> weights) {
    return new SharesSample(
        stage.attempts(),
        WeightedPlan.test(question, weights),
        served -> key(network, served),
        attempt -> true);
  }

  /**
   * Begins a sample of keys in a phase that follows a change.
   *
   * @param weights weight by routing key, as the phase's claim says
   */
  static SharesSample ofKeysAfterChange(
      Stage stage, Network network, Question question, Map<String, Integer> weights) {
    return new SharesSample(
        stage.attempts(),
        WeightedPlan.testAfterChange(question, weights),
        served -> key(network, served),
        attempt -> true);
  }

  /**
   * Begins a sample of keys of the attempts of one phase, while others go on.
   *
   * @param weights weight by routing key, as the phase's claim says
   */
  static SharesSample ofKeysIn(
      String phase, Stage stage, Network network, Question question, Map<String, Integer> weights) {
    return new SharesSample(
        stage.attempts(),
        WeightedPlan.test(question, weights),
        served -> key(network, served),
        attempt -> attempt.phase().equals(phase));
  }

  /**
   * {@return this sample, which counts attempts that fail for this group and takes those that it
   * serves for wrong, as the claim does}
   */
  SharesSample failuresCountAs(String failed) {
    failuresCountAs = Optional.of(failed);
    return this;
  }

  @Override
  public boolean isEnough(Attempt attempt) {
    if (own.test(attempt)) {
      boolean inVain = attempt.outcome() != Outcome.INDETERMINATE && weighted(attempt).isEmpty();
      inVainInARow = inVain ? inVainInARow + 1 : 0;
      inVainOnce |= inVain;
    }
    ended.put(attempt.index(), attempt);
    for (Attempt due = ended.remove(next); due != null; due = ended.remove(next)) {
      next++;
      if (own.test(due)) {
        count(due);
      }
      if (isDecided()) {
        return true;
      }
    }
    return isOver();
  }

  private void count(Attempt attempt) {
    Optional<String> reached = weighted(attempt);
    if (reached.isEmpty() || isDecided()) {
      return;
    }
    counted.add(attempt);
    test.add(reached.orElseThrow());
    if (isDecided()) {
      showInOrder();
    }
  }

  private void showInOrder() {
    test = test.fresh();
    counted.stream()
        .sorted(Attempt.AS_DUE)
        .flatMap(each -> weighted(each).stream())
        .forEach(test::add);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Of those under way some may have been due before others that were counted.
   */
  @Override
  public boolean stillEnough(List<Attempt> made) {
    made.stream()
        .filter(attempt -> attempt.index() >= next)
        .forEach(attempt -> ended.put(attempt.index(), attempt));
    for (Attempt due = ended.remove(next); due != null; due = ended.remove(next)) {
      next++;
      if (own.test(due) && weighted(due).isPresent()) {
        counted.add(due);
      }
    }
    showInOrder();
    return isOver();
  }

  /**
   * Takes in attempts that have ended, or that are held.
   *
   * @return whether no further one is needed
   */
  boolean areEnough(List<Attempt> attempts) {
    attempts.forEach(this::isEnough);
    return isOver();
  }

  @Override
  public boolean isWrong() {
    return inVainOnce || test.decision() == SequentialShares.Decision.DEVIATES;
  }

  /** {@return whether the test has its answer, or nobody is served any more} */
  boolean isOver() {
    return isDecided() || inVainInARow >= IN_VAIN;
  }

  /** {@return whether the test has its answer} */
  boolean isDecided() {
    return test.decision() != SequentialShares.Decision.CONTINUE;
  }

  private Optional<String> weighted(Attempt attempt) {
    Optional<String> reached =
        attempt.outcome().failed()
            ? failuresCountAs
            : attempt
                .servedBy()
                .map(group)
                .filter(key -> !failuresCountAs.equals(Optional.of(key)));
    return reached.filter(test.expectedShares()::containsKey);
  }

  private static String key(Network network, Attempt.Served served) {
    return network.site(served.site()).connectors().stream()
        .filter(c -> network.site(served.site()).workloadName(c).equals(served.workload()))
        .map(c -> c.routingKey())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("nobody knows the workload " + served));
  }
}
