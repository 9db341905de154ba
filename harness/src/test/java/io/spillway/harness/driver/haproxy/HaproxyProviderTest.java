package io.spillway.harness.driver.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.driver.Driver;
import io.spillway.harness.driver.DriverException;
import io.spillway.harness.driver.Drivers;
import io.spillway.harness.driver.FakeProgram;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HaproxyProviderTest {

  private final HaproxyProvider provider = new HaproxyProvider();

  @TempDir private Path folder;

  @Test
  void provider_isFoundByItsName() {
    assertThat(Drivers.named("haproxy")).isInstanceOf(HaproxyProvider.class);
  }

  @ParameterizedTest
  @CsvSource({
    "HAProxy version 2.6.12-1+deb12u4 2026/10/17 - https://haproxy.org/, 2.6.12-1+deb12u4",
    "HA-Proxy version 2.4.0-6cbbecf 2021/05/14 - https://haproxy.org/, 2.4.0-6cbbecf",
    "HAProxy version 3.2.4-98813a1 2025/08/13 - https://haproxy.org/, 3.2.4-98813a1",
    "HAProxy version 10.0.1 2040/01/01, 10.0.1"
  })
  void knownVersion_isTheDriversVersion(String words, String version) {
    assertThat(open(words).version()).isEqualTo(version);
  }

  @Test
  void programNotThere_isToldWithWhereItWasLookedForAndHowItIsGot() {
    assertThatThrownBy(() -> provider.open(FakeProgram.settings("haproxy", Map.of(), folder)))
        .isInstanceOf(DriverException.class)
        .hasMessage(
            "the driver haproxy finds no program haproxy in "
                + folder
                + "; install it (Debian: apt-get install haproxy), or say where it is with"
                + " -Dspillway.haproxy.binary=PATH");
  }

  @Test
  void programNotWhereTheUserSays_isTold() {
    assertThatThrownBy(
            () ->
                provider.open(
                    FakeProgram.settings("haproxy", Map.of("binary", "./nowhere"), folder)))
        .isInstanceOf(DriverException.class)
        .hasMessageStartingWith(
            "-Dspillway.haproxy.binary=./nowhere: there is no program "
                + folder.resolve("nowhere"));
  }

  @Test
  void oldVersion_isToldWithTheFirstThatIsKnown() {
    assertThatThrownBy(() -> open("HA-Proxy version 2.2.9-2+deb11u6 2023/10/10"))
        .isInstanceOf(DriverException.class)
        .hasMessage(
            folder.resolve("haproxy")
                + " is HAProxy 2.2.9-2+deb11u6, and the driver knows 2.4 and later; install a later"
                + " one; or say where another one is with -Dspillway.haproxy.binary=PATH");
  }

  @Test
  void otherProgram_isToldWithItsOwnWords() {
    assertThatThrownBy(() -> open("pound 4.0"))
        .isInstanceOf(DriverException.class)
        .hasMessageStartingWith(
            folder.resolve("haproxy")
                + " -v does not say which version of HAProxy it is, but: pound 4.0; ");
  }

  private Driver open(String words) {
    FakeProgram.saying(words, folder, "haproxy");
    return provider.open(FakeProgram.settings("haproxy", Map.of(), folder));
  }
}
