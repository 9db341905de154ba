package io.spillway.harness.driver.skupperrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.driver.Driver;
import io.spillway.harness.driver.DriverException;
import io.spillway.harness.driver.DriverSettings;
import io.spillway.harness.driver.Drivers;
import io.spillway.harness.driver.Program;
import io.spillway.harness.driver.ProgramDriver;
import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.rule.Feature;
import io.spillway.harness.topology.NetworkBuilder;
import io.spillway.harness.topology.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SkupperRouterProviderTest {

  @TempDir private Path folder;

  private final SkupperRouterProvider provider = new SkupperRouterProvider();

  @Test
  void provider_isFoundByItsName() {
    assertThat(Drivers.named("skupper-router")).isInstanceOf(SkupperRouterProvider.class);
  }

  @Test
  void program_isFoundOnThePathAndNamedWithItsVersionAndItsMode() throws IOException {
    fake("sbin", "echo 3.5.1");

    Driver driver = provider.open(settings(Map.of()));

    assertThat(driver.name()).isEqualTo("skupper-router");
    assertThat(driver.version()).isEqualTo("3.5.1, with controller");
    assertThat(driver.features())
        .contains(Feature.READINESS, Feature.WORKLOAD_FAILOVER)
        .doesNotContain(Feature.TRAFFIC_SPLIT, Feature.LINKERD_FAILOVER);
  }

  @Test
  void routerAlone_knowsNoReadiness() throws IOException {
    fake("sbin", "echo 3.6.0+12-main");

    Driver driver = provider.open(settings(Map.of("mode", "router-only")));

    assertThat(driver.version()).isEqualTo("3.6.0+12-main, router only");
    assertThat(driver.features())
        .contains(Feature.WORKLOAD_FAILOVER)
        .doesNotContain(Feature.READINESS);
  }

  @Test
  void librariesAndModules_areTakenFromBesideTheProgram() throws IOException {
    Path binary = fake("sbin", "echo 3.5.1");
    Path modules = Files.createDirectories(folder.resolve("lib/skupper-router/python"));
    Files.createFile(folder.resolve("lib/libqpid-proton-core.so.10"));

    ProgramDriver driver =
        (ProgramDriver) provider.open(settings(Map.of("binary", "sbin/skrouterd")));
    Program program = driver.program(plan(), folder);

    assertThat(program.command())
        .containsExactly(binary.toString(), "-c", "skrouterd.json", "-I", modules.toString());
    assertThat(program.environment())
        .isEqualTo(Map.of("LD_LIBRARY_PATH", folder.resolve("lib").toString()));
    assertThat(program.files()).containsOnlyKeys("skrouterd.json");
  }

  @Test
  void programThatIsNotThere_isAnErrorThatSaysHowToGetIt() {
    assertThatThrownBy(() -> provider.open(settings(Map.of())))
        .isInstanceOf(DriverException.class)
        .hasMessageContaining("finds no program skrouterd in " + folder.resolve("sbin"))
        .hasMessageContaining("docs/drivers-skupper-router.md")
        .hasMessageContaining("-Dspillway.skupper-router.binary=PATH");
  }

  @Test
  void programThatIsTooOld_isAnErrorThatSaysWhatIsKnown() throws IOException {
    Path binary = fake("sbin", "echo 3.4.2");

    assertThatThrownBy(() -> provider.open(settings(Map.of())))
        .isInstanceOf(DriverException.class)
        .hasMessageStartingWith(
            binary
                + " is version 3.4.2, and the driver skupper-router knows 3.5 and later ones of 3:"
                + " multi-key listeners came with 3.5.0; ");
  }

  @Test
  void programOfAnUnknownGeneration_isAnError() throws IOException {
    fake("sbin", "echo 4.0.0");

    assertThatThrownBy(() -> provider.open(settings(Map.of())))
        .isInstanceOf(DriverException.class)
        .hasMessageContaining("is version 4.0.0");
  }

  @Test
  void programThatDoesNotKnowItsVersion_isAnErrorThatSaysHowToBuildIt() throws IOException {
    fake("sbin", "echo 0.0.0+75deffa");

    assertThatThrownBy(() -> provider.open(settings(Map.of())))
        .isInstanceOf(DriverException.class)
        .hasMessageEndingWith("was built without its version: give it with cmake -DVERSION=3.5.1");
  }

  @Test
  void programThatMissesALibrary_isAnErrorWithItsWords() throws IOException {
    fake("sbin", "echo 'libqpid-proton-core.so.10: cannot open shared object file' >&2; exit 127");

    assertThatThrownBy(() -> provider.open(settings(Map.of())))
        .isInstanceOf(DriverException.class)
        .hasMessageContaining(
            "ended with 127 and said \"libqpid-proton-core.so.10: cannot open shared object file\"")
        .hasMessageEndingWith("-Dspillway.skupper-router.library-path=FOLDER");
  }

  @Test
  void modeThatThereIsNot_isAnErrorThatSaysWhichThereAre() {
    assertThatThrownBy(() -> provider.open(settings(Map.of("mode", "controller"))))
        .isInstanceOf(DriverException.class)
        .hasMessage(
            "-Dspillway.skupper-router.mode=controller: there is no such mode, only router-only and"
                + " with-controller");
  }

  @Test
  void folderThatThereIsNot_isAnError() throws IOException {
    fake("sbin", "echo 3.5.1");

    assertThatThrownBy(() -> provider.open(settings(Map.of("library-path", "nowhere"))))
        .isInstanceOf(DriverException.class)
        .hasMessage(
            "-Dspillway.skupper-router.library-path=nowhere: there is no folder "
                + folder.resolve("nowhere"));
  }

  private Path fake(String in, String script) throws IOException {
    Path binary = Files.createDirectories(folder.resolve(in)).resolve("skrouterd");
    Files.writeString(binary, "#!/bin/sh\n" + script + "\n");
    return Files.setPosixFilePermissions(binary, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private DriverSettings settings(Map<String, String> values) {
    return new DriverSettings("skupper-router", values, folder, List.of(folder.resolve("sbin")));
  }

  private static SitePlan plan() {
    Site site = NetworkBuilder.network("n").site("west").build().site("west");
    return new SitePlan(
        site,
        "127.0.0.2",
        55671,
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        Optional.empty(),
        Map.of("management", 5672),
        Map.of());
  }
}
