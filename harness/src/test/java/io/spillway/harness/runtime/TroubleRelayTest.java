package io.spillway.harness.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TroubleRelayTest {

  private final List<String> told = new ArrayList<>();
  private final TroubleRelay relay = new TroubleRelay();

  @Test
  void troubleOfARouter_isKeptUntilSomebodyListens_andToldOnce() {
    relay.onTrouble("driver", "west ended by itself");
    relay.onTrouble("driver", "east ended by itself");

    relay.tell(this::note);
    relay.onTrouble("driver", "north ended by itself");
    relay.tell(this::note);

    assertThat(told)
        .containsExactly(
            "driver: west ended by itself",
            "driver: east ended by itself",
            "driver: north ended by itself");
  }

  @Test
  void troubleOfWorkloads_isDroppedWhileNothingIsMeasured() {
    relay.onTrouble("backlog", "300 ms late");

    relay.tell(this::note);
    relay.onTrouble("backlog", "400 ms late");

    assertThat(told).containsExactly("backlog: 400 ms late");
  }

  @Test
  void nextListener_takesThePlaceOfTheOneBefore() {
    relay.tell((kind, description) -> told.add("to nobody"));
    relay.tell(this::note);
    relay.onTrouble("driver", "west ended by itself");

    assertThat(told).containsExactly("driver: west ended by itself");
  }

  private void note(String kind, String description) {
    told.add(kind + ": " + description);
  }
}
