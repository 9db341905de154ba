package io.spillway.suites.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code spillway doctor} with a router of somebody else's: the example in Python. */
@Timeout(300)
class DoctorCommandTest {

  private static final Path ROUTER = Path.of("../examples/python/router.py").toAbsolutePath();
  private static final String SETTING = "spillway.docker.base";

  @TempDir private Path temp;

  private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void nameFolder() {
    folder = temp.resolve("doctor");
  }

  @BeforeEach
  void findPython() throws Exception {
    boolean runs;
    try {
      runs = new ProcessBuilder("python3", "-c", "import asyncio").start().waitFor() == 0;
    } catch (java.io.IOException e) {
      runs = false;
    }
    assumeTrue(runs, "there is no python3 on the PATH");
  }

  @AfterEach
  void forgetSettings() {
    System.clearProperty("spillway.exec.command");
    System.clearProperty("spillway.exec.features");
    System.clearProperty("spillway.exec.workloads");
    System.clearProperty("spillway.exec.link-question");
    System.clearProperty(SETTING);
  }

  @Test
  void routerThatDoesWhatIsDeclared_isWell() {
    int code =
        doctor(
            "python3 '" + ROUTER + "' {json}",
            "balancing,link-cost,weighted-listener,priority-listener,site-failover,"
                + "workload-failover,readiness");

    assertThat(code).as(out.toString()).isEqualTo(ExitCodes.PASS);
    assertThat(out.toString())
        .startsWith("exec of unknown version, runtime process (")
        .contains("  works      serves a client", "  works      readiness")
        .contains(
            "  works      passes an end and a reset on over a link",
            "  works      answers the question at its port for links")
        .contains("  does not   traffic-split (not declared): ")
        .doesNotContain("! ");
    assertThat(System.getProperty(SETTING)).as("what other parts read themselves").isEqualTo("x:1");
  }

  @Test
  void routerThatDoesNotReadItsStandardInput_isToldOfAsAFinding() {
    int code =
        doctor("sh -c 'exec python3 \"" + ROUTER + "\" \"$0\" </dev/null' {json}", "balancing");

    assertThat(code).as(err.toString()).isEqualTo(ExitCodes.FAIL);
    assertThat(out.toString())
        .contains(
            "! does not   passes on that a client has ended its side: the router exec of site west"
                + " does not take the line 'workload red in' on its standard input: ");
  }

  @Test
  void routerThatEndsAtOnce_isToldOfAsAFindingWithItsWords() {
    int code = doctor("sh -c 'echo no such option >&2; exit 3' {json}", "balancing");

    assertThat(code).as(err.toString()).isEqualTo(ExitCodes.FAIL);
    assertThat(out.toString())
        .contains(
            "! does not   starts, and listens where it must: ", "ended by itself with status 3")
        .contains("it printed: no such option")
        .containsOnlyOnce("no such option");
    Path left = folder.resolve("starts-and-listens-where-it-must");
    assertThat(out.toString()).contains("see " + left);
    assertThat(left.resolve("west.site.yaml")).content().contains("kind: Listener");
    assertThat(left.resolve("west.site.json")).content().contains("\"Listener\"");
    assertThat(left.resolve("west.log")).hasContent("no such option");
  }

  @Test
  void folderThatIsSomebodyElses_isRefusedBeforeAnythingRuns() throws Exception {
    Files.createDirectories(folder.resolve("src"));

    assertThat(doctor("true", "balancing")).isEqualTo(ExitCodes.UNDECIDED);
    assertThat(err.toString()).contains("src is not of an earlier run", "--folder");
    assertThat(out.toString()).isEmpty();
    assertThat(folder.resolve("src")).exists();
  }

  @Test
  void programThatIsNotThere_hasACodeOfItsOwn() {
    assertThat(doctor("/nowhere/router {json}", "balancing")).isEqualTo(ExitCodes.UNAVAILABLE);
    assertThat(err.toString()).contains("/nowhere/router");
  }

  private int doctor(String command, String features) {
    List<String> arguments = new ArrayList<>(List.of("doctor", "--driver", "exec"));
    arguments.add("-Dspillway.exec.command=" + command);
    arguments.add("-Dspillway.exec.features=" + features);
    arguments.add("-Dspillway.exec.workloads=stdin");
    arguments.add("-Dspillway.exec.link-question={}\\n");
    arguments.addAll(List.of("--folder", folder.toString()));
    arguments.add("-D" + SETTING + "=x:1");
    CommandLine commandLine = SpillwayMain.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(arguments.toArray(String[]::new));
  }
}
