package io.spillway.harness.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Outcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SharesClaimTest {

  private static final String THIRDS = "weights=red=1 blue=1 green=1";
  private static final String QUARTERS = "weights=red=25 blue=75";

  private final Asked weighted = Asked.of("M1/weighted 25/75");

  @Test
  void sharesInProportion_pass() {
    Result result = weighted.of(rounds(measured(), 1_000, 1, 3));

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(result.figure())
        .startsWith("n ")
        .endsWith("±5 points would have been seen · α 1e-7");
    assertThat(result.figure()).contains("25 % for 25 %");
    assertThat(result.reason()).contains("no share is off by ±5 points");
    assertThat(result.statistics())
        .hasValueSatisfying(
            worth -> {
              assertThat(worth.n()).isBetween(900L, 2_500L);
              assertThat(worth.alpha()).isEqualTo(1e-7);
              assertThat(worth.effect()).isEqualTo("±5 points");
              assertThat(worth.power()).isEqualTo(0.999);
              assertThat(worth.interval())
                  .hasValueSatisfying(
                      interval -> {
                        assertThat(interval.low()).isBetween(0.19, 0.25);
                        assertThat(interval.high()).isBetween(0.25, 0.31);
                        assertThat(interval.confidence()).isEqualTo(0.99);
                      });
            });
  }

  @Test
  void sharesInProportion_areDrawnWithTheirIntervals() {
    Result result = weighted.of(rounds(measured(), 1_000, 1, 3));

    Drawing.Shares shares = (Drawing.Shares) result.drawings().get(0);
    assertThat(shares.bars()).extracting(Drawing.Bar::label).containsExactly("red", "blue");
    assertThat(shares.bars())
        .allSatisfy(bar -> assertThat(bar.observed()).isBetween(bar.low(), bar.high()));
    assertThat(shares.bars().get(0).observed()).isCloseTo(0.25, within(0.002));
    assertThat(shares.bars().get(0).expectedLow()).isEqualTo(0.25);
    assertThat(shares.bars().get(0).expectedHigh()).isEqualTo(0.25);
    assertThat(shares.bars().stream().mapToLong(Drawing.Bar::count).sum())
        .isEqualTo(result.statistics().orElseThrow().n());
  }

  @Test
  void sharesInProportion_areNotEnough_whereMoreHadToBeServed() {
    Asked held = weighted.with("held", "4001");
    String[] enough = {"claim=shares", "by=key", QUARTERS, "enough=held"};
    Story story = Story.of("red@west", "blue@east").phase("measure", enough);

    Result result = held.of(rounds(story, 1_000, 1, 3));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason())
        .contains("Only 4,000 connections served in the phase measure, 4,001 are needed.");
  }

  @Test
  void sharesOfTheWrongKey_fail() {
    Result result = weighted.of(rounds(measured(), 1_000, 3, 1));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.figure()).contains("% for 25 %").endsWith("α 1e-7");
    assertThat(result.reason()).contains("at most once in 10,000,000 runs");
    assertThat(result.evidence()).hasSize(1);
    assertThat(result.evidence().get(0).observed()).contains("red").contains("blue");
    assertThat(result.statistics()).isPresent();
  }

  @Test
  void equalSharesOfThree_pass() {
    Story story =
        Story.of("red@west", "blue@east", "green@north")
            .phase("m", "claim=shares", "by=key", THIRDS);
    for (int i = 0; i < 1_500; i++) {
      story.served(1, "red").served(1, "green").served(1, "blue");
    }

    assertThat(Asked.of("M1/equal of 3").of(story).verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void twoOfThree_fail() {
    Story story =
        Story.of("red@west", "blue@east", "green@north")
            .phase("m", "claim=shares", "by=key", THIRDS);
    rounds(story, 1_000, 1, 1);

    Result result = Asked.of("M1/equal of 3").of(story);

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.figure()).contains("0 % for 33.3 %");
  }

  @Test
  void figure_isThatOfTheKeyThatIsFurthestOff() {
    Story story =
        Story.of("red@west", "blue@east", "green@north")
            .phase("m", "claim=shares", "by=key", THIRDS);
    for (int i = 0; i < 2_000; i++) {
      story.served(3, "red").served(3, "blue").served(2, "green");
    }

    Result result = Asked.of("M1/equal of 3").of(story);

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.figure()).contains("· 24.9 % for 33.3 %");
  }

  @Test
  void onlyKeysWithoutWeight_areDrawnAsNothingAtAll() {
    Story story =
        Story.of("red@west", "blue@east", "green@north")
            .phase("m", "claim=shares", "by=key", QUARTERS);

    Result result = weighted.of(story.served(1, "green"));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(((Drawing.Shares) result.drawings().get(0)).bars())
        .allSatisfy(
            bar -> {
              assertThat(bar.count()).isZero();
              assertThat(bar.low()).isZero();
              assertThat(bar.high()).isEqualTo(1);
            });
  }

  @Test
  void eachPhase_spendsItsPartOfAlpha() {
    Story story = measured();
    rounds(story, 1_000, 1, 3).phase("again", "claim=shares", "by=key", QUARTERS);
    rounds(story, 1_000, 1, 3);

    Result result = weighted.with("phases", "2").of(story);

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(result.figure()).startsWith("2 phases · n ").endsWith("α 5e-8");
    assertThat(result.drawings()).hasSize(2);
  }

  @Test
  void morePhasesThanTheCaseSays_areAnError() {
    Story story = measured();
    rounds(story, 1_000, 1, 3).phase("again", "claim=shares", "by=key", QUARTERS);

    assertThat(weighted.of(story).verdict()).isEqualTo(Verdict.ERROR);
  }

  @Test
  void sites_areToldApartAsWellAsKeys() {
    Story story =
        Story.of("red@west", "blue@east")
            .phase("measure", "claim=shares", "by=site", "weights=west=1 east=3");

    assertThat(weighted.of(rounds(story, 1_000, 1, 3)).verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void tooFewConnections_areInconclusiveAndSayHowManyItTakes() {
    Result result = weighted.of(rounds(measured(), 20, 1, 3));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason())
        .startsWith("Only 80 connections in the phase measure")
        .contains("The test needs about 1,");
    assertThat(result.statistics())
        .hasValue(
            new Statistics(80, 1e-7, "no deviation, for that they are too few", 0.999)
                .with(TrueShare.whenStopped("connections at red", 20, 80)));
  }

  @Test
  void testWithoutAnAnswer_saysWhatItWouldHaveShown() {
    Result result = weighted.with("effect-points", "2").of(rounds(measured(), 500, 1, 3));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.statistics())
        .hasValueSatisfying(
            worth -> {
              assertThat(worth.n()).isEqualTo(2_000);
              assertThat(worth.effect()).matches("±[0-9.]+ points").isNotEqualTo("±2 points");
              assertThat(worth.interval()).isPresent();
            });
  }

  @Test
  void testThatGaveUp_isInconclusive() {
    Result result = weighted.with("max-attempts", "50").of(rounds(measured(), 20, 1, 3));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason())
        .startsWith("After 50 connections in the phase measure the test gave up");
  }

  @Test
  void nothingServed_failsTheRouterThatServedNobody() {
    Result result = weighted.of(measured().ended(10, Outcome.REFUSED));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason())
        .contains("10 of 10 attempts in the phase measure not served", "so nothing was divided.");
  }

  @Test
  void nothingServed_thatNobodyKnowsTheEndOf_isInconclusive() {
    Result result = weighted.of(measured().ended(10, Outcome.INDETERMINATE));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).contains("so nothing was divided.");
  }

  @Test
  void failureWhereNothingIsBroken_failsWhateverTheShares() {
    Result result =
        weighted.of(
            rounds(measured().ended(1, Outcome.REFUSED).ended(2, Outcome.RESET), 1_000, 1, 3));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.figure()).contains("3 not served");
    assertThat(result.reason())
        .startsWith(
            "3 of 4,003 attempts in the phase measure not served though there was somebody to serve"
                + " them: 1 refused, 2 reset.");
    assertThat(result.evidence().get(0).attempts()).containsExactly(2, 3, 4);
  }

  @Test
  void failureBesideTroubleOfTheHarness_isInconclusive() {
    Result result =
        weighted.of(rounds(measured().trouble("ports").ended(1, Outcome.REFUSED), 1_000, 1, 3));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).contains("the harness had trouble of its own").contains("ports");
  }

  @Test
  void deviationOnAMachineThatWasTooBusy_isInconclusive() {
    Result during = weighted.of(rounds(measured().trouble("starved"), 1_000, 3, 1));
    Result justBefore = weighted.of(rounds(starvedBefore(2_000), 1_000, 3, 1));
    Result longBefore = weighted.of(rounds(starvedBefore(4_000), 1_000, 3, 1));

    assertThat(during.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(during.reason()).contains("they may have lost sight of each other");
    assertThat(justBefore.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(longBefore.verdict()).isEqualTo(Verdict.FAIL);
  }

  private static Story starvedBefore(int millis) {
    return Story.of("red@west", "blue@east")
        .trouble("starved")
        .pause(millis)
        .phase("again", "claim=shares", "by=key", QUARTERS);
  }

  @Test
  void troubleWithoutFailure_changesNothing() {
    Result result = weighted.of(rounds(measured().trouble("starved"), 1_000, 1, 3));

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void keyWithoutWeight_fails() {
    Story story =
        Story.of("red@west", "blue@east", "green@north")
            .phase("m", "claim=shares", "by=key", QUARTERS);
    story.served(1, "green");

    Result result = weighted.of(rounds(story, 1_000, 1, 3));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason())
        .startsWith("1 connection in the phase m served by green, with no weight here.");
  }

  @Test
  void fewIndeterminateAttempts_thatChangeNothing_leaveTheVerdict() {
    Result result = weighted.of(rounds(measured().ended(2, Outcome.INDETERMINATE), 1_000, 1, 3));

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void manyIndeterminateAttempts_thatCouldChangeTheVerdict_makeItInconclusive() {
    Result result = weighted.of(rounds(measured().ended(200, Outcome.INDETERMINATE), 1_000, 1, 3));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason())
        .contains("200 attempts ended so that nobody can know which key they would have reached");
  }

  @Test
  void weightsThatCannotBeRead_areAnError() {
    for (String weights : List.of("red", "red=0 blue=1", "red=1 red=2", "red=x blue=1")) {
      assertThat(weighted.of(measured(weights).served(1, "red")).verdict())
          .as(weights)
          .isEqualTo(Verdict.ERROR);
    }
  }

  @Test
  void fourThousandRoutersThatKeepTheirWeights_areNeverFailed() {
    Asked quick = weighted.with("effect-points", "20");

    Map<Verdict, Integer> verdicts = verdicts(quick, 4_000, 0.25);

    assertThat(verdicts).doesNotContainKeys(Verdict.FAIL, Verdict.ERROR);
    assertThat(verdicts.get(Verdict.PASS)).isGreaterThan(3_995);
  }

  @Test
  void routersOffByTheEffect_areAlmostAllCaught() {
    Asked quick = weighted.with("effect-points", "20");

    assertThat(verdicts(quick, 1_000, 0.45).get(Verdict.FAIL)).isGreaterThan(990);
  }

  /** Verdicts on histories whose connections reach red with this probability. */
  private static Map<Verdict, Integer> verdicts(Asked asked, int histories, double red) {
    Story story = measured().served(1, "red").served(1, "blue");
    History base = story.told();
    Attempt toRed = base.attempts().get(2);
    Attempt toBlue = base.attempts().get(3);
    SplittableRandom random = new SplittableRandom(42);
    Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    for (int i = 0; i < histories; i++) {
      List<Attempt> attempts = new ArrayList<>(base.attempts().subList(0, 2));
      for (int n = 0; n < 600; n++) {
        attempts.add(random.nextDouble() < red ? toRed : toBlue);
      }
      History history =
          new History(
              "simulated",
              i,
              Map.of(),
              base.workloads(),
              base.phases(),
              attempts,
              List.of(),
              List.of());
      verdicts.merge(asked.of(history).verdict(), 1, Integer::sum);
    }
    return verdicts;
  }

  private static Story measured() {
    return measured("red=25 blue=75");
  }

  private static Story measured(String weights) {
    return Story.of("red@west", "blue@east")
        .phase("measure", "claim=shares", "by=key", "weights=" + weights);
  }

  private static Story rounds(Story story, int rounds, int red, int blue) {
    for (int i = 0; i < rounds; i++) {
      story.served(red, "red").served(blue, "blue");
    }
    return story;
  }
}
