package io.spillway.harness.check;

import io.spillway.harness.history.History;

/**
 * What is particular to one check: looks at a history that the shared guards let through and tells
 * what it finds. Stateless and pure.
 */
@FunctionalInterface
interface Judge {

  /**
   * Judges.
   *
   * @param history a history whose control phase reached every workload
   * @param question what is asked
   * @param findings where to tell what is found
   * @return the figure that decided it
   * @throws IllegalArgumentException if the history or the case lacks what the scenario's contract
   *     promises
   */
  String judge(History history, Question question, Findings findings);
}
