package io.spillway.harness.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ProcessIdentityTest {

  private static final ProcessIdentity PROCESS = new ProcessIdentity("here", 42, 1_000);

  @Test
  void oneThatRuns_isNotGone() {
    assertThat(PROCESS.isGone("here", pid -> Optional.of(1_000L))).isFalse();
  }

  @Test
  void oneThatIsNotThere_isGone() {
    assertThat(PROCESS.isGone("here", pid -> Optional.empty())).isTrue();
  }

  @Test
  void oneWhosePidHasANewProcess_isGone() {
    assertThat(PROCESS.isGone("here", pid -> Optional.of(2_000L))).isTrue();
  }

  @Test
  void oneOnAnotherMachine_isNeverKnownToBeGone() {
    assertThat(PROCESS.isGone("there", pid -> Optional.empty())).isFalse();
  }

  @Test
  void thisProcess_isHere() {
    assertThat(ProcessIdentity.of(ProcessHandle.current()).isHere()).isTrue();
  }

  @Test
  void processThatHasEnded_isGone() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("sleep", "60").start();
    ProcessIdentity identity = ProcessIdentity.of(process.toHandle());
    assertThat(identity.isHere()).isTrue();

    process.destroyForcibly().waitFor();

    assertThat(identity.isGone()).isTrue();
    assertThat(identity.isHere()).isFalse();
  }
}
