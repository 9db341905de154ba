package io.spillway.harness.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RuleCaseTest {

  private final RuleCase one =
      new RuleCase(
          "one", Rule.Level.MUST, Map.of("ramps", "10", "share-min", "0.25", "by", "cost"));

  @Test
  void parameterThatTheRuleHas_isTaken() {
    assertThat(one.integer("ramps", 1)).isEqualTo(10);
    assertThat(one.number("share-min", 0)).isEqualTo(0.25);
  }

  @Test
  void parameterThatTheRuleHasNot_isTheOther() {
    assertThat(one.integer("held", 7)).isEqualTo(7);
    assertThat(one.number("watch-seconds", 1.5)).isEqualTo(1.5);
  }

  @Test
  void parameterThatIsNoNumber_isNoneOfThem() {
    assertThatThrownBy(() -> one.integer("by", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("by");
    assertThatThrownBy(() -> one.number("by", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("parameter by is not a number: cost");
  }
}
