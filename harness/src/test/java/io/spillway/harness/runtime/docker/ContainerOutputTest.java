package io.spillway.harness.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.driver.ListeningPorts;
import io.spillway.harness.driver.SitePlan.HostPort;
import java.io.BufferedReader;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ContainerOutputTest {

  /** What {@code head} of an Alpine image prints: one port for IPv4, one for both. */
  private static final String PRINTED =
      """
      ==> /proc/net/tcp <==
        sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
         0: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000    99        0 1 1 0
         1: 0B00007F:8EFD 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 2 1 0
         2: 020011AC:8A38 030011AC:2382 01 00000000:00000000 00:00000000 00000000    99        0 3 1 0

      ==> /proc/net/tcp6 <==
        sl  local_address                         remote_address                        st tx_queue rx_queue
         0: 00000000000000000000000000000000:1627 00000000000000000000000000000000:0000 0A 00000000:00000000
      """;

  @Test
  void tablesOfTheContainer_tellWhoListensThere() {
    List<String> tables = ContainerOutput.tables(PRINTED);
    ListeningPorts ports =
        new ListeningPorts(
            () -> tables.stream().map(t -> new BufferedReader(new StringReader(t))).toList(),
            at -> {
              throw new AssertionError("asked by connecting to " + at);
            });

    assertThat(tables).hasSize(2);
    assertThat(ports.problem(new HostPort("0.0.0.0", 8080))).isEmpty();
    assertThat(ports.problem(new HostPort("0.0.0.0", 5671)))
        .as("at every address of both kinds")
        .isEmpty();
    assertThat(ports.problem(new HostPort("0.0.0.0", 36_605)))
        .as("the engine's name server listens at its own address only")
        .contains("nothing listens at 0.0.0.0:36605");
    assertThat(ports.problem(new HostPort("0.0.0.0", 8081)))
        .contains("nothing listens at 0.0.0.0:8081");
  }

  @Test
  void imageWithoutTheProgramThatReadsThem_isAskedByConnecting() {
    List<String> none =
        ContainerOutput.tables(
            "OCI runtime exec failed: exec: \"head\": executable file not found");
    ListeningPorts ports = new ListeningPorts(List::of, at -> at.port() == 8080);

    assertThat(none).isEmpty();
    assertThat(ports.problem(new HostPort("0.0.0.0", 8080))).isEmpty();
    assertThat(ports.problem(new HostPort("0.0.0.0", 8081)))
        .contains("nothing listens at 0.0.0.0:8081");
  }

  @Test
  void tableOfAContainerWithoutIpv6_isEnough() {
    assertThat(ContainerOutput.tables(PRINTED.substring(0, PRINTED.indexOf("==> /proc/net/tcp6"))))
        .hasSize(1);
  }

  @Test
  void lastLines_areToldInOneWithoutEmptyOnes() {
    assertThat(ContainerOutput.joined(List.of("[ALERT] one ", "", "two")))
        .isEqualTo("[ALERT] one | two");
  }
}
