package io.spillway.harness.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.spillway.harness.check.Question;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Trouble;
import io.spillway.harness.rule.Rule;
import io.spillway.harness.rule.Rulebook;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is played here leaves its question open, for nothing happens in it. */
class TakesTest {

  private static final Rule RULE = Rulebook.load().rule("M1");
  private static final List<Question> QUESTIONS =
      List.of(new Question(RULE, RULE.cases().get(0), 1e-7));

  private final List<Integer> again = new ArrayList<>();
  private final List<History> played = new ArrayList<>();

  @Test
  void playThatThisMachineDidNotSpoil_isTheLast() throws InterruptedException {
    Takes.Last last = play(new Takes(4), 0);

    assertThat(played).hasSize(1);
    assertThat(last).isEqualTo(new Takes.Last(played.get(0), List.of()));
    assertThat(again).isEmpty();
  }

  @Test
  void playThatThisMachineSpoilt_isPlayedAgain() throws InterruptedException {
    Takes.Last last = play(new Takes(4), 2);

    assertThat(played).hasSize(3);
    assertThat(last)
        .isEqualTo(
            new Takes.Last(played.get(2), List.of("starved: 600 ms late", "starved: 601 ms late")));
    assertThat(again).containsExactly(1, 2);
  }

  @Test
  void machineThatStandsStillInEachPlay_isLeftToItself() throws InterruptedException {
    Takes.Last last = play(new Takes(4), 99);

    assertThat(played).hasSize(4);
    assertThat(last.history()).isEqualTo(played.get(3));
    assertThat(last.spoilt()).hasSize(3);
    assertThat(again).containsExactly(1, 2, 3);
  }

  @Test
  void takeThatBreaks_leavesItsPlaceToTheNext() throws InterruptedException {
    Takes takes = new Takes(1);

    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                takes.play(
                    "broken",
                    QUESTIONS,
                    () -> {
                      throw new IllegalStateException("the network did not start");
                    },
                    again::add));

    assertThat(play(takes, 0).spoilt()).isEmpty();
  }

  /** Plays something in whose first plays this machine stands still. */
  private Takes.Last play(Takes takes, int spoilt) throws InterruptedException {
    return takes.play(
        "play",
        QUESTIONS,
        () -> {
          int number = played.size();
          Trouble starved = new Trouble(0, "starved", (600 + number) + " ms late");
          played.add(history(number < spoilt ? List.of(starved) : List.of()));
          return played.get(number);
        },
        again::add);
  }

  private static History history(List<Trouble> troubles) {
    return new History("play", 1, Map.of(), List.of(), List.of(), List.of(), List.of(), troubles);
  }
}
