package io.spillway.harness.driver.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.driver.DriverException;
import io.spillway.harness.driver.DriverSettings;
import io.spillway.harness.rule.Feature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExecProviderTest {

  @TempDir private Path folder;

  @BeforeEach
  void putARouterThere() throws IOException {
    Path program = Files.writeString(folder.resolve("router"), "#!/bin/sh\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Files.writeString(folder.resolve("notes"), "");
  }

  @Test
  void commandAlone_isTestedForEverything() {
    ExecDriver driver = open(Map.of("command", "./router --fast {site}"));

    assertThat(driver.command()).containsExactly(folder + "/router", "--fast", "{site}");
    assertThat(driver.features()).containsExactlyInAnyOrder(Feature.values());
    assertThat(driver.name()).isEqualTo("exec");
    assertThat(driver.version()).isEqualTo("of unknown version");
    assertThat(driver.workloadLines()).isEqualTo(WorkloadLines.NONE);
    assertThat(driver.linkQuestion()).isEmpty();
    assertThat(driver.folder()).isEqualTo(folder);
  }

  @Test
  void settings_areHeeded() {
    ExecDriver driver =
        open(
            Map.of(
                "command", "router",
                "features", "balancing, link-cost",
                "workloads", "stdin",
                "link-question", "who?\\n",
                "name", "ours",
                "version", "7.1"));

    assertThat(driver.command()).containsExactly(folder + "/router");
    assertThat(driver.features()).containsOnly(Feature.BALANCING, Feature.LINK_COST);
    assertThat(driver.workloadLines()).isEqualTo(WorkloadLines.STDIN);
    assertThat(driver.linkQuestion())
        .hasValueSatisfying(
            question -> assertThat(question).isEqualTo("who?\n".getBytes(StandardCharsets.UTF_8)));
    assertThat(driver.name()).isEqualTo("ours");
    assertThat(driver.version()).isEqualTo("7.1");
  }

  @Test
  void noCommand_isRefusedWithAnExample() {
    assertRefused(
        Map.of(),
        "the driver exec has no command: say which program is the router, such as"
            + " -Dspillway.exec.command='python3 examples/python/router.py {json}'");
  }

  @Test
  void commandThatDoesNotEnd_isRefusedWithItsPlace() {
    assertRefused(
        Map.of("command", "router 'x"),
        "-Dspillway.exec.command=router 'x: at character 8 the quote ' that begins here does not"
            + " end");
  }

  @Test
  void programThatIsNotThere_isRefusedWithWhereItWasLookedFor() {
    assertRefused(
        Map.of("command", "./rooter"),
        "-Dspillway.exec.command=./rooter: there is no program "
            + folder
            + "/rooter; build or install it first");
    assertRefused(
        Map.of("command", "rooter"),
        "the driver exec finds no program rooter in "
            + folder
            + "; build or install it first, or say where it is with -Dspillway.exec.command=PATH");
  }

  @Test
  void programThatCannotBeExecuted_isRefused() {
    assertRefused(
        Map.of("command", "./notes"),
        "-Dspillway.exec.command=./notes: "
            + folder
            + "/notes cannot be executed; build or install it first");
  }

  @Test
  void unknownFeature_isRefusedWithTheOneThatIsNear() {
    assertRefused(
        Map.of("command", "router", "features", "balancing,link-cots"),
        "-Dspillway.exec.features=balancing,link-cots: there is no feature \"link-cots\"; did you"
            + " mean link-cost?");
  }

  @Test
  void noFeatureAtAll_isRefusedWithThoseThatThereAre() {
    assertThatThrownBy(() -> open(Map.of("command", "router", "features", "")))
        .isInstanceOf(DriverException.class)
        .hasMessageStartingWith(
            "-Dspillway.exec.features=: there is no feature \"\"; known are balancing, ");
  }

  @Test
  void unknownWayToTellOfWorkloads_isRefused() {
    assertRefused(
        Map.of("command", "router", "workloads", "http"),
        "-Dspillway.exec.workloads=http: it is none of the two; known are none, stdin");
  }

  @Test
  void questionWithAnUnknownEscape_isRefused() {
    assertRefused(
        Map.of("command", "router", "link-question", "a\\q"),
        "-Dspillway.exec.link-question=a\\q: at character 2 is none of the escapes \\n \\r \\t \\0"
            + " \\\\ \\xHH");
  }

  private void assertRefused(Map<String, String> values, String message) {
    assertThatThrownBy(() -> open(values)).isInstanceOf(DriverException.class).hasMessage(message);
  }

  private ExecDriver open(Map<String, String> values) {
    DriverSettings settings = new DriverSettings("exec", values, folder, List.of(folder));
    return (ExecDriver) new ExecProvider().open(settings);
  }
}
