package io.spillway.harness.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.history.Outcome;
import org.junit.jupiter.api.Test;

class RetryAtConnectTest {

  private final Asked retry = Asked.of("F9/process-dead").with("faults", "1");

  @Test
  void clientsThatAreAllServed_pass() {
    Result result = retry.of(fault().served(100, "blue").heal("west/red"));

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(result.figure()).isEqualTo("0 of 100 saw an error (0 %)");
    assertThat(result.statistics())
        .hasValue(
            new Statistics(100, 0, "a share of 6.7 % or more that saw an error", 0.999)
                .with(TrueShare.atMost("connections that saw an error", 0, 100)));
  }

  @Test
  void clientThatSawAnError_fails() {
    Result result = retry.of(fault().served(100, "blue").ended(1, Outcome.RESET).heal("west/red"));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason())
        .startsWith("1 of 101 connections that began during the faults saw an error: 1 reset.");
  }

  @Test
  void clientThatWasConnectedWhenTheFaultCame_doesNotCount() {
    Story story = load().served(1, "red").ended(3, Outcome.RESET).fault("dead", "west/red");

    assertThat(retry.of(story.pause(1).served(100, "blue").heal("west/red")).verdict())
        .isEqualTo(Verdict.PASS);
  }

  @Test
  void clientThatCameAfterTheFault_doesNotCount() {
    Story story = fault().served(100, "blue").heal("west/red").ended(1, Outcome.REFUSED);

    assertThat(retry.of(story).verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void faultThatNobodySaw_isInconclusive() {
    Story story = load().served(1, "red").fault("dead", "west/red").unobserved();

    Result result = retry.of(story.served(100, "blue").heal("west/red"));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).startsWith("No independent probe saw a fault of west/red");
  }

  @Test
  void workloadThatServedNobodyBefore_isInconclusive() {
    Story story = load().served(1, "blue").fault("dead", "west/red").pause(1);

    Result result = retry.of(story.served(100, "blue").heal("west/red"));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).startsWith("west served nothing before the fault");
  }

  @Test
  void tooFewClients_areInconclusive() {
    Result result = retry.of(fault().served(99, "blue").heal("west/red"));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason())
        .startsWith(
            "Only 99 connections began during the fault in the phase load, 100 are needed.");
  }

  @Test
  void tooFewClients_ofWhomOneSawAnError_fail() {
    Result result = retry.of(fault().served(10, "blue").ended(1, Outcome.RESET).heal("west/red"));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason()).startsWith("1 of 11 connections").contains("Only 11 connections");
  }

  @Test
  void clientOfWhomNothingCanBeKnown_isInconclusive() {
    Story story = fault().served(100, "blue").ended(1, Outcome.INDETERMINATE).heal("west/red");

    assertThat(retry.of(story).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void tooFewFaults_areInconclusive() {
    Story story = fault().served(100, "blue").heal("west/red");

    Result result = retry.with("faults", "2").of(story);

    assertThat(result.reason()).startsWith("Only 1 fault could be judged, 2 are needed.");
  }

  private static Story load() {
    return Story.of("red@west", "blue@east")
        .phase("load", "role=load", "victim=west/red", "home=west");
  }

  /** Seen to act 1 ms after it was injected. */
  private static Story fault() {
    return load().served(1, "red").fault("dead", "west/red").pause(1);
  }
}
