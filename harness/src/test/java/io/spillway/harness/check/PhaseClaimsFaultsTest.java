package io.spillway.harness.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What {@code phase-claims} makes of phases that are about a fault (rule M2). */
class PhaseClaimsFaultsTest {

  private static final String[] ONLY_RED = {"role=claim", "claim=only", "by=key", "to=red"};

  private final Asked oneKey = Asked.of("M6").with("attempts", "100").with("phases", "1");

  @Test
  void phaseUnderAFaultThatTookEffect_isJudged() {
    Result result =
        oneKey.of(lost().pause(2).phase("during", ONLY_RED).served(99, "red").served(1, "blue"));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void phaseUnderAFaultThatNobodySaw_isInconclusiveWhateverItShows() {
    Result result =
        oneKey.of(
            lost()
                .unobserved()
                .pause(2)
                .phase("during", ONLY_RED)
                .served(99, "red")
                .served(1, "blue"));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason())
        .isEqualTo(
            "No independent probe saw that west was killed in the phase loss; a fault that is not"
                + " proven did not happen.");
  }

  @Test
  void phaseAfterAFaultThatNobodySawHealed_isInconclusiveWhateverItShows() {
    Result result =
        oneKey.of(
            lost()
                .pause(2)
                .healUnseen("west")
                .pause(2)
                .phase("after", ONLY_RED)
                .served(100, "blue"));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason())
        .isEqualTo(
            "west was killed and healed before the phase after, and no independent probe saw it back"
                + " by then.");
  }

  @Test
  void phaseAfterAHealedFault_isJudged() {
    Result result =
        oneKey.of(
            lost().pause(2).heal("west").pause(2).phase("after", ONLY_RED).served(100, "red"));

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void phaseBeforeAFault_hasNothingToDoWithIt() {
    Result result =
        oneKey.of(
            Story.of("red@east", "blue@west")
                .phase("before", ONLY_RED)
                .served(100, "red")
                .phase("loss", "role=transition")
                .served(1, "red")
                .fault("killed", "west")
                .unobserved());

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
  }

  private static Story lost() {
    return Story.of("red@east", "blue@west")
        .phase("loss", "role=transition")
        .served(1, "red")
        .fault("killed", "west");
  }
}
