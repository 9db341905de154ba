package io.spillway.harness.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.spillway.harness.history.Outcome;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RandomnessTest {

  private final Asked randomness = Asked.of("B5").with("attempts", "100");

  @Test
  void destinationsByChance_passAndAreCalledThat() {
    Result result = randomness.of(drawn(100));

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(result.reason()).contains("by chance", "as chance does.");
    assertThat(result.figure()).startsWith("steady: dependence ");
  }

  @Test
  void turns_passAndAreCalledThat() {
    Story story = steady();
    for (int i = 0; i < 50; i++) {
      story.served(1, "red").served(1, "blue");
    }

    Result result = randomness.of(story);

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(result.figure()).startsWith("steady: dependence -0.98, p 4e-29");
    assertThat(result.reason())
        .isEqualTo(
            "Of 100 connections, in the phase steady the same destination came twice in a row 0"
                + " times, 49 by chance (dependence -0.98, p 4e-29); the longest run was 1: it takes"
                + " turns.");
  }

  @Test
  void turnsOfThree_areSeenToo() {
    Story story =
        Story.of("red@west", "blue@east", "green@north")
            .phase("steady", "measure=randomness", "by=key");
    for (int i = 0; i < 34; i++) {
      story.served(1, "red").served(1, "blue").served(1, "green");
    }

    assertThat(randomness.of(story).reason()).endsWith("it takes turns.");
  }

  @Test
  void halvesInARow_passAndAreCalledSticky() {
    Result result = randomness.of(steady().served(50, "red").served(50, "blue"));

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(result.reason()).contains("the longest run was 50").endsWith("it sticks.");
  }

  @Test
  void dependenceThatCanBeSeen_isSaid() {
    assertThat(randomness.of(drawn(400)).statistics())
        .hasValue(new Statistics(400, 0, "a dependence of ±0.32 on the destination before", 0.999));
  }

  @Test
  void tooFew_areInconclusive() {
    Result result = randomness.of(drawn(99));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason())
        .isEqualTo(
            "Only 99 connections served in the phase steady, 100 are needed to measure their"
                + " order.");
  }

  @Test
  void onlyOneDestination_isInconclusive() {
    Result result = randomness.of(steady().served(100, "red"));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).contains("were served by west, so there is no order to measure");
  }

  @Test
  void attemptsThatWereNotServed_haveNoPlaceInTheOrder() {
    Result result =
        randomness.of(drawn(100).ended(5, Outcome.REFUSED).ended(5, Outcome.INDETERMINATE));

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(result.reason()).startsWith("Of 100 connections");
  }

  @Test
  void historyThatMeasuresNothing_isInconclusive() {
    Result result =
        randomness.of(Story.of("red@west", "blue@east").phase("hold").served(200, "red"));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).startsWith("No phase measures");
  }

  @Test
  void order_isDrawnBesideWhatChanceDoes() {
    List<Drawing> drawings =
        randomness.of(steady().served(50, "red").served(50, "blue")).drawings();

    Drawing.Shares again = (Drawing.Shares) drawings.get(0);
    assertThat(again.bars())
        .extracting(Drawing.Bar::label, Drawing.Bar::count)
        .containsExactly(tuple("west after west", 49L), tuple("east after east", 49L));
    assertThat(again.bars())
        .allSatisfy(bar -> assertThat(bar.expectedLow()).isEqualTo(49.0 / 99, within(1e-12)));
    Drawing.Shares runs = (Drawing.Shares) drawings.get(1);
    assertThat(runs.bars())
        .extracting(Drawing.Bar::label, Drawing.Bar::count)
        .contains(tuple("runs of 1", 0L), tuple("runs of 6 or more", 2L));
    assertThat(runs.bars())
        .extracting(Drawing.Bar::expectedLow)
        .containsExactly(0.5, 0.25, 0.125, 0.0625, 0.03125, 0.03125);
  }

  private static Story steady() {
    return Story.of("red@west", "blue@east").phase("steady", "measure=randomness", "by=site");
  }

  /** The same coins every time. */
  private static Story drawn(int attempts) {
    Story story = steady();
    SplittableRandom coin = new SplittableRandom(5);
    for (int i = 0; i < attempts; i++) {
      story.served(1, coin.nextBoolean() ? "red" : "blue");
    }
    return story;
  }
}
