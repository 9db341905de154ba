package io.spillway.harness.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spillway.harness.history.Outcome;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SiteFailoverTest {

  private final Asked killed = Asked.of("F2/killed");

  @Test
  void trafficThatLeavesInTime_passes() {
    Result result =
        killed.of(
            new Repeats().add(SiteFailoverTest::twoResets).add(SiteFailoverTest::twoResets).story);

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(result.figure())
        .isEqualTo("2 failed, last after 0.01 s (limit 10 s), then 0 of 1,000");
    assertThat(result.reason())
        .isEqualTo(
            "In 2 repeats traffic left the failed site within 10 s, every one of 1,000 connections"
                + " after that was served elsewhere, and the site served again when it was back.");
    assertThat(result.statistics())
        .hasValueSatisfying(
            worth -> {
              assertThat(worth.n()).isEqualTo(1_000);
              assertThat(worth.alpha()).isZero();
              assertThat(worth.effect())
                  .isEqualTo("a share of 1.4 % or more not served after the failover");
            });
  }

  @Test
  void noFailureAtAll_passes() {
    Result result = killed.of(new Repeats().add(story -> {}).add(story -> {}).story);

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(result.figure()).isEqualTo("0 failed (limit 10 s), then 0 of 1,000");
  }

  @Test
  void worstRepeat_decidesTheFigure() {
    Repeats repeats = new Repeats().add(SiteFailoverTest::twoResets);
    repeats.add(story -> story.pause(1_300).ended(1, Outcome.TIMED_OUT));

    assertThat(killed.of(repeats.story).figure())
        .startsWith("1 failed, last after 1.30 s (limit 10 s)");
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
            .add(SiteFailoverTest::twoResets)
            .add(s -> s.pause(10_001).trouble("ports").ended(1, Outcome.REFUSED))
            .story;

    assertThat(killed.of(story).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void failureAfterTheFailover_fails() {
    Repeats repeats = new Repeats().add(SiteFailoverTest::twoResets);
    repeats.after = story -> story.ended(1, Outcome.REFUSED);
    repeats.add(SiteFailoverTest::twoResets);

    Result result = killed.of(repeats.story);

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.figure()).endsWith("then 1 of 1,001");
    assertThat(result.reason())
        .startsWith("1 of 501 connections in the phase after 2 not served: 1 refused.");
  }

  @Test
  void failedSiteThatServes_fails() {
    Repeats repeats = new Repeats().add(SiteFailoverTest::twoResets);
    repeats.after = story -> story.served(1, "red");
    repeats.add(SiteFailoverTest::twoResets);

    Result result = killed.of(repeats.story);

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason())
        .startsWith("1 connection in the phase after 2 served by west, which was killed.");
  }

  @Test
  void indeterminateAfterTheFailover_isInconclusive() {
    Repeats repeats = new Repeats().add(SiteFailoverTest::twoResets);
    repeats.after = story -> story.ended(1, Outcome.INDETERMINATE);
    repeats.add(SiteFailoverTest::twoResets);

    assertThat(killed.of(repeats.story).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void indeterminateSoonAfterTheFault_changesNothing() {
    Story story =
        new Repeats()
            .add(SiteFailoverTest::twoResets)
            .add(s -> s.ended(3, Outcome.INDETERMINATE))
            .story;

    assertThat(killed.of(story).verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void indeterminateLaterThanTheLimit_isInconclusive() {
    Story story =
        new Repeats()
            .add(SiteFailoverTest::twoResets)
            .add(s -> s.pause(10_001).ended(1, Outcome.INDETERMINATE))
            .story;

    Result result = killed.of(story);

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).startsWith("Of 1 attempt due later than the limit after the fault");
  }

  @Test
  void manyIndeterminateAttempts_areNotAllNamed() {
    Repeats repeats = new Repeats().add(SiteFailoverTest::twoResets);
    repeats.after = story -> story.ended(21, Outcome.INDETERMINATE);

    Result result = killed.of(repeats.add(SiteFailoverTest::twoResets).story);

    assertThat(result.reason()).contains("Of 21 attempts in the phase after 2").contains(", …);");
  }

  @Test
  void twentyIndeterminateAttempts_areAllNamed() {
    Repeats repeats = new Repeats().add(SiteFailoverTest::twoResets);
    repeats.after = story -> story.ended(20, Outcome.INDETERMINATE);

    Result result = killed.of(repeats.add(SiteFailoverTest::twoResets).story);

    assertThat(result.reason()).contains("Of 20 attempts").doesNotContain("…");
  }

  @Test
  void failureThatWasCounted_isNoMissingConnection() {
    Repeats repeats = new Repeats().add(SiteFailoverTest::twoResets);
    repeats.after = story -> story.ended(1, Outcome.REFUSED);

    Result result =
        killed.with("after-attempts", "501").of(repeats.add(SiteFailoverTest::twoResets).story);

    assertThat(result.reason())
        .contains("Only 500 connections in the phase after 1")
        .doesNotContain("in the phase after 2, 501 are needed");
  }

  @Test
  void failoverWhileTheClockWasDisturbed_isInconclusive() {
    Story story =
        new Repeats()
            .add(SiteFailoverTest::twoResets)
            .add(s -> twoResets(s.trouble("clock")))
            .story;

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
            .of(
                new Repeats()
                    .add(SiteFailoverTest::twoResets)
                    .add(SiteFailoverTest::twoResets)
                    .story);

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).startsWith("Only 500 connections in the phase after 1, 501 are");
  }

  @Test
  void tooFewRepeats_areInconclusive() {
    Result result = killed.of(new Repeats().add(SiteFailoverTest::twoResets).story);

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).startsWith("The fault was tried 1 time, 2 are needed.");
  }

  @Test
  void victimWithoutTraffic_isInconclusive() {
    Repeats repeats = new Repeats().add(SiteFailoverTest::twoResets);
    repeats.victimKey = "blue";
    repeats.add(SiteFailoverTest::twoResets);

    Result result = killed.of(repeats.story);

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).startsWith("west served nothing before the fault");
  }

  @Test
  void proberThatDidNotRunOverTheFault_isInconclusive() {
    Repeats repeats = new Repeats().add(SiteFailoverTest::twoResets);
    repeats.lastProber = "closed-loop-4";
    repeats.add(SiteFailoverTest::twoResets);

    Result result = killed.of(repeats.story);

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason())
        .startsWith(
            "The prober closed-loop-16 made no attempt over or after the fault in the phase load 2.");
  }

  @Test
  void proberWhoseAttemptHangsOverTheFault_ranOverIt() {
    Repeats repeats = new Repeats().add(SiteFailoverTest::twoResets);
    repeats.lastProber = "closed-loop-4";
    repeats.before = story -> story.ended(1, Outcome.RESET).pause(-9);

    assertThat(killed.of(repeats.add(SiteFailoverTest::twoResets).story).verdict())
        .isEqualTo(Verdict.PASS);
  }

  @Test
  void proberThatStartedAfterTheFault_isInconclusive() {
    Repeats repeats = new Repeats().add(SiteFailoverTest::twoResets);
    repeats.firstProber = "closed-loop-4";

    Result result = killed.of(repeats.add(SiteFailoverTest::twoResets).story);

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason())
        .startsWith(
            "The prober closed-loop-16 made no attempt before the fault in the phase load 2.");
  }

  @Test
  void failureBeforeTheFault_fails() {
    Repeats repeats = new Repeats().add(SiteFailoverTest::twoResets);
    repeats.before = story -> story.ended(1, Outcome.CLOSED_EMPTY).pause(1);
    repeats.add(SiteFailoverTest::twoResets);

    Result result = killed.of(repeats.story);

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.figure()).startsWith("2 failed");
    assertThat(result.reason()).contains("not served before the fault, when nothing was broken");
  }

  @Test
  void indeterminateBeforeTheFault_isInconclusive() {
    Repeats repeats = new Repeats().add(SiteFailoverTest::twoResets);
    repeats.before = story -> story.ended(1, Outcome.INDETERMINATE);
    repeats.add(SiteFailoverTest::twoResets);

    assertThat(killed.of(repeats.story).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void attemptOnItsWayWhenTheFaultCame_countsAmongTheFailed() {
    Repeats repeats = new Repeats().add(story -> {});
    repeats.before = story -> story.ended(1, Outcome.RESET).pause(-9);
    repeats.add(story -> {});

    Result result = killed.of(repeats.story);

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(result.evidence())
        .anyMatch(e -> e.observed().startsWith("1 failed in the phase load 2"));
  }

  @Test
  void faultThatNobodySaw_isInconclusive() {
    Result result =
        killed.of(
            new Repeats()
                .add(SiteFailoverTest::twoResets)
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

    Result result = killed.of(repeats.add(SiteFailoverTest::twoResets).story);

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.figure()).isEqualTo("nothing to judge");
    assertThat(result.reason()).contains("No fault was injected at west in the phase load 1.");
  }

  @Test
  void otherWayThanTheCaseAsksFor_isAnError() {
    Story story =
        new Repeats().add(SiteFailoverTest::twoResets).add(SiteFailoverTest::twoResets).story;

    Result result = Asked.of("F2/frozen").of(story);

    assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(result.reason()).contains("the case asks for a site that is frozen");
  }

  @Test
  void otherFaultThanThePhaseSays_isAnError() {
    Repeats repeats = new Repeats();
    repeats.faultKind = "frozen";

    assertThat(killed.of(repeats.add(SiteFailoverTest::twoResets).story).reason())
        .contains("phase load 1 says killed, but the fault was frozen");
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
        killed.of(
            new Repeats().add(SiteFailoverTest::twoResets).add(SiteFailoverTest::twoResets).story);

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

  private static void twoResets(Story story) {
    story.ended(2, Outcome.RESET);
  }

  private static Story lastFailureAfter(long millis) {
    return new Repeats()
        .add(SiteFailoverTest::twoResets)
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
    Repeats repeats = new Repeats().add(SiteFailoverTest::twoResets);
    repeats.recovery = second;
    return repeats.add(SiteFailoverTest::twoResets).story;
  }

  /** Faults of west, key red; what each repeat does can be changed before it is added. */
  private static final class Repeats {
    private final Story story = Story.of("red@west", "blue@east");
    private int repeat;
    private String victimKey = "red";
    private String firstProber = "closed-loop-16";
    private String lastProber = "closed-loop-16";
    private String faultTarget = "west";
    private String faultKind = "killed";
    private Consumer<Story> before = story -> {};
    private Consumer<Story> after = story -> {};
    private Consumer<Story> recovery = story -> story.heal("west").served(1, "red");

    Repeats add(Consumer<Story> over) {
      repeat++;
      story.phase("load " + repeat, "role=load", "repeat=" + repeat, "victim=west", "way=killed");
      for (String prober : new String[] {"open-loop", "closed-loop-1", firstProber}) {
        story.prober(prober).served(1, victimKey);
      }
      before.accept(story);
      story.prober("open-loop").fault(faultKind, faultTarget);
      over.accept(story);
      for (String prober : new String[] {"open-loop", "closed-loop-1", lastProber}) {
        story.prober(prober).served(1, "blue");
      }
      story.phase("after " + repeat, "role=after").served(500, "blue");
      after.accept(story);
      story.phase("recovery " + repeat, "role=recovery");
      recovery.accept(story);
      return this;
    }
  }
}
