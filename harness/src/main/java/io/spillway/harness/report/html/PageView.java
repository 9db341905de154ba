package io.spillway.harness.report.html;

import io.spillway.harness.check.Verdict;
import io.spillway.harness.report.Chapter;
import io.spillway.harness.report.ConformanceReport;
import io.spillway.harness.report.Figures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The page.
 *
 * @param router the router under test with its version
 * @param mark the verdict on the run
 * @param headline the verdict as a sentence
 * @param unfinished why the run did not come to its end; empty if it did
 * @param checked how many cases were checked, in words
 * @param tallies how many cases have each verdict that occurred
 * @param facts what was run where, by name
 * @param reproduce the command that runs all of this again
 * @param attention cases that did not pass, gravest first
 * @param profiles what the run says about each profile
 * @param chapters all rules, in the rulebook's order
 * @param version Spillway's version
 * @param schema name and version of the JSON beside the page
 * @param style the style sheet
 */
public record PageView(
    String router,
    Mark mark,
    String headline,
    String unfinished,
    String checked,
    List<Tally> tallies,
    List<Fact> facts,
    String reproduce,
    List<Attention> attention,
    List<ProfileView> profiles,
    List<ChapterView> chapters,
    String version,
    String schema,
    String style) {

  /** The order in which verdicts want to be looked at. */
  private static final List<Verdict> GRAVITY =
      List.of(Verdict.FAIL, Verdict.ERROR, Verdict.INCONCLUSIVE);

  static final List<Verdict> TALLIED =
      List.of(
          Verdict.PASS, Verdict.FAIL, Verdict.ERROR, Verdict.INCONCLUSIVE, Verdict.NOT_APPLICABLE);

  /**
   * How many cases have a verdict.
   *
   * @param mark the verdict
   * @param count how many, at least 1
   */
  public record Tally(Mark mark, String count) {}

  /**
   * Something about the run.
   *
   * @param name what it is
   * @param value the figure or word
   * @param note what to know about it; may be empty
   */
  public record Fact(String name, String value, String note) {}

  /**
   * A case that did not pass.
   *
   * @param rule the view of its rule
   * @param view the case
   */
  public record Attention(RuleView rule, CaseView view) {

    /** {@return the word for how much the case matters} */
    public String level() {
      return view.level().word();
    }
  }

  /**
   * A chapter of the rulebook.
   *
   * @param anchor its id on the page
   * @param title what it is about
   * @param tallies its verdicts
   * @param rules its rules
   */
  public record ChapterView(
      String anchor, String title, List<Tally> tallies, List<RuleView> rules) {}

  static PageView of(ConformanceReport report, String schema, String style) {
    ViewFactory factory = new ViewFactory();
    List<ChapterView> chapters =
        Chapter.of(report).stream()
            .map(
                chapter ->
                    new ChapterView(
                        factory.anchor("chapter", chapter.name()),
                        chapter.title(),
                        tallies(chapter.part()),
                        chapter.part().rules().stream().map(factory::rule).toList()))
            .toList();
    return new PageView(
        (report.router() + " " + report.routerVersion()).strip(),
        Mark.of(report.verdict()),
        Headline.of(report),
        report.unfinished(),
        Figures.count(report.checked()) + " checked",
        tallies(report),
        facts(report),
        report.reproduce(),
        attention(chapters),
        report.scope().profiles().stream().map(ProfileView::of).toList(),
        chapters,
        report.version(),
        schema,
        style);
  }

  static List<Tally> tallies(ConformanceReport report) {
    return TALLIED.stream()
        .filter(verdict -> report.count(verdict) > 0)
        .map(verdict -> new Tally(Mark.of(verdict), Figures.count(report.count(verdict))))
        .toList();
  }

  private static List<Fact> facts(ConformanceReport report) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Router", (report.router() + " " + report.routerVersion()).strip(), ""));
    facts.add(new Fact("Runtime", report.runtime(), report.runtimeReason()));
    if (!report.scope().profile().isEmpty()) {
      facts.add(new Fact("Profile", report.scope().profile(), "what was asked for"));
    }
    if (report.scope().strict()) {
      facts.add(new Fact("Strict", "yes", "a should-rule that is broken fails the run as well"));
    }
    if (!report.scope().mayStayOpen().isEmpty()) {
      facts.add(
          new Fact(
              "May stay undecided",
              String.join(", ", report.scope().mayStayOpen()),
              "too little evidence for these fails no run"));
    }
    facts.add(new Fact("Seed", Long.toString(report.seed()), ""));
    facts.add(
        new Fact(
            "α of the run",
            Figures.probability(report.alpha()),
            "probability that a router that keeps every rule is failed by chance, at most"));
    facts.add(new Fact("Started", Figures.moment(report.started()), ""));
    facts.add(new Fact("Duration", Figures.time(report.duration()), ""));
    for (Map.Entry<String, String> entry : report.environment().entrySet()) {
      String name = entry.getKey();
      facts.add(
          new Fact(
              name.isEmpty()
                  ? name
                  : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1),
              entry.getValue(),
              ""));
    }
    return List.copyOf(facts);
  }

  private static List<Attention> attention(List<ChapterView> chapters) {
    Stream<Attention> all =
        chapters.stream()
            .flatMap(chapter -> chapter.rules().stream())
            .flatMap(rule -> rule.cases().stream().map(view -> new Attention(rule, view)));
    return all.filter(one -> GRAVITY.contains(one.view().verdict()))
        .sorted(
            Comparator.comparing((Attention one) -> one.view().level())
                .thenComparing(one -> GRAVITY.indexOf(one.view().verdict())))
        .toList();
  }
}
