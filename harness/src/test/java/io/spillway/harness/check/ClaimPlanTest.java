package io.spillway.harness.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is forecast is what the verdict on a sample of that size says that it is worth. */
class ClaimPlanTest {

  private static final double POWER = 0.999;

  @Test
  void wrongPath_isWhatTheVerdictOnAPhaseAfterAChangeStates() {
    Asked asked = Asked.of("C11").with("phases", "1");
    Story story =
        Story.of("backend@east", "other@north")
            .phase("cut", "role=transition")
            .served(5, "other")
            .fault("killed", "north")
            .served(5, "backend")
            .phase("healed", "role=transition")
            .heal("north")
            .phase(
                "cheap",
                "claim=path",
                "by=path",
                "to=cheap",
                "delayed=dear",
                "undelayed=cheap",
                "delay-millis=500",
                "after=healed")
            .served(500, "backend");

    double share = ClaimPlan.wrongPath(asked.question(), POWER).orElseThrow();

    assertThat(effect(Checks.named("phase-claims").check(story.told(), asked.question())))
        .isEqualTo("a share of " + Words.percent(share) + " over the path dear");
    assertThat(share).as("not 1 in 72").isGreaterThan(0.1);
  }

  @Test
  void wrongPath_ofTooFewConnections_isNotFoundOut() {
    assertThat(ClaimPlan.wrongPath(Asked.of("C11").with("attempts", "3").question(), POWER))
        .isEmpty();
  }

  @Test
  void fasterSite_isWhatTheVerdictStates() {
    Asked asked = Asked.of("B4").with("phases", "1");
    Story story =
        Story.of("red@west", "blue@east")
            .phase("faster", "claim=faster", "by=site", "to=west")
            .served(900, "red")
            .served(100, "blue");

    assertThat(effect(asked.of(story)))
        .isEqualTo(
            "a share of "
                + Words.percent(ClaimPlan.fasterSite(asked.question(), POWER))
                + " or less");
  }

  @Test
  void dependence_isWhatTheVerdictStates() {
    Asked asked = Asked.of("B5");
    Story story =
        Story.of("red@west", "blue@east").phase("steady", "measure=randomness", "by=site");
    IntStream.range(0, 250).forEach(i -> story.served(1, "red").served(1, "blue"));

    assertThat(effect(asked.of(story)))
        .isEqualTo(
            "a dependence of ±"
                + Words.decimal(ClaimPlan.dependence(asked.question(), 2, POWER), 2)
                + " on the destination before");
  }

  private static String effect(Result result) {
    return result.statistics().orElseThrow().effect();
  }
}
