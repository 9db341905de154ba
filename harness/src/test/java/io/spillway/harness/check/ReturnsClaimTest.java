package io.spillway.harness.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.history.Outcome;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReturnsClaimTest {

  private final Asked asked = Asked.of("F5/site killed").with("phases", "1");

  @Test
  void siteThatServesAgain_passes() {
    Result result = asked.of(back().ended(1, Outcome.RESET).served(1, "red"));

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(result.figure())
        .isEqualTo("1 connection failed after the return, the last after 0.00 s");
    assertThat(result.drawings()).hasSize(1);
  }

  @Test
  void siteThatServesAgainTooLate_fails() {
    Result result = asked.of(back().pause(15_000).served(1, "red"));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason())
        .startsWith("west served again only 15.00 s after its return; the limit is 15 s.");
  }

  @ParameterizedTest
  @CsvSource({"F5/site killed, killed, PASS", "F5/site frozen, frozen, FAIL"})
  void timeUntilItAnswersAgain_isTheRoutersOwnWhereItOnlyHadToRunOn(
      String words, String kind, Verdict verdict) {
    Story story =
        Story.of("red@west", "blue@east")
            .phase("faults", "role=fault")
            .fault(kind, "west")
            .served(1, "blue")
            .phase("return", claim("listener"))
            .pause(1)
            .healSlowly("west", 14_000)
            .pause(2_000)
            .served(1, "red");

    assertThat(Asked.of(words).with("phases", "1").of(story).verdict()).isEqualTo(verdict);
  }

  @Test
  void failureThatTheReturnCostsForTooLong_fails() {
    Result result = asked.of(back().served(1, "red").pause(10_000).ended(1, Outcome.REFUSED));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason())
        .startsWith(
            "1 connection in the phase return still failed later than 10 s after the fault had"
                + " ended: 1 refused.");
  }

  @Test
  void otherClients_showNoReturn() {
    Story story = faulty().phase("return", claim("other")).heal("west").served(1, "red");

    assertThat(asked.of(story).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void faultThatWasNeverHealed_isInconclusive() {
    Result result = asked.of(faulty().phase("return", claim("listener")).served(1, "red"));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.figure()).endsWith("never healed");
  }

  @Test
  void faultThatNobodySaw_isInconclusive() {
    Story story = Story.of("red@west", "blue@east").phase("faults", "role=fault");
    story.fault("killed", "west").unobserved().phase("return", claim("listener")).heal("west");

    Result result = asked.of(story.served(1, "red"));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason())
        .isEqualTo("Only 0 faults of west seen to take effect; the rule asks for 1.");
  }

  @Test
  void tooFewFaults_areInconclusive() {
    Result result = asked.with("faults", "20").of(back().served(1, "red"));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason())
        .startsWith("Only 1 fault of west seen to take effect; the rule asks for 20.");
  }

  @Test
  void faultOfWhatWasUpAgain_counts() {
    Story told = flaps(story -> story.served(1, "red"));

    assertThat(asked.with("faults", "2").of(told).verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void faultOfWhatWasStillDown_doesNotCount() {
    Result result = asked.with("faults", "2").of(flaps(story -> story.served(1, "blue")));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason())
        .startsWith(
            "Of 2 faults of west only 1 came when clients had been served through it again; the"
                + " rule asks for 2.");
  }

  /** Two faults, with something between the first one's end and the second one. */
  private static Story flaps(UnaryOperator<Story> between) {
    Story up = between.apply(faulty().heal("west").pause(10)).pause(10);
    return up.fault("killed", "west")
        .served(1, "blue")
        .phase("return", claim("listener"))
        .heal("west")
        .served(1, "red");
  }

  private static Story faulty() {
    return Story.of("red@west", "blue@east")
        .phase("faults", "role=fault")
        .fault("killed", "west")
        .served(1, "blue");
  }

  /** The fault has just been healed. */
  private static Story back() {
    return faulty().phase("return", claim("listener")).heal("west");
  }

  private static String[] claim(String listener) {
    return new String[] {
      "claim=returns", "victim=west", "clients=edge", "at=" + listener, "home=west"
    };
  }
}
