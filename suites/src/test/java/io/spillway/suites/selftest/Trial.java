package io.spillway.suites.selftest;

import io.spillway.harness.check.Checks;
import io.spillway.harness.check.Question;
import io.spillway.harness.check.Result;
import io.spillway.harness.driver.spillway.SpillwayDriver;
import io.spillway.harness.fault.toxiproxy.EmbeddedToxiproxyServer;
import io.spillway.harness.history.History;
import io.spillway.harness.history.io.Purpose;
import io.spillway.harness.probe.Watchdog;
import io.spillway.harness.rule.Parameter;
import io.spillway.harness.rule.Profiles;
import io.spillway.harness.rule.Rule;
import io.spillway.harness.rule.RuleCase;
import io.spillway.harness.rule.Rulebook;
import io.spillway.harness.run.FileAllowance;
import io.spillway.harness.run.Judgement;
import io.spillway.harness.run.RunFolder;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.ScenarioRunner;
import io.spillway.harness.run.Seed;
import io.spillway.harness.run.Takes;
import io.spillway.harness.runtime.SiteRuntime;
import io.spillway.harness.runtime.embedded.EmbeddedRuntime;
import io.spillway.router.RouterOptions;
import io.spillway.router.route.Policies;
import io.spillway.suites.conformance.Scenarios;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * One router, right or wrong, tried on cases of the rulebook, with the limits that a router may
 * take cut short, so that nobody waits for a mutant. Cases that are judged on the same scenario
 * share its history. For one thread.
 */
final class Trial {

  /** As in a run of all rules, whose cases share it. */
  private static final double FALSE_ALARM_BUDGET = 1e-6;

  private static final Seed SEED = new Seed(739118);

  /** The most that a parameter may be: what the reference router needs, and some more. */
  private static final Map<String, String> AT_MOST =
      Map.of(
          "calm-seconds", "5",
          "calm-once-seconds", "9",
          "failover-limit-seconds", "4",
          "recovery-limit-seconds", "4",
          "repeats", "1",
          "short-connections", "2000");

  /** How surely what it finds out is found out; mutants are wrong by just that. */
  private static final Map<String, String> AT_LEAST = Map.of("power", "0.999999");

  /** Samples that are enough for rules that a mutant is not made to break. */
  private static final Map<String, String> AT_MOST_OF_OTHERS =
      Map.of(
          "attempts", "100",
          "after-attempts", "100",
          "steady-attempts", "50",
          "held", "400",
          "short-connections", "500",
          "faults", "4",
          "bytes", "6000000");

  /** And what they find out. */
  private static final Map<String, String> AT_LEAST_OF_OTHERS = Map.of("effect-points", "10");

  /** Most of a trial is waiting for a router's timers, so more of them fit than processors. */
  private static final Takes TAKES = new Takes(6);

  /** Trials run side by side; what mutants leave hanging is in no scenario's estimate. */
  private static final FileAllowance FILES = new FileAllowance(Watchdog.fileLimit() / 4 * 3);

  private final Supplier<RouterOptions> options;
  private final UnaryOperator<SiteRuntime> around;
  private final Path folder;
  private final Rulebook rulebook;
  private final Map<String, History> histories = new HashMap<>();

  private Trial(
      Supplier<RouterOptions> options,
      UnaryOperator<SiteRuntime> around,
      Path folder,
      Rulebook rulebook) {
    this.options = options;
    this.around = around;
    this.folder = folder;
    this.rulebook = rulebook;
  }

  /** {@return a trial of a mutant, whose histories are written to this folder} */
  static Trial of(Mutant mutant, Path folder) {
    return new Trial(mutant.options(), mutant.around(), folder, Rulebook.load());
  }

  /**
   * {@return a trial of a router with these policies, whose histories are written to this folder}
   */
  static Trial of(Supplier<Policies> policies, Path folder) {
    return new Trial(Mutant.deciding(policies), UnaryOperator.identity(), folder, Rulebook.load());
  }

  /** {@return the same trial with the rules as this profile reads them} */
  Trial asReadBy(String profile) {
    Rulebook read = Profiles.load().choose(profile).profile().reading(Rulebook.load());
    return new Trial(options, around, folder, read);
  }

  /** {@return the verdict on a case of a rule} */
  Result judge(String rule, String caseName) throws InterruptedException {
    RuleCase asked = hurried(rulebook.rule(rule).caseNamed(caseName));
    return judge(rule, bounded(asked, AT_LEAST, Math::max));
  }

  /** {@return the verdict on a case of a rule, on small samples} */
  Result judgeBriefly(String rule, String caseName) throws InterruptedException {
    RuleCase brief =
        bounded(hurried(rulebook.rule(rule).caseNamed(caseName)), enough(rule), Math::min);
    return judge(rule, bounded(brief, AT_LEAST_OF_OTHERS, Math::max));
  }

  /** Samples that are enough for others, if the rule says of none that it takes more. */
  private Map<String, String> enough(String rule) {
    Map<String, String> enough = new HashMap<>(AT_MOST_OF_OTHERS);
    for (Parameter parameter : rulebook.parameters(rule)) {
      parameter
          .fewest()
          .ifPresent(
              fewest ->
                  enough.computeIfPresent(
                      parameter.name(),
                      (name, most) -> Integer.toString(Math.max(fewest, Integer.parseInt(most)))));
    }
    return enough;
  }

  private Result judge(String rule, RuleCase ruleCase) throws InterruptedException {
    Rule asked = rulebook.rule(rule);
    Question question = new Question(asked, ruleCase, FALSE_ALARM_BUDGET / rulebook.all().size());
    return Checks.named(asked.check()).check(history(question), question);
  }

  /** What another case saw already, unless this machine spoilt it for this one. */
  private History history(Question question) throws InterruptedException {
    Scenario scenario = Scenarios.of(question);
    History known = histories.get(scenario.name());
    if (known != null && Judgement.spoilt(known, List.of(question)).isEmpty()) {
      return known;
    }
    History last =
        TAKES
            .play(
                scenario.name(),
                List.of(question),
                () -> play(scenario, question),
                again -> {}) // the next play's history replaces this one's
            .history();
    histories.put(scenario.name(), last);
    return last;
  }

  private History play(Scenario scenario, Question question) throws InterruptedException {
    try (FileAllowance.Share files = FILES.take(scenario);
        EmbeddedRuntime runtime =
            new EmbeddedRuntime(new SpillwayDriver(), EmbeddedToxiproxyServer.start(), options)) {
      ScenarioRunner runner =
          new ScenarioRunner(
              around.apply(runtime), SEED, Map.of(), Purpose.Gate.MUSTS, RunFolder.prepare(folder));
      return runner.run(scenario, question, (rule, ruleCase, attempts, estimate, elapsed) -> {});
    }
  }

  private static RuleCase hurried(RuleCase ruleCase) {
    return bounded(ruleCase, AT_MOST, Math::min);
  }

  /** The case with parameters no larger, or no smaller, than these bounds. */
  private static RuleCase bounded(
      RuleCase ruleCase, Map<String, String> bounds, DoubleBinaryOperator keep) {
    Map<String, String> parameters = new LinkedHashMap<>(ruleCase.parameters());
    bounds.forEach(
        (name, bound) ->
            parameters.computeIfPresent(
                name,
                (same, value) -> {
                  double limit = Double.parseDouble(bound);
                  return keep.applyAsDouble(Double.parseDouble(value), limit) == limit
                      ? bound
                      : value;
                }));
    return new RuleCase(ruleCase.name(), ruleCase.level(), parameters);
  }
}
