package io.spillway.harness.runtime.docker;

import io.spillway.harness.driver.ListeningPorts;
import io.spillway.harness.driver.ProgramOutput;
import io.spillway.harness.driver.SitePlan.HostPort;
import java.io.BufferedReader;
import java.io.StringReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What is seen of a router in a container: its log since it was started last, and where it listens.
 * Made for one look, with the ports as they were when they were first asked for. Safe for use by
 * several threads.
 */
final class ContainerOutput implements ProgramOutput {

  /** Prints the beginning of each table below its name: what listens comes first there. */
  private static final List<String> TABLES =
      List.of("head", "-n", "1000", "/proc/net/tcp", "/proc/net/tcp6");

  private static final Pattern NAME = Pattern.compile("(?m)^==> .* <==$");
  private static final String HEADS = "local_address";
  private static final int LAST_LINES = 10;

  private final Engine engine;
  private final String container;
  private final Instant since;
  private final ListeningPorts ports;
  private List<String> tables;

  /**
   * Creates one.
   *
   * @param since from when on what is logged counts, by the engine's clock
   * @param connects whether the router takes a connection; asked where the image has no program
   *     {@code head} to read the kernel's tables with
   */
  ContainerOutput(Engine engine, String container, Instant since, Predicate<HostPort> connects) {
    this.engine = engine;
    this.container = container;
    this.since = since;
    this.ports = new ListeningPorts(this::open, connects);
  }

  @Override
  public boolean hasLine(String pattern) {
    Pattern compiled = Pattern.compile(pattern);
    return engine.linesSince(container, since).stream()
        .anyMatch(line -> compiled.matcher(line.text().stripTrailing()).matches());
  }

  @Override
  public String lastLines() {
    return joined(engine.linesSince(container, since).stream().map(Engine.LogLine::text).toList());
  }

  /** {@return the last of these lines, in one} */
  static String joined(List<String> lines) {
    List<String> told = lines.stream().map(String::strip).filter(line -> !line.isEmpty()).toList();
    return String.join(" | ", told.subList(Math.max(0, told.size() - LAST_LINES), told.size()));
  }

  @Override
  public Optional<String> portProblem(HostPort at) {
    return ports.problem(at);
  }

  @Override
  public Optional<String> clientPortProblem(HostPort at) {
    return ports.problemUnknocked(at);
  }

  private synchronized List<BufferedReader> open() {
    if (tables == null) {
      tables = tables(engine.exec(container, TABLES));
    }
    return tables.stream().map(table -> new BufferedReader(new StringReader(table))).toList();
  }

  /** {@return the kernel's tables in what {@code head} has printed; none if it has not run} */
  static List<String> tables(String printed) {
    List<String> tables = new ArrayList<>();
    for (String part : NAME.split(printed, -1)) {
      String table = part.strip();
      if (table.contains(HEADS)) {
        tables.add(table);
      }
    }
    return tables;
  }
}
