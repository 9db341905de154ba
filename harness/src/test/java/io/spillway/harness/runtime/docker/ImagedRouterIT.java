package io.spillway.harness.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.model.Container;
import io.spillway.harness.driver.DriverException;
import io.spillway.harness.driver.DriverProvider;
import io.spillway.harness.driver.DriverSettings;
import io.spillway.harness.driver.Drivers;
import io.spillway.harness.driver.Listening;
import io.spillway.harness.driver.Program;
import io.spillway.harness.driver.ProgramDriver;
import io.spillway.harness.driver.ProgramOutput;
import io.spillway.harness.driver.RouterImage;
import io.spillway.harness.driver.Sight;
import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.fault.Fault;
import io.spillway.harness.history.Trouble;
import io.spillway.harness.rule.Feature;
import io.spillway.harness.runtime.RunningNetwork;
import io.spillway.harness.runtime.RuntimeContract;
import io.spillway.harness.runtime.RuntimeStartException;
import io.spillway.harness.runtime.SiteRuntime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The docker runtime with a router that comes in an image: HAProxy's, or the one that {@code
 * spillway.haproxy.image} names.
 */
final class ImagedRouterIT extends RuntimeContract {

  private static final String HAPROXY = "haproxy";

  private static RouterImage image;
  private static DockerRuntime runtime;

  @BeforeAll
  static void open() {
    DriverProvider haproxy = Drivers.named(HAPROXY);
    String usual = haproxy.image().orElseThrow();
    image = DockerRuntime.image(HAPROXY, System.getProperty("spillway.haproxy.image", usual));
    DriverSettings nothing =
        DriverSettings.ofThisProcess(HAPROXY, Map.of(), Path.of("").toAbsolutePath());
    runtime = DockerRuntime.open(haproxy.open(nothing, image));
  }

  @AfterAll
  static void close() {
    runtime.close();
    assertThat(Engine.connect().containers("io.spillway.run=" + runtime.run())).isEmpty();
  }

  @Override
  protected SiteRuntime runtime() {
    return runtime;
  }

  @Override
  protected List<String> configuredAtWest() {
    return List.of("bind 0.0.0.0:8080", "links:", "way.east.backend");
  }

  @Test
  void environment_namesTheImage() {
    assertThat(runtime.environment()).containsEntry("router image", image.name());
  }

  @Test
  void programThatTheImageLacks_isToldWithHowAnotherIsNamed() {
    assertThatThrownBy(() -> image.run(List.of("no-such-program", "-v")))
        .isInstanceOf(DriverException.class)
        .hasMessageStartingWith("no-such-program -v cannot be run in a container of the image ")
        .hasMessageEndingWith("name another image with -Dspillway.haproxy.image=NAME");
  }

  @Test
  void imageThatIsNowhere_isReportedWithWhatToDo() {
    assertThatThrownBy(() -> DockerRuntime.image(HAPROXY, "spillway.invalid/absent:1"))
        .isInstanceOf(RuntimeStartException.class)
        .hasMessageContainingAll(
            "no image spillway.invalid/absent:1",
            "-Dspillway.haproxy.image",
            "-Dspillway.runtime=process");
  }

  @Test
  void routerThatEndsByItself_isTrouble_andOneThatIsKilledIsNot() {
    List<String> troubles = new CopyOnWriteArrayList<>();
    try (RunningNetwork network = runtime.start(threeSites())) {
      network.onTrouble(
          (kind, description) -> {
            if (kind.equals(Trouble.DRIVER)) { // and not a machine that stands still
              troubles.add(description);
            }
          });

      network.inject("east", new Fault.Kill());
      network.heal("east");
      assertThat(troubles).isEmpty();

      Engine engine = Engine.connect();
      engine.kill(routerOf("west", engine));

      await("the trouble to be told")
          .atMost(Duration.ofSeconds(5))
          .until(() -> !troubles.isEmpty());
      assertThat(troubles)
          .singleElement()
          .asString()
          .startsWith("router of site west ended by itself with status 137; it printed");
    }
  }

  @Test
  void configurationThatTheRouterRefuses_isReportedInItsOwnWords() {
    try (DockerRuntime other = DockerRuntime.open(new Nonsense("nonsense here\n"))) {
      assertThatThrownBy(() -> other.start(threeSites()))
          .isInstanceOf(RuntimeStartException.class)
          .hasMessageContainingAll("router of site ", " ended with status 1 before it was ready; ")
          .hasMessageContaining("it printed: ")
          .hasMessageContaining("unknown keyword 'nonsense'");
    }
  }

  @Test
  void routerThatNeverGetsReady_isReportedWithWhatWasSeenLast() {
    String idle = "defaults\n  timeout client 1s\nfrontend idle\n  mode tcp\n  bind 0.0.0.0:9\n";
    DockerOptions usual = DockerOptions.fromSystem();
    DockerOptions hasty =
        new DockerOptions(usual.baseImage(), usual.toxiproxyImage(), Duration.ofSeconds(10));
    try (DockerRuntime other = DockerRuntime.open(new Nonsense(idle), hasty)) {
      assertThatThrownBy(() -> other.start(threeSites()))
          .isInstanceOf(RuntimeStartException.class)
          .hasMessageContainingAll(
              " did not get ready within 10 s; last seen: nothing listens at 0.0.0.0:5671, for"
                  + " other sites; it printed");
    }
  }

  private static String routerOf(String site, Engine engine) {
    return engine.containers("io.spillway.run=" + runtime.run()).stream()
        .filter(container -> container.getNames()[0].endsWith("-" + site + "-router"))
        .findFirst()
        .map(Container::getId)
        .orElseThrow();
  }

  /** HAProxy with a file of ours. */
  private record Nonsense(String file) implements ProgramDriver {

    @Override
    public String name() {
      return HAPROXY;
    }

    @Override
    public String version() {
      return "broken";
    }

    @Override
    public Set<Feature> features() {
      return Set.of();
    }

    @Override
    public String render(SitePlan plan) {
      return file;
    }

    @Override
    public Optional<String> image() {
      return Optional.of(image.name());
    }

    @Override
    public Program program(SitePlan plan, Path folder) {
      return new Program(
          List.of("haproxy", "-db", "-f", folder + "/nonsense.cfg"),
          Map.of(),
          Map.of("nonsense.cfg", file),
          Optional.empty());
    }

    @Override
    public Sight look(SitePlan plan, ProgramOutput output) {
      return Listening.everywhere(plan, output);
    }
  }
}
