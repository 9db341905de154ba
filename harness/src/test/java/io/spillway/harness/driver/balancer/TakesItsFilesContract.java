package io.spillway.harness.driver.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.spillway.harness.driver.Commands;
import io.spillway.harness.driver.DriverException;
import io.spillway.harness.driver.DriverProvider;
import io.spillway.harness.driver.DriverSettings;
import io.spillway.harness.driver.Program;
import io.spillway.harness.driver.ProgramDriver;
import io.spillway.harness.topology.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real program says of the files that it gets. Skipped where it is not there. */
public abstract class TakesItsFilesContract {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final DriverProvider provider;
  private ProgramDriver driver;

  @TempDir private Path folder;

  /** Creates the tests of the driver that this provider opens. */
  protected TakesItsFilesContract(DriverProvider provider) {
    this.provider = provider;
  }

  @BeforeEach
  final void findProgram() {
    try {
      driver =
          (ProgramDriver)
              provider.open(DriverSettings.ofThisProcess(provider.name(), Map.of(), folder));
    } catch (DriverException e) {
      abort(e.getMessage());
    }
  }

  @Test
  final void listenersOfEveryKind_areTaken() throws IOException {
    Network network = BalancerNetworks.everything();
    for (String site : BalancerNetworks.sites(network)) {
      Program program = program(network, site);
      write(program.files());

      Commands.Ended ended = check(program);

      assertThat(ended.status()).as("%s: %s", site, ended.output()).isZero();
    }
  }

  @Test
  final void brokenFile_isRefusedWithTheProgramsWords() throws IOException {
    Program program = program(BalancerNetworks.weighted(), "west");
    Map<String, String> broken = new HashMap<>(program.files());
    broken.replaceAll((name, text) -> "nonsense here;\n");
    write(broken);

    Commands.Ended ended = check(program);

    assertThat(ended.status()).isNotZero();
    assertThat(ended.output()).contains("nonsense");
  }

  private Program program(Network network, String site) {
    return driver.program(BalancerPlans.plan(driver, network, site), folder);
  }

  private void write(Map<String, String> files) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
  }

  private Commands.Ended check(Program program) {
    return Commands.run(program.check().orElseThrow(), folder, PATIENCE);
  }
}
