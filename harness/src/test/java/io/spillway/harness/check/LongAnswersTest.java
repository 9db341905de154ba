package io.spillway.harness.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.history.StreamEvent.Ending;
import org.junit.jupiter.api.Test;

class LongAnswersTest {

  /** The control phase takes the attempts 0 and 1, which are the workloads' connections 1 and 2. */
  private static final int BEFORE = 2;

  private final Asked asked =
      Asked.of("F10/long answers").with("short-connections", "3").with("phases", "1");

  private static Story story() {
    return Story.of("near@east", "by@north")
        .phase(
            "near",
            "claim=delivered",
            "workload=east/near",
            "accepted-before=" + BEFORE,
            "accepted-after=" + (BEFORE + 3),
            "beside=killed")
        .fault("killed", "north")
        .served(3, "near");
  }

  /** The first two answers came whole; this becomes of the last one. */
  private static Story last(long cameBytes, Ending ending) {
    return story()
        .answer("near", BEFORE + 1, Story.ANSWER_BYTES, Ending.CLOSED)
        .answer("near", BEFORE + 2, Story.ANSWER_BYTES, Ending.CLOSED)
        .answer("near", BEFORE + 3, cameBytes, ending);
  }

  @Test
  void everyAnswerWhole_passes() {
    Result result = asked.of(last(Story.ANSWER_BYTES, Ending.CLOSED));

    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASS);
    assertThat(result.figure()).startsWith("0 of 3 short connections lost");
    assertThat(result.reason())
        .isEqualTo(
            "In the phase near all 3 short connections heard what east/near had written for them,"
                + " 15,000,000 bytes in all behind their banners, and then its end.");
  }

  @Test
  void answerThatEndsEarly_fails() {
    Result result = asked.of(last(4_980_000, Ending.CLOSED));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.figure()).startsWith("1 of 3 short connections lost");
    assertThat(result.reason())
        .isEqualTo(
            "1 of 3 long answers in the phase near ended in order before all had come that"
                + " east/near had written before it closed, the first after 4,980,000 of 5,000,000"
                + " bytes.");
    assertThat(result.evidence().get(0).attempts()).containsExactly(BEFORE + 2);
  }

  @Test
  void answerWithAGap_fails_andSaysWhereWhatCameBelongs() {
    Result result =
        asked.of(
            story()
                .answer("near", BEFORE + 1, Story.ANSWER_BYTES, Ending.CLOSED)
                .answer("near", BEFORE + 2, Story.ANSWER_BYTES, Ending.CLOSED)
                .wrongAnswer(
                    "near", BEFORE + 3, 24_473, "what came there belongs 4,096 bytes later"));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason())
        .isEqualTo(
            "1 of 3 long answers in the phase near had a byte changed, doubled, out of order or too"
                + " many, the first after 24,473 of 5,000,000 bytes (what came there belongs 4,096"
                + " bytes later).");
  }

  @Test
  void answerWithAReset_fails_alsoWhereAllOfItHadCome_butNotBesideTrouble() {
    assertThat(asked.of(last(Story.ANSWER_BYTES, Ending.RESET)).reason())
        .startsWith("1 of 3 long answers in the phase near ended by a reset, the first after");
    assertThat(asked.of(last(Story.ANSWER_BYTES, Ending.RESET)).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(asked.of(last(0, Ending.RESET).trouble("descriptors")).verdict())
        .isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void answerThatNeverEnds_fails() {
    assertThat(asked.of(last(4_980_000, Ending.RELEASED)).reason())
        .startsWith("1 of 3 long answers in the phase near did not come to their end while");
  }

  @Test
  void whatCouldNotHaveShownAnything_isInconclusive() {
    assertThat(asked.of(story()).reason())
        .startsWith(
            "Of 3 short connections in the phase near the history does not say that an answer of"
                + " 4,700,000 bytes or more was heard out.");
    assertThat(asked.of(last(0, Ending.ABANDONED)).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(
            asked
                .with("least-bytes", "5000001")
                .of(last(Story.ANSWER_BYTES, Ending.CLOSED))
                .verdict())
        .isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void shortConnections_haveNoAnswersThatCouldBeMissing() {
    assertThat(asked.with("least-bytes", "0").of(story()).verdict()).isEqualTo(Verdict.PASS);
  }
}
