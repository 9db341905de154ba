package io.spillway.harness.run;

import io.spillway.harness.Suggestion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What the user chose for a run, from {@code -Dspillway.…} properties.
 *
 * @param seed {@code spillway.seed}; drawn where not given
 * @param rules {@code spillway.rule}: ids, or {@code id/case}, separated by commas; empty for all
 * @param runtime {@code spillway.runtime}: {@code auto} (default), {@code embedded}, {@code docker}
 * @param toxiproxy {@code spillway.toxiproxy}: {@code embedded} (default) or the path of a {@code
 *     toxiproxy-server}; for runtimes on this machine
 * @param root what paths are relative to and shown relative to: the folder of the build
 * @param folder {@code spillway.report}: where report and run folder are written, default {@code
 *     target/conformance}
 * @param alpha {@code spillway.alpha}: the probability of a false fail that the whole run may
 *     spend, default 1e-6
 * @param properties the given properties, for the command that runs this again
 */
public record RunOptions(
    Seed seed,
    Optional<String> rules,
    String runtime,
    Optional<String> toxiproxy,
    Path root,
    Path folder,
    double alpha,
    Map<String, String> properties) {

  private static final String PREFIX = "spillway.";
  private static final String SEED = "spillway.seed";
  private static final String RULE = "spillway.rule";
  private static final String RUNTIME = "spillway.runtime";
  private static final String TOXIPROXY = "spillway.toxiproxy";
  private static final String REPORT = "spillway.report";
  private static final String ALPHA = "spillway.alpha";

  /** Set by the build: the folder that paths are relative to, and are shown relative to. */
  private static final String ROOT = "spillway.root";

  /** Read elsewhere, by what they configure, and therefore known here. */
  private static final List<String> KNOWN =
      List.of(
          SEED,
          RULE,
          RUNTIME,
          TOXIPROXY,
          REPORT,
          ALPHA,
          ROOT,
          "spillway.docker.base",
          "spillway.docker.toxiproxy",
          "spillway.toxiproxy.binary");

  private static final List<String> FOR_USERS =
      KNOWN.stream().filter(name -> !name.equals(ROOT)).toList();

  private static final double DEFAULT_ALPHA = 1e-6;

  /** Copies the map. */
  public RunOptions {
    properties = Map.copyOf(properties);
  }

  /**
   * Reads the properties that begin with {@code spillway.}; an empty value counts as not given.
   *
   * @throws IllegalArgumentException naming every property that is not known or has a value that it
   *     cannot have, with what would be right
   */
  public static RunOptions from(Properties system) {
    Map<String, String> given = new TreeMap<>();
    for (String name : system.stringPropertyNames()) {
      String value = system.getProperty(name);
      if (name.startsWith(PREFIX) && !value.isBlank()) {
        given.put(name, value.strip());
      }
    }
    List<String> problems = new ArrayList<>();
    for (String name : given.keySet()) {
      if (!KNOWN.contains(name)) {
        problems.add("-D" + name + " is not known" + Suggestion.among(FOR_USERS, name));
      }
    }
    Seed seed = Seed.drawn();
    String seedText = given.get(SEED);
    if (seedText != null) {
      try {
        seed = new Seed(Long.parseLong(seedText));
      } catch (IllegalArgumentException e) {
        problems.add("-D" + SEED + "=" + seedText + ": a seed is a whole number, 0 or more");
      }
    }
    double alpha = DEFAULT_ALPHA;
    String alphaText = given.get(ALPHA);
    if (alphaText != null) {
      try {
        alpha = Double.parseDouble(alphaText);
      } catch (NumberFormatException e) {
        alpha = Double.NaN;
      }
      if (!(alpha > 0 && alpha <= 0.01)) {
        problems.add(
            "-D" + ALPHA + "=" + alphaText + ": a probability above 0 and at most 0.01, as 1e-6");
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join(System.lineSeparator(), problems));
    }
    Path root = Path.of(given.getOrDefault(ROOT, "")).toAbsolutePath().normalize();
    given.remove(ROOT);
    return new RunOptions(
        seed,
        Optional.ofNullable(given.get(RULE)),
        given.getOrDefault(RUNTIME, "auto"),
        Optional.ofNullable(given.get(TOXIPROXY)).map(program -> located(root, program)),
        root,
        root.resolve(given.getOrDefault(REPORT, "target/conformance")),
        alpha,
        given);
  }

  /**
   * A path is relative to the folder where the user typed it, and not to that of the tests' JVM.
   */
  private static String located(Path root, String program) {
    return program.contains("/") ? root.resolve(program).normalize().toString() : program;
  }

  /** {@return the path as the user would type it} */
  public String display(Path path) {
    return path.startsWith(root) ? root.relativize(path).toString() : path.toString();
  }

  /** {@return the command that runs all of this again with the same seed} */
  public String reproduce() {
    return command(Map.of());
  }

  /**
   * {@return the command that runs just this case again with the same seed}
   *
   * @param ruleAndCase the case, as {@code spillway.rule} takes it
   * @param part what the case may spend of the run's α, which is then the whole run's
   */
  public String reproduce(String ruleAndCase, double part) {
    return command(Map.of(RULE, ruleAndCase, ALPHA, String.format(Locale.ROOT, "%.3g", part)));
  }

  private String command(Map<String, String> changes) {
    StringBuilder command = new StringBuilder("mvn verify");
    Map<String, String> all = new TreeMap<>(properties);
    all.remove(REPORT);
    all.put(SEED, Long.toString(seed.value()));
    all.putAll(changes);
    all.forEach((name, value) -> command.append(' ').append(quoted("-D" + name + "=" + value)));
    return command.toString();
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
