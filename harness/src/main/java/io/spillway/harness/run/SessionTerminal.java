package io.spillway.harness.run;

import io.spillway.harness.doctor.Finding;
import io.spillway.harness.report.ConformanceReport;
import io.spillway.harness.report.text.Columns;
import io.spillway.harness.report.text.ProgressLines;
import io.spillway.harness.report.text.Style;
import io.spillway.harness.report.text.TerminalReport;
import io.spillway.harness.rule.Rule;
import io.spillway.harness.rule.RuleCase;
import java.io.Console;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Tells a session's course to whoever watches: a line for each result and, while a scenario plays,
 * its progress; in place on a terminal, else in plain lines that come seldom enough for a log. Safe
 * for use by several threads.
 */
public final class SessionTerminal implements SessionListener {

  /** A log gets a progress line this often; a scenario that ends sooner gets none. */
  private static final Duration PLAIN_INTERVAL = Duration.ofSeconds(3);

  /** How often it is told how many scenarios were played. */
  private static final Duration PLAYED_INTERVAL = Duration.ofSeconds(10);

  private static final int DEFAULT_WIDTH = 100;

  private final PrintStream out;
  private final Style style;
  private final boolean inPlace;
  private TerminalReport results = new TerminalReport(Style.plain(), Columns.of(List.of()));
  private ProgressLines progress = new ProgressLines(Style.plain(), Columns.of(List.of()));
  private Duration lastPlain = Duration.ZERO;
  private Duration lastPlayed = Duration.ZERO;

  private SessionTerminal(PrintStream out, Style style, boolean inPlace) {
    this.out = out;
    this.style = style;
    this.inPlace = inPlace;
  }

  /** {@return one that writes to the standard output, in colours if that is a terminal} */
  public static SessionTerminal onStandardOutput() {
    Console console = System.console();
    boolean terminal = isTerminal(console);
    boolean colour = terminal && System.getenv("NO_COLOR") == null;
    Charset charset =
        terminal ? console.charset() : Charset.forName(System.getProperty("file.encoding"));
    return new SessionTerminal(System.out, new Style(colour, charset), terminal);
  }

  /**
   * Up to JDK 21 there is a console only on a terminal; from 22 on there always is, and it tells.
   */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal(Console console) {
    if (console == null || java.lang.Runtime.version().feature() < 22) {
      return console != null;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /**
   * {@return one that writes plain lines}
   *
   * @param out where to
   */
  public static SessionTerminal plain(PrintStream out) {
    return new SessionTerminal(out, Style.plain(), false);
  }

  @Override
  public synchronized void onStart(ConformanceReport report) {
    Columns columns =
        Columns.of(report.rules().stream().map(ConformanceReport.RuleReport::rule).toList());
    results = new TerminalReport(style, columns);
    progress = new ProgressLines(style, columns);
    print(results.header(report));
  }

  @Override
  public synchronized void onPlan(List<String> forecast) {
    for (String line : forecast) {
      String indent = line.startsWith(" ") ? "  " : "";
      print(indent + style.fit(line));
    }
  }

  @Override
  public synchronized void onProgress(
      Rule rule, RuleCase ruleCase, long attempts, Estimate estimate, Duration elapsed) {
    Duration left = estimate.duration().minus(elapsed);
    ProgressLines.Progress line =
        new ProgressLines.Progress(
            rule.id(),
            ruleCase.name(),
            attempts,
            attempts <= estimate.attempts()
                ? OptionalLong.of(estimate.attempts())
                : OptionalLong.empty(),
            elapsed,
            left.isNegative() ? Optional.empty() : Optional.of(left));
    if (inPlace) {
      out.print(progress.inPlace(line, DEFAULT_WIDTH));
      out.flush();
    } else {
      if (elapsed.compareTo(lastPlain) < 0) {
        lastPlain = Duration.ZERO; // another scenario
      }
      if (elapsed.minus(lastPlain).compareTo(PLAIN_INTERVAL) >= 0) {
        lastPlain = elapsed;
        print(progress.plain(line));
      }
    }
  }

  /** Results come in the rulebook's order, and the first may be among the last to be played. */
  @Override
  public synchronized void onPlayed(int played, int all, Duration elapsed) {
    if (elapsed.minus(lastPlayed).compareTo(PLAYED_INTERVAL) >= 0) {
      lastPlayed = elapsed;
      print(
          String.format(
              Locale.ROOT,
              "  %,d of %,d scenarios played · %d s so far",
              played,
              all,
              elapsed.toSeconds()));
    }
  }

  @Override
  public synchronized void onResult(ConformanceReport.CaseReport result) {
    results.lines(result).forEach(this::print);
  }

  @Override
  public synchronized void onFeature(Finding finding) {
    print(style.fit("feature " + finding.sentence()));
  }

  @Override
  public synchronized void onEnd(ConformanceReport report, String location) {
    results.summary(report, location).forEach(this::print);
  }

  private void print(String line) {
    out.println((inPlace ? ProgressLines.wiped(DEFAULT_WIDTH) : "") + line);
  }
}
