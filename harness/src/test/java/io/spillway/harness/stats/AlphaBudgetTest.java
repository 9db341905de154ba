package io.spillway.harness.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlphaBudgetTest {

  @Test
  void evenBudget_givesEachVerdictTheSame() {
    AlphaBudget budget = AlphaBudget.even(1e-6, List.of("M1/a", "M1/b", "C5/x", "F2/y"));

    assertThat(budget.part("M1/a")).isCloseTo(2.5e-7, within(1e-20));
    assertThat(budget.part("F2/y")).isEqualTo(budget.part("M1/a"));
    assertThat(budget.weights().keySet()).containsExactly("M1/a", "M1/b", "C5/x", "F2/y");
  }

  @Test
  void weightedBudget_isDividedInProportionAndAddsUpToTheTotal() {
    AlphaBudget budget = new AlphaBudget(1e-3, Map.of("a", 3.0, "b", 1.0));

    assertThat(budget.part("a")).isCloseTo(7.5e-4, within(1e-18));
    assertThat(budget.part("a") + budget.part("b")).isCloseTo(1e-3, within(1e-18));
  }

  @Test
  void verdictNamedTwice_hasOnePart() {
    AlphaBudget budget = AlphaBudget.even(1e-6, List.of("a", "a", "b"));

    assertThat(budget.part("a") + budget.part("b")).isCloseTo(1e-6, within(1e-20));
  }

  @Test
  void verdictWithoutPart_isRefused() {
    assertThatThrownBy(() -> AlphaBudget.even(1e-6, List.of("a")).part("b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no part of alpha is set aside for b, only for [a]");
  }

  @Test
  void whatCannotBeDivided_isRefused() {
    assertThatThrownBy(() -> AlphaBudget.even(1e-6, List.of()))
        .hasMessageContaining("at least one verdict");
    assertThatThrownBy(() -> AlphaBudget.even(0, List.of("a"))).hasMessageContaining("is 0.0");
    assertThatThrownBy(() -> AlphaBudget.even(1, List.of("a"))).hasMessageContaining("is 1.0");
    assertThatThrownBy(() -> new AlphaBudget(0.1, Map.of("a", 0.0)))
        .hasMessageContaining("weight above 0");
    assertThatThrownBy(() -> new AlphaBudget(0.1, Map.of("a", Double.POSITIVE_INFINITY)))
        .hasMessageContaining("weight above 0");
  }
}
