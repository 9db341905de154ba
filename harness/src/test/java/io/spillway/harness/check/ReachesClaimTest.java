package io.spillway.harness.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.history.Outcome;
import org.junit.jupiter.api.Test;

class ReachesClaimTest {

  private final Asked asked = Asked.of("C4/1 v 5").with("attempts", "10").with("phases", "2");

  @Test
  void placeThatServesOnce_couldHaveServed() {
    Result result = asked.of(reaching().served(9, "red").served(1, "blue"));

    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASS);
  }

  @Test
  void placeThatNeverServes_leavesTheVerdictOpen() {
    Result result = asked.of(reaching().served(9, "red").ended(1, Outcome.REFUSED));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason())
        .contains(
            "In the phase beyond east had to serve, and never did; so that it did not before shows"
                + " nothing.");
  }

  @Test
  void phaseInWhichNobodyServes_hasAFigureAllTheSame() {
    assertThat(asked.of(reaching().ended(10, Outcome.REFUSED)).figure())
        .isEqualTo("beyond: nobody served");
  }

  @Test
  void whatIsWrongBefore_staysWrong() {
    Story story =
        network()
            .phase("below", "claim=only", "by=site", "to=west")
            .served(9, "red")
            .served(1, "blue")
            .phase("beyond", "claim=reaches", "by=site", "to=east")
            .served(10, "red");

    assertThat(asked.of(story).verdict()).isEqualTo(Verdict.FAIL);
  }

  private static Story reaching() {
    return network()
        .phase("below", "claim=only", "by=site", "to=west")
        .served(10, "red")
        .phase("beyond", "claim=reaches", "by=site", "to=east");
  }

  private static Story network() {
    return Story.of("red@west", "blue@east");
  }
}
