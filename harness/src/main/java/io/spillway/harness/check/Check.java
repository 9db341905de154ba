package io.spillway.harness.check;

import io.spillway.harness.history.History;

/** A judge of histories. Implementations are stateless and pure. */
public interface Check {

  /**
   * Judges. An implementation may throw where the history lacks what it needs by the scenario's
   * contract (a phase, an attribute): whoever calls turns that into {@link Verdict#ERROR}.
   */
  Result check(History history, Question question);
}
