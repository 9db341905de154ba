package io.spillway.harness.driver.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.driver.Program;
import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.driver.balancer.BalancerNetworks;
import io.spillway.harness.driver.balancer.BalancerPlans;
import io.spillway.harness.rule.Feature;
import io.spillway.harness.topology.Network;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HaproxyDriverTest {

  private static final Network CHAIN = BalancerNetworks.chain();

  private final HaproxyDriver driver = new HaproxyDriver(Path.of("/opt/haproxy"), "2.6");

  @Test
  void features_areAllButLinkCost() {
    assertThat(driver.features())
        .doesNotContain(Feature.LINK_COST)
        .hasSize(Feature.values().length - 1);
  }

  @Test
  void firstChannel_takesQuestions() {
    assertThat(driver.channels(CHAIN)).containsExactly("health", "west/a", "mid/b", "east/c");
    assertThat(driver.linkQuestion())
        .hasValueSatisfying(
            question -> assertThat(question).asString().isEqualTo("GET / HTTP/1.0\r\n\r\n"));
  }

  @Test
  void program_runsInTheForegroundAfterACheckOfItsFile() {
    SitePlan plan = BalancerPlans.plan(driver, CHAIN, "mid");

    Program program = driver.program(plan, Path.of("folder"));

    assertThat(program.command()).containsExactly("/opt/haproxy", "-db", "-f", "haproxy.cfg");
    assertThat(program.check().orElseThrow())
        .containsExactly("/opt/haproxy", "-c", "-f", "haproxy.cfg");
    assertThat(program.files()).isEqualTo(Map.of("haproxy.cfg", driver.render(plan)));
  }
}
