package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.probe.Held;
import io.spillway.harness.run.Stage;
import java.time.Duration;
import java.util.Locale;

/** Who ends the connections of a ramp, and how: the parameter {@code closed-by}. */
enum Closing {
  /** The clients end them in order, as every other scenario's clients do. */
  CLIENT {
    @Override
    boolean end(Stage stage, Held held) {
      held.release();
      return true;
    }
  },
  /** The clients reset them. */
  RESET {
    @Override
    boolean end(Stage stage, Held held) {
      held.reset();
      return true;
    }
  },
  /** The workloads end them in order, and the clients close what was closed on them. */
  WORKLOAD {
    @Override
    boolean end(Stage stage, Held held) {
      stage.hangUp();
      return held.awaitEnd(LIMIT);
    }
  };

  /** The name of the parameter, and of the attribute of a phase whose connections ended so. */
  static final String NAME = "closed-by";

  /** A router passes the end of a stream on at once. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** {@return what the case says; clients where it says nothing} */
  static Closing of(Question question) {
    String word = question.ruleCase().parameters().get(NAME);
    return word == null ? CLIENT : valueOf(word.toUpperCase(Locale.ROOT));
  }

  /**
   * Ends these connections.
   *
   * @return whether all of them have ended so
   */
  abstract boolean end(Stage stage, Held held);

  /** {@return the parameter's value} */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
