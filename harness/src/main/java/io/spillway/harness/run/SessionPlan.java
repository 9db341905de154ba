package io.spillway.harness.run;

import io.spillway.harness.check.Question;
import io.spillway.harness.driver.Driver;
import io.spillway.harness.report.Figures;
import io.spillway.harness.rule.Feature;
import io.spillway.harness.rule.Profiles;
import io.spillway.harness.rule.Rulebook;
import io.spillway.harness.stats.AlphaBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a session is going to judge: which cases, with which parameters and parts of α, on which
 * scenarios.
 *
 * @param rulebook all rules, as the run's profile reads them, with the rulebook's sample sizes
 * @param questions what is judged, in the rulebook's order; at least one
 * @param plays the scenarios that are played ahead; none if nobody knows them before they are asked
 *     for
 * @param parallel how many of them play at a time
 * @param scale the sample sizes as multiples of the rulebook's
 * @param profile the profile that was asked for, or its part, in words; empty for none
 * @param mayStayOpen the cases, as {@code rule/case}, that may be undecided without failing the run
 * @param forecast what is planned and what it will be able to find out, as lines for users; empty
 *     unless there is a budget
 */
record SessionPlan(
    Rulebook rulebook,
    List<Question> questions,
    List<Play> plays,
    int parallel,
    double scale,
    String profile,
    List<String> mayStayOpen,
    List<String> forecast) {

  /** Sizes are tried in steps of about a tenth. */
  private static final double STEP = 1.1;

  private static final double LEAST_SCALE = 0.1;
  private static final double LARGEST_SCALE = 20;

  /** Copies the lists. */
  SessionPlan {
    questions = List.copyOf(questions);
    plays = List.copyOf(plays);
    mayStayOpen = List.copyOf(mayStayOpen);
    forecast = List.copyOf(forecast);
  }

  /** {@return the features that its questions need} */
  Set<Feature> features() {
    return questions.stream()
        .flatMap(question -> question.rule().needs(question.ruleCase()).stream())
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Feature.class)));
  }

  /**
   * Plans.
   *
   * @param pace how many scenarios play at a time, and how fast
   * @param source knows the scenarios; empty if they are known only when they are asked for
   * @throws IllegalArgumentException if an option names what is not there
   */
  static SessionPlan of(
      RunOptions options, Driver driver, Pace pace, Optional<ScenarioSource> source) {
    Rulebook shipped = Rulebook.load();
    Optional<Profiles.Choice> choice = options.profile().map(Profiles.load()::choose);
    Rulebook rulebook = choice.map(one -> one.profile().reading(shipped)).orElse(shipped);
    Planner planner = new Planner(options, driver, pace, source, choice);
    if (options.budget().isEmpty()) {
      return planner.plan(rulebook, options.scale().orElse(1), List.of());
    }
    if (source.isEmpty()) {
      throw new IllegalArgumentException(
          "a budget needs to know the scenarios before they are asked for; these tests do not name"
              + " the class that knows them (JUnit's configuration parameter spillway.scenarios)");
    }
    return planner.within(rulebook, options.budget().get());
  }

  /** Makes plans of one session with several sample sizes. */
  private record Planner(
      RunOptions options,
      Driver driver,
      Pace pace,
      Optional<ScenarioSource> source,
      Optional<Profiles.Choice> choice) {

    SessionPlan within(Rulebook rulebook, Duration budget) {
      double scale = LEAST_SCALE;
      while (scale * STEP <= LARGEST_SCALE && takes(rulebook, scale * STEP, budget)) {
        scale *= STEP;
      }
      SessionPlan plan = plan(rulebook, scale, List.of());
      return plan(rulebook, scale, forecast(plan, budget));
    }

    private boolean takes(Rulebook rulebook, double scale, Duration budget) {
      return duration(plan(rulebook, scale, List.of())).compareTo(budget) <= 0;
    }

    SessionPlan plan(Rulebook rulebook, double scale, List<String> forecast) {
      Rulebook scaled = SampleSizes.scaled(rulebook, scale);
      List<Rulebook.Selection> selection =
          options.rules().map(scaled::select).orElseGet(scaled::all).stream()
              .filter(one -> choice.map(profile -> profile.holds(one)).orElse(true))
              .toList();
      if (selection.isEmpty()) {
        throw new IllegalArgumentException(
            "nothing is selected: profile "
                + choice.map(Profiles.Choice::word).orElse("")
                + " has no case"
                + options.rules().map(rules -> " among " + rules).orElse(""));
      }
      AlphaBudget alpha =
          AlphaBudget.even(
              options.alpha(), selection.stream().map(Rulebook.Selection::word).toList());
      List<Question> questions =
          selection.stream()
              .map(one -> new Question(one.rule(), one.ruleCase(), alpha.part(one.word())))
              .toList();
      List<Question> applicable =
          questions.stream()
              .filter(
                  question ->
                      driver.features().containsAll(question.rule().needs(question.ruleCase())))
              .toList();
      return new SessionPlan(
          rulebook,
          questions,
          source.map(known -> Play.of(applicable, known)).orElse(List.of()),
          pace.parallel(),
          scale,
          choice.map(Profiles.Choice::word).orElse(""),
          options.mayStayOpen().map(scaled::select).orElse(List.of()).stream()
              .map(Rulebook.Selection::word)
              .toList(),
          forecast);
    }

    /** About how long it takes: no less than its longest scenario does. */
    private Duration duration(SessionPlan plan) {
      Duration all = Duration.ZERO;
      Duration longest = Duration.ZERO;
      for (Play play : plan.plays()) {
        Duration one = pace.of(duration(play, plan.scale()));
        all = all.plus(one);
        longest = one.compareTo(longest) > 0 ? one : longest;
      }
      Duration shared = all.dividedBy(plan.parallel());
      return shared.compareTo(longest) > 0 ? shared : longest;
    }

    /**
     * A sequential test needs time in proportion to the scale, which its scenario does not know.
     */
    private static Duration duration(Play play, double scale) {
      Duration estimate = play.scenario().estimate().duration();
      boolean sequential =
          play.questions().get(0).ruleCase().parameters().containsKey("effect-points");
      return sequential
          ? Duration.ofNanos(Math.round(estimate.toNanos() * Math.max(1, scale)))
          : estimate;
    }

    private List<String> forecast(SessionPlan plan, Duration budget) {
      List<String> lines = new ArrayList<>();
      Duration duration = duration(plan);
      lines.add(
          String.format(
              Locale.ROOT,
              "budget %s: %s, %d at a time, about %s; sample sizes %.2f times the rulebook's",
              Figures.time(budget),
              Figures.count(plan.plays().size(), "scenario"),
              plan.parallel(),
              Figures.time(duration),
              plan.scale()));
      if (duration.compareTo(budget) > 0) {
        lines.add(
            "that is more than the budget: these rules need at least this; select fewer, or give"
                + " them more time");
      }
      lines.add("what will be found out, each with probability 99.9 % where nothing else is said:");
      for (Question question : plan.questions()) {
        String outlook = Outlook.of(question);
        if (!outlook.isEmpty()) {
          lines.add(
              "  " + question.rule().id() + " " + question.ruleCase().name() + ": " + outlook);
        }
      }
      return lines;
    }
  }
}
