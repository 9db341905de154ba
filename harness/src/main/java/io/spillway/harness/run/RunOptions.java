package io.spillway.harness.run;

import io.spillway.harness.driver.Drivers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the user chose for a run, from {@code -Dspillway.…} properties.
 *
 * @param seed {@code spillway.seed}; drawn where not given
 * @param rules {@code spillway.rule}: ids, or {@code id/case}, separated by commas; empty for all
 * @param driver {@code spillway.driver}: which router is tested, default {@code spillway}
 * @param runtime {@code spillway.runtime}: {@code auto} (default), {@code embedded}, {@code
 *     process}, {@code docker}
 * @param toxiproxy {@code spillway.toxiproxy}: {@code embedded} or the path of a {@code
 *     toxiproxy-server}, for runtimes on this machine; by default embedded, and for processes the
 *     one that is on the {@code PATH}, if any
 * @param root what paths are relative to and shown relative to: the folder of the build
 * @param folder {@code spillway.report}: where report and run folder are written, default {@code
 *     target/conformance}
 * @param alpha {@code spillway.alpha}: the probability of a false fail that the whole run may
 *     spend, default 1e-6
 * @param profile {@code spillway.profile}: a profile such as {@code skupper-2.2}, or a part of one
 *     such as {@code skupper-2.2/core}; empty for none
 * @param strict {@code spillway.strict}: whether a should-rule that is broken fails the run too
 * @param mayStayOpen {@code spillway.allow-inconclusive}: rules, or {@code rule/case}, separated by
 *     commas, for which too little evidence does not fail the run; empty for none
 * @param parallel {@code spillway.parallel}: how many scenarios play at a time; by default as many
 *     as suits the runtime
 * @param budget {@code spillway.budget}: about how long the run may take, such as {@code 30s} or
 *     {@code 5m}; by default as long as the rulebook's sample sizes need
 * @param scale {@code spillway.scale}: sample sizes as multiples of the rulebook's; what a budget
 *     came to, so that a single case of its run can be repeated
 * @param properties the given properties, for the command that runs this again
 * @param command the form of that command
 */
