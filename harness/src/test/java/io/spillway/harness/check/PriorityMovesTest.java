package io.spillway.harness.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spillway.harness.history.Outcome;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PriorityMovesTest {

  private final Asked failover = Asked.of("M7");
  private final Asked failback = Asked.of("M8");

  @Nested
  class Failover {

    @Test
    void trafficThatGoesDownTheList_passes() {
      Result result = failover.of(new Moves().whole());

      assertThat(result.verdict()).isEqualTo(Verdict.PASS);
      assertThat(result.figure())
          .isEqualTo("moved in 0.04 s (limit 10 s), then 0 of 300 elsewhere");
      assertThat(result.reason())
          .isEqualTo(
              "In each of 2 moves traffic moved to the key that the list asks for within 0.04 s, and"
                  + " all of 300 connections in the steady phases were served by it.");
      assertThat(result.statistics())
          .hasValueSatisfying(
              worth -> {
                assertThat(worth.n()).isEqualTo(100);
                assertThat(worth.alpha()).isZero();
                assertThat(worth.effect())
                    .isEqualTo("a leak of 6.7 % or more, in the weakest of 3 phases");
              });
    }

    @Test
    void keyOutOfOrder_whileItsBetterIsAvailable_fails() {
      Moves moves = new Moves().start();
      moves.fails("first", "second").served(1, "third").served(5, "second");
      moves.steady("failure", "second", "first").served(100, "second");
      moves.failsSecond();

      Result result = failover.of(moves.story);

      assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
      assertThat(result.reason())
          .startsWith(
              "1 connection in the phase failure of first served by third, out of the list's order.");
      assertThat(result.evidence().get(0).expected()).isEqualTo("served by first and second only");
    }

    @Test
    void keyThatServesThoughOnlyALesserOneFailed_isTheOnlyOneWithAClaim() {
      Moves moves = new Moves().start();
      moves.fails("second", "first").served(3, "first").served(1, "second").served(1, "first");
      moves.steady("failure", "first", "second").served(100, "first");

      Result result = failover.of(moves.story);

      assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
      assertThat(result.reason())
          .startsWith("1 connection in the phase failure of second served by");
      assertThat(result.evidence().get(0).expected()).isEqualTo("served by first only");
    }

    @Test
    void trafficThatStaysAway_inASteadyPhase_fails() {
      Moves moves = new Moves().start();
      moves.failsFirst();
      moves.story.served(1, "third");
      moves.failsSecond();

      Result result = failover.of(moves.story);

      assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
      assertThat(result.figure()).endsWith("then 1 of 301 elsewhere");
      assertThat(result.reason())
          .contains("served by another key than second, which was available.");
    }

    @Test
    void failedConnection_inASteadyPhase_fails() {
      Moves moves = new Moves().start();
      moves.failsFirst();
      moves.story.ended(1, Outcome.REFUSED);
      moves.failsSecond();

      Result result = failover.of(moves.story);

      assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
      assertThat(result.reason()).contains("not served though second was available: 1 refused.");
    }

    @Test
    void failedConnectionBesideTrouble_isInconclusive() {
      Moves moves = new Moves().start();
      moves.failsFirst();
      moves.story.trouble("backlog").ended(1, Outcome.REFUSED);
      moves.failsSecond();

      assertThat(failover.of(moves.story).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void indeterminateConnection_inASteadyPhase_isInconclusive() {
      Moves moves = new Moves().start();
      moves.failsFirst();
      moves.story.ended(1, Outcome.INDETERMINATE);
      moves.failsSecond();

      Result result = failover.of(moves.story);

      assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
      assertThat(result.reason()).startsWith("Of 1 attempt in the phase steady 2 nobody can know");
    }

    @Test
    void indeterminateConnection_soonAfterTheFailure_changesNothing() {
      Moves moves = new Moves().start();
      moves.fails("first", "second").ended(1, Outcome.INDETERMINATE).served(2, "second");
      moves.steady("failure", "second", "first").served(100, "second");
      moves.failsSecond();

      assertThat(failover.of(moves.story).verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void indeterminateConnection_laterThanTheLimit_isInconclusive() {
      Moves moves = new Moves().start();
      moves
          .fails("first", "second")
          .served(2, "second")
          .pause(10_000)
          .ended(1, Outcome.INDETERMINATE);
      moves.steady("failure", "second", "first").served(100, "second");
      moves.failsSecond();

      assertThat(failover.of(moves.story).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void lastFailure_justAtTheLimit_passes() {
      assertThat(failover.of(lastFailureAfter(10_000)).verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void lastFailure_justAfterTheLimit_fails() {
      Result result = failover.of(lastFailureAfter(10_001));

      assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
      assertThat(result.figure()).startsWith("moved in 10.00 s (limit 10 s)");
      assertThat(result.reason())
          .startsWith(
              "After the failure of first it took 10.00 s until all traffic was at second; the limit"
                  + " is 10 s.");
    }

    @Test
    void slowMoveBesideTrouble_isInconclusive() {
      Story story = lastFailureAfter(10_001).trouble("starved");

      assertThat(failover.of(story).verdict()).isEqualTo(Verdict.FAIL);

      Moves moves = new Moves().start();
      moves.fails("first", "second").trouble("starved").pause(11_000).ended(1, Outcome.REFUSED);
      moves.steady("failure", "second", "first").served(100, "second");
      moves.failsSecond();
      assertThat(failover.of(moves.story).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void quickMove_whileTheClockWasDisturbed_isInconclusive() {
      Moves moves = new Moves().start();
      moves.fails("first", "second").trouble("clock").served(2, "second");
      moves.steady("failure", "second", "first").served(100, "second");
      moves.failsSecond();

      Result result = failover.of(moves.story);

      assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
      assertThat(result.reason()).startsWith("Times cannot be trusted: clock: clock ran short.");
    }

    @Test
    void failureBeforeTheFault_fails() {
      Moves moves = new Moves().start();
      moves.transition("failure", "first", "second").ended(1, Outcome.RESET).pause(5);
      moves.story.fault("killed", "west").served(3, "second");
      moves.steady("failure", "second", "first").served(100, "second");
      moves.failsSecond();

      Result result = failover.of(moves.story);

      assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
      assertThat(result.reason()).contains("not served before the fault, when nothing new was");
    }

    @Test
    void attemptOnItsWayWhenTheFaultCame_mayFail() {
      Moves moves = new Moves().start();
      moves.transition("failure", "first", "second").ended(1, Outcome.RESET).pause(-9);
      moves.story.fault("killed", "west").served(3, "second");
      moves.steady("failure", "second", "first").served(100, "second");
      moves.failsSecond();

      assertThat(failover.of(moves.story).verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void faultThatNobodySaw_isInconclusive() {
      Moves moves = new Moves().start();
      moves.fails("first", "second").unobserved().served(3, "second");
      moves.steady("failure", "second", "first").served(100, "second");
      moves.failsSecond();

      Result result = failover.of(moves.story);

      assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
      assertThat(result.reason()).startsWith("No independent probe saw that west was killed");
    }

    @Test
    void faultThatWasNeverInjected_isInconclusive() {
      Moves moves = new Moves().start();
      moves.transition("failure", "first", "second").served(3, "second");
      moves.steady("failure", "second", "first").served(100, "second");
      moves.failsSecond();

      Result result = failover.of(moves.story);

      assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
      assertThat(result.reason()).startsWith("No fault was injected at the site of first");
    }

    @Test
    void faultOfAnotherSite_isNotTheOneOfThisMove() {
      Moves moves = new Moves().start();
      moves.transition("failure", "first", "second").fault("killed", "north").served(3, "second");
      moves.steady("failure", "second", "first").served(100, "second");
      moves.failsSecond();

      assertThat(failover.of(moves.story).reason())
          .startsWith("No fault was injected at the site of first");
    }

    @Test
    void transitionThatEndedWithTheFault_isJudgedByTheSteadyPhaseAfterIt() {
      Moves moves = new Moves().start();
      moves.transition("failure", "first", "second").served(3, "first").fault("killed", "west");
      moves.steady("failure", "second", "first").ended(1, Outcome.RESET).served(100, "second");
      moves.failsSecond();

      Result result = failover.of(moves.story);

      assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
      assertThat(result.figure()).startsWith("moved in 0.04 s").endsWith("1 of 301 elsewhere");
      assertThat(result.evidence())
          .extracting(Evidence::observed)
          .contains("0.00 s in the phase failure of first");
    }

    @Test
    void transitionAfterWhichNothingWasTried_isInconclusive() {
      Moves moves = new Moves().start();
      moves.failsFirst();
      moves.failsSecond();
      moves.transition("failure", "third", "third").served(1, "third").fault("killed", "north");

      Result result = failover.of(moves.story);

      assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
      assertThat(result.reason()).startsWith("No attempt was due after the moment that counts");
    }

    @Test
    void connectionsThatFailedOrStrayed_areNoMissingConnections() {
      Moves moves = new Moves();
      moves.steady("start", "first", "").served(98, "first").served(1, "third");
      moves.story.ended(1, Outcome.RESET);
      moves.failsFirst();
      moves.failsSecond();

      assertThat(failover.of(moves.story).reason()).doesNotContain("are needed");
    }

    @Test
    void move_isEvidenceWithTheAttemptsThatWereNotYetServed() {
      assertThat(failover.of(new Moves().whole()).evidence())
          .filteredOn(
              evidence -> evidence.observed().equals("0.01 s in the phase failure of first"))
          .singleElement()
          .satisfies(evidence -> assertThat(evidence.attempts()).containsExactly(103, 104));
    }

    @Test
    void keyThatNeverHadToServe_isInconclusive() {
      Moves moves = new Moves().start();
      moves.failsFirst();

      Result result = failover.of(moves.story);

      assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
      assertThat(result.reason())
          .startsWith("No steady phase after a failure had third as the key that must serve");
    }

    @Test
    void tooFewConnections_areInconclusive() {
      Result result = failover.with("steady-attempts", "101").of(new Moves().whole());

      assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
      assertThat(result.reason()).startsWith("Only 100 connections in the phase steady 1, 101 are");
    }

    @Test
    void scenarioThatContradictsTheList_isAnError() {
      Moves moves = new Moves();
      moves.steady("start", "second", "").served(100, "second");

      Result result = failover.of(moves.story);

      assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
      assertThat(result.reason())
          .contains(
              "steady 1 expects second, but the first available key of [first, second, third]");
    }

    @Test
    void noKeyLeft_isAnError() {
      Moves moves = new Moves();
      moves.steady("start", "first", "first second third").served(100, "first");

      assertThat(failover.of(moves.story).reason()).contains("leaves no key available");
    }

    @Test
    void transitionWithoutSteadyPhaseBefore_isAnError() {
      Moves moves = new Moves();
      moves.fails("first", "second").served(3, "second");

      assertThat(failover.of(moves.story).reason())
          .contains("no steady phase before the transition");
    }

    private Story lastFailureAfter(long millis) {
      Moves moves = new Moves().start();
      moves.fails("first", "second").pause(millis).ended(1, Outcome.REFUSED).served(1, "second");
      moves.steady("failure", "second", "first").served(100, "second");
      moves.failsSecond();
      return moves.story;
    }
  }

  @Nested
  class Failback {

    @Test
    void trafficThatGoesUpTheList_passes() {
      Result result = failback.of(new Moves().whole());

      assertThat(result.verdict()).isEqualTo(Verdict.PASS);
      assertThat(result.figure())
          .isEqualTo("returned in 0.01 s (limit 10 s), then 0 of 200 elsewhere");
    }

    @Test
    void trafficThatStaysBelow_fails() {
      Moves moves = new Moves().start();
      moves.failsFirst();
      moves.failsSecond();
      moves.restored("second", "second").served(5, "third");
      moves.steady("restoration", "second", "first").served(100, "third");
      moves.restoresFirst();

      Result result = failback.of(moves.story);

      assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
      assertThat(result.figure()).endsWith("then 100 of 200 elsewhere");
      assertThat(failover.of(moves.story).verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void restoredKeyThatIsNotTheBest_mustNotServe() {
      Moves moves = new Moves().start();
      moves.failsFirst();
      moves.failsSecond();
      moves.restored("first", "first").served(2, "third").served(3, "first");
      moves.steady("restoration", "first", "second").served(100, "first");
      moves.restored("second", "first").served(1, "second").served(3, "first");
      moves.steady("restoration", "first", "").served(100, "first");

      Result result = failback.of(moves.story);

      assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
      assertThat(result.reason())
          .startsWith("1 connection in the phase restoration of second served by second, out of");
    }

    @Test
    void returnLaterThanTheLimit_fails() {
      Moves moves = new Moves().start();
      moves.failsFirst();
      moves.failsSecond();
      moves.restored("second", "second").pause(10_001).served(1, "third").served(1, "second");
      moves.steady("restoration", "second", "first").served(100, "second");
      moves.restoresFirst();

      Result result = failback.of(moves.story);

      assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
      assertThat(result.reason())
          .startsWith("After the restoration of second it took 10.00 s until all traffic was");
    }

    @Test
    void attemptThatFailsBeforeTheSiteAnswersAgain_isNotHeldAgainstTheRouter() {
      Moves moves = new Moves().start();
      moves.failsFirst();
      moves.failsSecond();
      moves.transition("restoration", "second", "second").ended(1, Outcome.RESET);
      moves.story.pause(1).heal("east").served(3, "second");
      moves.steady("restoration", "second", "first").served(100, "second");
      moves.restoresFirst();

      assertThat(failback.of(moves.story).verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void siteThatNobodySawAnswerAgain_isInconclusive() {
      Moves moves = new Moves().start();
      moves.failsFirst();
      moves.failsSecond();
      moves.transition("restoration", "second", "second").healUnseen("east").served(3, "second");
      moves.steady("restoration", "second", "first").served(100, "second");
      moves.restoresFirst();

      Result result = failback.of(moves.story);

      assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
      assertThat(result.reason()).startsWith("No independent probe saw that east answered again");
    }

    @Test
    void restorationWithoutHealing_isInconclusive() {
      Moves moves = new Moves().start();
      moves.failsFirst();
      moves.failsSecond();
      moves.transition("restoration", "second", "second").served(3, "second");
      moves.steady("restoration", "second", "first").served(100, "second");
      moves.restoresFirst();

      Result result = failback.of(moves.story);

      assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
      assertThat(result.reason()).startsWith("No fault was healed at the site of second");
    }

    @Test
    void historyWithoutRestoration_isInconclusive() {
      Moves moves = new Moves().start();
      moves.failsFirst();
      moves.failsSecond();

      Result result = failback.of(moves.story);

      assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
      assertThat(result.figure()).isEqualTo("nothing to judge");
      assertThat(result.reason())
          .contains("had first and second as the key that must serve")
          .contains("The history holds no transition because of a restoration.");
    }

    @Test
    void wholeStory_isDrawnWithItsFaults() {
      Drawing.Timeline timeline =
          (Drawing.Timeline) failback.of(new Moves().whole()).drawings().get(0);

      assertThat(timeline.lanes())
          .extracting(Drawing.Lane::label)
          .containsExactly("first", "second", "third", "failed");
      assertThat(timeline.lanes())
          .extracting(Drawing.Lane::bad)
          .containsExactly(false, false, false, true);
      assertThat(
              timeline.lanes().stream()
                  .flatMap(lane -> lane.counts().stream())
                  .mapToInt(i -> i)
                  .sum())
          .isEqualTo(100 + 104 + 108 + 105 + 104);
      assertThat(timeline.bands())
          .extracting(Drawing.Band::label)
          .containsExactly("west killed", "east killed");
      assertThat(timeline.bands()).allMatch(Drawing.Band::fault);
      assertThat(timeline.bands().get(0).fromSeconds()).isCloseTo(1.0, within(1e-9));
      assertThat(timeline.limitSeconds()).hasValue(10);
    }
  }

  /** Three keys at three sites; moves between them. */
  private static final class Moves {
    private final Story story = Story.of("first@west", "second@east", "third@north");
    private int steadies;

    Moves start() {
      steady("start", "first", "").served(100, "first");
      return this;
    }

    /** The first and then the second fail, and come back in the opposite order. */
    Story whole() {
      start();
      failsFirst();
      failsSecond();
      restored("second", "second").served(1, "third").served(1, "third").served(3, "second");
      steady("restoration", "second", "first").served(100, "second");
      restoresFirst();
      return story;
    }

    void failsFirst() {
      fails("first", "second").ended(2, Outcome.RESET).served(2, "second");
      steady("failure", "second", "first").served(100, "second");
    }

    void failsSecond() {
      fails("second", "third").ended(5, Outcome.REFUSED).served(3, "third");
      steady("failure", "third", "first second").served(100, "third");
    }

    void restoresFirst() {
      restored("first", "first").served(1, "second").served(3, "first");
      steady("restoration", "first", "").served(100, "first");
    }

    Story fails(String key, String expect) {
      return transition("failure", key, expect).fault("killed", site(key));
    }

    Story restored(String key, String expect) {
      return transition("restoration", key, expect).heal(site(key));
    }

    Story transition(String because, String key, String expect) {
      return story.phase(
          because + " of " + key,
          "role=transition",
          "because=" + because,
          "key=" + key,
          "expect=" + expect);
    }

    Story steady(String because, String expect, String unavailable) {
      steadies++;
      return story.phase(
          "steady " + steadies,
          "role=steady",
          "because=" + because,
          "expect=" + expect,
          "unavailable=" + unavailable);
    }

    private static String site(String key) {
      return switch (key) {
        case "first" -> "west";
        case "second" -> "east";
        default -> "north";
      };
    }
  }
}
