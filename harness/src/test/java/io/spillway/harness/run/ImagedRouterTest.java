package io.spillway.harness.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.driver.DriverException;
import io.spillway.harness.driver.Drivers;
import io.spillway.harness.driver.FakeImage;
import io.spillway.harness.driver.FakeProgram;
import io.spillway.harness.driver.ProgramDriver;
import io.spillway.harness.driver.RouterImage;
import io.spillway.harness.runtime.RuntimeStartException;
import io.spillway.harness.runtime.select.RuntimeChoice;
import io.spillway.harness.runtime.select.RuntimeKind;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImagedRouterTest {

  private static final String HERE = "HAProxy version 2.6.12 2026/10/17";
  private static final String IN_THE_IMAGE = "HAProxy version 3.2.4 2025/08/13";

  @TempDir private Path folder;

  @Test
  void programThatIsHere_runsHere_andNoEngineIsAsked() {
    FakeProgram.saying(HERE, folder, "haproxy");

    TestedRouter router = router(Map.of(), new NoEngine()).choose("auto");

    assertThat(router.choice())
        .isEqualTo(new RuntimeChoice(RuntimeKind.PROCESS, "its program is on this machine"));
    assertThat(router.driver().version()).isEqualTo("2.6.12");
    assertThat(((ProgramDriver) router.driver()).image()).isEmpty();
  }

  @Test
  void programThatIsNotHere_runsInTheUsualImage_whereAnEngineAnswers() {
    TestedRouter router = router(Map.of(), new AnEngine()).choose("auto");

    assertThat(router.choice().kind()).isEqualTo(RuntimeKind.DOCKER);
    assertThat(router.choice().reason())
        .startsWith("the driver haproxy finds no program haproxy in ")
        .endsWith("; it answers");
    assertThat(router.driver().version()).isEqualTo("3.2.4");
    assertThat(((ProgramDriver) router.driver()).image())
        .isEqualTo(Drivers.named("haproxy").image());
  }

  @Test
  void programThatIsNotHere_whereNoEngineAnswers_isTheDriversErrorWithBoth() {
    assertThatThrownBy(() -> router(Map.of(), new NoEngine()).choose("auto"))
        .isInstanceOf(DriverException.class)
        .hasMessageStartingWith("the driver haproxy finds no program haproxy in ")
        .hasMessageEndingWith("; it does not answer");
  }

  @Test
  void programThatIsNotWhereTheUserSays_isNotLookedForInAnImage() {
    assertThatThrownBy(() -> router(Map.of("binary", "./nowhere"), new AnEngine()).choose("auto"))
        .isInstanceOf(DriverException.class)
        .hasMessageStartingWith("-Dspillway.haproxy.binary=./nowhere: there is no program ");
  }

  @Test
  void imageThatIsNamed_isRun_alsoWhereTheProgramIsHere() {
    FakeProgram.saying(HERE, folder, "haproxy");

    TestedRouter router =
        router(Map.of("image", "example/haproxy:9"), new AnEngine()).choose("auto");

    assertThat(router.choice())
        .isEqualTo(
            new RuntimeChoice(
                RuntimeKind.DOCKER, "-Dspillway.haproxy.image names an image; it answers"));
    assertThat(((ProgramDriver) router.driver()).image()).contains("example/haproxy:9");
  }

  @Test
  void imageThatIsNamed_whereNoEngineAnswers_isAnErrorAndNothingElseRuns() {
    FakeProgram.saying(HERE, folder, "haproxy");

    assertThatThrownBy(
            () -> router(Map.of("image", "example/haproxy:9"), new NoEngine()).choose("auto"))
        .isInstanceOf(RuntimeStartException.class)
        .hasMessage("-Dspillway.haproxy.image names an image; it does not answer");
  }

  @Test
  void settingThatWouldHaveNoEffect_isRefused() {
    assertThatThrownBy(
            () -> router(Map.of("image", "example/haproxy:9"), new AnEngine()).choose("process"))
        .isInstanceOf(DriverException.class)
        .hasMessage(
            "-Dspillway.haproxy.image=example/haproxy:9 names an image, and the process runtime"
                + " runs a program of this machine; leave it out, or use"
                + " -Dspillway.runtime=docker");
    assertThatThrownBy(
            () ->
                router(Map.of("image", "example/haproxy:9", "binary", "x"), new AnEngine())
                    .choose("auto"))
        .isInstanceOf(DriverException.class)
        .hasMessage(
            "-Dspillway.haproxy.binary=x names a program of this machine, and the docker runtime"
                + " runs the one of an image; leave it out, or use -Dspillway.runtime=process");
  }

  @Test
  void runtimeThatIsAskedFor_isLookedAtAlone() {
    FakeProgram.saying(HERE, folder, "haproxy");

    assertThat(router(Map.of(), new NoEngine()).choose("process").choice())
        .isEqualTo(new RuntimeChoice(RuntimeKind.PROCESS, "asked for"));
    assertThatThrownBy(() -> router(Map.of(), new NoEngine()).choose("embedded"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("it runs on process or docker");
  }

  private ImagedRouter router(Map<String, String> values, ImagedRouter.Containers containers) {
    return new ImagedRouter(
        Drivers.named("haproxy"), FakeProgram.settings("haproxy", values, folder), containers);
  }

  private static final class AnEngine implements ImagedRouter.Containers {

    @Override
    public RuntimeChoice choose(String why) {
      return new RuntimeChoice(RuntimeKind.DOCKER, why + "; it answers");
    }

    @Override
    public RouterImage image(String name) {
      return new FakeImage(name, IN_THE_IMAGE);
    }
  }

  private static final class NoEngine implements ImagedRouter.Containers {

    @Override
    public RuntimeChoice choose(String why) {
      throw new RuntimeStartException(why + "; it does not answer");
    }

    @Override
    public RouterImage image(String name) {
      throw new AssertionError("asked for the image " + name);
    }
  }
}
