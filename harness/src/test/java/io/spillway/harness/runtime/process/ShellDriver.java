package io.spillway.harness.runtime.process;

import io.spillway.harness.driver.Program;
import io.spillway.harness.driver.ProgramDriver;
import io.spillway.harness.driver.ProgramOutput;
import io.spillway.harness.driver.Sight;
import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.probe.WorkloadState;
import io.spillway.harness.rule.Feature;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A driver whose router is a shell script that can do everything, it says.
 *
 * @param script what runs; it is ready when it prints {@code ready}
 * @param check what checks its configuration
 */
public record ShellDriver(String script, Optional<List<String>> check) implements ProgramDriver {

  @Override
  public String name() {
    return "sh";
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  public Set<Feature> features() {
    return EnumSet.allOf(Feature.class);
  }

  @Override
  public String render(SitePlan plan) {
    return "hello\n";
  }

  @Override
  public Program program(SitePlan plan, Path folder) {
    return new Program(
        List.of("sh", "-c", script), Map.of(), Map.of("greeting", render(plan)), check);
  }

  @Override
  public Optional<String> controlLine(SitePlan plan, String connector, WorkloadState state) {
    return Optional.of(connector + " " + state.word());
  }

  @Override
  public Sight look(SitePlan plan, ProgramOutput output) {
    return output.hasLine("ready") ? Sight.READY : Sight.missing("it has not said 'ready'");
  }
}
