package io.spillway.harness.check;

import java.util.List;
import java.util.Set;

/**
 * The checks that there are, by the word that a rule names them with.
 *
 * <p>Each one first makes sure that the history could have shown a violation: it holds attempts,
 * its control phase reached every workload, the phases that are judged had traffic, and faults were
 * seen to take effect. Where not, the verdict is {@link Verdict#INCONCLUSIVE}. None of them throws:
 * what goes wrong inside becomes {@link Verdict#ERROR}.
 */
public final class Checks {

  /** Every check, in alphabetical order. */
  public static final List<Named> ALL =
      List.of(
          named("both-serve", new BothServe()),
          named("failover", new Failover()),
          named("phase-claims", new PhaseClaims()),
          named("randomness", new Randomness()),
          named("retry-at-connect", new RetryAtConnect()),
          named("return-after-release", new ReturnAfterRelease()),
          named("spill-threshold", new SpillThreshold()));

  private Checks() {}

  /**
   * A check and its word.
   *
   * @param word what rules call it
   * @param check the check
   */
  public record Named(String word, Check check) {}

  /**
   * {@return the check of that word}
   *
   * @throws IllegalArgumentException if there is none; the message lists those that there are
   */
  public static Check named(String word) {
    return ALL.stream()
        .filter(named -> named.word().equals(word))
        .map(Named::check)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no check " + word + ", only " + ALL.stream().map(Named::word).toList()));
  }

  /** {@return the words of what {@code phase-claims} judges, in alphabetical order} */
  public static Set<String> claims() {
    return PhaseClaims.words(claim -> true);
  }

  /** {@return those of {@link #claims} by which a router that keeps them may fail by chance} */
  public static Set<String> claimsLeftToChance() {
    return PhaseClaims.words(PhaseClaim::spends);
  }

  private static Named named(String word, Judge judge) {
    return new Named(word, new GuardedCheck(judge));
  }
}
