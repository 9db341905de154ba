package io.spillway.harness.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

  @TempDir Path temp;

  @Test
  void earlierRun_isRemovedAndWhatIsNotOursStays() throws IOException {
    RunFolder.prepare(temp).write("F2 frozen", "network.yaml", "old");
    Files.writeString(temp.resolve("index.html"), "old");
    Files.writeString(temp.resolve("notes.txt"), "mine");

    RunFolder.prepare(temp);

    assertThat(temp.resolve("scenarios")).doesNotExist();
    assertThat(temp.resolve("index.html")).doesNotExist();
    assertThat(temp.resolve("notes.txt")).hasContent("mine");
  }

  @Test
  void folderOfAnotherRunThatIsNotAtItsEnd_isRefusedAndStays() throws Exception {
    Files.writeString(temp.resolve("index.html"), "of the other run");
    Process other = holder(temp);
    try (BufferedReader said = other.inputReader()) {
      assertThat(said.readLine()).isEqualTo("claimed");

      assertThatThrownBy(() -> RunFolder.claim(temp))
          .isInstanceOf(FolderInUseException.class)
          .hasMessage(
              "another run (pid %d) is writing its report into the folder %s; wait for its end, or"
                      .formatted(other.pid(), temp)
                  + " name another folder with --folder, or -Dspillway.report");
      assertThat(temp.resolve("index.html")).hasContent("of the other run");
    } finally {
      other.destroyForcibly().waitFor();
    }

    assertThatCode(() -> RunFolder.claim(temp))
        .as("the other run has ended")
        .doesNotThrowAnyException();
  }

  private static Process holder(Path folder) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            Holder.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Another run: claims a folder, and runs until it is ended. */
  static final class Holder {

    private Holder() {}

    public static void main(String[] arguments) throws IOException {
      RunFolder.claim(Path.of(arguments[0]));
      System.out.println("claimed");
      int unused = System.in.read(); // never, but for the end of who started this
    }
  }

  @Test
  void foreignFolderOfTheSameName_isRefusedAndStays() throws IOException {
    Path mine = Files.createDirectories(temp.resolve("scenarios").resolve("mine"));

    assertThatThrownBy(() -> RunFolder.prepare(temp))
        .hasMessageContaining(mine + " is not of an earlier run); name another one with --folder");
    assertThat(mine).exists();
  }

  @Test
  void scenarioFiles_lieWhereTheReportLinksTo() {
    RunFolder folder = RunFolder.prepare(temp);
    folder.write("M1 weighted 25/75", "history.jsonl", "{}");

    assertThat(folder.historyLink("M1 weighted 25/75"))
        .isEqualTo("scenarios/m1-weighted-25-75/history.jsonl");
    assertThat(temp.resolve(folder.historyLink("M1 weighted 25/75"))).hasContent("{}");
  }

  @Test
  void historyThatIsSetAside_makesRoomForAnother() {
    RunFolder folder = RunFolder.prepare(temp);
    folder.write("F2 frozen", RunFolder.HISTORY, "first");
    folder.setAside("F2 frozen", 1);
    folder.write("F2 frozen", RunFolder.HISTORY, "second");

    Path scenario = folder.scenario("F2 frozen");
    assertThat(scenario.resolve("spoilt-1.jsonl")).hasContent("first");
    assertThat(scenario.resolve(RunFolder.HISTORY)).hasContent("second");
  }

  @Test
  void folderThatCannotBeMade_isNamed() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "");

    assertThatThrownBy(() -> RunFolder.prepare(file.resolve("report")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("cannot write the report's folder " + file.resolve("report"))
        .hasMessageContaining("--folder, or -Dspillway.report");
  }
}
