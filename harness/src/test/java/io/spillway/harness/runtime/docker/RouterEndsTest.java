package io.spillway.harness.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** What is told of containers that end, without an engine. */
class RouterEndsTest {

  private final List<String> told = new ArrayList<>();
  private BiConsumer<String, String> engine;
  private final RouterEnds ends =
      new RouterEnds(
          ended -> {
            engine = ended;
            return () -> {};
          },
          (container, lines) -> "bad day\n");

  @Test
  void routerThatEndsBeforeAnybodyListens_isTold() {
    ends.watch("c1", "router of site west");
    engine.accept("c1", "137");

    listen();

    assertThat(told)
        .containsExactly(
            "driver: router of site west ended by itself with status 137; it printed: bad day");
  }

  @Test
  void routerThatEndsBeforeItIsKnown_isTold() {
    engine.accept("c1", "1");
    ends.watch("c1", "router of site west");

    listen();

    assertThat(told).singleElement().asString().contains("router of site west", "status 1");
  }

  @Test
  void containerThatIsNoRouter_isNotTold() {
    engine.accept("workloads", "0");

    listen();

    assertThat(told).isEmpty();
  }

  @Test
  void routerThatIsKilledOnPurpose_isNotTold_andItsNextEndIs() {
    listen();
    ends.watch("c1", "router of site west");
    ends.expect("c1");
    engine.accept("c1", "137");
    assertThat(told).isEmpty();

    engine.accept("c1", "3");
    assertThat(told).singleElement().asString().contains("status 3");
  }

  private void listen() {
    ends.tell((kind, description) -> told.add(kind + ": " + description));
  }
}
