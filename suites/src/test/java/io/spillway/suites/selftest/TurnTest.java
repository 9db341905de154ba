package io.spillway.suites.selftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TurnTest {

  @Test
  void noTurn_triesEverything() {
    Turn turn = Turn.of("");

    assertThat(turn.oneOfEach(List.of("a1", "a2"), word -> word.charAt(0)))
        .containsExactly("a1", "a2");
    assertThat(turn.every(5, List.of("a", "b"))).containsExactly("a", "b");
  }

  @Test
  void turns_tryOneOfEach_andAllInARow() {
    List<String> all = List.of("a1", "b1", "a2", "a3");

    assertThat(Turn.of("0").oneOfEach(all, word -> word.charAt(0))).containsExactly("a1", "b1");
    assertThat(Turn.of("1").oneOfEach(all, word -> word.charAt(0))).containsExactly("a2", "b1");
    assertThat(Turn.of("5").oneOfEach(all, word -> word.charAt(0))).containsExactly("a3", "b1");
  }

  @Test
  void turns_tryEverySoManyth() {
    List<Integer> all = List.of(0, 1, 2, 3, 4, 5, 6);

    assertThat(Turn.of("0").every(3, all)).containsExactly(0, 3, 6);
    assertThat(Turn.of("4").every(3, all)).containsExactly(1, 4);
  }

  /** A test that is given nothing to try is an error of its own (JUnit's), in some turns only. */
  @Test
  void turnsOfFew_tryOneEach() {
    assertThat(Turn.of("2").every(5, List.of("a", "b"))).containsExactly("a");
    assertThat(Turn.of("3").every(5, List.of("a", "b"))).containsExactly("b");
    assertThat(Turn.of("3").every(5, List.of())).isEmpty();
  }

  /** What CI tries: of each rule a mutant in every turn, and all mutants in some turns. */
  @Test
  void eachTurn_triesAMutantOfEveryRule_andNoneIsLeftOut() {
    List<Mutant> all = Mutant.all();
    Set<String> rules = all.stream().map(Mutant::rule).collect(Collectors.toSet());
    Set<Mutant> tried = new HashSet<>();

    for (int number = 0; number < all.size(); number++) {
      List<Mutant> part = Turn.of("" + number).oneOfEach(all, Mutant::rule);
      assertThat(part).extracting(Mutant::rule).containsExactlyInAnyOrderElementsOf(rules);
      tried.addAll(part);
    }

    assertThat(tried).containsAll(all);
  }

  @Test
  void turnThatIsNoNumber_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Turn.of("-1"))
        .withMessage("-Dselftest.turn is a whole number from 0 on, not '-1'");
  }
}
