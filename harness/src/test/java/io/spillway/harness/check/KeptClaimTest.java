package io.spillway.harness.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.history.Outcome;
import org.junit.jupiter.api.Test;

class KeptClaimTest {

  private final Asked kept = Asked.of("B2").with("connections", "2").with("requests", "3");

  @Test
  void requestsThatStayWhereTheirConnectionWent_pass() {
    Result result = kept.of(asked(1, "red", 3).prober("request-2").served(3, "blue"));

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(result.figure()).isEqualTo("0 of 6 answers from elsewhere · n 2 connections");
    assertThat(result.statistics()).hasValueSatisfying(worth -> assertThat(worth.n()).isEqualTo(2));
  }

  @Test
  void requestThatAnotherWorkloadAnswers_fails() {
    Result result =
        kept.of(asked(1, "red", 2).served(1, "blue").prober("request-2").served(3, "blue"));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason())
        .startsWith(
            "1 of 6 requests in the phase requests, on 1 connection, answered by another workload"
                + " than the connection had reached: one had reached red at west, and blue at east"
                + " answered a request on it.");
    assertThat(result.evidence().get(0).attempts()).containsExactly(6);
  }

  @Test
  void requestWithoutAnswer_fails() {
    Result result =
        kept.of(
            asked(1, "red", 3)
                .prober("request-2")
                .served(2, "blue")
                .ended(1, Outcome.CLOSED_EMPTY));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason())
        .startsWith(
            "1 of 6 requests in the phase requests not answered though nothing was broken: 1 closed"
                + " empty.");
  }

  @Test
  void connectionThatWasAskedTooSeldom_isInconclusive() {
    Result result = kept.of(asked(1, "red", 3).prober("request-2").served(2, "blue"));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason())
        .startsWith(
            "Only 1 connection had 3 requests answered in the phase requests, 2 are needed.");
  }

  @Test
  void connectionsThatAllReachedOneWorkload_areInconclusive() {
    Story story =
        Story.of("red@west", "blue@east")
            .phase("kept", "role=hold")
            .prober("held")
            .served(2, "red")
            .phase("requests", "claim=kept", "connections=kept");

    Result result =
        kept.of(story.prober("request-1").served(3, "red").prober("request-2").served(3, "red"));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason())
        .startsWith(
            "All connections of the phase kept reached red at west; that their requests stayed"
                + " there shows nothing.");
  }

  @Test
  void requestOfWhichNobodyCanKnow_isInconclusive() {
    Result result =
        kept.of(
            asked(1, "red", 3)
                .prober("request-2")
                .served(3, "blue")
                .ended(1, Outcome.INDETERMINATE));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void requestOnAConnectionThatThereIsNot_isAnErrorOfTheScenario() {
    Result result = kept.of(asked(3, "red", 3));

    assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(result.reason())
        .contains("has attempts that are no requests on its 2 connections, by [request-3]");
  }

  /** Two connections, one at each site, and requests on that one of them. */
  private static Story asked(int connection, String key, int times) {
    return Story.of("red@west", "blue@east")
        .phase("kept", "role=hold")
        .prober("held")
        .served(1, "red")
        .served(1, "blue")
        .phase("requests", "claim=kept", "connections=kept")
        .prober("request-" + connection)
        .served(times, key);
  }
}
