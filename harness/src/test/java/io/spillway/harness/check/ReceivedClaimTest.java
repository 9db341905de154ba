package io.spillway.harness.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.history.Outcome;
import org.junit.jupiter.api.Test;

class ReceivedClaimTest {

  /** The control phase takes the attempts 0 and 1, which are the workloads' connections 1 and 2. */
  private static final int BEFORE = 2;

  private final Asked asked =
      Asked.of("F10/short messages").with("short-connections", "5").with("phases", "1");

  /** So many connections are accepted; attempt number i is the workload's connection i + 1. */
  private static Story story(int accepted) {
    return Story.of("near@east", "by@north")
        .phase(
            "near",
            "claim=received",
            "workload=east/near",
            "accepted-before=" + BEFORE,
            "accepted-after=" + (BEFORE + accepted),
            "beside=killed")
        .fault("killed", "north")
        .messages();
  }

  /** The messages of attempts that are the phase's first to last come where they belong. */
  private static Story received(Story story, int first, int last) {
    for (int i = BEFORE + first - 1; i < BEFORE + last; i++) {
      story.received("near", i + 1L, i);
    }
    return story;
  }

  @Test
  void everyMessageReceived_passes() {
    Result result = asked.of(received(story(5).served(5, "near"), 1, 5));

    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASS);
    assertThat(result.figure()).startsWith("0 of 5 messages or answers lost");
    assertThat(result.reason())
        .isEqualTo(
            "In the phase near east/near received all 5 messages that clients had written before"
                + " they ended their side, and each client heard the answer.");
    assertThat(result.statistics()).hasValueSatisfying(w -> assertThat(w.n()).isEqualTo(5));
  }

  @Test
  void connectionsThatHealthChecksTook_areNoLoss() {
    assertThat(asked.of(received(story(9).served(5, "near"), 1, 5)).verdict())
        .isEqualTo(Verdict.PASS);
  }

  @Test
  void messageThatNeverCame_fails_thoughItsClientWasAnswered() {
    Result result = asked.of(received(story(5).served(5, "near"), 2, 5));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.figure()).contains("1 of 5 messages or answers lost");
    assertThat(result.reason())
        .isEqualTo(
            "1 of 5 messages to east/near in the phase near never came, by its own account.");
    assertThat(result.evidence().get(0).attempts()).containsExactly(BEFORE);
  }

  @Test
  void messageCutOff_fails() {
    Story story = received(story(5).served(5, "near"), 2, 5).receivedBytes("near", BEFORE + 1, 20);

    assertThat(asked.of(story).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(asked.of(story).reason())
        .startsWith("1 of 5 messages to east/near in the phase near came cut off, changed or run");
  }

  @Test
  void messagesExchanged_fail_both() {
    Story story =
        received(story(5).served(5, "near"), 3, 5)
            .received("near", BEFORE + 1, BEFORE + 1)
            .received("near", BEFORE + 2, BEFORE);

    Result result = asked.of(story);

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason())
        .startsWith("2 of 5 messages to east/near in the phase near came on another client's");
  }

  @Test
  void messageThatNobodyWrote_inPlaceOfAnother_fails() {
    Story story = received(story(5).served(5, "near"), 2, 5).received("near", BEFORE + 1, 999);

    assertThat(asked.of(story).reason()).contains("or had another one in its place");
  }

  @Test
  void messageThatCameOnAConnectionThatNobodyHeardOf_fails() {
    Story story = received(story(6).served(5, "near"), 2, 5).received("near", BEFORE + 6, BEFORE);

    assertThat(asked.of(story).reason()).contains("1 of 5 messages").contains("another client's");
  }

  @Test
  void messageThatCameTwice_fails() {
    Story story = received(story(6).served(5, "near"), 1, 5).received("near", BEFORE + 6, BEFORE);

    assertThat(asked.of(story).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(asked.of(story).reason())
        .startsWith("1 of 5 messages to east/near in the phase near came on more than one");
  }

  @Test
  void receiptsOfBeforeThePhase_areNotItsOwn() {
    Story story = received(story(5).served(5, "near"), 2, 5).received("near", BEFORE, BEFORE);

    assertThat(asked.of(story).reason()).contains("never came");
  }

  @Test
  void answerThatDidNotArrive_failsToo_andTheMessagesArrivalIsTold() {
    Story story = received(story(7).served(5, "near"), 1, 5).ended(2, Outcome.RESET);
    story.received("near", BEFORE + 6, BEFORE + 5).ended(1, Outcome.REFUSED);

    Result result = asked.of(story);

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.figure()).contains("3 of 8 messages or answers lost");
    assertThat(result.reason())
        .isEqualTo(
            "3 of 8 short connections in the phase near had no answer though nothing on their way"
                + " had failed: 1 refused, 2 reset. Their clients had written 2 messages, of which"
                + " 1 came to east/near.");
  }

  @Test
  void answerLostBesideTrouble_isInconclusive_butAMessageWhoseClientWasAnsweredIsNot() {
    Story noAnswer = received(story(5).trouble("ports").served(5, "near"), 1, 5);
    Story noMessage = received(story(5).trouble("starved").served(5, "near"), 2, 5);

    assertThat(asked.of(noAnswer.ended(1, Outcome.RESET)).verdict())
        .isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(asked.of(noMessage).verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void accountThatCannotBeReliedOn_isInconclusive() {
    Result result = asked.of(received(story(4).served(5, "near"), 2, 4));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).contains("its count cannot be relied on");
  }

  @Test
  void whoAnswers_isJudgedAsWell() {
    assertThat(asked.of(received(story(5).served(4, "near"), 1, 4).served(1, "by")).reason())
        .startsWith("1 short connection in the phase near served by another workload");
  }

  @Test
  void whatCouldNotHaveShownAnything_isInconclusive() {
    assertThat(asked.of(received(story(5).served(4, "near"), 1, 4)).reason())
        .startsWith("Only 4 short connections in the phase near, 5 are needed");
    assertThat(asked.of(received(story(5).unobserved().served(5, "near"), 1, 5)).reason())
        .startsWith("No independent probe saw that north was killed in the phase near");
    assertThat(
            asked
                .of(received(story(6).served(5, "near"), 1, 5).ended(1, Outcome.INDETERMINATE))
                .verdict())
        .isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void historyThatDoesNotSayWhatClientsWrote_isInconclusive() {
    Story silent =
        Story.of("near@east", "by@north")
            .phase(
                "near",
                "claim=received",
                "workload=east/near",
                "accepted-before=" + BEFORE,
                "accepted-after=" + (BEFORE + 5))
            .fault("killed", "north")
            .served(5, "near");

    assertThat(asked.of(silent).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(asked.of(silent).reason())
        .startsWith(
            "Of 5 short connections in the phase near the history does not say what the client");
  }

  @Test
  void messagesShorterThanTheCaseSays_areInconclusive() {
    Result result = asked.with("least-bytes", "22").of(received(story(5).served(5, "near"), 1, 5));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).startsWith("5 messages in the phase near had fewer than 22 bytes.");
  }

  @Test
  void nobodyAnswered_failsWithoutMore() {
    Result result = asked.of(story(0).ended(5, Outcome.TIMED_OUT));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.figure()).contains("nothing heard");
  }
}
