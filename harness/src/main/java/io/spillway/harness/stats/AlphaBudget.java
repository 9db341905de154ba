package io.spillway.harness.stats;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The probability of a false fail that a whole run may spend, divided over its verdicts. A verdict
 * that keeps to its part leaves the probability of any false fail in the run at the total at most,
 * whatever the verdicts have to do with each other (Bonferroni). A part pays for one look: who
 * tries again when a verdict is not to their liking spends it again.
 *
 * @param total the probability for the whole run, above 0 and below 1
 * @param weights what each verdict gets, in proportion; at least one, each above 0 and finite
 */
public record AlphaBudget(double total, Map<String, Double> weights) {

  /** Copies the weights, keeping their order, and refuses what cannot be divided. */
  public AlphaBudget {
    if (!(total > 0 && total < 1)) {
      throw new IllegalArgumentException(
          "a run's alpha must lie between 0 and 1, such as 1e-6, is " + total);
    }
    if (weights.isEmpty()
        || weights.values().stream().anyMatch(w -> !(w > 0 && Double.isFinite(w)))) {
      throw new IllegalArgumentException(
          "alpha is divided over at least one verdict, each with a weight above 0: " + weights);
    }
    weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
  }

  /**
   * Divides evenly.
   *
   * @param total the probability for the whole run, above 0 and below 1
   * @param verdicts the verdicts' names; one that is named twice gets one part
   * @return the budget
   * @throws IllegalArgumentException if there is no verdict or the total is no probability
   */
  public static AlphaBudget even(double total, Collection<String> verdicts) {
    Map<String, Double> weights = new LinkedHashMap<>();
    verdicts.forEach(verdict -> weights.put(verdict, 1.0));
    return new AlphaBudget(total, weights);
  }

  /**
   * {@return the part of this verdict}
   *
   * @throws IllegalArgumentException if it has none
   */
  public double part(String verdict) {
    Double weight = weights.get(verdict);
    if (weight == null) {
      throw new IllegalArgumentException(
          "no part of alpha is set aside for " + verdict + ", only for " + weights.keySet());
    }
    double sum = weights.values().stream().mapToDouble(Double::doubleValue).sum();
    return total * weight / sum;
  }
}
