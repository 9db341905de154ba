package io.spillway.harness.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrackedConnectionsTest {

  @TempDir Path folder;

  @Test
  void tableOfTheSystem_isRead() throws IOException {
    Files.writeString(folder.resolve("nf_conntrack_count"), "250000\n");
    Files.writeString(folder.resolve("nf_conntrack_max"), "262144\n");

    TrackedConnections tracked = new TrackedConnections(folder);

    assertThat(tracked.used()).isEqualTo(250_000);
    assertThat(tracked.limit()).isEqualTo(262_144);
  }

  /** Of such a file only what the first read takes is there. */
  @Test
  void settingOfTheSystem_isReadWithAllItsDigits() throws IOException {
    Path setting = Path.of("/proc/sys/kernel/pid_max"); // at least 301
    assumeThat(setting).isReadable();

    assertThat(TrackedConnections.number(setting)).isGreaterThan(300);
  }

  @Test
  void systemThatFollowsNone_usesNothing() throws IOException {
    assertThat(new TrackedConnections(folder).used()).isZero();

    Files.writeString(folder.resolve("nf_conntrack_count"), "?");
    assertThat(new TrackedConnections(folder).used()).isZero();
    assertThat(new TrackedConnections(folder).limit()).isEqualTo(Long.MAX_VALUE);
  }
}
