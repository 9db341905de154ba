package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.ScenarioSource;

/** The scenarios of the rulebook, for sessions that play them ahead; see {@link Scenarios}. */
public final class ScenarioCatalogue implements ScenarioSource {

  /** Creates one; all are alike. */
  public ScenarioCatalogue() {}

  @Override
  public Scenario of(Question question) {
    return Scenarios.of(question);
  }
}
