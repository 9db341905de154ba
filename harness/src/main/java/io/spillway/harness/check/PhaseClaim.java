package io.spillway.harness.check;

import io.spillway.harness.history.History;
import io.spillway.harness.history.Phase;

/** Something that can be claimed of a single phase. Stateless and pure. */
interface PhaseClaim {

  /** {@return whether a router that keeps the claim may be failed by chance} */
  boolean spends();

  /**
   * Judges a phase.
   *
   * @param history the history
   * @param phase the phase, with what the claim wants to know among its attributes
   * @param question what is asked
   * @param alpha the probability of a false fail that this phase may spend
   * @param findings where to tell what is found
   * @return the figure that decided it
   */
  String judge(History history, Phase phase, Question question, double alpha, Findings findings);
}
