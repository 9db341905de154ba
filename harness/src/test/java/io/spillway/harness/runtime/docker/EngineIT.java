package io.spillway.harness.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the runtime asks of the engine beyond Testcontainers. */
final class EngineIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int LIVES = 10;
  private static final int STATUS = 3;

  /** Prints a line that no other life of the container prints, and ends at once. */
  private static final String BRIEF = "cat /proc/sys/kernel/random/uuid; exit " + STATUS;

  private final Engine engine = Engine.connect();
  private String container;

  @BeforeEach
  void create() {
    String base = DockerOptions.fromSystem().baseImage();
    new Images(engine, "embedded").provide(base, DockerOptions.BASE_PROPERTY);
    container =
        engine
            .client()
            .createContainerCmd(base)
            .withEntrypoint(List.of("sh", "-c", BRIEF))
            .withNetworkDisabled(true)
            .exec()
            .getId();
  }

  @AfterEach
  void remove() {
    engine.removeContainer(container);
  }

  @Test
  void linesSinceAStart_areAllThatThisLifePrinted_alsoWhenItIsOverAlready() {
    Set<String> printed = new HashSet<>();
    for (int life = 1; life <= LIVES; life++) {
      Instant since = engine.start(container);
      await("the process to end").atMost(LIMIT).until(() -> !engine.runs(container));

      assertThat(engine.exitStatus(container)).isEqualTo(STATUS);
      assertThat(engine.linesSince(container, since)).as("life %d", life).hasSize(1);
      printed.add(engine.linesSince(container, since).get(0).text());
    }
    assertThat(printed).hasSize(LIVES);
    assertThat(engine.log(container).lines()).hasSize(LIVES);
  }
}
