package io.spillway.harness.driver.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.driver.Program;
import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.driver.balancer.BalancerNetworks;
import io.spillway.harness.driver.balancer.BalancerPlans;
import io.spillway.harness.rule.Feature;
import io.spillway.harness.topology.Network;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class NginxDriverTest {

  private static final Network CHAIN = BalancerNetworks.chain();

  private final NginxDriver driver =
      new NginxDriver(Path.of("/opt/nginx"), "1.22.1", Optional.empty());

  @Test
  void features_haveNeitherLinkCostNorReadinessNorWhatNeedsIt() {
    assertThat(driver.features())
        .contains(Feature.WORKLOAD_FAILOVER)
        .doesNotContain(
            Feature.LINK_COST, Feature.READINESS, Feature.TRAFFIC_SPLIT, Feature.LINKERD_FAILOVER);
  }

  @Test
  void channels_areThoseOfConnectors() {
    assertThat(driver.channels(CHAIN)).containsExactly("west/a", "mid/b", "east/c");
    assertThat(driver.linkQuestion()).isEmpty();
  }

  @Test
  void program_runsInTheForegroundAfterACheckOfItsFile() {
    SitePlan plan = BalancerPlans.plan(driver, CHAIN, "mid");

    Program program = driver.program(plan, Path.of("folder"));

    assertThat(program.command())
        .containsExactly("/opt/nginx", "-e", "stderr", "-p", ".", "-c", "nginx.conf");
    assertThat(program.check().orElseThrow())
        .containsExactly("/opt/nginx", "-e", "stderr", "-p", ".", "-c", "nginx.conf", "-t", "-q");
    assertThat(program.files()).isEqualTo(Map.of("nginx.conf", driver.render(plan)));
  }

  @Test
  void programWithSockets_removesThoseThatAKilledOneLeftBehind() {
    SitePlan plan = BalancerPlans.plan(driver, BalancerNetworks.everything(), "west");

    assertThat(driver.program(plan, Path.of("folder")).command())
        .startsWith("/bin/sh", "-c", "rm -f ./*.sock; exec \"$@\"", "nginx", "/opt/nginx", "-e");
  }
}
