package io.spillway.suites.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.check.Question;
import io.spillway.harness.driver.spillway.SpillwayDriver;
import io.spillway.harness.fault.toxiproxy.EmbeddedToxiproxyServer;
import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.History;
import io.spillway.harness.history.io.Purpose;
import io.spillway.harness.rule.Rule;
import io.spillway.harness.rule.Rulebook;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.RunFolder;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.ScenarioRunner;
import io.spillway.harness.run.Seed;
import io.spillway.harness.run.Stage;
import io.spillway.harness.runtime.embedded.EmbeddedRuntime;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network as Skupper users write it is read from its files and runs. */
class NetworkFileTest {

  private static final Path FILES = Path.of("src/test/resources/networks/shop");

  @TempDir Path folder;

  @Test
  void networkOfFiles_runsAndServesAsItSays() throws InterruptedException {
    Network network = NetworkReader.read(FILES).network();
    Rule rule = Rulebook.load().rule("M7");
    Question question = new Question(rule, rule.cases().get(0), 1e-7);
    try (EmbeddedRuntime runtime =
        new EmbeddedRuntime(new SpillwayDriver(), EmbeddedToxiproxyServer.start())) {
      History history =
          new ScenarioRunner(
                  runtime, new Seed(1), Map.of(), Purpose.Gate.MUSTS, RunFolder.prepare(folder))
              .run(
                  new Connecting(network),
                  question,
                  (r, ruleCase, attempts, estimate, elapsed) -> {});

      assertThat(history.attempts("connect"))
          .extracting(Attempt::servedBy)
          .allSatisfy(
              served -> assertThat(served).map(Attempt.Served::site).contains("private-cloud"))
          .hasSize(5);
    }
  }

  /** Connects to the shop's payments a few times. */
  private record Connecting(Network network) implements Scenario {

    @Override
    public String name() {
      return "network of files";
    }

    @Override
    public Estimate estimate() {
      return new Estimate(5, Duration.ofSeconds(1));
    }

    @Override
    public void play(Stage stage) {
      try (var connecting = stage.phase("connect", Map.of("role", "connect"))) {
        List<Attempt> attempts =
            stage
                .prober()
                .sequential(stage.target("store", "payments"), "connect", 5, stage::settled);
        assertThat(attempts).hasSize(5);
      }
    }
  }
}
