package io.spillway.harness.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spillway.harness.driver.DriverException;
import io.spillway.harness.fault.Fault;
import io.spillway.harness.probe.WorkloadState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a site's program, with shell scripts for routers. */
@Timeout(60)
class ProcessSiteTest {

  private static final String FOREVER = "while :; do sleep 0.05; done";

  @TempDir Path folder;
  private final List<String> troubles = new CopyOnWriteArrayList<>();
  private StartedProcesses processes;
  private ProcessSite site;

  @BeforeEach
  void open() throws IOException {
    processes = StartedProcesses.open(Files.createDirectory(folder.resolve("records")));
  }

  @AfterEach
  void close() {
    if (site != null) {
      site.close();
    }
    processes.close();
  }

  @Test
  void program_runsInItsFolderWithItsFiles() throws IOException {
    start("cat greeting; echo ready; " + FOREVER);
    site.awaitReady();

    assertThat(site.log()).startsWith("hello\nready\n");
    assertThat(site.configuration()).containsEntry("greeting", "hello\n");
    assertThat(troubles).isEmpty();
  }

  @Test
  void logOfAProgramThatPrintsNothing_saysSo() throws IOException {
    start(FOREVER);

    assertThat(site.log()).isEqualTo("[spillway] the router has printed nothing\n");
  }

  @Test
  void configurationThatTheRouterRefuses_isToldInItsOwnWords() {
    assertThatThrownBy(
            () -> start(FOREVER, Optional.of(List.of("sh", "-c", "echo line 7: no; exit 3"))))
        .isInstanceOf(DriverException.class)
        .hasMessageContaining("the configuration of the router sh of site west is refused")
        .hasMessageContaining("status 3")
        .hasMessageContaining("line 7: no");

    assertThat(site.configuration()).containsKey("greeting");
    assertThat(site.log()).contains("[spillway] sh -c", "ended with status 3: line 7: no");
  }

  @Test
  void programThatEndsBeforeItIsReady_isToldWithItsLastLines() throws IOException {
    start("echo address in use; exit 5");

    assertThatThrownBy(site::awaitReady)
        .isInstanceOf(DriverException.class)
        .hasMessageContaining("the router sh of site west ended by itself with status 5")
        .hasMessageContaining("it printed: address in use");
  }

  @Test
  void programThatNeverGetsReady_isToldWithWhatWasAwaited() throws IOException {
    start("echo starting; " + FOREVER);

    assertThatThrownBy(site::awaitReady)
        .isInstanceOf(DriverException.class)
        .hasMessageContaining("did not get ready within 2 s")
        .hasMessageContaining("last seen: it has not said 'ready'")
        .hasMessageContaining("it printed: starting");
  }

  @Test
  void programThatEndsByItself_isToldAtOnce() throws IOException {
    start("echo ready; while [ ! -e end ]; do sleep 0.05; done; echo out of memory; exit 9");
    site.awaitReady();
    Files.createFile(site.folder().resolve("end"));

    await().until(() -> !troubles.isEmpty());
    assertThat(troubles)
        .singleElement()
        .asString()
        .startsWith("driver: the router sh of site west ended by itself with status 9")
        .endsWith("it printed: ready | out of memory");
  }

  @Test
  void killedProgram_isNoTrouble_andStartsAgain() throws IOException {
    start("echo ready; " + FOREVER);
    site.awaitReady();

    site.inject(new Fault.Kill());
    site.heal();

    assertThat(site.log())
        .isEqualTo("ready\n[spillway] killed by the harness, and started again\nready\n");
    assertThat(troubles).isEmpty();
  }

  @Test
  void programThatEndedByItself_isNotCalledKilled_whenItStartsAgain() throws IOException {
    start("echo ready; while [ ! -e end ]; do sleep 0.05; done; rm end; exit 9");
    site.awaitReady();
    Files.createFile(site.folder().resolve("end"));
    await().until(() -> !troubles.isEmpty());

    site.heal();

    assertThat(site.log())
        .isEqualTo("ready\n[spillway] ended by itself with status 9, and started again\nready\n");
  }

  @Test
  void frozenProgram_standsStillUntilItIsHealed() throws IOException {
    start("echo ready; i=0; while :; do i=$((i + 1)); echo $i >count; sleep 0.01; done");
    site.awaitReady();
    await().until(() -> Files.exists(site.folder().resolve("count")));

    site.inject(new Fault.Freeze());
    String frozen = count();
    await().pollDelay(Duration.ofMillis(200)).until(() -> true);
    assertThat(count()).isEqualTo(frozen);

    site.heal();
    await().until(() -> !count().equals(frozen));
    assertThat(troubles).isEmpty();
  }

