package io.spillway.harness.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.spillway.harness.history.Outcome;
import io.spillway.harness.model.LinkCostModel.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SpillThresholdTest {

  private final Asked oneAgainstFive = Asked.of("C5/1 v 5");

  @ParameterizedTest
  @CsvSource({
    "C5/1 v 5, 3, FAIL",
    "C5/1 v 5, 4, PASS",
    "C5/1 v 5, 5, PASS",
    "C5/1 v 5, 6, PASS",
    "C5/1 v 5, 7, FAIL",
    "C5/0 v 5, 4, FAIL",
    "C5/0 v 5, 5, PASS",
    "C5/0 v 5, 6, PASS",
    "C5/0 v 5, 7, FAIL",
    "C5/0 v 1, 0, FAIL",
    "C5/0 v 1, 1, PASS",
    "C5/0 v 1, 2, PASS",
    "C5/0 v 1, 3, FAIL",
    "C5/1 v 1, 0, PASS",
    "C5/1 v 1, 1, PASS",
    "C5/1 v 1, 2, PASS",
    "C5/1 v 1, 3, FAIL",
  })
  void firstSpill_mustComeAtOneOfTheFourPoints(String words, int open, Verdict verdict) {
    assertThat(Asked.of(words).of(bothOrders(open, open)).verdict()).isEqualTo(verdict);
  }

  @Test
  void spillPoint_thatTheSourcesDoNotAgreeOn_isBetweenFourPoints_notInTheGapBetweenThem() {
    Asked tenAgainstTwenty = oneAgainstFive.with("best", "10").with("alternative", "20");

    assertThat(tenAgainstTwenty.of(bothOrders(11, 20)).verdict()).isEqualTo(Verdict.PASS);
    assertThat(tenAgainstTwenty.of(bothOrders(15, 20)).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(tenAgainstTwenty.of(bothOrders(11, 15)).verdict()).isEqualTo(Verdict.FAIL);
  }

  @ParameterizedTest
  @CsvSource({
    "C5/1 v 5, 4, 4, spills at 4 open in both orders (perceived-cost reading)",
    "C5/1 v 5, 4, 5, spills at 4 and 5 open (perceived-cost reading)",
    "C5/1 v 5, 5, 5, spills at 5 open in both orders (either reading)",
    "C5/1 v 5, 6, 6, spills at 6 open in both orders (open-connections reading)",
    "C5/1 v 5, 4, 6, spills at 4 and 6 open (different readings in the two orders)",
    "C5/0 v 5, 5, 6, spills at 5 and 6 open (either reading)",
  })
  void figure_namesTheReadingThatFits(String words, int named, int swapped, String figure) {
    Result result = Asked.of(words).of(bothOrders(named, swapped));

    assertThat(result.figure()).isEqualTo(figure);
    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(result.evidence())
        .extracting(Evidence::observed)
        .contains("first spill to east at " + named + " open at west")
        .contains("20 at west and 20 at east");
  }

  @ParameterizedTest
  @CsvSource({
    "perceived-cost, 10, 11, PASS",
    "perceived-cost, 10, 20, FAIL",
    "perceived-cost, 21, 21, FAIL",
    "open-connections, 20, 21, PASS",
    "open-connections, 11, 20, FAIL",
    "any, 10, 20, PASS",
  })
  void readingThatACaseAsksFor_isTheOnlyOneThatMayExplainASpill(
      String reading, int named, int swapped, Verdict verdict) {
    Asked asked = Asked.of("C5/10 v 20").with("reading", reading);

    assertThat(asked.of(bothOrders(named, swapped)).verdict()).isEqualTo(verdict);
  }

  @Test
  void spillThatFitsAnotherReadingThanTheOneAskedFor_saysWhatIsAllowed() {
    Result result = Asked.of("C5/10 v 20").with("reading", "perceived-cost").of(bothOrders(10, 21));

    assertThat(result.figure()).isEqualTo("spills at 10 and 21 open, allowed 10, 11");
    assertThat(result.reason())
        .startsWith(
            "In the ramp swapped: first spill to west at 21 open at east; allowed by the"
                + " perceived-cost reading is 10, 11.");
    assertThat(result.readings()).isEmpty();
    assertThat(((Drawing.Ramp) result.drawings().get(0)).allowed()).containsExactly(10, 11);
  }

  @Test
  void lateSpill_isNoChanceWhereOnlyPerceivedCostsAreAccepted() {
    Story late = coins(network(), 7, 40);

    assertThat(oneAgainstFive.of(late).verdict()).isEqualTo(Verdict.PASS);
    assertThat(oneAgainstFive.with("reading", "open-connections").of(late).verdict())
        .isEqualTo(Verdict.PASS);
    assertThat(oneAgainstFive.with("reading", "perceived-cost").of(late).verdict())
        .isEqualTo(Verdict.FAIL);
  }

  @Test
  void rampWithoutASpill_thatOnlyTheReadingAskedForWantsByThen_fails() {
    Asked tenAgainstTwenty = Asked.of("C5/10 v 20");
    Story story = ramp(ramp(network(), "as named", 10, 40), "swapped").served(15, "blue");

    assertThat(tenAgainstTwenty.of(story).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(tenAgainstTwenty.with("reading", "perceived-cost").of(story).verdict())
        .isEqualTo(Verdict.FAIL);
  }

  @Test
  void readingThatThereIsNot_isAnError() {
    assertThat(oneAgainstFive.with("reading", "newest").of(bothOrders(5, 5)).verdict())
        .isEqualTo(Verdict.ERROR);
  }

  @Test
  void result_holdsTheReadingsThatExplainEverySpill() {
    assertThat(oneAgainstFive.of(bothOrders(4, 5)).readings())
        .contains(Set.of(Reading.PERCEIVED_COST));
    assertThat(oneAgainstFive.of(bothOrders(5, 5)).readings())
        .contains(Set.of(Reading.PERCEIVED_COST, Reading.OPEN_CONNECTIONS));
    assertThat(oneAgainstFive.of(bothOrders(6, 6)).readings())
        .contains(Set.of(Reading.OPEN_CONNECTIONS));
    assertThat(oneAgainstFive.of(bothOrders(4, 6)).readings()).contains(Set.of());
    assertThat(oneAgainstFive.of(bothOrders(5, 9)).readings()).isEmpty();
    assertThat(oneAgainstFive.with("reading", "perceived-cost").of(bothOrders(5, 5)).readings())
        .contains(Set.of(Reading.PERCEIVED_COST));
  }

  @Test
  void spillAtTheWrongPoint_saysWhatIsAllowed() {
    Result result = oneAgainstFive.of(bothOrders(5, 9));

    assertThat(result.figure()).isEqualTo("spills at 5 and 9 open, allowed 4, 5, 6");
    assertThat(result.reason())
        .startsWith(
            "In the ramp swapped: first spill to west at 9 open at east; allowed by any reading is"
                + " 4, 5, 6.");
    assertThat(result.evidence())
        .filteredOn(evidence -> evidence.observed().contains("9 open"))
        .singleElement()
        .satisfies(evidence -> assertThat(evidence.attempts()).hasSize(1));
  }

  @Test
  void noSpillAtAll_fails() {
    Story story = ramp(ramp(network(), "as named", 5, 40), "swapped").served(60, "blue");

    Result result = oneAgainstFive.of(story);

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.figure()).isEqualTo("spills at 5 and none open, allowed 4, 5, 6");
    assertThat(result.evidence())
        .filteredOn(evidence -> evidence.observed().contains("all 60"))
        .singleElement()
        .satisfies(evidence -> assertThat(evidence.attempts()).hasSize(1));
    assertThat(result.reason())
        .startsWith("In the ramp swapped all 60 held connections stayed at east, none took west.");
  }

  @Test
  void noSpillInEitherOrder_saysHowFarTheRampsWent() {
    Story story = ramp(ramp(network(), "as named").served(60, "red"), "swapped").served(60, "blue");

    assertThat(oneAgainstFive.of(story).figure()).isEqualTo("no spill in 60 held, allowed 4, 5, 6");
  }

  @Test
  void rampThatEndedBeforeASpillWasDue_isInconclusive() {
    Story story = ramp(ramp(network(), "as named", 5, 40), "swapped").served(6, "blue");

    Result result = oneAgainstFive.of(story);

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).contains("ended at 6 connections, before a spill was due");
  }

  @ParameterizedTest
  @CsvSource({
    "any, 7, INCONCLUSIVE",
    "any, 30, INCONCLUSIVE",
    "any, 37, FAIL",
    "open-connections, 30, INCONCLUSIVE",
    "perceived-cost, 7, FAIL",
  })
  void rampWithoutASpill_isAViolationOnceCoinsDoNotExplainIt(
      String reading, int held, Verdict verdict) {
    Story story = ramp(ramp(network(), "as named", 5, 40), "swapped").served(held, "blue");

    Result result = oneAgainstFive.with("reading", reading).of(story);

    assertThat(result.verdict()).as(result.reason()).isEqualTo(verdict);
    if (verdict == Verdict.INCONCLUSIVE) {
      assertThat(result.reason()).contains("a spread by chance may spill later");
    }
  }

  @Test
  void rampAsLongAsPlanned_isLongEnough() {
    int planned = SpillPlan.surelyBeyond(oneAgainstFive.alpha(1e-9).question(), 5);
    Story enough = ramp(ramp(network(), "as named", 5, 40), "swapped").served(planned, "blue");
    Story less = ramp(ramp(network(), "as named", 5, 40), "swapped").served(planned - 3, "blue");

    assertThat(oneAgainstFive.alpha(1e-9).of(enough).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(oneAgainstFive.alpha(1e-9).of(less).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void oneOrderAlone_isInconclusive() {
    Result result = oneAgainstFive.of(ramp(network(), "as named", 5, 40));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.figure()).isEqualTo("spills at 5 open (either reading)");
    assertThat(result.reason()).startsWith("No ramp with the sites' roles swapped;");
  }

  @Test
  void rampsThatEndBeforeWhatIsHeld_areInconclusive_howeverRight() {
    Asked held = oneAgainstFive.with("held", "60");

    Result shorter = held.of(bothOrders(5, 5));
    assertThat(shorter.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(shorter.reason())
        .contains("The ramp as named held 46 connections, 60 are needed.")
        .contains("The ramp swapped held 46 connections, 60 are needed.");
    assertThat(oneAgainstFive.with("held", "46").of(bothOrders(5, 5)).verdict())
        .isEqualTo(Verdict.PASS);
    assertThat(held.of(bothOrders(9, 9)).verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void connectionOfALongRampThatNobodyKnows_isNotHeld() {
    Asked held = oneAgainstFive.with("held", "46");
    Story story = ramp(network(), "as named", 5, 39).ended(1, Outcome.INDETERMINATE);

    assertThat(held.of(ramp(story, "swapped", 5, 40)).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void fewerRampsThanTheCaseAsksFor_areInconclusive() {
    Result result = Asked.of("C5/1 v 5 in short ramps").of(coinRamps(network(), "backend", 6, 9));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason())
        .contains("Only 9 ramps of backend with the sites' roles as named, 10 are needed.")
        .contains("Only 9 ramps of backend with the sites' roles swapped, 10 are needed.");
  }

  @Test
  void oneServiceAlone_isComparedWithNothing() {
    Result result = Asked.of("C10/1 v 5").of(coinRamps(network(), "orders", 6, 10));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason())
        .contains("All ramps are of orders, so there is nothing to compare the two services by.");
  }

  @Test
  void connectionThatHadClosedBeforeTheSpill_isNotCountedAsOpen() {
    Story story = ramp(network(), "as named").prober("brief").served(1, "red").prober("held");
    spread(story.served(5, "red"), "red", "blue", 40);

    Result result = oneAgainstFive.of(ramp(story, "swapped", 5, 40));

    assertThat(result.figure()).isEqualTo("spills at 5 open in both orders (either reading)");
  }

  @Test
  void quarterForEachPathAfterTheSpill_isJustEnough() {
    assertThat(oneAgainstFive.of(spreadOf(10, 30)).verdict()).isEqualTo(Verdict.PASS);
    assertThat(oneAgainstFive.of(spreadOf(30, 10)).verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void lessThanAQuarter_thatAFairCoinCouldDo_isInconclusive() {
    Result result = oneAgainstFive.of(spreadOf(9, 31));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason())
        .contains("After the spill of the ramp as named 9 at west and 31 at east")
        .contains("A router that spreads by fair coins would do this too");
    assertThat(oneAgainstFive.of(spreadOf(31, 9)).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void lessThanAQuarterAtFirst_thatALongerRampMakesGood_passes() {
    Story story = spreadAfter(ramp(network(), "as named").served(5, "red"), 9, 31);

    Result result = oneAgainstFive.of(ramp(toss(story, 120), "swapped", 5, 40));

    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASS);
  }

  @Test
  void lessThanAFairCoinCouldDo_fails() {
    assertThat(oneAgainstFive.of(spreadOf(3, 37)).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(oneAgainstFive.of(spreadOf(2, 38)).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(oneAgainstFive.of(spreadOf(38, 2)).verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void everythingOnTheAlternativeAfterTheSpill_fails() {
    Result result = oneAgainstFive.of(spreadOf(0, 40));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason())
        .contains("0 at west and 40 at east; at least 10 of 40 on each path");
  }

  @Test
  void tooFewAfterTheSpill_isInconclusive() {
    Story story = ramp(ramp(network(), "as named", 5, 39), "swapped", 5, 40);

    Result result = oneAgainstFive.of(story);

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason())
        .startsWith("Only 39 connections after the spill of the ramp as named, 40 are needed.");
  }

  @Test
  void tooFewAfterTheSpill_whereTheRestCouldNotMend_fails() {
    assertThat(oneAgainstFive.of(spreadOf(0, 36)).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(oneAgainstFive.of(spreadOf(0, 37)).verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void plateauInTheMiddleOfALongRamp_failsAndIsNamed() {
    Story story = ramp(network(), "as named", 5, 400).served(45, "red");

    Result result = oneAgainstFive.of(ramp(spread(story, 400), "swapped", 5, 40));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason())
        .startsWith(
            "From connection 407 of the ramp as named on 45 at west and 0 at east; at least 12 of"
                + " 45 on each path.");
    assertThat(result.figure())
        .isEqualTo("not spread evenly · spills at 5 open in both orders (either reading)");
    assertThat(((Drawing.Ramp) result.drawings().get(0)).courses())
        .as("a curve with a plateau fits no course, though it stays in a band")
        .noneMatch(Drawing.Course::fits);
  }

  @ParameterizedTest
  @CsvSource({"460, 500, FAIL", "700, 732, FAIL", "460, 480, PASS"})
  void plateauOfARouterThatKeepsLevelElsewhere_isCaughtInARampOfTwelveHundred(
      int from, int to, Verdict verdict) {
    Asked zeroAgainstFifty = oneAgainstFive.with("best", "0").with("alternative", "50").alpha(1e-9);
    Story story = ramp(network(), "as named").served(51, "red");
    spread(story, "red", "blue", from - 52).served(to - from, "red");
    spread(story, "red", "blue", 1_200 - to - 1);

    Result result = zeroAgainstFifty.of(ramp(story, "swapped", 51, 40));

    assertThat(result.verdict()).as(result.reason()).isEqualTo(verdict);
  }

  @Test
  void plateauThatIsShorterThanAStretch_passes() {
    Story story = ramp(network(), "as named", 5, 400).served(20, "red");

    Result result = oneAgainstFive.of(ramp(spread(story, 400), "swapped", 5, 40));

    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASS);
  }

  @Test
  void preferenceThatIsLostInTheMiddle_fails() {
    Story story = ramp(network(), "as named", 5, 200);
    for (int i = 0; i < 100; i++) {
      story.served(1, i % 10 == 0 ? "red" : "blue");
    }

    Result result = oneAgainstFive.of(ramp(story, "swapped", 5, 40));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason()).contains("at least 10 of 40 on each path.");
  }

  @Test
  void lateSpill_thatCoinsExplain_passes() {
    Result result = oneAgainstFive.of(coins(network(), 9, 40));

    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASS);
    assertThat(result.figure()).isEqualTo("spills at 9 and 6 open (either reading)");
    assertThat(result.reason())
        .contains("the first spill came at 9 open, as late as a spread by chance may");
  }

  @Test
  void lateSpill_beforeWhatIsTooEvenForCoins_fails() {
    Result result = oneAgainstFive.of(bothOrders(9, 6));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason()).contains("too even to be spread by coins");
  }

  @Test
  void lateSpill_beforeTooFewConnectionsToTell_isInconclusive() {
    Asked asked = oneAgainstFive.with("after-spill", "8").with("share-min", "0");
    Story story = ramp(ramp(network(), "as named", 9, 8), "swapped", 6, 8);

    assertThat(asked.of(story).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void spillThatIsLaterThanCoinsAre_fails() {
    assertThat(oneAgainstFive.of(coins(network(), 40, 40)).verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void earlySpill_isNeverChance() {
    assertThat(oneAgainstFive.of(coins(network(), 3, 40)).verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void rampsThatAreAlike_mustFitOneReading() {
    Asked tenAgainstTwenty = oneAgainstFive.with("best", "10").with("alternative", "20");
    Story story = network();
    ramp(story, "as named", 11, 40, "alike=both services");
    ramp(story, "swapped", 20, 40, "alike=both services");

    Result result = tenAgainstTwenty.of(story);

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason())
        .startsWith("The spill points of both services differ, no reading explains all of them.");
    assertThat(tenAgainstTwenty.of(bothOrders(11, 20)).verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void costsOfSeveralLinks_areAddedUp() {
    Asked chains = oneAgainstFive.with("best", "4+6").with("alternative", "12+8");

    assertThat(chains.of(bothOrders(10, 20)).verdict()).isEqualTo(Verdict.PASS);
    assertThat(chains.of(bothOrders(12, 20)).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(oneAgainstFive.with("best", "4+0").of(bothOrders(4, 4)).verdict())
        .isEqualTo(Verdict.ERROR);
  }

  @Test
  void thirdSite_fails() {
    Story story = Story.of("red@west", "blue@east", "green@north");
    ramp(ramp(story, "as named", 5, 40).served(1, "green"), "swapped", 5, 40);

    Result result = oneAgainstFive.of(story);

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason())
        .startsWith("1 connection of the ramp as named served by neither of the two sites.");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rampsThatGoWrong")
  void rampThatGoesWrong_failsUnlessTheMachineWasTooBusy(String reason, Asked asked, Story story) {
    Result undisturbed = asked.of(story);
    Result starved = asked.of(story.trouble("starved"));

    assertThat(undisturbed.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(undisturbed.reason()).contains(reason);
    assertThat(starved.verdict()).as(starved.reason()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(starved.reason())
        .contains(reason)
        .contains("this machine kept the routers from each other");
  }

  /** What the reason must say, the case, and a story that ends in the ramp that goes wrong. */
  static Stream<Arguments> rampsThatGoWrong() {
    Asked oneAgainstFive = Asked.of("C5/1 v 5");
    Asked tenAgainstTwenty = oneAgainstFive.with("best", "10").with("alternative", "20");
    Story third = ramp(Story.of("red@west", "blue@east", "green@north"), "as named", 5, 40);
    Story unlike = ramp(network(), "as named", 11, 40, "alike=both services");
    return Stream.of(
        arguments("at 3 open at east", oneAgainstFive, ramp(inOrder(), "swapped", 3, 40)),
        arguments("at 9 open at east", oneAgainstFive, ramp(inOrder(), "swapped", 9, 40)),
        arguments("none took west", oneAgainstFive, ramp(inOrder(), "swapped").served(60, "blue")),
        arguments(
            "0 at east and 37 at west; at least 10 of 40",
            oneAgainstFive,
            ramp(inOrder(), "swapped").served(5, "blue").served(38, "red")),
        arguments(
            "on 45 at east and 0 at west; at least 12 of 45",
            oneAgainstFive,
            ramp(inOrder(), "swapped", 5, 400).served(45, "blue")),
        arguments(
            "the curve leaves every reading's band",
            oneAgainstFive,
            ramp(inOrder(), "swapped").served(5, "blue").served(101, "red")),
        arguments(
            "served by neither of the two sites",
            oneAgainstFive,
            ramp(third, "swapped", 5, 40).served(1, "green")),
        arguments(
            "The spill points of both services differ",
            tenAgainstTwenty,
            ramp(unlike, "swapped", 20, 40, "alike=both services")));
  }

  @Test
  void rampThatGoesWrong_longAfterTheMachineWasTooBusy_fails() {
    Story story = ramp(network(), "as named").trouble("starved").served(5, "red");

    Result result = oneAgainstFive.of(ramp(spread(story, 40).pause(4_000), "swapped", 3, 40));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason()).startsWith("In the ramp swapped: first spill to west at 3 open");
  }

  @Test
  void lateSpill_thatOnlyARampOnABusyMachineMakesTooLateForCoins_isInconclusive() {
    Story story =
        ramp(network(), "as named").trouble("starved").served(40, "red").served(1, "blue");
    ramp(toss(story, 40).pause(4_000), "swapped").served(8, "blue").served(1, "red");

    Result result = oneAgainstFive.of(toss(story, 40));

    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).contains("In the ramp swapped: first spill to west at 8 open");
  }

  @Test
  void failedConnection_fails() {
    Story story = ramp(network(), "as named", 5, 40).ended(2, Outcome.TIMED_OUT);

    Result result = oneAgainstFive.of(ramp(story, "swapped", 5, 40));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason())
        .startsWith("2 connections of the ramp as named not served though nothing was broken:");
    assertThat(result.figure())
        .isEqualTo("2 not served · spills at 5 open in both orders (either reading)");
  }

  @Test
  void failedConnectionBesideTrouble_isInconclusive() {
    Story story =
        ramp(network(), "as named", 5, 40).trouble("descriptors").ended(2, Outcome.TIMED_OUT);

    assertThat(oneAgainstFive.of(ramp(story, "swapped", 5, 40)).verdict())
        .isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void failedConnectionBesideTroubleInAnotherRamp_fails() {
    Story story = ramp(network(), "as named", 5, 40).ended(2, Outcome.TIMED_OUT).pause(1);

    assertThat(oneAgainstFive.of(ramp(story, "swapped", 5, 40).trouble("ports")).verdict())
        .isEqualTo(Verdict.FAIL);
  }

  @Test
  void indeterminateConnectionBeforeTheSpill_isInconclusive() {
    Story story = ramp(network(), "as named").ended(1, Outcome.INDETERMINATE).served(9, "red");
    spread(story, "red", "blue", 40);

    Result result = oneAgainstFive.of(ramp(story, "swapped", 5, 40));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).contains("Of 1 attempt before a spill in the ramp as named nobody");
  }

  @Test
  void indeterminateConnectionAfterTheSpill_isNotCounted() {
    Story story = ramp(network(), "as named", 5, 40).ended(1, Outcome.INDETERMINATE);

    assertThat(oneAgainstFive.of(ramp(story, "swapped", 5, 40)).verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void rampWithoutService_isInconclusive() {
    Story story = ramp(ramp(network(), "as named").pause(5), "swapped", 5, 40);

    Result result = oneAgainstFive.of(story);

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).contains("No connection of the ramp as named was served.");
  }

  @Test
  void alternativeCheaperThanTheBest_isAnError() {
    assertThat(oneAgainstFive.with("best", "6").of(bothOrders(5, 5)).verdict())
        .isEqualTo(Verdict.ERROR);
    assertThat(oneAgainstFive.with("best", "-1").of(bothOrders(5, 5)).verdict())
        .isEqualTo(Verdict.ERROR);
  }

  @Test
  void ramps_areDrawnWithWhatIsAllowed() {
    Result result = oneAgainstFive.of(bothOrders(4, 5));

    Drawing.Ramp first = (Drawing.Ramp) result.drawings().get(0);
    assertThat(result.drawings()).hasSize(2);
    assertThat(first.title()).isEqualTo("Held ramp, as named");
    assertThat(first.cheapest()).isEqualTo("west");
    assertThat(first.alternative()).isEqualTo("east");
    assertThat(first.allowed()).containsExactly(4, 5, 6);
    assertThat(first.spill()).isEqualTo(OptionalLong.of(4));
    assertThat(first.onAlternative()).hasSize(45).startsWith(false, false, false, false, true);
    assertThat(first.courses())
        .extracting(course -> course.label() + ": " + course.fits())
        .containsExactly(
            "perceived cost, kept level: true", "open connections, then spread: false");
    assertThat(first.courses().get(0).corners())
        .startsWith(new Drawing.Corner(0, 0, 0))
        .contains(new Drawing.Corner(4, 0, 0), new Drawing.Corner(5, 0, 1))
        .endsWith(new Drawing.Corner(45, 20, 21));
  }

  @Test
  void manyShortRamps_tellAWrongThresholdFromCoins() {
    Asked shortRamps = Asked.of("C5/1 v 5 in short ramps");

    Result right = shortRamps.of(coinRamps(network(), "backend", 6, 10));
    assertThat(right.verdict()).as(right.reason()).isEqualTo(Verdict.PASS);
    assertThat(right.statistics().orElseThrow().effect())
        .isEqualTo("spills that come 4 connections late");
    assertThat(shortRamps.of(coinRamps(network(), "backend", 11, 10)).verdict())
        .isEqualTo(Verdict.FAIL);
  }

  @Test
  void rampsOfOneListener_areNotExcusedByThoseOfAnother() {
    Asked services = Asked.of("C10/1 v 5");

    Result right = services.of(coinRamps(coinRamps(network(), "orders", 6, 10), "payments", 6, 10));
    assertThat(right.verdict()).as(right.reason()).isEqualTo(Verdict.PASS);
    assertThat(
            services
                .of(coinRamps(coinRamps(network(), "orders", 6, 10), "payments", 11, 10))
                .verdict())
        .isEqualTo(Verdict.FAIL);
  }

  @Test
  void verdict_saysWhatOfTheSpreadWouldHaveBeenSeen() {
    assertThat(oneAgainstFive.of(bothOrders(4, 5)).statistics())
        .hasValueSatisfying(
            worth -> {
              assertThat(worth.n()).isEqualTo(80);
              assertThat(worth.alpha()).isEqualTo(1e-7);
              assertThat(worth.effect())
                  .isEqualTo(
                      "a path with 0.5 % or less after the spill, or a plateau of 31 connections,"
                          + " or spills that come 17 connections late");
              assertThat(worth.power()).isEqualTo(0.999);
              assertThat(worth.interval().orElseThrow())
                  .isEqualTo(
                      TrueShare.between(
                          "connections at east after the spill of the ramp as named", 20, 40));
            });
  }

  @Test
  void rampThatNeverSpills_saysWhatOfItWouldHaveBeenSeen() {
    Result result = oneAgainstFive.of(ramp(inOrder(), "swapped").served(200, "blue"));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.statistics())
        .hasValueSatisfying(
            worth -> {
              assertThat(worth.effect()).contains("or no spill in 35 connections, or spills");
              assertThat(worth.interval().orElseThrow())
                  .isEqualTo(TrueShare.between("connections at west in the ramp swapped", 0, 200));
            });
  }

  @Test
  void rampsThatAllStay_areJudgedWithTheirFigures() {
    Story story = ramp(network(), "as named").served(150, "red");
    Result result = oneAgainstFive.of(ramp(story, "swapped").served(200, "blue"));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.statistics())
        .hasValueSatisfying(
            worth -> {
              assertThat(worth.n()).isEqualTo(350);
              assertThat(worth.effect()).isEqualTo("no spill in 35 connections");
            });
  }

  @Test
  void spillPoints_haveTheIntervalOfTheRampsThatMissThem() {
    Result result = Asked.of("C5/1 v 5 in short ramps").of(coinRamps(network(), "backend", 6, 10));

    assertThat(result.statistics().orElseThrow().interval())
        .hasValue(TrueShare.atMost("ramps that spill where no reading lets them", 0, 20));
  }

  private static Story network() {
    return Story.of("red@west", "blue@east");
  }

  /** The ramp as named, with nothing wrong in it. */
  private static Story inOrder() {
    return ramp(network(), "as named", 5, 40);
  }

  private static Story bothOrders(int named, int swapped) {
    return ramp(ramp(network(), "as named", named, 40), "swapped", swapped, 40);
  }

  /** After the spill of the ramp as named so many at each site; the other ramp is in order. */
  private static Story spreadOf(int cheapest, int alternative) {
    Story story = ramp(network(), "as named").served(5, "red");
    return ramp(spreadAfter(story, cheapest, alternative), "swapped", 5, 40);
  }

  /** The spill, then so many at each site, one after the other as evenly as can be. */
  private static Story spreadAfter(Story story, int cheapest, int alternative) {
    story.served(1, "blue");
    int all = cheapest + alternative;
    for (int i = 0; i < all; i++) {
      boolean here = (i + 1) * cheapest / all > i * cheapest / all;
      story.served(1, here ? "red" : "blue");
    }
    return story;
  }

  /** A router that tosses coins, late in its first ramp. */
  private static Story coins(Story story, int open, int after) {
    ramp(story, "as named").served(open, "red").served(1, "blue");
    return ramp(toss(story, after), "swapped", 6, after);
  }

  /** So many ramps of each order that toss coins when so many are open. */
  private static Story coinRamps(Story story, String listener, int open, int ramps) {
    SplittableRandom random = new SplittableRandom(739118);
    for (int i = 1; i <= ramps; i++) {
      for (String order : List.of("as named", "swapped")) {
        String cheapest = order.equals("as named") ? "red" : "blue";
        String alternative = order.equals("as named") ? "blue" : "red";
        String of = listener + ", " + i;
        List<String> all = new ArrayList<>(List.of("of=" + of, "listener=" + listener));
        if (!listener.equals("backend")) {
          all.add("alike=the two services");
        }
        rampOf(story, order, ", " + of, all.toArray(String[]::new));
        story.served(open, cheapest);
        while (random.nextBoolean()) {
          story.served(1, cheapest);
        }
        story.served(1, alternative);
        for (int after = 0; after < 8; after++) {
          story.served(1, random.nextBoolean() ? cheapest : alternative);
        }
      }
    }
    return story;
  }

  private static Story toss(Story story, int connections) {
    SplittableRandom random = new SplittableRandom(739118);
    for (int i = 0; i < connections; i++) {
      story.served(1, random.nextBoolean() ? "red" : "blue");
    }
    return story;
  }

  private static Story ramp(Story story, String order, int open, int after, String... attributes) {
    String cheapest = order.equals("as named") ? "red" : "blue";
    String alternative = order.equals("as named") ? "blue" : "red";
    ramp(story, order, attributes).served(open, cheapest);
    return spread(story, cheapest, alternative, after);
  }

  private static Story spread(Story story, int after) {
    return spread(story, "red", "blue", after);
  }

  private static Story spread(Story story, String cheapest, String alternative, int after) {
    story.served(1, alternative);
    for (int i = 0; i < after; i++) {
      story.served(1, i % 2 == 0 ? cheapest : alternative);
    }
    return story;
  }

  private static Story ramp(Story story, String order, String... attributes) {
    return rampOf(story, order, "", attributes);
  }

  private static Story rampOf(Story story, String order, String which, String... attributes) {
    boolean named = order.equals("as named");
    List<String> all = new ArrayList<>(List.of(attributes));
    all.add("role=ramp");
    all.add("cheapest=" + (named ? "west" : "east"));
    all.add("alternative=" + (named ? "east" : "west"));
    all.add("order=" + order);
    return story.phase("ramp " + order + which, all.toArray(String[]::new)).prober("held");
  }
}
