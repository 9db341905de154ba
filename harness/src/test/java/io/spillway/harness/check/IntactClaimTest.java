package io.spillway.harness.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.Outcome;
import io.spillway.harness.history.StreamEvent;
import io.spillway.harness.history.StreamEvent.Ending;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class IntactClaimTest {

  private static final Attempt.Served NORTH = new Attempt.Served("north", "shop", 1);
  private static final Attempt.Served EAST = new Attempt.Served("east", "shop", 7);

  private final Asked asked =
      Asked.of("B3/site returns")
          .with("streams", "2")
          .with("bytes", "2000")
          .with("watch-seconds", "0");

  /** A stream of 1,000 bytes that is whole. */
  private static StreamEvent whole() {
    return new StreamEvent(
        "killed",
        "edge",
        "listener",
        NORTH,
        NORTH,
        0,
        0,
        1_000,
        1_000,
        OptionalLong.empty(),
        5_000_000,
        6_000_000,
        Ending.RELEASED,
        "");
  }

  private static StreamEvent ended(Ending ending, long verified, Attempt.Served servedAtEnd) {
    boolean bad = !servedAtEnd.equals(NORTH);
    return with(ending, verified, servedAtEnd, bad, 5_000_000);
  }

  private static StreamEvent with(
      Ending ending, long verified, Attempt.Served servedAtEnd, boolean bad, long stallNanos) {
    return new StreamEvent(
        "killed",
        "edge",
        "listener",
        NORTH,
        servedAtEnd,
        0,
        0,
        1_000,
        verified,
        bad ? OptionalLong.of(verified) : OptionalLong.empty(),
        stallNanos,
        6_000_000,
        ending,
        "");
  }

  /** A better site in the east that was gone and has come back; one stream is whole. */
  private static Story story(StreamEvent second) {
    return story(second, story -> story.heal("east").served(1, "east"));
  }

  private static Story story(StreamEvent second, UnaryOperator<Story> end) {
    Story story =
        Story.of("north@north", "east@east")
            .phase(
                "killed",
                "claim=intact",
                "listeners=listener",
                "through=killed",
                "from=north",
                "returns=east")
            .fault("killed", "east")
            .prober("stream")
            .served(2, "north")
            .prober("sequential");
    return end.apply(story).stream(whole()).stream(second);
  }

  @Test
  void streamsThatGoOn_pass() {
    Result result = asked.of(story(whole()));

    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASS);
    assertThat(result.figure())
        .isEqualTo("2 of 2 streams intact · 0 MB verified · longest wait 0.01 s");
    assertThat(result.reason())
        .isEqualTo(
            "In the phase killed all 2 streams went on to their end, and each of 2,000 bytes came"
                + " back as it must.");
    assertThat(result.statistics())
        .hasValueSatisfying(
            worth -> {
              assertThat(worth.n()).isEqualTo(2);
              assertThat(worth.effect())
                  .isEqualTo("96.8 % or more of streams broken, or a byte in 290 wrong");
              assertThat(worth.interval()).hasValue(TrueShare.atMost("broken streams", 0, 2));
            });
  }

  @Test
  void streamsThatWereNotWatchedForLongEnough_areInconclusive() {
    Result result = asked.with("watch-seconds", "2").of(story(whole()));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason())
        .contains(
            "2 streams in the phase killed did not go on for 2 s after the last fault was over");
  }

  @Test
  void faultThatDidNotActForLongEnough_isInconclusive() {
    assertThat(asked.with("watch-seconds", "2").of(story(whole())).reason())
        .contains("east was killed for less than 2 s in the phase killed");
    assertThat(asked.with("watch-seconds", "2").of(story(whole(), healedAfter(3_000))).reason())
        .doesNotContain("for less than");
  }

  private static UnaryOperator<Story> healedAfter(long millis) {
    return story -> story.pause(millis).heal("east").served(1, "east");
  }

  @Test
  void streamThatCameBackWrong_failsWithThePosition() {
    Result result = asked.of(story(with(Ending.RELEASED, 640, NORTH, true, 1)));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason())
        .startsWith(
            "1 of 2 streams in the phase killed had a byte changed, lost, doubled or answered by"
                + " another workload: the first at position 640 of 1,000");
    assertThat(result.statistics().orElseThrow().interval())
        .hasValue(TrueShare.atMost("broken streams", 1, 2));
  }

  @Test
  void streamThatWasMoved_failsAndSaysWhere() {
    Result result = asked.of(story(ended(Ending.RELEASED, 640, EAST)));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason())
        .startsWith(
            "1 of 2 streams in the phase killed went over to another connection of a workload: the"
                + " first after 640 bytes to shop at east");
  }

  @Test
  void streamThatWasBroken_fails() {
    assertThat(asked.of(story(ended(Ending.RESET, 640, NORTH))).reason())
        .startsWith(
            "1 of 2 streams in the phase killed were broken though nothing on their path had"
                + " failed, the first after 640 bytes");
    assertThat(asked.of(story(ended(Ending.CLOSED, 640, NORTH))).verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void bytesThatNeverCame_fail() {
    Result result = asked.of(story(ended(Ending.RELEASED, 640, NORTH)));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason()).contains("360 bytes never came back");
  }

  @Test
  void stall_justAtTheLimitPasses_justAboveFails() {
    long limit = 3_000_000_000L;

    assertThat(asked.of(story(with(Ending.RELEASED, 1_000, NORTH, false, limit))).verdict())
        .isEqualTo(Verdict.PASS);
    assertThat(asked.of(story(with(Ending.RELEASED, 1_000, NORTH, false, limit + 1))).verdict())
        .isEqualTo(Verdict.FAIL);
  }

  @Test
  void brokenStreamBesideTrouble_isInconclusive_butWrongBytesFail() {
    UnaryOperator<Story> troubled =
        story -> story.trouble("starved").heal("east").served(1, "east");

    assertThat(asked.of(story(ended(Ending.RESET, 999, NORTH), troubled)).verdict())
        .isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(asked.of(story(ended(Ending.RELEASED, 999, EAST), troubled)).verdict())
        .isEqualTo(Verdict.FAIL);
  }

  @Test
  void streamThatCouldNotBeOpened_fails() {
    Story story =
        story(
            whole(),
            s ->
                s.prober("stream")
                    .ended(1, Outcome.REFUSED)
                    .prober("sequential")
                    .heal("east")
                    .served(1, "east"));

    assertThat(asked.of(story).reason()).startsWith("1 stream in the phase killed could not be");
  }

  @Test
  void whatCouldNotHaveShownAnything_isInconclusive() {
    assertThat(asked.of(story(whole(), story -> story.heal("east"))).reason())
        .contains("No new connection to listener went to east when it was back");
    assertThat(
            asked
                .of(story(whole(), story -> story.unobserved().heal("east").served(1, "east")))
                .reason())
        .contains("No independent probe saw that east was killed");
    assertThat(asked.of(story(ended(Ending.ABANDONED, 1_000, NORTH))).reason())
        .contains("had to be ended early by the harness itself");
    assertThat(asked.with("streams", "3").of(story(whole())).reason())
        .contains("Only 2 streams with 2,000 bytes in the phase killed, 3 with 2,000 are needed");
    assertThat(asked.with("bytes", "2001").of(story(whole())).verdict())
        .isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void faultThatOnlySlows_isShownByTheStreamsWhereNoProbeSawIt() {
    Result slowed = asked.of(slow("slowed=5"));
    Result unslowed = asked.of(slow("slowed=7"));
    Result unsaid = asked.of(slow("hit=listener"));

    assertThat(slowed.verdict()).as(slowed.reason()).isEqualTo(Verdict.PASS);
    assertThat(unslowed.reason()).contains("so the slow link did not slow them");
    assertThat(unsaid.reason()).contains("No independent probe saw that west/to-east was sliced");
  }

  private static Story slow(String attribute) {
    return Story.of("north@north")
        .phase("killed", "claim=intact", "listeners=listener", "through=sliced", attribute)
        .fault("sliced", "west/to-east")
        .unobserved()
        .prober("stream")
        .served(2, "north")
        .healUnseen("west/to-east")
        .stream(whole())
        .stream(whole());
  }

  @Test
  void faultThatHitNobody_orSlowedNobody_isInconclusive() {
    Story unhit =
        Story.of("north@north")
            .phase("killed", "claim=intact", "listeners=listener", "hit=exposed", "slowed=7")
            .prober("stream")
            .served(2, "north")
            .stream(whole())
            .stream(whole());

    Result result = asked.of(unhit);

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason())
        .contains("neither ended nor held up the streams at exposed")
        .contains("every byte of 2 streams was back within 7 ms");
  }
}
