package io.spillway.harness.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.runtime.ProcessIdentity;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RunOwnerTest {

  private static final RunOwner OWNER =
      new RunOwner("cafe0001", new ProcessIdentity("here", 42, 1_000));

  @Test
  void labels_giveBackTheOwner() {
    assertThat(RunOwner.of(OWNER.labels())).contains(OWNER);
  }

  @Test
  void labelsOfSomethingElse_nameNoOwner() {
    assertThat(RunOwner.of(Map.of("maintainer", "someone"))).isEmpty();
    assertThat(RunOwner.of(Map.of("io.spillway.run", "cafe0001"))).isEmpty();
  }

  @Test
  void labelsThatSomeoneWroteByHand_nameNoOwner() {
    assertThat(
            RunOwner.of(
                Map.of(
                    "io.spillway.run", "x",
                    "io.spillway.machine", "here",
                    "io.spillway.pid", "many",
                    "io.spillway.started", "1")))
        .isEmpty();
  }

  @Test
  void thisProcess_isNotGone() {
    assertThat(RunOwner.thisProcess("cafe0002").isGone()).isFalse();
  }
}
