package io.spillway.harness.driver.exec;

import io.spillway.harness.driver.Listening;
import io.spillway.harness.driver.Program;
import io.spillway.harness.driver.ProgramDriver;
import io.spillway.harness.driver.ProgramOutput;
import io.spillway.harness.driver.Sight;
import io.spillway.harness.driver.SiteFile;
import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.probe.WorkloadState;
import io.spillway.harness.rule.Feature;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A router that is any program: started for each site with the path of that site's file, ready when
 * it says so, stopped by SIGTERM. {@code docs/drivers.md#exec} is the contract.
 *
 * @param name what reports call it
 * @param version its version, as its user says
 * @param features what it is tested for
 * @param command the program and its arguments; {@value #YAML} and {@value #JSON} in them stand for
 *     the paths of the site's files, and where neither does the YAML's path comes last
 * @param folder where it runs
 * @param workloadLines whether it is told of workloads
 * @param linkQuestion see {@link io.spillway.harness.driver.Driver#linkQuestion}
 */
public record ExecDriver(
    String name,
    String version,
    Set<Feature> features,
    List<String> command,
    Path folder,
    WorkloadLines workloadLines,
    Optional<byte[]> linkQuestion)
    implements ProgramDriver {

  /** Stands for the path of the site's YAML file. */
  public static final String YAML = "{site}";

  /** Stands for the path of the same resources in a JSON array. */
  public static final String JSON = "{json}";

  private static final String YAML_FILE = "site.yaml";
  private static final String JSON_FILE = "site.json";
  private static final String READY = "ready";

  // Most languages keep what goes to a pipe until there are some KB of it; Python can be told not
  // to, and its users would look long for why their router is never ready.
  private static final Map<String, String> ENVIRONMENT = Map.of("PYTHONUNBUFFERED", "1");

  /** Copies. */
  public ExecDriver {
    features = Set.copyOf(features);
    command = List.copyOf(command);
    linkQuestion = linkQuestion.map(byte[]::clone);
  }

  @Override
  public Optional<byte[]> linkQuestion() {
    return linkQuestion.map(byte[]::clone);
  }

  /** {@return the site's YAML file} */
  @Override
  public String render(SitePlan plan) {
    return SiteFile.yaml(plan);
  }

  @Override
  public Program program(SitePlan plan, Path siteFolder) {
    Map<String, String> files =
        Map.of(YAML_FILE, SiteFile.yaml(plan), JSON_FILE, SiteFile.json(plan));
    return new Program(
        words(siteFolder.toAbsolutePath()),
        ENVIRONMENT,
        files,
        Optional.empty(),
        Optional.of(folder));
  }

  private List<String> words(Path siteFolder) {
    String yaml = siteFolder.resolve(YAML_FILE).toString();
    String json = siteFolder.resolve(JSON_FILE).toString();
    List<String> words =
        command.stream().map(word -> word.replace(YAML, yaml).replace(JSON, json)).toList();
    if (!words.equals(command)) {
      return words;
    }
    return Stream.concat(words.stream(), Stream.of(yaml)).toList();
  }

  @Override
  public Sight look(SitePlan plan, ProgramOutput output) {
    if (!output.hasLine(READY)) {
      return Sight.missing(
          "no line \"ready\" on its standard output (if it has written one: is it flushed?)");
    }
    Sight ports = Listening.everywhere(plan, output);
    return ports.isReady() ? ports : Sight.missing("it said ready, but " + ports.words());
  }

  /**
   * {@return {@code workload CONNECTOR out} when a workload says that it is not ready, {@code
   * workload CONNECTOR in} when it serves, and nothing when it fails without a word}
   */
  @Override
  public Optional<String> controlLine(SitePlan plan, String connector, WorkloadState state) {
    if (workloadLines == WorkloadLines.NONE) {
      return Optional.empty();
    }
    if (state.isReady()) {
      return Optional.of("workload " + connector + " in");
    }
    return state == WorkloadState.NOT_READY
        ? Optional.of("workload " + connector + " out")
        : Optional.empty();
  }
}
