package io.spillway.harness.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.history.Outcome;
import org.junit.jupiter.api.Test;

class DeliveredClaimTest {

  /** The control phase of the story takes number 1. */
  private static final long BEFORE = 1;

  private final Asked asked =
      Asked.of("F10/short connections").with("short-connections", "5").with("phases", "1");

  private static Story story(long accepted) {
    return Story.of("near@east", "by@north")
        .phase(
            "near",
            "claim=delivered",
            "workload=east/near",
            "accepted-before=" + (BEFORE + 1),
            "accepted-after=" + (BEFORE + 1 + accepted),
            "beside=killed")
        .fault("killed", "north");
  }

  @Test
  void everyBannerHeard_passes() {
    Result result = asked.of(story(5).served(5, "near"));

    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASS);
    assertThat(result.figure()).startsWith("0 of 5 short connections lost");
    assertThat(result.reason())
        .isEqualTo(
            "In the phase near all 5 short connections heard what east/near had written for them.");
    assertThat(result.statistics()).hasValueSatisfying(w -> assertThat(w.n()).isEqualTo(5));
  }

  @Test
  void numbersThatHealthChecksTook_areNoLoss() {
    assertThat(asked.of(story(9).served(5, "near")).verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void bannerThatDidNotArrive_failsAsLost() {
    Result result = asked.of(story(6).served(5, "near").ended(1, Outcome.CLOSED_EMPTY));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason())
        .isEqualTo(
            "1 of 6 short connections in the phase near heard nothing whole though nothing on their"
                + " way had failed: 1 closed empty. east/near wrote 6 banners and 5 arrived, so up"
                + " to 1 were lost on the way back.");
  }

  @Test
  void connectionThatNeverCameThere_failsToo_butNotAsLost() {
    Result result = asked.of(story(5).served(5, "near").ended(1, Outcome.REFUSED));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason()).contains("none was lost on the way back");
  }

  @Test
  void failureBesideTrouble_isInconclusive() {
    assertThat(
            asked.of(story(6).served(5, "near").trouble("ports").ended(1, Outcome.RESET)).verdict())
        .isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void bannerOfAnotherConnection_fails() {
    Story before =
        Story.of("near@east", "by@north")
            .phase(
                "near",
                "claim=delivered",
                "workload=east/near",
                "accepted-before=4",
                "accepted-after=9",
                "beside=killed")
            .fault("killed", "north")
            .served(5, "near");

    assertThat(asked.of(before).reason())
        .startsWith("2 short connections in the phase near heard a banner of east/near that was");
  }

  @Test
  void anotherWorkload_fails() {
    assertThat(asked.of(story(5).served(4, "near").served(1, "by")).reason())
        .startsWith("1 short connection in the phase near served by another workload");
  }

  @Test
  void whatCouldNotHaveShownAnything_isInconclusive() {
    assertThat(asked.of(story(5).served(4, "near")).reason())
        .startsWith("Only 4 short connections in the phase near, 5 are needed");
    assertThat(asked.of(story(5).unobserved().served(5, "near")).reason())
        .startsWith("No independent probe saw that north was killed in the phase near");
    assertThat(asked.of(story(4).served(5, "near")).reason())
        .contains("its count cannot be relied on");
    assertThat(asked.of(story(6).served(5, "near").ended(1, Outcome.INDETERMINATE)).verdict())
        .isEqualTo(Verdict.INCONCLUSIVE);
  }
}