  @Test
  void workloadThatChangesWhileTheProgramDoesNotRun_isToldWhenItDoes() throws IOException {
    start("echo ready; while read line; do echo $line; done");
    site.awaitReady();

    site.workloadChanged("shop", WorkloadState.NOT_READY);
    site.inject(new Fault.Freeze());
    site.workloadChanged("shop", WorkloadState.SERVING);
    site.heal();
    await().untilAsserted(() -> assertThat(site.log()).endsWith("shop not-ready\nshop serving\n"));

    site.inject(new Fault.Kill());
    site.workloadChanged("shop", WorkloadState.NOT_READY);
    site.workloadChanged("cart", WorkloadState.SERVING);
    site.heal();
    await().untilAsserted(() -> assertThat(site.log()).endsWith("again\nready\nshop not-ready\n"));
  }

  @Test
  void workloadThatChangesBeforeTheProgramIsReadyAgain_isToldWhenItIs() throws Exception {
    start(
        "while [ ! -e go ]; do sleep 0.02; done; echo ready;"
            + " while read line; do echo $line; done");
    Path go = Files.createFile(site.folder().resolve("go"));
    site.awaitReady();
    site.inject(new Fault.Kill());
    Files.delete(go);

    Thread healing = new Thread(site::heal, "healing");
    healing.start();
    await().until(() -> site.log().contains("started again"));
    site.workloadChanged("shop", WorkloadState.NOT_READY);
    Files.createFile(go);
    healing.join();

    await().untilAsserted(() -> assertThat(site.log()).endsWith("again\nready\nshop not-ready\n"));
    assertThat(site.log().lines().filter("shop not-ready"::equals)).hasSize(1);
  }

  @Test
  void whatTheProgramStarted_endsWithIt() throws IOException {
    start("sleep 300 & echo $! >child; echo ready; wait");
    site.awaitReady();
    long child = Long.parseLong(Files.readString(site.folder().resolve("child")).strip());
    assertThat(ProcessHandle.of(child)).isPresent();

    site.close();

    await().until(() -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void programThatDoesNotHeedSigterm_isKilled_andThatIsTold() throws IOException {
    start("trap '' TERM; echo ready; " + FOREVER);
    site.awaitReady();

    site.close();

    assertThat(troubles)
        .containsExactly(
            "driver: the router sh of site west did not end within 1 s of SIGTERM, and was killed");
  }

  @Test
  void programThatEndsBadlyAfterSigterm_isTold() throws IOException {
    start("trap 'echo core dumped; exit 7' TERM; echo ready; " + FOREVER);
    site.awaitReady();

    site.close();

    assertThat(troubles)
        .singleElement()
        .asString()
        .startsWith(
            "driver: the router sh of site west ended with status 7 after SIGTERM, and not with 0"
                + " or by the signal; it printed: ready | ")
        .endsWith("core dumped");
  }

  @Test
  void programThatEndsWithStatus0AfterSigterm_isNoTrouble() throws IOException {
    start("trap 'exit 0' TERM; echo ready; " + FOREVER);
    site.awaitReady();

    site.close();

    assertThat(troubles).isEmpty();
  }

  @Test
  void programThatThisJvmEnds_isNoTrouble() throws IOException {
    start("echo ready; " + FOREVER);
    site.awaitReady();

    processes.close();

    await()
        .untilAsserted(
            () -> assertThatThrownBy(site::awaitReady).hasMessageContaining("status 137"));
    await().during(Duration.ofMillis(200)).until(troubles::isEmpty);
  }

  @Test
  void bytesThatAreNoText_doNotHideTheLog() throws IOException {
    start("printf 'caf\\351 is open\\n'; echo ready; " + FOREVER);
    site.awaitReady();

    assertThat(site.log()).startsWith("caf").endsWith(" is open\nready\n");
  }

  private String count() throws IOException {
    return Files.readString(site.folder().resolve("count"));
  }

  private void start(String script) throws IOException {
    start(script, Optional.empty());
  }

  private void start(String script, Optional<List<String>> check) throws IOException {
    site =
        new ProcessSite(
            new ShellDriver(script, check),
            StartAndHang.plan(),
            Files.createDirectory(folder.resolve("site")),
            new ProcessSite.Patience(Duration.ofSeconds(2), Duration.ofSeconds(1)),
            processes,
            (kind, description) -> troubles.add(kind + ": " + description));
    site.start();
  }
}
