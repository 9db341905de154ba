package io.spillway.harness.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spillway.harness.driver.spillway.SpillwayDriver;
import io.spillway.harness.fault.FaultException;
import io.spillway.harness.fault.toxiproxy.EmbeddedToxiproxyServer;
import io.spillway.harness.fault.toxiproxy.ToxiproxyServer;
import io.spillway.harness.runtime.ProcessIdentity;
import io.spillway.harness.runtime.RuntimeStartException;
import io.spillway.harness.runtime.embedded.EmbeddedRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class StartedProcessesTest {

  @TempDir Path folder;
  private Process left;

  @BeforeEach
  void startOne() throws IOException {
    left = new ProcessBuilder(Signals.leading(List.of("sleep", "300"))).start();
  }

  @AfterEach
  void endIt() {
    left.destroyForcibly();
  }

  @Test
  void programOfAJvmThatWasKilled_isEnded() throws Exception {
    record(ended(), ProcessIdentity.of(left.toHandle()));

    StartedProcesses.open(folder).close();

    assertThat(left.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(records()).isEmpty();
  }

  @Test
  void programThatLeadsNoSession_isEndedToo() throws Exception {
    Process server = new ProcessBuilder("sleep", "300").start();
    try {
      record(ended(), ProcessIdentity.of(server.toHandle()));

      StartedProcesses.open(folder).close();

      assertThat(server.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(records()).isEmpty();
    } finally {
      server.destroyForcibly();
    }
  }

  @Test
  void toxiproxyOfAProcessRuntime_isOnRecordUntilThatIsClosed() throws Exception {
    ProcessRuntime runtime =
        ProcessRuntime.open(
            new ShellDriver("exit 1", Optional.empty()),
            new ProgramServer(left),
            StartedProcesses.open(folder));
    assertThat(records()).singleElement().asString().contains("\"pid\":" + left.pid());

    runtime.close();

    assertThat(left.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(records()).isEmpty();
  }

  @Test
  void toxiproxyOfAnEmbeddedRuntime_isOnRecordIfItIsAProgram() throws Exception {
    try (EmbeddedRuntime runtime =
        new EmbeddedRuntime(new SpillwayDriver(), new ProgramServer(left))) {
      assertThat(records(StartedProcesses.folderOfAll()))
          .anySatisfy(record -> assertThat(record).contains("\"pid\":" + left.pid()));
    }

    assertThat(records(StartedProcesses.folderOfAll()))
        .noneSatisfy(record -> assertThat(record).contains("\"pid\":" + left.pid()));
    try (ToxiproxyServer embedded = EmbeddedToxiproxyServer.start()) {
      assertThat(StartedProcesses.ofServer(embedded)).isEmpty();
    }
  }

  @Test
  void programOfAJvmThatRuns_isLeftAlone() throws IOException {
    record(ProcessIdentity.of(ProcessHandle.current()), ProcessIdentity.of(left.toHandle()));

    StartedProcesses.open(folder).close();

    assertThat(left.isAlive()).isTrue();
    assertThat(records()).hasSize(1);
  }

  @Test
  void programThatHasTheNumberOfOneThatIsGone_isLeftAlone() throws Exception {
    ProcessIdentity now = ProcessIdentity.of(left.toHandle());
    record(ended(), new ProcessIdentity(now.machine(), now.pid(), now.startMillis() - 5_000));

    StartedProcesses.open(folder).close();

    assertThat(left.isAlive()).isTrue();
    assertThat(records()).isEmpty();
  }

  @Test
  void fileThatIsNoRecord_isLeftAlone() throws IOException {
    Files.writeString(folder.resolve("run-1.jsonl"), "somebody's notes\n");

    StartedProcesses.open(folder).close();

    assertThat(records()).hasSize(1);
  }

  @Test
  void closing_endsWhatWasStarted_andTheRecord() throws Exception {
    StartedProcesses processes = StartedProcesses.open(folder);
    processes.started(left, "sleep 300");
    assertThat(records()).singleElement().asString().contains("sleep 300");

    processes.close();

    assertThat(left.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(records()).isEmpty();
  }

  @Test
  void programThatCannotBeEnded_keepsNoOtherFromBeingEnded() throws Exception {
    StartedProcesses processes = StartedProcesses.open(folder);
    processes.started(new Unreachable(), "x");
    processes.started(left, "sleep 300");

    assertThatThrownBy(processes::close)
        .isInstanceOf(FaultException.class)
        .hasMessageContaining("SIGKILL could not be sent to process");

    assertThat(left.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(records()).isEmpty();
  }

  @Test
  void programThatIsStartedWhenAllAreEnded_isEndedToo() throws Exception {
    StartedProcesses processes = StartedProcesses.open(folder);
    processes.close();

    assertThatThrownBy(() -> processes.started(left, "sleep 300"))
        .isInstanceOf(RuntimeStartException.class)
        .hasMessageContaining("this run is being ended, and starts nothing more");

    assertThat(left.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void closing_removesTheFilesOfThePrograms() throws IOException {
    StartedProcesses processes = StartedProcesses.open(folder);
    Files.writeString(processes.folder().resolve("router.log"), "ready\n");

    processes.close();

    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void jvmThatGetsASignal_endsItsPrograms_andBlamesNobody(String signal, int status)
      throws Exception {
    Path output = folder.resolve("output");
    Process jvm = StartAndHang.fork(folder, output);
    try {
      long router = router(jvm, output);

      new ProcessBuilder("kill", "-s", signal, Long.toString(jvm.pid())).start().waitFor();

      assertThat(jvm.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(jvm.exitValue()).isEqualTo(status);
      assertThat(ProcessHandle.of(router).filter(ProcessHandle::isAlive)).isEmpty();
      assertThat(Files.readString(output)).doesNotContain("trouble");
    } finally {
      jvm.destroyForcibly().waitFor();
    }
  }

  @Test
  void jvmThatIsKilled_leavesNothingThatTheNextStartDoesNotRemove() throws Exception {
    Path output = folder.resolve("output");
    Process jvm = StartAndHang.fork(folder, output);
    try {
      long router = router(jvm, output);
      jvm.destroyForcibly().waitFor();
      assertThat(ProcessHandle.of(router).filter(ProcessHandle::isAlive)).isPresent();

      StartedProcesses.open(folder).close();

      await().until(() -> ProcessHandle.of(router).filter(ProcessHandle::isAlive).isEmpty());
      assertThat(folder).isDirectoryNotContaining(file -> !file.equals(output));
    } finally {
      jvm.destroyForcibly().waitFor();
    }
  }

  /** Waits until the router of that JVM is ready. Returns its pid. */
  private static long router(Process jvm, Path output) {
    await("the JVM to start its router")
        .atMost(Duration.ofSeconds(40))
        .failFast("it has ended", () -> !jvm.isAlive())
        .until(() -> Files.readString(output).contains("pid "));
    return pids(output).findFirst().getAsLong();
  }

  private static LongStream pids(Path output) {
    try {
      return Files.readAllLines(output).stream()
          .filter(line -> line.startsWith("pid "))
          .mapToLong(line -> Long.parseLong(line.substring("pid ".length())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ProcessIdentity ended() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("sleep", "300").start();
    ProcessIdentity identity = ProcessIdentity.of(process.toHandle());
    process.destroyForcibly().waitFor();
    return identity;
  }

  private void record(ProcessIdentity... processes) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (ProcessIdentity each : processes) {
      lines.append(
          "{\"machine\":\"%s\",\"pid\":%d,\"startMillis\":%d,\"command\":\"x\"}\n"
              .formatted(each.machine(), each.pid(), each.startMillis()));
    }
    Files.writeString(folder.resolve("run-of-another.jsonl"), lines);
  }

  private List<String> records() throws IOException {
    return records(folder);
  }

  private static List<String> records(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".jsonl"))
          .map(
              file -> {
                try {
                  return Files.readString(file);
                } catch (NoSuchFileException e) {
                  return ""; // of another run, which has just ended
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              })
          .toList();
    }
  }

  /** A program that is said to serve. */
  private record ProgramServer(Process process) implements ToxiproxyServer {

    @Override
    public String description() {
      return "toxiproxy-server 2.9.0";
    }

    @Override
    public InetSocketAddress api() {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    }

    @Override
    public Optional<ProcessHandle> program() {
      return Optional.of(process.toHandle());
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  /** A program with a number to which no signal can be sent. */
  private static final class Unreachable extends Process {

    @Override
    public long pid() {
      return Long.MIN_VALUE;
    }

    @Override
    public ProcessHandle toHandle() {
      return ProcessHandle.current();
    }

    @Override
    public OutputStream getOutputStream() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public InputStream getInputStream() {
      return InputStream.nullInputStream();
    }

    @Override
    public InputStream getErrorStream() {
      return InputStream.nullInputStream();
    }

    @Override
    public int waitFor() {
      return 0;
    }

    @Override
    public int exitValue() {
      return 0;
    }

    @Override
    public void destroy() {}
  }
}
