package io.spillway.harness.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CleanUpTest {

  private final List<String> taken = new ArrayList<>();

  @Test
  void stepThatFails_stopsNoOther_andIsToldAtTheEnd() {
    List<Runnable> steps =
        List.of(() -> fail("first"), () -> taken.add("second"), () -> fail("third"));

    assertThatThrownBy(() -> CleanUp.all(steps))
        .hasMessage("first")
        .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessage("third"));
    assertThat(taken).containsExactly("first", "second", "third");
  }

  @Test
  void stepsThatAllGoWell_areTakenInOrder() {
    CleanUp.all(List.of(() -> taken.add("first"), () -> taken.add("second")));

    assertThat(taken).containsExactly("first", "second");
  }

  private void fail(String step) {
    taken.add(step);
    throw new IllegalStateException(step);
  }
}
