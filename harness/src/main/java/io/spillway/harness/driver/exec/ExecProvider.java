package io.spillway.harness.driver.exec;

import io.spillway.harness.Suggestion;
import io.spillway.harness.driver.Driver;
import io.spillway.harness.driver.DriverException;
import io.spillway.harness.driver.DriverProvider;
import io.spillway.harness.driver.DriverSettings;
import io.spillway.harness.rule.Feature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Offers {@link ExecDriver}, as the user has set it. */
public final class ExecProvider implements DriverProvider {

  private static final String COMMAND = "command";
  private static final String FEATURES = "features";
  private static final String WORKLOADS = "workloads";
  private static final String LINK_QUESTION = "link-question";
  private static final String NAME = "name";
  private static final String VERSION = "version";

  /** For the service loader. */
  public ExecProvider() {}

  @Override
  public String name() {
    return "exec";
  }

  @Override
  public String description() {
    return "any program in any language that keeps a contract of one page, docs/drivers.md#exec";
  }

  @Override
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(
        COMMAND,
        "the program and its arguments, quoted as for a shell; {site} stands for the path of the"
            + " site's YAML file, {json} for that of the same in JSON");
    settings.put(
        FEATURES,
        "what it can do, separated by commas; all if nothing is said: "
            + String.join(", ", featureWords()));
    settings.put(
        WORKLOADS,
        "stdin if it heeds lines such as workload NAME out there, or none (the default)");
    settings.put(
        LINK_QUESTION,
        "what it answers at its port for links and forgets; with \\n \\r \\t \\0 \\\\ \\xHH");
    settings.put(NAME, "what reports call it; exec if nothing is said");
    settings.put(VERSION, "its version, for reports");
    return settings;
  }

  @Override
  public Driver open(DriverSettings settings) {
    return new ExecDriver(
        settings.value(NAME).filter(name -> !name.isBlank()).orElse(name()),
        settings.value(VERSION).filter(version -> !version.isBlank()).orElse("of unknown version"),
        features(settings),
        command(settings),
        settings.root().toAbsolutePath().normalize(),
        workloadLines(settings),
        settings
            .value(LINK_QUESTION)
            .map(text -> parsed(settings, LINK_QUESTION, text, EscapedBytes::parse)));
  }

  private static List<String> command(DriverSettings settings) {
    String line =
        settings
            .value(COMMAND)
            .orElseThrow(
                () ->
                    new DriverException(
                        "the driver exec has no command: say which program is the router, such as"
                            + " %s='python3 examples/python/router.py {json}'"
                                .formatted(settings.property(COMMAND))));
    List<String> words = new ArrayList<>(parsed(settings, COMMAND, line, CommandLine::split));
    String remedy = "build or install it first";
    words.set(0, settings.find(COMMAND, words.get(0), remedy).toString());
    return words;
  }

  private static Set<Feature> features(DriverSettings settings) {
    Optional<String> set = settings.value(FEATURES);
    Set<Feature> features = EnumSet.noneOf(Feature.class);
    for (String word : set.orElseGet(() -> String.join(",", featureWords())).split(",", -1)) {
      features.add(
          Arrays.stream(Feature.values())
              .filter(feature -> feature.word().equals(word.strip()))
              .findFirst()
              .orElseThrow(
                  () ->
                      problem(
                          settings,
                          FEATURES,
                          set.orElse(""),
                          "there is no feature \"%s\"%s"
                              .formatted(
                                  word.strip(), Suggestion.among(featureWords(), word.strip())))));
    }
    return features;
  }

  private static List<String> featureWords() {
    return Arrays.stream(Feature.values()).map(Feature::word).toList();
  }

  private static WorkloadLines workloadLines(DriverSettings settings) {
    String word = settings.value(WORKLOADS).orElse("none");
    List<String> words =
        Arrays.stream(WorkloadLines.values())
            .map(lines -> lines.name().toLowerCase(Locale.ROOT))
            .toList();
    if (!words.contains(word)) {
      throw problem(
          settings, WORKLOADS, word, "it is none of the two" + Suggestion.among(words, word));
    }
    return WorkloadLines.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private static <T> T parsed(
      DriverSettings settings, String setting, String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw new DriverException(
          "%s=%s: %s".formatted(settings.property(setting), text, e.getMessage()), e);
    }
  }

  private static DriverException problem(
      DriverSettings settings, String setting, String value, String what) {
    return new DriverException("%s=%s: %s".formatted(settings.property(setting), value, what));
  }
}
