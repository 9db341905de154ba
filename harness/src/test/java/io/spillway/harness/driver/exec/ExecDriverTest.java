package io.spillway.harness.driver.exec;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.driver.Plans;
import io.spillway.harness.driver.Program;
import io.spillway.harness.driver.Sight;
import io.spillway.harness.driver.SiteFile;
import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.probe.WorkloadState;
import io.spillway.harness.rule.Feature;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ExecDriverTest {

  private static final Path HERE = Path.of("/home/somebody/project");
  private static final Path SITE = Path.of("/run/net/west");
  private static final SitePlan PLAN = Plans.west("127.0.0.2", 5671, 30080);

  @Test
  void commandThatNamesNoFile_getsThePathOfTheYamlAsItsLastWord() {
    assertThat(command("router", "-v")).containsExactly("router", "-v", "/run/net/west/site.yaml");
  }

  @Test
  void placeholders_areReplacedWhereverTheyStand() {
    assertThat(command("router", "--site={site}", "{json}"))
        .containsExactly("router", "--site=/run/net/west/site.yaml", "/run/net/west/site.json");
  }

  @Test
  void program_hasBothFilesAndRunsWhereItsUserIs() {
    Program program = driver(WorkloadLines.NONE, "router").program(PLAN, SITE);

    assertThat(program.files())
        .containsOnlyKeys("site.yaml", "site.json")
        .containsEntry("site.yaml", SiteFile.yaml(PLAN))
        .containsEntry("site.json", SiteFile.json(PLAN));
    assertThat(program.workingFolder()).contains(HERE);
    assertThat(program.check()).isEmpty();
  }

  @Test
  void renderedSite_isTheYamlFile() {
    assertThat(driver(WorkloadLines.NONE, "router").render(PLAN)).isEqualTo(SiteFile.yaml(PLAN));
  }

  @Test
  void routerThatHasNotSaidReady_isNot() {
    Sight sight = look(PLAN, Optional.of("getting ready"));

    assertThat(sight.isReady()).isFalse();
    assertThat(sight.words())
        .isEqualTo(
            "no line \"ready\" on its standard output (if it has written one: is it flushed?)");
  }

  @Test
  void routerThatSaysReadyAndRefuses_isNotAndTheBreachIsNamed() throws IOException {
    int closed;
    try (ServerSocket socket = listening()) {
      closed = socket.getLocalPort();
    }

    Sight sight = look(Plans.west("127.0.0.1", closed, closed), Optional.of("ready"));

    assertThat(sight.isReady()).isFalse();
    assertThat(sight.words())
        .startsWith("it said ready, but nothing listens at 127.0.0.1:" + closed);
  }

  @Test
  void routerThatSaysReadyAndListens_isReady() throws IOException {
    try (ServerSocket links = listening();
        ServerSocket clients = listening()) {
      SitePlan plan = Plans.west("127.0.0.1", links.getLocalPort(), clients.getLocalPort());

      assertThat(look(plan, Optional.of("ready"))).isEqualTo(Sight.READY);
    }
  }

  @Test
  void routerThatHeedsNoLines_isToldNothing() {
    ExecDriver driver = driver(WorkloadLines.NONE, "router");

    assertThat(Arrays.stream(WorkloadState.values()))
        .allSatisfy(state -> assertThat(driver.controlLine(PLAN, "shop-1", state)).isEmpty());
  }

  @Test
  void routerThatHeedsLines_isToldWhatAControllerWouldKnow() {
    ExecDriver driver = driver(WorkloadLines.STDIN, "router");

    assertThat(driver.controlLine(PLAN, "shop-1", WorkloadState.NOT_READY))
        .contains("workload shop-1 out");
    assertThat(driver.controlLine(PLAN, "shop-1", WorkloadState.SERVING))
        .contains("workload shop-1 in");
    assertThat(driver.controlLine(PLAN, "shop-1", WorkloadState.DEAD)).isEmpty();
  }

  private static List<String> command(String... words) {
    return driver(WorkloadLines.NONE, words).program(PLAN, SITE).command();
  }

  private static Sight look(SitePlan plan, Optional<String> printed) {
    return driver(WorkloadLines.NONE, "router").look(plan, Plans.output(printed));
  }

  private static ExecDriver driver(WorkloadLines lines, String... command) {
    return new ExecDriver(
        "mine", "1.2", Set.of(Feature.BALANCING), List.of(command), HERE, lines, Optional.empty());
  }

  private static ServerSocket listening() throws IOException {
    return new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
  }
}
