package io.spillway.harness.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.spillway.harness.history.Outcome;
import org.junit.jupiter.api.Test;

class MeasuredClaimTest {

  private final Asked zero = Asked.of("M13").with("attempts", "100").with("phases", "1");

  @Test
  void whereAttemptsWent_isShown() {
    Result result = zero.of(measured().served(60, "red").served(40, "blue"));

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(result.figure()).isEqualTo("blue 40, idle 0, red 60 and not served 0 · n 100");
    assertThat(result.reason())
        .isEqualTo(
            "Of 100 connections in the phase measure: blue 40, idle 0, red 60 and not served 0.");
    assertThat(result.statistics())
        .hasValue(
            new Statistics(100, 0, "a share of 6.7 % or more", 0.999)
                .with(TrueShare.between("connections at idle", 0, 100)));
  }

  @Test
  void everyGroup_isDrawnWithoutAnExpectation() {
    Result result = zero.of(measured().served(100, "idle"));

    Drawing.Shares shares = (Drawing.Shares) result.drawings().get(0);
    assertThat(shares.bars())
        .extracting(Drawing.Bar::label, Drawing.Bar::count)
        .containsExactly(
            tuple("blue", 0L), tuple("idle", 100L), tuple("red", 0L), tuple("not served", 0L));
    assertThat(shares.bars())
        .allSatisfy(
            bar -> {
              assertThat(bar.expectedLow()).isZero();
              assertThat(bar.expectedHigh()).isEqualTo(1);
            });
  }

  @Test
  void clientsThatAreNotServed_areCountedAndNotHeldAgainstTheRouter() {
    Result result = zero.of(measured().ended(90, Outcome.REFUSED).ended(10, Outcome.TIMED_OUT));

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(result.reason()).contains("not served 100.");
  }

  @Test
  void groupThatWasNotNamed_isShownToo() {
    Result result = zero.of(measured().served(99, "red").served(1, "other"));

    assertThat(result.reason()).contains("other 1");
  }

  @Test
  void tooFew_areInconclusive() {
    Result result = zero.of(measured().served(99, "red"));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).contains("Only 99 attempts in the phase measure", "100 are needed");
  }

  @Test
  void attemptsOfWhichNothingIsKnown_doNotCount() {
    Result result = zero.of(measured().ended(100, Outcome.INDETERMINATE));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.figure()).endsWith("nothing measured");
  }

  private static Story measured() {
    return Story.of("red@east", "blue@west", "idle@north", "other@south")
        .phase("measure", "role=claim", "claim=measured", "by=key", "to=red blue idle");
  }
}
