package io.spillway.harness.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.driver.spillway.SpillwayDriver;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DriversTest {

  private static final String SERVICES = "META-INF/services/" + DriverProvider.class.getName();

  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  @TempDir private Path folder;

  @AfterEach
  void restoreTheClassLoader() {
    Thread.currentThread().setContextClassLoader(before);
  }

  @Test
  void driversOfTheHarness_areThereTheReferenceRouterFirst() {
    assertThat(Drivers.all())
        .extracting(DriverProvider::name)
        .startsWith("spillway")
        .contains("exec")
        .doesNotHaveDuplicates();
  }

  @Test
  void everyProvider_saysWhatItTestsAndWhatCanBeSet() {
    assertThat(Drivers.all())
        .allSatisfy(
            provider -> {
              assertThat(provider.name()).matches("[a-z0-9-]+");
              assertThat(provider.description()).isNotBlank();
              assertThat(provider.settings())
                  .allSatisfy(
                      (name, meaning) -> {
                        assertThat(name).matches("[a-z0-9-]+");
                        assertThat(meaning).isNotBlank();
                      });
            });
  }

  @Test
  void spillway_opensTheReferenceRoutersDriver() {
    DriverSettings nothing = DriverSettings.ofThisProcess("spillway", Map.of(), folder);

    assertThat(Drivers.named("spillway").open(nothing)).isInstanceOf(SpillwayDriver.class);
  }

  @Test
  void unknownName_isRefusedWithTheOneThatIsNear() {
    assertThatThrownBy(() -> Drivers.named("exce"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no driver exce; did you mean exec?");
  }

  @Test
  void nameThatIsNearToNone_isRefusedWithAll() {
    assertThatThrownBy(() -> Drivers.named("something-else"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("there is no driver something-else; known are spillway, ");
  }

  @Test
  void providerThatCannotBeLoaded_isNamedWithTheFileThatNamesIt() throws IOException {
    provide("example.Missing");

    assertThatThrownBy(Drivers::all)
        .isInstanceOf(DriverException.class)
        .hasMessageStartingWith("a driver that is on the class path cannot be loaded: ")
        .hasMessageContaining("example.Missing")
        .hasMessageEndingWith("correct or remove its line in " + SERVICES);
  }

  @Test
  void twoProvidersOfOneName_areBothNamed() throws IOException {
    provide(SecondExec.class.getName());

    assertThatThrownBy(() -> Drivers.named("exec"))
        .isInstanceOf(DriverException.class)
        .hasMessageStartingWith("there is more than one driver exec: [")
        .hasMessageContaining("driver.exec.ExecProvider")
        .hasMessageContaining("SecondExec")
        .hasMessageEndingWith("take one of them off the class path");
  }

  private void provide(String provider) throws IOException {
    Path file = folder.resolve(SERVICES);
    Files.createDirectories(file.getParent());
    Files.writeString(file, provider + "\n");
    URL[] path = {folder.toUri().toURL()};
    Thread.currentThread().setContextClassLoader(new URLClassLoader(path, before));
  }

  /** Has a name that is taken. */
  public static final class SecondExec implements DriverProvider {
    @Override
    public String name() {
      return "exec";
    }

    @Override
    public String description() {
      return "a second one";
    }

    @Override
    public Map<String, String> settings() {
      return Map.of();
    }

    @Override
    public Driver open(DriverSettings settings) {
      throw new DriverException("never opened");
    }
  }
}
