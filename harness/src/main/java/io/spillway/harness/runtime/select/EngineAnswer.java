package io.spillway.harness.runtime.select;

/**
 * What became of asking an engine.
 *
 * @param candidate who was asked
 * @param answered whether an engine answered
 * @param detail what it said, or why there was no answer
 */
record EngineAnswer(EngineCandidate candidate, boolean answered, String detail) {

  @Override
  public String toString() {
    return answered
        ? "an engine answers at %s (%s): %s"
            .formatted(candidate.address(), candidate.source(), detail)
        : "%s (%s): %s".formatted(candidate.address(), candidate.source(), detail);
  }
}
