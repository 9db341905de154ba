package io.spillway.harness.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.history.Outcome;
import org.junit.jupiter.api.Test;

/** Shares of a split that nobody controls, one of whose backends is not ready. */
class StandingSharesTest {

  private final Asked standing = Asked.of("L7").with("phases", "1");

  @Test
  void partOfTheBackendThatIsNotReady_failsAndGoesNowhereElse_passes() {
    Story story = story();
    for (int i = 0; i < 1_000; i++) {
      story.ended(1, Outcome.RESET).served(3, "blue");
    }

    Result result = standing.of(story);

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(result.figure()).contains("25 % for 25 %").doesNotContain("not served");
  }

  @Test
  void partOfTheBackendThatIsNotReady_thatGoesToTheOther_fails() {
    Result result = standing.of(story().served(1_000, "blue"));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason()).contains("red 0 (0 % for 25 %)");
  }

  @Test
  void moreFailuresThanTheBackendsPart_fail() {
    Story story = story();
    for (int i = 0; i < 1_000; i++) {
      story.ended(1, Outcome.RESET).served(1, "blue");
    }

    assertThat(standing.of(story).verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void backendWithoutWeight_thatServes_fails() {
    Story story = story();
    for (int i = 0; i < 1_000; i++) {
      story.ended(1, Outcome.RESET).served(3, "blue");
    }

    Result result = standing.of(story.served(1, "green"));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason())
        .contains("1 connection in the phase standing served by green, with no weight here.");
  }

  @Test
  void partOfTheBackendThatIsNotReady_thatItServesItself_fails() {
    Story story = story();
    for (int i = 0; i < 1_000; i++) {
      story.served(1, "red").served(3, "blue");
    }

    Result result = standing.of(story);

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason())
        .contains(
            "1,000 connections in the phase standing served by red, which must serve nobody here.");
  }

  @Test
  void oneConnectionThatTheBackendServesThoughItIsNotReady_fails() {
    Story story = story();
    for (int i = 0; i < 1_000; i++) {
      story.ended(1, Outcome.RESET).served(3, "blue");
    }

    assertThat(standing.of(story.served(1, "red")).verdict()).isEqualTo(Verdict.FAIL);
  }

  private static Story story() {
    return Story.of("red@west", "blue@east", "green@north")
        .phase("standing", "claim=shares", "by=key", "weights=red=1 blue=3", "failed-as=red");
  }
}
