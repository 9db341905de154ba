package io.spillway.harness.driver.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.driver.Driver;
import io.spillway.harness.driver.DriverException;
import io.spillway.harness.driver.Drivers;
import io.spillway.harness.driver.FakeProgram;
import io.spillway.harness.driver.balancer.BalancerNetworks;
import io.spillway.harness.driver.balancer.BalancerPlans;
import io.spillway.harness.topology.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NginxProviderTest {

  private static final String BUILT_IN =
      "nginx version: nginx/1.27.4\nconfigure arguments: --with-stream --with-stream_ssl_module";

  private static final String DYNAMIC =
      "nginx version: nginx/1.22.1\nconfigure arguments: --modules-path=%s --with-stream=dynamic"
          + " --with-stream_ssl_module";

  private final NginxProvider provider = new NginxProvider();

  @TempDir private Path folder;

  @Test
  void provider_isFoundByItsName() {
    assertThat(Drivers.named("nginx")).isInstanceOf(NginxProvider.class);
  }

  @Test
  void moduleBuiltIn_isNotLoaded() {
    Driver driver = open(BUILT_IN, Map.of());

    assertThat(driver.version()).isEqualTo("1.27.4");
    assertThat(rendered(driver)).doesNotContain("load_module");
  }

  @Test
  void dynamicModule_isLoadedFromWhereNginxHasItsModules() throws IOException {
    Path module = Files.createFile(folder.resolve("ngx_stream_module.so"));

    Driver driver = open(DYNAMIC.formatted(folder), Map.of());

    assertThat(driver.version()).isEqualTo("1.22.1");
    assertThat(rendered(driver)).startsWith("load_module \"" + module + "\";\n");
  }

  @Test
  void dynamicModule_isLoadedFromWhereTheUserSays() throws IOException {
    Path module =
        Files.createFile(
            Files.createDirectory(folder.resolve("mine")).resolve("ngx_stream_module.so"));

    assertThat(rendered(open(DYNAMIC.formatted("/nowhere"), Map.of("modules", "mine"))))
        .startsWith("load_module \"" + module + "\";\n");
  }

  @Test
  void moduleNotThere_isToldWithWhereItWasLookedForAndHowItIsGot() {
    assertThatThrownBy(() -> open(DYNAMIC.formatted("/nowhere"), Map.of()))
        .isInstanceOf(DriverException.class)
        .hasMessage(
            folder.resolve("nginx")
                + " has no stream module built in, and there is no /nowhere/ngx_stream_module.so;"
                + " install it (Debian: apt-get install libnginx-mod-stream), or say in which"
                + " folder it is with -Dspillway.nginx.modules=PATH");
  }

  @Test
  void programNotThere_isTold() {
    assertThatThrownBy(() -> provider.open(FakeProgram.settings("nginx", Map.of(), folder)))
        .isInstanceOf(DriverException.class)
        .hasMessage(
            "the driver nginx finds no program nginx in "
                + folder
                + "; install it (Debian: apt-get install nginx), or say where it is with"
                + " -Dspillway.nginx.binary=PATH");
  }

  @Test
  void oldVersion_isToldWithTheFirstThatIsKnown() {
    assertThatThrownBy(() -> open("nginx version: nginx/1.21.3\n", Map.of()))
        .isInstanceOf(DriverException.class)
        .hasMessage(
            folder.resolve("nginx")
                + " is nginx 1.21.3, and the driver knows 1.21.4 and later; install a later one; or"
                + " say where another one is with -Dspillway.nginx.binary=PATH");
  }

  @Test
  void otherProgram_isToldWithItsOwnWords() {
    assertThatThrownBy(() -> open("nginx version: openresty/1.25.3.1", Map.of()))
        .isInstanceOf(DriverException.class)
        .hasMessageContaining(
            " -V does not say which version of nginx it is, but: nginx version:"
                + " openresty/1.25.3.1; ");
  }

  private Driver open(String words, Map<String, String> values) {
    FakeProgram.saying(words, folder, "nginx");
    return provider.open(FakeProgram.settings("nginx", values, folder));
  }

  private static String rendered(Driver driver) {
    Network network = BalancerNetworks.chain();
    return driver.render(BalancerPlans.plan(driver, network, "mid"));
  }
}
