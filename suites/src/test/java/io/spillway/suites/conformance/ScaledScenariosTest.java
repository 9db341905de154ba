package io.spillway.suites.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.check.Question;
import io.spillway.harness.rule.RuleCase;
import io.spillway.harness.rule.Rulebook;
import io.spillway.harness.run.SampleSizes;
import io.spillway.harness.run.Scenario;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A budget asks no scenario for what it does not deliver. */
class ScaledScenariosTest {

  private static final double ALPHA = 1e-8;
  private static final Rulebook RULEBOOK = Rulebook.load();

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 1, 20})
  void everyCase_asksForWhatItsScenarioDelivers(double scale) {
    for (Rulebook.Selection one : SampleSizes.scaled(RULEBOOK, scale).all()) {
      Scenario scenario = Scenarios.of(new Question(one.rule(), one.ruleCase(), ALPHA));

      assertThat(scenario.network().sites()).as(one.word()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 1, 20})
  void connectionsThatAreHeld_areBookedInTheFileAllowance(double scale) {
    Rulebook scaled = SampleSizes.scaled(RULEBOOK, scale);

    assertThat(connections(scaled, "M4/held ramp")).isEqualTo(5_000);
    assertThat(connections(scaled, "M4/bursts")).isEqualTo(Scenario.USUAL_CONNECTIONS);
    for (String word : new String[] {"C7/cost 99999", "M6/three keys", "L1/three backends"}) {
      assertThat(connections(scaled, word))
          .as(word)
          .isGreaterThanOrEqualTo(scaled.select(word).get(0).ruleCase().integer("attempts"));
    }
    assertThat(connections(scaled, "B2/two sites"))
        .isGreaterThanOrEqualTo(
            scaled.select("B2/two sites").get(0).ruleCase().integer("connections"));
  }

  @Test
  void allGone_isFailedOnceAndRefusesToBeAskedForMore() {
    Rulebook.Selection killed = RULEBOOK.select("F8/sites killed").get(0);
    Map<String, String> more = new LinkedHashMap<>(killed.ruleCase().parameters());
    more.put("faults", "2");
    RuleCase twice = new RuleCase("twice", killed.ruleCase().level(), more);

    assertThatThrownBy(() -> Scenarios.of(new Question(killed.rule(), twice, ALPHA)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("F8: all destinations are failed once, not 2 times");
  }

  private static int connections(Rulebook rulebook, String word) {
    Rulebook.Selection one = rulebook.select(word).get(0);
    return Scenarios.of(new Question(one.rule(), one.ruleCase(), ALPHA)).connectionsAtOnce();
  }
}
