package io.spillway.harness.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.history.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReturnAfterReleaseTest {

  private final Asked asked = Asked.of("C6/1 v 5").with("sequential", "50");

  @Test
  void allBackOnTheCheapestPath_pass() {
    Result result = asked.of(story(50, 0));

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(result.figure())
        .isEqualTo("0 of 100 elsewhere · a leak of 12.9 % or more would have been seen");
    assertThat(result.reason())
        .isEqualTo("After both releases all 100 connections took the cheapest path again.");
    assertThat(result.statistics())
        .hasValueSatisfying(
            worth -> {
              assertThat(worth.n()).isEqualTo(50);
              assertThat(worth.alpha()).isZero();
              assertThat(worth.effect())
                  .isEqualTo("a leak of 12.9 % or more, in the weakest of 2 phases");
              assertThat(worth.power()).isEqualTo(0.999);
              assertThat(worth.interval())
                  .hasValue(TrueShare.atMost("connections not at west", 0, 50));
            });
  }

  @Test
  void verdictThatOneReleaseSpoils_isWorthWhatThatReleaseIs() {
    Statistics worth = asked.of(story(50, 1)).statistics().orElseThrow();

    assertThat(worth.n()).isEqualTo(51);
    assertThat(worth.effect()).isEqualTo("a leak of 12.7 % or more, in the phase release as named");
    assertThat(worth.interval()).hasValue(TrueShare.atMost("connections not at west", 1, 51));
  }

  @Test
  void oneElsewhere_fails() {
    Result result = asked.of(story(50, 1));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.figure()).startsWith("1 of 101 elsewhere");
    assertThat(result.reason())
        .startsWith("1 of 51 connections in the phase release as named served away from");
    assertThat(result.evidence().get(0).attempts()).hasSize(1);
  }

  @Test
  void rampThatDidNotSpill_isInconclusive() {
    Story story = network();
    ramp(story, "as named").served(20, "red");
    release(story, "as named").served(50, "red");
    spilledRamp(story, "swapped");
    release(story, "swapped").served(50, "blue");

    Result result = asked.of(story);

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason())
        .contains(
            "The ramp spilled nothing before the phase release as named, so it does not show");
  }

  @Test
  void rampOfTheOtherOrder_saysNothingAboutThisOne() {
    Story story = network();
    spilledRamp(story, "as named");
    release(story, "as named").served(50, "red");
    ramp(story, "swapped").served(20, "blue");
    release(story, "swapped").served(50, "blue");

    Result result = asked.of(story);

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason())
        .startsWith("The ramp spilled nothing before the phase release swap");
  }

  @Test
  void violation_isNotFollowedByPraise() {
    assertThat(asked.of(story(50, 1)).reason()).doesNotContain("took the cheapest path again");
  }

  @Test
  void releaseWithoutRamp_isInconclusive() {
    Story story = network();
    release(story, "as named").served(50, "red");
    spilledRamp(story, "as named");
    spilledRamp(story, "swapped");
    release(story, "swapped").served(50, "blue");

    Result result = asked.of(story);

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).contains("No ramp stands before the phase release as named");
  }

  @Test
  void oneReleaseAlone_isInconclusive() {
    Story story = network();
    spilledRamp(story, "as named");
    release(story, "as named").served(50, "red");

    Result result = asked.of(story);

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).startsWith("There is only one phase with role=release");
  }

  @Test
  void tooFewConnections_areInconclusive() {
    Result result = asked.of(story(49, 0));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason())
        .startsWith("Only 49 connections served in the phase release as named, 50 are needed.");
  }

  @Test
  void failedConnection_fails() {
    Result result = asked.of(story(50, 0).ended(1, Outcome.RESET));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason())
        .startsWith("1 of 51 connections in the phase release swapped not served");
  }

  @Test
  void failedConnectionBesideTrouble_isInconclusive() {
    assertThat(asked.of(story(50, 0).trouble("ports").ended(1, Outcome.RESET)).verdict())
        .isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void indeterminateConnection_isInconclusive() {
    Result result = asked.of(story(50, 0).ended(1, Outcome.INDETERMINATE));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).contains("(#122); a failure among them would change the verdict.");
  }

  @Test
  void releaseInWhichNothingWasServed_fails_forTheRampBeforeItWas() {
    Story story = network();
    spilledRamp(story, "as named");
    release(story, "as named").ended(50, Outcome.TIMED_OUT);
    spilledRamp(story, "swapped");
    release(story, "swapped").served(50, "blue");

    Result result = asked.of(story);

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.figure()).isEqualTo("nothing served after a release");
  }

  @Test
  void rampsThatWereClosedAsTheCaseSays_pass() {
    assertThat(closedBy("reset", "reset").verdict()).isEqualTo(Verdict.PASS);
    assertThat(closedBy("workload", "workload").verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void rampThatWasClosedInAnotherWay_isInconclusive() {
    assertThat(asked.with("closed-by", "workload").of(story(50, 0)).reason())
        .as("a ramp that does not say how it was closed")
        .startsWith(
            "Before the phase release as named not all connections were seen to be closed by"
                + " workload, so it does not show what that leaves behind.");
    assertThat(closedBy("reset", "client").verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(closedBy("client", "reset").verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  private Result closedBy(String wanted, String seen) {
    Story story = network();
    for (String order : List.of("as named", "swapped")) {
      spilledRamp(story, order, "closed-by=" + seen);
      release(story, order).served(50, order.equals("as named") ? "red" : "blue");
    }
    return asked.with("closed-by", wanted).of(story);
  }

  @Test
  void equalCosts_areAnError_forNoPathIsTheCheapest() {
    assertThat(asked.with("best", "5").of(story(50, 0)).verdict()).isEqualTo(Verdict.ERROR);
    assertThat(asked.with("best", "-1").of(story(50, 0)).verdict()).isEqualTo(Verdict.ERROR);
  }

  @Test
  void ramp_andSharesAfterIt_areDrawn() {
    Result result = asked.of(story(50, 1));

    assertThat(result.drawings()).hasSize(4);
    assertThat(result.drawings().get(0)).isInstanceOf(Drawing.Ramp.class);
    Drawing.Shares shares = (Drawing.Shares) result.drawings().get(1);
    assertThat(shares.bars()).extracting(Drawing.Bar::label).containsExactly("west", "elsewhere");
    assertThat(shares.bars()).extracting(Drawing.Bar::count).containsExactly(50L, 1L);
    assertThat(shares.bars()).extracting(Drawing.Bar::expectedLow).containsExactly(1.0, 0.0);
    assertThat(shares.bars().get(1).observed()).isEqualTo(1.0 / 51);
  }

  /** Both orders; so many back on the cheapest path, and in the first order so many elsewhere. */
  private static Story story(int back, int elsewhere) {
    Story story = network();
    spilledRamp(story, "as named");
    release(story, "as named").served(back, "red").served(elsewhere, "blue");
    spilledRamp(story, "swapped");
    return release(story, "swapped").served(back, "blue");
  }

  private static Story network() {
    return Story.of("red@west", "blue@east");
  }

  private static void spilledRamp(Story story, String order, String... more) {
    boolean named = order.equals("as named");
    ramp(story, order, more).served(5, named ? "red" : "blue").served(5, named ? "blue" : "red");
  }

  private static Story ramp(Story story, String order, String... more) {
    return phase(story, "ramp", order, more).prober("held");
  }

  private static Story release(Story story, String order) {
    return phase(story, "release", order).prober("sequential");
  }

  private static Story phase(Story story, String role, String order, String... more) {
    boolean named = order.equals("as named");
    List<String> attributes = new ArrayList<>(List.of(more));
    attributes.add("role=" + role);
    attributes.add("cheapest=" + (named ? "west" : "east"));
    attributes.add("alternative=" + (named ? "east" : "west"));
    attributes.add("order=" + order);
    return story.phase(role + " " + order, attributes.toArray(String[]::new));
  }
}
