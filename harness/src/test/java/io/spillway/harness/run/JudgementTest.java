package io.spillway.harness.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.check.Question;
import io.spillway.harness.check.Result;
import io.spillway.harness.check.Verdict;
import io.spillway.harness.driver.DriverException;
import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.History;
import io.spillway.harness.history.History.WorkloadInfo;
import io.spillway.harness.history.Outcome;
import io.spillway.harness.history.Phase;
import io.spillway.harness.history.Receipt;
import io.spillway.harness.history.Trouble;
import io.spillway.harness.history.io.HistoryFile;
import io.spillway.harness.history.io.HistoryRecorder;
import io.spillway.harness.history.io.NanoClock;
import io.spillway.harness.history.io.Purpose;
import io.spillway.harness.probe.UnsettledException;
import io.spillway.harness.probe.WorkloadHandle;
import io.spillway.harness.probe.WorkloadState;
import io.spillway.harness.rule.Rule;
import io.spillway.harness.rule.Rulebook;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JudgementTest {

  private static final Rulebook RULEBOOK = Rulebook.load();
  private static final Rule RULE = RULEBOOK.rule("M1");
  private static final Purpose.Gate GATE = new Purpose.Gate(true, List.of("M1/equal of 2"));
  private static final Question QUESTION = new Question(RULE, RULE.cases().get(1), 1.0 / 3e7);

  @TempDir Path folder;

  @Test
  void questions_ofAHistory_areReadBackFromItsFileAsTheyWereAsked() {
    record(List.of(), Optional.of(Purposes.of(List.of(QUESTION), GATE)));

    Purpose read = read().purpose().orElseThrow();

    assertThat(read.rulebook()).isEqualTo(Rulebook.version());
    assertThat(read.gate()).contains(GATE);
    assertThat(Purposes.questions(read, RULEBOOK))
        .singleElement()
        .satisfies(
            question -> {
              assertThat(question.rule().id()).isEqualTo("M1");
              assertThat(question.ruleCase()).isEqualTo(QUESTION.ruleCase());
              assertThat(question.alpha()).isEqualTo(QUESTION.alpha());
            });
  }

  @Test
  void history_withoutAPurpose_isReadAllTheSame() {
    record(List.of(), Optional.empty());

    assertThat(read().purpose()).isEmpty();
    assertThat(read().history().scenario()).isEqualTo("s");
  }

  @Test
  void question_ofARuleOrCheckThatThereIsNot_isRefused() {
    assertThatThrownBy(() -> Purposes.questions(purpose("Z1", "phase-claims", "must"), RULEBOOK))
        .hasMessageStartingWith("no rule Z1");
    assertThatThrownBy(() -> Purposes.questions(purpose("M1", "phase-claim", "must"), RULEBOOK))
        .hasMessageContaining("did you mean phase-claims?");
    assertThatThrownBy(() -> Purposes.questions(purpose("M1", "phase-claims", "may"), RULEBOOK))
        .hasMessageContaining("the level may");
  }

  @ParameterizedTest
  @ValueSource(strings = {"starved", "backlog", "clock", "descriptors", "conntrack"})
  void playThatLeavesAQuestionOpen_isSpoiltWhereThisMachineStoodStill(String kind) {
    record(List.of(kind), Optional.empty());

    assertThat(Judgement.spoilt(read().history(), List.of(QUESTION)))
        .contains(kind + ": it happened");
  }

  @Test
  void playThatLeavesAQuestionOpen_isNotSpoiltByItself() {
    record(List.of(), Optional.empty());

    assertThat(Judgement.of(read().history(), QUESTION).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(Judgement.spoilt(read().history(), List.of(QUESTION))).isEmpty();
  }

  @Test
  void failureInASpoiltPlay_stands_whateverElseIsOpen() {
    Question failed = asked("M6");
    Question open = asked("F1");
    History history = servedByTheWrongKey(new Trouble(0, "backlog", "613 ms late"));
    assertThat(Judgement.of(history, failed).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(Judgement.of(history, open).verdict()).isEqualTo(Verdict.INCONCLUSIVE);

    assertThat(Judgement.spoilt(history, List.of(failed, open))).isEmpty();
    assertThat(Judgement.spoilt(history, List.of(open))).contains("backlog: 613 ms late");
  }

  @Test
  void playThatTheHarnessBroke_isNotPlayedAgain() {
    record(List.of("starved", Judgement.BROKEN), Optional.empty());

    assertThat(Judgement.spoilt(read().history(), List.of(QUESTION))).isEmpty();
  }

  @Test
  void verdictOfALaterPlay_saysWhyItWasPlayedAgain() {
    record(List.of(), Optional.empty());
    Result once = Judgement.of(read().history(), QUESTION);

    assertThat(Judgement.playedAgain(once, List.of())).isEqualTo(once);
    Result again = Judgement.playedAgain(once, List.of("starved: 613 ms late", "clock: behind"));
    assertThat(again.verdict()).isEqualTo(once.verdict());
    assertThat(again.reason())
        .isEqualTo(
            once.reason()
                + " This is of the last play: this machine spoilt the scenario 2 times before that"
                + " (starved: 613 ms late; clock: behind).");
  }

  @Test
  void history_thatTheHarnessCouldNotPlayToItsEnd_isTheHarnesssError() {
    record(List.of(Judgement.BROKEN), Optional.empty());

    Result result = Judgement.of(read().history(), QUESTION);

    assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(result).isEqualTo(Judgement.notPlayed(QUESTION, Judgement.BROKEN, "it happened"));
  }

  @Test
  void history_inWhichTheDriversContractWasBroken_isTheDriversError() {
    record(List.of(Trouble.DRIVER), Optional.empty());

    Result result = Judgement.of(read().history(), QUESTION);

    assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(result.figure()).isEqualTo("the driver broke its contract");
  }

  @Test
  void troubleThatADriverIsBehind_isTheDrivers_andAnyOtherTheHarnesss() {
    Throwable drivers = new DriverException("never ready");

    assertThat(Judgement.kind(new IllegalStateException(new RuntimeException(drivers))))
        .isEqualTo(Trouble.DRIVER);
    assertThat(Judgement.kind(drivers)).isEqualTo(Trouble.DRIVER);
    assertThat(Judgement.kind(new IllegalStateException("no memory"))).isEqualTo(Judgement.BROKEN);
  }

  @Test
  void troubleOfARunThatIsEnded_isNobodys() {
    Thread.currentThread().interrupt();
    try {
      assertThat(Judgement.kind(new DriverException("never ready")))
          .isEqualTo(Judgement.INTERRUPTED);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void history_whoseWorkloadsDidNotComeToRest_isNeverAPass_andSaysWhichTheyAre() {
    record(List.of(Judgement.UNSETTLED), Optional.empty());

    Result result = Judgement.of(read().history(), QUESTION);

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).isEqualTo("The scenario was not played to its end: it happened");

    assertThat(result.figure()).isNotEqualTo("not played to its end");

    UnsettledException unsettled =
        new UnsettledException("waited in vain", new IllegalStateException());
    assertThat(
            Judgement.unsettled(unsettled, List.of(new Counted("idle", 0), new Counted("busy", 3))))
        .startsWith("waited in vain (east/busy counts 3 open); the router has not passed on");
  }

  /** A check that misses what comes later in a history that was played to its end. */
  @Test
  void history_whoseWorkloadsDidNotComeToRest_isNotTheChecksFault() {
    History cutShort =
        history(
            Map.of("claim", "only", "by", "key", "to", "red", "after", "a phase to come"),
            new Trouble(30, Judgement.UNSETTLED, "it happened"));

    Result result = Judgement.of(cutShort, QUESTION);

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.figure()).isEqualTo("not played to its end");
    assertThat(result.reason()).isEqualTo("The scenario was not played to its end: it happened");
  }

  private static Question asked(String rule) {
    Rule asked = RULEBOOK.rule(rule);
    return new Question(asked, asked.cases().get(0), 1e-7);
  }

  /** A listener whose first key is red, and whose connections blue serves; both were reached. */
  private static History servedByTheWrongKey(Trouble trouble) {
    return history(Map.of("role", "claim", "claim", "only", "by", "key", "to", "red"), trouble);
  }

  private static History history(Map<String, String> load, Trouble trouble) {
    List<WorkloadInfo> workloads =
        List.of(new WorkloadInfo("west", "red", "red"), new WorkloadInfo("east", "blue", "blue"));
    return new History(
        "s",
        1,
        Map.of(),
        workloads,
        List.of(
            new Phase("control", Map.of("role", "control"), 0, 20),
            new Phase("load", load, 20, 40)),
        List.of(
            served(0, "control", workloads.get(0)),
            served(1, "control", workloads.get(1)),
            served(2, "load", workloads.get(1))),
        List.of(),
        List.of(trouble));
  }

  private static Attempt served(int index, String phase, WorkloadInfo by) {
    long due = 10L * index;
    return new Attempt(
        index,
        phase,
        "sequential",
        "edge",
        "listener",
        due,
        OptionalLong.of(due + 1),
        OptionalLong.of(due + 2),
        OptionalLong.of(due + 3),
        Optional.of(new Attempt.Served(by.site(), by.workload(), index)),
        Outcome.SERVED,
        "");
  }

  private static Purpose purpose(String rule, String check, String level) {
    return new Purpose(
        "0",
        "0",
        List.of(new Purpose.Asked(rule, "case", level, check, Map.of(), 1e-7)),
        Optional.of(GATE));
  }

  private void record(List<String> troubles, Optional<Purpose> purpose) {
    try (HistoryRecorder recorder =
        HistoryRecorder.open(
            folder.resolve("h.jsonl"), "s", 1, Map.of(), List.of(), purpose, NanoClock.system())) {
      troubles.forEach(kind -> recorder.trouble(kind, "it happened"));
    }
  }

  private HistoryFile.Recorded read() {
    return HistoryFile.readWithPurpose(folder.resolve("h.jsonl"));
  }

  /** A workload that counts so many open connections, whatever is done. */
  private record Counted(String name, long open) implements WorkloadHandle {

    @Override
    public String site() {
      return "east";
    }

    @Override
    public long accepted() {
      return open;
    }

    @Override
    public List<Receipt> receipts() {
      return List.of();
    }

    @Override
    public WorkloadState state() {
      return WorkloadState.SERVING;
    }

    @Override
    public void change(WorkloadState state) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void hangUp() {
      throw new UnsupportedOperationException();
    }
  }
}
