package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.History;
import io.spillway.harness.history.History.WorkloadInfo;
import io.spillway.harness.history.Phase;
import io.spillway.harness.stats.Binomials;
import java.util.List;

/**
 * {@code both-serve}: held connections are spread over two sites of equal cost.
 *
 * <p>Looks at the phases with {@code role=hold}. Spread is whatever a fair coin could do, and
 * whatever leaves each site the smallest share that the rule asks for: a router need not be fair to
 * pass, and a fair one fails with probability alpha at the most. Connections stay open until the
 * last one is served ({@link HeldOpen}); fewer at once than the rule asks for are no concurrent
 * use, and show nothing.
 */
final class BothServe implements Judge {

  @Override
  public String judge(History history, Question question, Findings findings) {
    List<String> sites =
        history.workloads().stream().map(WorkloadInfo::site).distinct().sorted().toList();
    if (sites.size() != 2) {
      throw new IllegalArgumentException(
          "both-serve needs workloads at exactly two sites, there are " + sites);
    }
    List<Phase> phases = history.phasesWith("role", "hold").toList();
    List<Attempt> attempts =
        phases.stream().flatMap(phase -> history.attempts(phase.name()).stream()).toList();
    List<Attempt> failed = attempts.stream().filter(a -> a.outcome().failed()).toList();
    Split split =
        new Split(
            sites.get(0),
            count(attempts, sites.get(0)),
            sites.get(1),
            count(attempts, sites.get(1)));
    if (!failed.isEmpty()) {
      findings.unserved(
          Words.count(failed.size())
              + " of "
              + Words.count(attempts.size(), "attempt")
              + " not served though nothing was broken: "
              + Words.outcomes(failed)
              + ".",
          failed,
          "every connection served",
          phases);
    }
    phases.forEach(phase -> HeldOpen.judge(history, phase, findings));
    int served = split.n();
    if (served == 0) {
      Statistics.ofService(attempts).ifPresent(findings::worth);
      findings.doubt("No attempt was served in a phase with role=hold, so nothing was spread.");
      return "nothing served";
    }
    int indeterminate = attempts.size() - served - failed.size();
    judgeShares(split, indeterminate, openAtOnce(attempts), phases, question, findings);
    return Words.figure(
        "n " + Words.count(served), split.words(), "α " + Words.probability(question.alpha()));
  }

  private static void judgeShares(
      Split split,
      int indeterminate,
      int atOnce,
      List<Phase> phases,
      Question question,
      Findings findings) {
    int n = split.n();
    int hold = question.ruleCase().integer("hold");
    double shareMin = question.ruleCase().number("share-min");
    int least = least(n, shareMin, question.alpha());
    findings.draw(
        new Drawing.Shares(
            "Held connections by site, with 99 % confidence intervals",
            List.of(
                bar(split.first(), split.atFirst(), n, least),
                bar(split.second(), split.atSecond(), n, least))));
    String observed = split.words() + " of " + Words.count(n);
    String expected = "at least " + Words.count(least) + " of " + Words.count(n) + " at each site";
    int fewest = Math.min(split.atFirst(), split.atSecond());
    int all = n + indeterminate;
    if (fewest + indeterminate < least(all, shareMin, question.alpha())) {
      findings.misplaced(
          "Of the held connections " + observed + "; expected were " + expected + ".",
          new Evidence(List.of(), expected, observed),
          phases);
    } else if (fewest < least(all, shareMin, question.alpha())) {
      findings.doubt(
          Words.count(indeterminate, "attempt")
              + " ended so that nobody can know which site would have served them; beside "
              + observed
              + " they could change the verdict.",
          expected,
          observed);
    } else if (n < hold) {
      findings.doubt(
          "Only "
              + Words.count(n, "held connection")
              + " served, "
              + Words.count(hold)
              + " are needed.",
          expected,
          observed);
    } else if (atOnce < hold && findings.clean()) {
      findings.doubt(
          "Only "
              + Words.count(atOnce)
              + " of the "
              + Words.count(n, "connection")
              + " were open at once when the last one had been served, "
              + Words.count(hold)
              + " are needed.",
          expected,
          observed);
    } else {
      findings.support(List.of(), expected, observed);
      findings.note("Of the held connections " + observed + "; expected were " + expected + ".");
    }
    findings.worth(
        new Statistics(
                n,
                question.alpha(),
                "a site with "
                    + Words.percent(
                        Binomials.foundOutBelow(Math.max(1, least), n, Statistics.POWER))
                    + " or less",
                Statistics.POWER)
            .with(TrueShare.between("connections at " + split.fewer(), fewest, n)));
  }

  /** How many connections were open when the last one of them was identified. */
  private static int openAtOnce(List<Attempt> attempts) {
    List<Attempt> served = attempts.stream().filter(a -> a.servedBy().isPresent()).toList();
    return served.size() - HeldOpen.ended(served).size();
  }

  private static int count(List<Attempt> attempts, String site) {
    return (int) attempts.stream().filter(attempt -> HeldRamp.on(attempt, site)).count();
  }

  private static Drawing.Bar bar(String site, int count, int n, int least) {
    double low = (double) least / n;
    return Drawing.Bar.of(site, count, n, low, 1 - low);
  }

  /** The fewest connections of a site that are still accepted. */
  private static int least(int n, double shareMin, double alpha) {
    int fair = Binomials.acceptanceRegion(n, 0.5, alpha).low();
    return Math.min(fair, (int) Math.ceil(n * shareMin));
  }

  /** How the held connections were divided. */
  private record Split(String first, int atFirst, String second, int atSecond) {

    int n() {
      return atFirst + atSecond;
    }

    String fewer() {
      return atFirst < atSecond ? first : second;
    }

    String words() {
      return Words.count(atFirst)
          + " at "
          + first
          + " and "
          + Words.count(atSecond)
          + " at "
          + second;
    }
  }
}
