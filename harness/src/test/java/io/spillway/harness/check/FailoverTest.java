package io.spillway.harness.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spillway.harness.history.Outcome;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class FailoverTest {

  private final Asked killed = Asked.of("F2/killed").with("repeats", "2");

  @Test
  void trafficThatLeavesInTime_passes() {
    Result result =
        killed.of(new Repeats().add(FailoverTest::twoResets).add(FailoverTest::twoResets).story);

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(result.figure())
        .isEqualTo("2 wrong, last after 0.01 s (limit 10 s), then 0 of 1,000 in 2 repeats");
    assertThat(result.reason())
        .isEqualTo(
            "In 2 repeats the last connection went wrong within 10 s of the fault, the 1,000"
                + " connections after that were served as they must be, and what had failed was"
                + " used again when it was back. What goes wrong at fewer than 96.8 % of faults need"
                + " not have shown itself.");
    assertThat(result.statistics())
        .hasValueSatisfying(
            worth -> {
              assertThat(worth.n()).isEqualTo(500);
              assertThat(worth.alpha()).isZero();
              assertThat(worth.effect())
                  .isEqualTo(
                      "a share of 1.4 % or more that goes wrong after every failover, in the weakest"
                          + " of 2 phases");
            });
  }

  @Test
  void noFailureAtAll_passes() {
    Result result = killed.of(new Repeats().add(story -> {}).add(story -> {}).story);

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(result.figure()).isEqualTo("0 wrong (limit 10 s), then 0 of 1,000 in 2 repeats");
  }

  @Test
  void worstRepeat_decidesTheFigure() {
    Repeats repeats = new Repeats().add(FailoverTest::twoResets);
    repeats.add(story -> story.pause(1_300).ended(1, Outcome.TIMED_OUT));

    assertThat(killed.of(repeats.story).figure())
        .startsWith("1 wrong, last after 1.30 s (limit 10 s)");
  }

  @Test
  void lastFailure_justAtTheLimit_passes() {
    assertThat(killed.of(lastFailureAfter(10_000)).verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void lastFailure_justAfterTheLimit_fails() {
    Result result = killed.of(lastFailureAfter(10_001));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason())
        .startsWith("1 connection still failed later than 10 s after west was killed (1 refused)");
    assertThat(result.evidence())
        .filteredOn(evidence -> evidence.observed().contains("still failed"))
        .singleElement()
        .satisfies(evidence -> assertThat(evidence.attempts()).hasSize(1));
  }

  @Test
  void lateFailureBesideTrouble_isInconclusive() {
    Story story =
        new Repeats()
            .add(FailoverTest::twoResets)
            .add(s -> s.pause(10_001).trouble("ports").ended(1, Outcome.REFUSED))
            .story;

    assertThat(killed.of(story).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void failureWithinTheLimit_letsTheSampleBeginAfterIt() {
    Repeats repeats = new Repeats().add(FailoverTest::twoResets);
    repeats.after = story -> story.ended(1, Outcome.REFUSED).served(499, "blue");
    Result tooFew = killed.of(repeats.add(FailoverTest::twoResets).story);

    repeats = new Repeats().add(FailoverTest::twoResets);
    repeats.after = story -> story.ended(1, Outcome.REFUSED).served(500, "blue");
    Result enough = killed.of(repeats.add(FailoverTest::twoResets).story);

    assertThat(tooFew.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(tooFew.reason())
        .startsWith(
            "Only 499 connections after the failover from the fault in the phase load 2, 500 are"
                + " needed without one that goes wrong.");
    assertThat(enough.verdict()).isEqualTo(Verdict.PASS);
    assertThat(enough.figure())
        .isEqualTo("3 wrong, last after 5.05 s (limit 10 s), then 0 of 1,000 in 2 repeats");
  }

  @Test
  void failureAfterTheLimit_fails() {
    Repeats repeats = new Repeats().add(FailoverTest::twoResets);
    repeats.after = story -> story.pause(10_000).ended(1, Outcome.REFUSED).served(500, "blue");

    Result result = killed.of(repeats.add(FailoverTest::twoResets).story);

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason())
        .startsWith("1 connection still failed later than 10 s after west was killed (1 refused)");
  }

  @Test
  void failedSiteThatServesWithinTheLimit_letsTheSampleBeginAfterIt() {
    Repeats repeats = new Repeats().add(FailoverTest::twoResets);
    repeats.after = story -> story.served(1, "red").served(500, "blue");

    assertThat(killed.of(repeats.add(FailoverTest::twoResets).story).verdict())
        .isEqualTo(Verdict.PASS);
  }

  @Test
  void failedSiteThatServesAfterTheLimit_fails() {
    Repeats repeats = new Repeats().add(FailoverTest::twoResets);
    repeats.after = story -> story.pause(10_000).served(1, "red").served(500, "blue");

    Result result = killed.of(repeats.add(FailoverTest::twoResets).story);

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason())
        .startsWith("1 connection still served at west later than 10 s after west was killed.");
  }

  @Test
  void indeterminateAfterTheFailover_letsTheSampleBeginAfterIt() {
    Repeats repeats = new Repeats().add(FailoverTest::twoResets);
    repeats.after = story -> story.ended(1, Outcome.INDETERMINATE).served(500, "blue");
    Result enough = killed.of(repeats.add(FailoverTest::twoResets).story);

    repeats = new Repeats().add(FailoverTest::twoResets);
    repeats.after = story -> story.ended(1, Outcome.INDETERMINATE).served(499, "blue");
    Result tooFew = killed.of(repeats.add(FailoverTest::twoResets).story);

    assertThat(enough.verdict()).isEqualTo(Verdict.PASS);
    assertThat(tooFew.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void sampleWithoutACrowd_isInconclusive() {
    Repeats repeats = new Repeats().add(FailoverTest::twoResets);
    repeats.crowd = "closed-loop-4";

    Result result = killed.of(repeats.add(FailoverTest::twoResets).story);

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).startsWith("The prober closed-loop-64 made no connection after");
  }

  @Test
  void indeterminateSoonAfterTheFault_changesNothing() {
    Story story =
        new Repeats()
            .add(FailoverTest::twoResets)
            .add(s -> s.ended(3, Outcome.INDETERMINATE))
            .story;

    assertThat(killed.of(story).verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void indeterminateLaterThanTheLimit_isInconclusive() {
    Story story =
        new Repeats()
            .add(FailoverTest::twoResets)
            .add(s -> s.pause(10_001).ended(1, Outcome.INDETERMINATE))
            .story;

    Result result = killed.of(story);

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).startsWith("Of 1 attempt due later than the limit after the fault");
  }

  @Test
  void manyIndeterminateAttempts_areNotAllNamed() {
    Result result = killed.of(lateIndeterminate(21));

    assertThat(result.reason()).contains("Of 21 attempts due later").contains(", …);");
  }

  @Test
  void twentyIndeterminateAttempts_areAllNamed() {
    Result result = killed.of(lateIndeterminate(20));

    assertThat(result.reason()).contains("Of 20 attempts").doesNotContain("…");
  }

  @Test
  void failoverWhileTheClockWasDisturbed_isInconclusive() {
    Story story =
        new Repeats().add(FailoverTest::twoResets).add(s -> twoResets(s.trouble("clock"))).story;

    assertThat(killed.of(story).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void return_isEvidenceOfItsOwn() {
    assertThat(killed.of(returnAfter(1_000)).evidence())
        .filteredOn(evidence -> evidence.observed().equals("again after 1.00 s"))
        .singleElement()
        .satisfies(evidence -> assertThat(evidence.attempts()).hasSize(1));
  }

  @Test
  void tooFewAfterTheFailover_isInconclusive() {
    Result result =
        killed
            .with("after-attempts", "501")
            .of(new Repeats().add(FailoverTest::twoResets).add(FailoverTest::twoResets).story);

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason())
        .startsWith("Only 500 connections after the failover from the fault in the phase load 1,");
  }

  @Test
  void tooFewRepeats_areInconclusive() {
    Result result = killed.of(new Repeats().add(FailoverTest::twoResets).story);

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).startsWith("The fault was tried 1 time, 2 are needed.");
  }

  @Test
  void victimWithoutTraffic_isInconclusive() {
    Repeats repeats = new Repeats().add(FailoverTest::twoResets);
    repeats.victimKey = "blue";
    repeats.add(FailoverTest::twoResets);

    Result result = killed.of(repeats.story);

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).startsWith("west served nothing before the fault");
  }

  @Test
  void proberThatDidNotRunOverTheFault_isInconclusive() {
    Repeats repeats = new Repeats().add(FailoverTest::twoResets);
    repeats.lastProber = "closed-loop-4";
    repeats.add(FailoverTest::twoResets);

    Result result = killed.of(repeats.story);

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason())
        .startsWith(
            "The prober closed-loop-16 made no attempt over or after the fault in the phase load 2.");
  }

  @Test
  void proberWhoseAttemptHangsOverTheFault_ranOverIt() {
    Repeats repeats = new Repeats().add(FailoverTest::twoResets);
    repeats.lastProber = "closed-loop-4";
    repeats.before = story -> story.ended(1, Outcome.RESET).pause(-9);

    assertThat(killed.of(repeats.add(FailoverTest::twoResets).story).verdict())
        .isEqualTo(Verdict.PASS);
  }

  @Test
  void proberThatStartedAfterTheFault_isInconclusive() {
    Repeats repeats = new Repeats().add(FailoverTest::twoResets);
    repeats.firstProber = "closed-loop-4";

    Result result = killed.of(repeats.add(FailoverTest::twoResets).story);

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason())
        .startsWith(
            "The prober closed-loop-16 made no attempt before the fault in the phase load 2.");
  }

  @Test
  void failureBeforeTheFault_fails() {
    Repeats repeats = new Repeats();
    repeats.before = story -> story.ended(1, Outcome.CLOSED_EMPTY).pause(1);

    Result result = killed.with("repeats", "1").of(repeats.add(FailoverTest::twoResets).story);

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.figure()).startsWith("2 wrong");
    assertThat(result.reason()).contains("not served before the fault, when nothing was broken");
  }

  @Test
  void failureBeforeALaterFault_isExcusedWithinTheRecoveryLimitOfTheEarlierOne() {
    Repeats soon = new Repeats().add(FailoverTest::twoResets);
    soon.before = story -> story.ended(1, Outcome.CLOSED_EMPTY).pause(1);
    Repeats later = new Repeats().add(FailoverTest::twoResets);
    later.before = story -> story.pause(15_000).ended(1, Outcome.CLOSED_EMPTY).pause(1);

    assertThat(killed.of(soon.add(FailoverTest::twoResets).story).verdict())
        .isEqualTo(Verdict.PASS);
    assertThat(killed.of(later.add(FailoverTest::twoResets).story).verdict())
        .isEqualTo(Verdict.FAIL);
  }

  @Test
  void indeterminateBeforeTheFault_isInconclusive() {
    Repeats repeats = new Repeats();
    repeats.before = story -> story.ended(1, Outcome.INDETERMINATE);

    assertThat(killed.with("repeats", "1").of(repeats.add(FailoverTest::twoResets).story).verdict())
        .isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void attemptOnItsWayWhenTheFaultCame_countsAmongTheFailed() {
    Repeats repeats = new Repeats().add(story -> {});
    repeats.before = story -> story.ended(1, Outcome.RESET).pause(-9);
    repeats.add(story -> {});

    Result result = killed.of(repeats.story);

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(result.evidence())
        .anyMatch(
            e -> e.observed().startsWith("1 went wrong from the fault in the phase load 2 on"));
  }

  @Test
  void faultThatNobodySaw_isInconclusive() {
    Result result =
        killed.of(
            new Repeats()
                .add(FailoverTest::twoResets)
                .add(story -> twoResets(story.unobserved()))
                .story);

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).startsWith("No independent probe saw that west was killed");
  }

  @Test
  void loadWithoutFault_isInconclusive() {
    Repeats repeats = new Repeats();
    repeats.faultTarget = "east";
    repeats.recovery = story -> story.heal("east").served(1, "red");

    Result result = killed.of(repeats.add(FailoverTest::twoResets).story);

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.figure()).isEqualTo("nothing to judge");
    assertThat(result.reason()).contains("No fault was injected at west in the phase load 1.");
  }

  @Test
  void otherWayThanTheCaseAsksFor_isAnError() {
    Story story = new Repeats().add(FailoverTest::twoResets).add(FailoverTest::twoResets).story;

    Result result = Asked.of("F2/frozen").with("repeats", "2").of(story);

    assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(result.reason()).contains("the case asks for a fault that is called frozen");
  }

  @Test
  void otherFaultThanThePhaseSays_isAnError() {
    Repeats repeats = new Repeats();
    repeats.faultKind = "frozen";

    assertThat(killed.of(repeats.add(FailoverTest::twoResets).story).reason())
        .contains("phase load 1 says killed, but the fault was frozen");
  }

  @Test
  void linkThatIsPassedBy_passes() {
    assertThat(Asked.of("F3/cut").with("repeats", "1").of(linkCut("blue")).verdict())
        .isEqualTo(Verdict.PASS);
  }

  @Test
  void linkWhoseLossNothingShows_isInconclusive() {
    Result result = Asked.of("F3/cut").with("repeats", "1").of(linkCut("red"));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason())
        .startsWith("After edge/to-west was cut in the phase load 1 no connection to listener was");
  }

  @Test
  void returnJustAtTheLimit_passes() {
    assertThat(killed.of(returnAfter(14_998)).verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void returnJustAfterTheLimit_fails() {
    Result result = killed.of(returnAfter(14_999));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason())
        .startsWith("west served again only 15.00 s after its return; the limit is 15 s.");
  }

  @Test
  void siteThatNeverServesAgain_fails() {
    Result result =
        killed.of(recovery(story -> story.heal("west").pause(14_990).served(1, "blue")));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason())
        .startsWith("west did not serve again in the 15.00 s after its return");
  }

  @Test
  void recoveryThatWasWatchedTooShortly_isInconclusive() {
    Result result =
        killed.of(recovery(story -> story.heal("west").pause(14_989).served(1, "blue")));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).startsWith("west did not serve again within the 15.00 s that");
  }

  @Test
  void lateReturnBesideTrouble_isInconclusive() {
    Result result =
        killed.of(
            recovery(
                story -> story.heal("west").pause(15_000).trouble("starved").served(1, "red")));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void siteThatNobodySawAnswerAgain_isTimedFromTheEndOfTheFault() {
    assertThat(killed.of(recovery(story -> story.healUnseen("west").served(1, "red"))).verdict())
        .isEqualTo(Verdict.PASS);
  }

  @Test
  void faultThatWasNeverHealed_isInconclusive() {
    Result result = killed.of(recovery(story -> story.served(1, "blue")));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).startsWith("After the phase load 2 the fault was never healed.");
  }

  @Test
  void eachRepeat_isDrawnWithTheFaultAndItsPhases() {
    Result result =
        killed.of(new Repeats().add(FailoverTest::twoResets).add(FailoverTest::twoResets).story);

    assertThat(result.drawings()).hasSize(2);
    Drawing.Timeline timeline = (Drawing.Timeline) result.drawings().get(0);
    assertThat(timeline.title()).isEqualTo("Connections by site, load 1: west killed");
    assertThat(timeline.lanes())
        .extracting(Drawing.Lane::label)
        .containsExactly("east", "west", "failed");
    assertThat(timeline.lanes())
        .extracting(lane -> lane.counts().stream().mapToInt(i -> i).sum())
        .containsExactly(503, 4, 2);
    assertThat(timeline.lanes()).allMatch(lane -> lane.counts().size() == 120);
    assertThat(timeline.bands())
        .extracting(Drawing.Band::label)
        .containsExactly("west killed", "load 1", "after 1", "recovery 1");
    assertThat(timeline.bands())
        .extracting(Drawing.Band::fault)
        .containsExactly(true, false, false, false);
    assertThat(timeline.bands().get(0).fromSeconds()).isCloseTo(0.03, within(1e-9));
    assertThat(timeline.lengthSeconds()).isCloseTo(5.09, within(1e-9));
    assertThat(timeline.limitSeconds()).hasValue(10);
  }

  /** A link is cut; who serves after it shows which way is taken. */
  private static Story linkCut(String after) {
    Story story = Story.of("red@west", "blue@east");
    story.phase(
        "load 1", "role=load", "victim=edge/to-west", "way=cut", "home=west", "at=listener");
    String[] probers = {"open-loop", "closed-loop-1", "closed-loop-16"};
    for (String prober : probers) {
      story.prober(prober).served(1, "red");
    }
    story.fault("cut", "edge/to-west");
    for (String prober : probers) {
      story.prober(prober).served(1, "red");
    }
    story.phase("after 1", "role=after").prober("closed-loop-64").served(500, after);
    return story.phase("recovery 1", "role=recovery").heal("edge/to-west").served(1, "red");
  }

  private static void twoResets(Story story) {
    story.ended(2, Outcome.RESET);
  }

  private static Story lateIndeterminate(int times) {
    return new Repeats()
        .add(FailoverTest::twoResets)
        .add(story -> story.pause(10_001).ended(times, Outcome.INDETERMINATE))
        .story;
  }

  private static Story lastFailureAfter(long millis) {
    return new Repeats()
        .add(FailoverTest::twoResets)
        .add(story -> story.pause(millis).ended(1, Outcome.REFUSED))
        .story;
  }

  /**
   * West answers again, and serves so much later (an attempt is identified 2 ms after it is due).
   */
  private static Story returnAfter(long millis) {
    return recovery(story -> story.heal("west").pause(millis).served(1, "red"));
  }

  private static Story recovery(Consumer<Story> second) {
    Repeats repeats = new Repeats().add(FailoverTest::twoResets);
    repeats.recovery = second;
    return repeats.add(FailoverTest::twoResets).story;
  }

  /** Faults of west, key red; what each repeat does can be changed before it is added. */
  private static final class Repeats {
    private final Story story = Story.of("red@west", "blue@east");
    private int repeat;
    private String victimKey = "red";
    private String firstProber = "closed-loop-16";
    private String lastProber = "closed-loop-16";
    private String crowd = "closed-loop-64";
    private String faultTarget = "west";
    private String faultKind = "killed";
    private Consumer<Story> before = story -> {};
    private Consumer<Story> after = story -> {};
    private Consumer<Story> recovery = story -> story.heal("west").served(1, "red");

    Repeats add(Consumer<Story> over) {
      repeat++;
      story.phase(
          "load " + repeat,
          "role=load",
          "victim=west",
          "way=killed",
          "home=west",
          "at=listener",
          "away=west");
      for (String prober : new String[] {"open-loop", "closed-loop-1", firstProber}) {
        story.prober(prober).served(1, victimKey);
      }
      before.accept(story);
      story.prober("open-loop").fault(faultKind, faultTarget);
      over.accept(story);
      for (String prober : new String[] {"open-loop", "closed-loop-1", lastProber}) {
        story.prober(prober).served(1, "blue");
      }
      story.phase("after " + repeat, "role=after").prober(crowd).served(500, "blue");
      after.accept(story);
      story.phase("recovery " + repeat, "role=recovery");
      recovery.accept(story);
      return this;
    }
  }
}
