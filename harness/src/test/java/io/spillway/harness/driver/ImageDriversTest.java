package io.spillway.harness.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.driver.SitePlan.HostPort;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The drivers whose routers come in an image, on a machine that has none of their programs. */
final class ImageDriversTest {

  private static final String NGINX_OF_DEBIAN =
      """
      nginx version: nginx/1.22.1
      configure arguments: --prefix=/usr/share/nginx --modules-path=/usr/lib/nginx/modules \
      --with-stream=dynamic\
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "haproxy, HAProxy version 3.2.4-98813a1 2025/08/13, haproxy -v, 3.2.4-98813a1",
    "nginx, nginx version: nginx/1.28.0 --with-stream , nginx -V, 1.28.0",
    "skupper-router, 3.5.1, skrouterd --version, '3.5.1, with controller'"
  })
  void versionAndProgram_areThoseOfTheImage(
      String driver, String words, String asked, String version) {
    FakeImage image = new FakeImage("example/router:1", words);

    ProgramDriver opened = open(driver, Map.of(), image);

    assertThat(image.commands()).containsExactly(List.of(asked.split(" ", -1)));
    assertThat(opened.version()).isEqualTo(version);
    assertThat(opened.image()).contains("example/router:1");
    assertThat(new ValidatingDriver(opened).image()).contains("example/router:1");
  }

  @ParameterizedTest
  @CsvSource({
    "haproxy, HAProxy version 2.2.9 2023/10/10",
    "haproxy, no such thing",
    "nginx, nginx version: nginx/1.18.0",
    "nginx, no such thing",
    "skupper-router, 3.4.2",
    "skupper-router, no such thing"
  })
  void imageThatIsNotKnown_isToldWithHowAnotherIsNamed(String driver, String words) {
    FakeImage image = new FakeImage("example/router:1", words);

    assertThatThrownBy(() -> open(driver, Map.of(), image))
        .isInstanceOf(DriverException.class)
        .hasMessageContainingAll(" of the image example/router:1 ", words.split(" ", 2)[0])
        .hasMessageEndingWith("name another image with -Dspillway." + driver + ".image=NAME");
  }

  @ParameterizedTest
  @CsvSource({"haproxy", "nginx", "skupper-router"})
  void providerWithAnImage_hasTheSettingThatNamesAnother(String driver) {
    DriverProvider provider = Drivers.named(driver);

    assertThat(provider.image()).hasValueSatisfying(name -> assertThat(name).contains(":"));
    assertThat(provider.settings().get("image")).endsWith(provider.image().orElseThrow());
  }

  @Test
  void providerOfAProgramThatIsTheUsers_hasNoImage() {
    assertThat(Drivers.named("exec").image()).isEmpty();
  }

  @Test
  void streamModuleOfAnImage_isTakenFromWhereItsNginxLooks() {
    ProgramDriver built =
        open("nginx", Map.of(), new FakeImage("example/nginx:1", NGINX_OF_DEBIAN));
    ProgramDriver named =
        open(
            "nginx",
            Map.of("modules", "/opt/modules"),
            new FakeImage("example/nginx:1", NGINX_OF_DEBIAN));

    assertThat(built.render(Plans.west("0.0.0.0", 5671, 8080)))
        .startsWith("load_module \"/usr/lib/nginx/modules/ngx_stream_module.so\";");
    assertThat(named.render(Plans.west("0.0.0.0", 5671, 8080)))
        .startsWith("load_module \"/opt/modules/ngx_stream_module.so\";");
  }

  @Test
  void folderOfThisMachine_isRefusedForAProgramInAnImage() {
    assertThatThrownBy(
            () ->
                open(
                    "skupper-router",
                    Map.of("library-path", "/opt/lib"),
                    new FakeImage("example/router:1", "3.5.1")))
        .isInstanceOf(DriverException.class)
        .hasMessage(
            "-Dspillway.skupper-router.library-path is for a program of this machine, not for one"
                + " in an image");
  }

  @Test
  void ownPort_isReachedWhereItListens_unlessThePlanSaysWhere() {
    SitePlan plan =
        new SitePlan(
            Plans.west(),
            "0.0.0.0",
            5671,
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            java.util.Optional.empty(),
            Map.of("management", 20_000),
            Map.of());

    SitePlan published = plan.reachedAt(Map.of("management", new HostPort("localhost", 21_234)));

    assertThat(plan.reachedPort("management")).isEqualTo(new HostPort("0.0.0.0", 20_000));
    assertThat(published.reachedPort("management")).isEqualTo(new HostPort("localhost", 21_234));
    assertThat(published.port("management")).isEqualTo(new HostPort("0.0.0.0", 20_000));
  }

  private ProgramDriver open(String driver, Map<String, String> values, RouterImage image) {
    return (ProgramDriver)
        Drivers.named(driver).open(FakeProgram.settings(driver, values, folder), image);
  }
}
