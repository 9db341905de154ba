package io.spillway.harness.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RunOwnerTest {

  private static final RunOwner OWNER = new RunOwner("cafe0001", "here", 42, 1_000);

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
  void anOwnerWhoseProcessRuns_isNotGone() {
    assertThat(OWNER.isGone("here", pid -> Optional.of(1_000L))).isFalse();
  }

  @Test
  void anOwnerWithoutProcess_isGone() {
    assertThat(OWNER.isGone("here", pid -> Optional.empty())).isTrue();
  }

  @Test
  void anOwnerWhosePidHasANewProcess_isGone() {
    assertThat(OWNER.isGone("here", pid -> Optional.of(2_000L))).isTrue();
  }

  @Test
  void anOwnerOnAnotherMachine_isNeverKnownToBeGone() {
    assertThat(OWNER.isGone("there", pid -> Optional.empty())).isFalse();
  }

  @Test
  void thisProcess_isNotGone() {
    assertThat(RunOwner.thisProcess("cafe0002").isGone()).isFalse();
  }

  @Test
  void aProcessThatEnded_isGone() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("java", "-version").start();
    process.waitFor();
    RunOwner self = RunOwner.thisProcess("cafe0003");

    assertThat(new RunOwner("cafe0003", self.machine(), process.pid(), 1).isGone()).isTrue();
  }
}