public record RunOptions(
    Seed seed,
    Optional<String> rules,
    String driver,
    String runtime,
    Optional<String> toxiproxy,
    Path root,
    Path folder,
    double alpha,
    Optional<String> profile,
    boolean strict,
    Optional<String> mayStayOpen,
    OptionalInt parallel,
    Optional<Duration> budget,
    OptionalDouble scale,
    Map<String, String> properties,
    Command command) {

  private static final String PREFIX = "spillway.";
  private static final String SEED = "spillway.seed";
  private static final String RULE = "spillway.rule";
  private static final String DRIVER = "spillway.driver";
  private static final String RUNTIME = "spillway.runtime";
  private static final String TOXIPROXY = "spillway.toxiproxy";
  private static final String REPORT = "spillway.report";
  private static final String ALPHA = "spillway.alpha";
  private static final String PROFILE = "spillway.profile";
  private static final String STRICT = "spillway.strict";
  private static final String ALLOW_INCONCLUSIVE = "spillway.allow-inconclusive";
  private static final String PARALLEL = "spillway.parallel";
  private static final String BUDGET = "spillway.budget";
  private static final String SCALE = "spillway.scale";

  /** Set by the build: the folder that paths are relative to, and are shown relative to. */
  private static final String ROOT = "spillway.root";

  /** Where {@code bin/spillway} takes the class path of drivers of others from. */
  public static final String CLASS_PATH_VARIABLE = "SPILLWAY_CLASSPATH";

  /** Set by the command line to that class path, for the command that runs this again. */
  public static final String CLASS_PATH = "spillway.classpath";

  /** For the contract test of the original Toxiproxy; a run does not heed it. */
  private static final String TESTED_BINARY = "spillway.toxiproxy.binary";

  /** Read elsewhere, by what they configure, and therefore known here. */
  private static final List<String> KNOWN =
      List.of(
          SEED,
          RULE,
          DRIVER,
          RUNTIME,
          TOXIPROXY,
          REPORT,
          ALPHA,
          PROFILE,
          STRICT,
          ALLOW_INCONCLUSIVE,
          PARALLEL,
          BUDGET,
          SCALE,
          ROOT,
          CLASS_PATH,
          "spillway.docker.base",
          "spillway.docker.toxiproxy",
          TESTED_BINARY);

  private static final List<String> FOR_USERS =
      KNOWN.stream()
          .filter(name -> !List.of(ROOT, CLASS_PATH, TESTED_BINARY).contains(name))
          .toList();

  private static final double DEFAULT_ALPHA = 1e-6;
  private static final int MOST_PARALLEL = 64;
  private static final Duration LEAST_BUDGET = Duration.ofSeconds(10);

  /** Copies the map. */
  public RunOptions {
    properties = Map.copyOf(properties);
  }

  /** The forms of the command that runs this again. */
  public enum Command {
    /** {@code mvn verify} with properties. */
    MAVEN("mvn verify"),
    /** {@code bin/spillway run} with flags. */
    SPILLWAY("bin/spillway run");

    private final String words;

    Command(String words) {
      this.words = words;
    }

    /** {@return a property as this command takes it} */
    String option(String name, String value) {
      boolean flag = this == SPILLWAY && name.indexOf('.', PREFIX.length()) < 0;
      return flag
          ? "--" + name.substring(PREFIX.length()) + "=" + value
          : "-D" + name + "=" + value;
    }
  }

  /**
   * Reads the properties that begin with {@code spillway.}, as Maven sets them.
   *
   * @throws IllegalArgumentException as {@link #from(Properties, Command)} does
   */
  public static RunOptions from(Properties system) {
    return from(system, Command.MAVEN);
  }

  /**
   * Reads the properties that begin with {@code spillway.}; an empty value counts as not given.
   *
   * @param command how the user runs this
   * @throws IllegalArgumentException naming every property that is not known or has a value that it
   *     cannot have, with what would be right
   */
  public static RunOptions from(Properties system, Command command) {
    Map<String, String> given = new TreeMap<>();
    for (String name : system.stringPropertyNames()) {
      String value = system.getProperty(name);
      if (name.startsWith(PREFIX) && !value.isBlank()) {
        given.put(name, value.strip());
      }
    }
    GivenOptions values = new GivenOptions(given, command);
    List<String> ofDrivers = ofDrivers();
    values.requireKnown(joined(KNOWN, ofDrivers), joined(FOR_USERS, ofDrivers));
    Seed seed =
        values
            .read(
                SEED, "a seed is a whole number, 0 or more", text -> new Seed(Long.parseLong(text)))
            .orElseGet(Seed::drawn);
    double alpha =
        values
            .read(ALPHA, "a probability above 0 and at most 0.01, as 1e-6", RunOptions::alpha)
            .orElse(DEFAULT_ALPHA);
    boolean strict = values.read(STRICT, "true or false", RunOptions::truth).orElse(false);
    Optional<Integer> parallel =
        values.read(PARALLEL, "a whole number from 1 to " + MOST_PARALLEL, RunOptions::parallel);
    Optional<Duration> budget =
        values.read(BUDGET, "a time of 10 s or more, as 30s or 5m", RunOptions::budget);
    Optional<Double> scale = values.read(SCALE, "a number from 0.1 to 100", RunOptions::scale);
    values.exclude(BUDGET, SCALE, "a budget decides the scale itself");
    values.require();
    Path root = Path.of(given.getOrDefault(ROOT, "")).toAbsolutePath().normalize();
    given.remove(ROOT);
    return new RunOptions(
        seed,
        Optional.ofNullable(given.get(RULE)),
        given.getOrDefault(DRIVER, "spillway"),
        given.getOrDefault(RUNTIME, "auto"),
        Optional.ofNullable(given.get(TOXIPROXY)).map(program -> located(root, program)),
        root,
        root.resolve(given.getOrDefault(REPORT, "target/conformance")),
        alpha,
        Optional.ofNullable(given.get(PROFILE)),
        strict,
        Optional.ofNullable(given.get(ALLOW_INCONCLUSIVE)),
        parallel.map(OptionalInt::of).orElseGet(OptionalInt::empty),
        budget,
        scale.map(OptionalDouble::of).orElseGet(OptionalDouble::empty),
        given,
        command);
  }

  /** What users can set for drivers. */
  private static List<String> ofDrivers() {
    return Drivers.all().stream()
        .flatMap(
            provider ->
                provider.settings().keySet().stream()
                    .map(setting -> PREFIX + provider.name() + "." + setting))
        .toList();
  }

  private static List<String> joined(List<String> some, List<String> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  /** {@return what is set for a driver, by the setting's name} */
  public Map<String, String> settings(String driverName) {
    String prefix = PREFIX + driverName + ".";
    Map<String, String> settings = new TreeMap<>();
    properties.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            settings.put(name.substring(prefix.length()), value);
          }
        });
    return settings;
  }

  private static double alpha(String text) {
    double alpha = Double.parseDouble(text);
    if (!(alpha > 0 && alpha <= 0.01)) {
      throw new IllegalArgumentException(text);
    }
    return alpha;
  }

  private static boolean truth(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static int parallel(String text) {
    int parallel = Integer.parseInt(text);
    if (parallel < 1 || parallel > MOST_PARALLEL) {
      throw new IllegalArgumentException(text);
    }
    return parallel;
  }

  private static double scale(String text) {
    double scale = Double.parseDouble(text);
    if (!(scale >= 0.1 && scale <= 100)) {
      throw new IllegalArgumentException(text);
    }
    return scale;
  }

  private static Duration budget(String text) {
    Duration budget = Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    if (budget.compareTo(LEAST_BUDGET) < 0) {
      throw new IllegalArgumentException(text);
    }
    return budget;
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
   * @param scale the multiple of the rulebook's sample sizes that the run came to
   */
  public String reproduce(String ruleAndCase, double part, double scale) {
    Map<String, String> changes = new TreeMap<>();
    changes.put(RULE, ruleAndCase);
    changes.put(ALPHA, String.format(Locale.ROOT, "%.3g", part));
    if (budget.isPresent()) {
      changes.put(SCALE, String.format(Locale.ROOT, "%.3g", scale));
    }
    return command(changes);
  }

  private String command(Map<String, String> changes) {
    Map<String, String> all = new TreeMap<>(properties);
    StringBuilder words = new StringBuilder();
    Optional.ofNullable(all.remove(CLASS_PATH))
        .ifPresent(
            path -> words.append(CLASS_PATH_VARIABLE).append('=').append(quoted(path)).append(' '));
    words.append(command.words);
    all.remove(REPORT);
    all.put(SEED, Long.toString(seed.value()));
    all.putAll(changes);
    if (changes.containsKey(SCALE)) {
      all.remove(BUDGET);
    }
    all.forEach((name, value) -> words.append(' ').append(quoted(command.option(name, value))));
    return words.toString();
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
