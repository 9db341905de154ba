package example;

import io.spillway.harness.driver.Listening;
import io.spillway.harness.driver.Program;
import io.spillway.harness.driver.ProgramDriver;
import io.spillway.harness.driver.ProgramOutput;
import io.spillway.harness.driver.Sight;
import io.spillway.harness.driver.SiteFile;
import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.probe.WorkloadState;
import io.spillway.harness.rule.Feature;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Runs a Python router for each site. */
final class PythonRouterDriver implements ProgramDriver {

  private final Path python;
  private final Path script;

  PythonRouterDriver(Path python, Path script) {
    this.python = python;
    this.script = script;
  }

  @Override
  public String name() {
    return "python-router";
  }

  @Override
  public String version() {
    return "1";
  }

  /** What it can do: rules that need more are not applicable. */
  @Override
  public Set<Feature> features() {
    return EnumSet.complementOf(EnumSet.of(Feature.TRAFFIC_SPLIT, Feature.LINKERD_FAILOVER));
  }

  /** Here a router's own format is written, from what is in the plan. This one reads Spillway's. */
  @Override
  public String render(SitePlan plan) {
    return SiteFile.json(plan);
  }

  @Override
  public Program program(SitePlan plan, Path folder) {
    return new Program(
        List.of(python.toString(), script.toString(), "site.json"), // in the site's folder
        Map.of("PYTHONUNBUFFERED", "1"),
        Map.of("site.json", render(plan)),
        Optional.empty()); // it has no command that checks a file
  }

  /** Asked again and again, after each start. */
  @Override
  public Sight look(SitePlan plan, ProgramOutput output) {
    return output.hasLine("ready")
        ? Listening.everywhere(plan, output)
        : Sight.missing("it has not said ready");
  }

  /** The part of a controller, which takes workloads out of service that are not ready. */
  @Override
  public Optional<String> controlLine(SitePlan plan, String connector, WorkloadState state) {
    if (state.isReady()) {
      return Optional.of("workload " + connector + " in");
    }
    return state == WorkloadState.NOT_READY
        ? Optional.of("workload " + connector + " out")
        : Optional.empty(); // nobody tells a router of other ends
  }

  /**
   * With a question that a router answers to anybody the harness sees what a link does to bytes.
   */
  @Override
  public Optional<byte[]> linkQuestion() {
    return Optional.of("{}\n".getBytes(StandardCharsets.UTF_8));
  }
}
