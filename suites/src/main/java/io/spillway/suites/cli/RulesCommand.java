package io.spillway.suites.cli;

import io.spillway.harness.rule.Profiles;
import io.spillway.harness.rule.Rule;
import io.spillway.harness.rule.RuleCase;
import io.spillway.harness.rule.Rulebook;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code spillway rules}: the rulebook for readers. */
@Command(
    name = "rules",
    description = "Lists the rules with their cases.",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    sortOptions = false,
    exitCodeOnInvalidInput = ExitCodes.USAGE,
    exitCodeOnExecutionException = ExitCodes.UNDECIDED)
final class RulesCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "RULES",
      arity = "0..1",
      description = "Rules, or rule/case, separated by commas (default: all).")
  private Optional<String> rules = Optional.empty();

  @Option(
      names = "--profile",
      paramLabel = "PROFILE",
      description = "Only those of a profile such as skupper-2.2, or of a part skupper-2.2/core.")
  private Optional<String> profile = Optional.empty();

  @Option(
      names = "--markdown",
      description = "Prints the whole rulebook as the page docs/rules.md.")
  private boolean markdown;

  @Spec private CommandSpec spec;

  RulesCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (markdown) {
      out.print(RulePage.text());
      out.flush();
      return ExitCodes.PASS;
    }
    Rulebook shipped = Rulebook.load();
    Optional<Profiles.Choice> choice = profile.map(Profiles.load()::choose);
    Rulebook rulebook = choice.map(one -> one.profile().reading(shipped)).orElse(shipped);
    List<Rulebook.Selection> selection =
        rules.map(rulebook::select).orElseGet(rulebook::all).stream()
            .filter(one -> choice.map(wanted -> wanted.holds(one)).orElse(true))
            .toList();
    for (Rule rule : selection.stream().map(Rulebook.Selection::rule).distinct().toList()) {
      List<RuleCase> cases =
          selection.stream()
              .filter(one -> one.rule().equals(rule))
              .map(Rulebook.Selection::ruleCase)
              .toList();
      out.printf("%-4s %-8s  %s%n", rule.id(), rule.level().word(), rule.title());
      out.printf(
          "%15s%s%n", "", String.join(", ", cases.stream().map(one -> words(rule, one)).toList()));
    }
    out.flush();
    return ExitCodes.PASS;
  }

  private static String words(Rule rule, RuleCase ruleCase) {
    return ruleCase.name()
        + (ruleCase.level() == rule.level() ? "" : " (" + ruleCase.level().word() + ")");
  }
}
