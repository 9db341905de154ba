package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.FaultEvent;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The fault of {@code victim} is healed in this phase, and the network finds back: clients of the
 * listener {@code at} are served at the site {@code home} again within the parameter {@code
 * recovery-limit-seconds}, and nobody fails later than {@code return-window-seconds} after the
 * fault's end. A return may cost connections that long; how many, and until when, the evidence
 * says.
 *
 * <p>So many faults of the victim as the parameter {@code faults} says, this one the last, must
 * have been seen to take effect, or it is inconclusive. One that came after another counts only if
 * such clients were served at {@code home} in between: what is down already cannot fail.
 */
final class ReturnsClaim implements PhaseClaim {

  @Override
  public boolean spends() {
    return false; // chance sends nobody back, nor fails anybody
  }

  @Override
  public String judge(
      History history, Phase phase, Question question, double alpha, Findings findings) {
    String victim = phase.attribute("victim");
    List<FaultEvent> faults =
        history.faults().stream().filter(f -> f.target().equals(victim)).toList();
    long proven = faults.stream().filter(f -> f.observedNanos().isPresent()).count();
    int wanted = question.ruleCase().integer("faults");
    if (proven < wanted || faults.isEmpty()) {
      findings.doubt(
          "Only "
              + Words.count(proven, "fault")
              + " of "
              + victim
              + " seen to take effect; the rule asks for "
              + Words.count(wanted)
              + ".");
      return "nothing to judge";
    }
    long felt =
        IntStream.range(0, faults.size())
            .filter(i -> faults.get(i).observedNanos().isPresent())
            .filter(i -> i == 0 || isUpBetween(history, phase, faults.get(i - 1), faults.get(i)))
            .count();
    if (felt < wanted) {
      findings.doubt(
          "Of "
              + Words.count(proven, "fault")
              + " of "
              + victim
              + " only "
              + Words.count(felt)
              + " came when clients had been served through it again; the rule asks for "
              + Words.count(wanted)
              + ".");
    }
    FaultEvent last = faults.get(faults.size() - 1);
    OptionalLong back = ServiceReturn.backNanos(last);
    List<Attempt> attempts = history.attempts(phase.name());
    String home = phase.attribute("home");
    new ServiceReturn(
            last,
            home,
            phase,
            back.isEmpty()
                ? List.of()
                : Times.dueFrom(attempts, last.healedNanos().orElse(back.getAsLong())).stream()
                    .filter(a -> isCompass(phase, a))
                    .toList())
        .judge(question.ruleCase().number("recovery-limit-seconds"), findings);
    if (back.isEmpty()) {
      return "never healed";
    }
    draw(history, phase, faults, attempts, findings);
    List<Attempt> watched = Times.dueFrom(attempts, back.getAsLong());
    if (!watched.isEmpty()) {
      findings.worthAside(
          Times.worth("a return", watched, question.ruleCase().number("recovery-limit-seconds")));
    }
    return judgeFailures(phase, back.getAsLong(), attempts, question, findings);
  }

  /** Whether clients that see it were served there after the end of a fault and before the next. */
  private static boolean isUpBetween(
      History history, Phase phase, FaultEvent earlier, FaultEvent later) {
    return earlier.healedNanos().isPresent()
        && Times.dueFrom(history.attempts(), earlier.healedNanos().getAsLong()).stream()
            .filter(attempt -> isCompass(phase, attempt))
            .filter(attempt -> HeldRamp.on(attempt, phase.attribute("home")))
            .anyMatch(
                attempt ->
                    attempt.identifiedNanos().orElse(Long.MAX_VALUE) < later.injectedNanos());
  }

  private static boolean isCompass(Phase phase, Attempt attempt) {
    return attempt.site().equals(phase.attribute("clients"))
        && attempt.listener().equals(phase.attribute("at"));
  }

  private static String judgeFailures(
      Phase phase, long back, List<Attempt> attempts, Question question, Findings findings) {
    double windowSeconds = question.ruleCase().number("return-window-seconds");
    List<Attempt> failed =
        Times.dueFrom(attempts, back).stream().filter(a -> a.outcome().failed()).toList();
    long lastNanos = Times.lastDue(failed, a -> true).orElse(back) - back;
    List<Attempt> late = Times.dueFrom(failed, back + Times.nanos(windowSeconds) + 1);
    String expected = "no failure later than " + Words.limit(windowSeconds) + " after the return";
    String seen =
        Words.count(failed.size(), "connection")
            + " failed after the return"
            + (failed.isEmpty() ? "" : ", the last after " + Words.seconds(lastNanos));
    if (late.isEmpty()) {
      findings.support(failed, expected, seen);
      findings.note(seen + ", which may be as late as " + Words.limit(windowSeconds) + ".");
    } else {
      findings.unserved(
          Words.count(late.size(), "connection")
              + " in the phase "
              + phase.name()
              + " still failed later than "
              + Words.limit(windowSeconds)
              + " after the fault had ended: "
              + Words.outcomes(late)
              + ".",
          late,
          expected,
          List.of(phase));
    }
    findings.requireTimes(List.of(phase));
    return seen;
  }

  private static void draw(
      History history,
      Phase phase,
      List<FaultEvent> faults,
      List<Attempt> attempts,
      Findings findings) {
    List<Attempt> shown = new ArrayList<>();
    long start = Math.min(phase.startNanos(), faults.get(0).injectedNanos());
    faults.stream()
        .map(FaultEvent::phase)
        .distinct()
        .filter(name -> !name.equals(phase.name()))
        .forEach(name -> shown.addAll(history.attempts(name)));
    shown.addAll(attempts);
    Timelines timeline = new Timelines(start, phase.endNanos(), shown);
    TreeSet<String> sites = new TreeSet<>();
    history.workloads().forEach(w -> sites.add(w.site()));
    sites.forEach(site -> timeline.lane(site, false, a -> HeldRamp.on(a, site)));
    timeline.lane("failed", true, a -> a.outcome().failed());
    faults.forEach(timeline::band);
    findings.draw(timeline.drawing("Connections by site, " + phase.name(), OptionalDouble.empty()));
  }
}
