package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.FaultEvent;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * One repeat of a site's failure: load over the fault, load after it, and the return.
 *
 * @param history the history
 * @param load the phase in which the fault was injected
 * @param after the phase after the failover, if there is one
 * @param recovery the phase in which the site was healed, if there is one
 */
record SiteFault(History history, Phase load, Optional<Phase> after, Optional<Phase> recovery) {

  private static final List<String> PROBERS =
      List.of("open-loop", "closed-loop-1", "closed-loop-16");

  /**
   * What one repeat adds up to.
   *
   * @param failed attempts that failed once the fault was injected
   * @param lastFailedNanos when the last of them was due, after the injection; 0 if none
   * @param after attempts after the failover whose outcome is known
   * @param wrongAfter those of them that failed or that the failed site served
   */
  record Tally(int failed, long lastFailedNanos, int after, int wrongAfter) {}

  /** Judges this repeat; empty if there is no fault that it could judge. */
  Optional<Tally> judge(Question question, Findings findings) {
    requireWay(question);
    Optional<FaultEvent> found =
        history.faults(load.name()).stream().filter(f -> f.target().equals(victim())).findFirst();
    if (found.isEmpty()) {
      findings.doubt("No fault was injected at " + victim() + " in the phase " + load.name() + ".");
      return Optional.empty();
    }
    FaultEvent fault = found.get();
    if (!fault.kind().equals(way())) {
      throw new IllegalArgumentException(
          "phase " + load.name() + " says " + way() + ", but the fault was " + fault.kind());
    }
    if (fault.observedNanos().isEmpty()) {
      findings.doubt(
          "No independent probe saw that "
              + victim()
              + " was "
              + way()
              + " in the phase "
              + load.name()
              + "; a fault that is not proven did not happen.");
      return Optional.empty();
    }
    draw(fault, question, findings);
    List<Attempt> attempts = history.attempts(load.name());
    requireLoad(attempts, fault, findings);
    judgeBefore(attempts, fault, findings);
    Tally over = judgeOver(attempts, fault, question, findings);
    Tally all = judgeAfter(over, question, findings);
    new SiteReturn(history, load, recovery, victim(), fault)
        .judge(question.ruleCase().number("recovery-limit-seconds"), findings);
    return Optional.of(all);
  }

  private void requireWay(Question question) {
    String asked = question.ruleCase().text("way");
    if (!asked.equals(way())) {
      throw new IllegalArgumentException(
          "the case asks for a site that is "
              + asked
              + ", the phase "
              + load.name()
              + " has "
              + way());
    }
  }

  /** Each prober must have run on both sides of the fault, and the victim must have had traffic. */
  private void requireLoad(List<Attempt> attempts, FaultEvent fault, Findings findings) {
    for (String prober : PROBERS) {
      List<Attempt> own = attempts.stream().filter(a -> a.prober().equals(prober)).toList();
      boolean before = own.stream().anyMatch(a -> a.dueNanos() < fault.injectedNanos());
      boolean over = own.stream().anyMatch(a -> Times.endedFrom(a, fault.injectedNanos()));
      if (!before || !over) {
        findings.doubt(
            "The prober "
                + prober
                + " made no attempt "
                + (before ? "over or after" : "before")
                + " the fault in the phase "
                + load.name()
                + ".");
      }
    }
    boolean victimServed =
        attempts.stream()
            .anyMatch(a -> a.dueNanos() < fault.injectedNanos() && HeldRamp.on(a, victim()));
    if (!victimServed) {
      findings.doubt(
          victim()
              + " served nothing before the fault in the phase "
              + load.name()
              + ", so traffic had nothing to leave.");
    }
  }

  private void judgeBefore(List<Attempt> attempts, FaultEvent fault, Findings findings) {
    List<Attempt> failed = Times.failedBefore(attempts, fault.injectedNanos());
    if (!failed.isEmpty()) {
      findings.unserved(
          Words.count(failed.size(), "connection")
              + " in the phase "
              + load.name()
              + " not served before the fault, when nothing was broken: "
              + Words.outcomes(failed)
              + ".",
          failed,
          "every connection before the fault served",
          List.of(load));
    }
    findings.requireDeterminate(
        "before the fault in the phase " + load.name(),
        attempts.stream()
            .filter(a -> a.closedNanos().orElse(a.dueNanos()) < fault.injectedNanos())
            .toList());
  }

  private Tally judgeOver(
      List<Attempt> attempts, FaultEvent fault, Question question, Findings findings) {
    double limitSeconds = question.ruleCase().number("failover-limit-seconds");
    long tooLate = fault.injectedNanos() + Times.nanos(limitSeconds) + 1;
    List<Attempt> before = Times.failedBefore(attempts, fault.injectedNanos());
    List<Attempt> failed =
        attempts.stream().filter(a -> a.outcome().failed() && !before.contains(a)).toList();
    OptionalLong last = Times.lastDue(failed, a -> true);
    long lastNanos = Math.max(0, last.orElse(fault.injectedNanos()) - fault.injectedNanos());
    List<Attempt> late = Times.dueFrom(failed, tooLate);
    String expected = "no failure later than " + Words.limit(limitSeconds) + " after the fault";
    if (late.isEmpty()) {
      findings.support(
          failed,
          expected,
          Words.count(failed.size())
              + " failed in the phase "
              + load.name()
              + ", the last "
              + Words.seconds(lastNanos)
              + " after the fault");
    } else {
      findings.unserved(
          Words.count(late.size(), "connection")
              + " still failed later than "
              + Words.limit(limitSeconds)
              + " after "
              + victim()
              + " was "
              + way()
              + " ("
              + Words.outcomes(late)
              + "), the last "
              + Words.seconds(lastNanos)
              + " after it.",
          late,
          expected,
          List.of(load));
    }
    findings.requireTimes(List.of(load));
    findings.requireDeterminate(
        "due later than the limit after the fault in the phase " + load.name(),
        Times.dueFrom(attempts, tooLate));
    return new Tally(failed.size(), lastNanos, 0, 0);
  }

  private Tally judgeAfter(Tally over, Question question, Findings findings) {
    int wanted = question.ruleCase().integer("after-attempts");
    List<Attempt> attempts = after.map(phase -> history.attempts(phase.name())).orElse(List.of());
    String where = after.map(Phase::name).orElse("after " + load.name());
    List<Attempt> failed = attempts.stream().filter(a -> a.outcome().failed()).toList();
    List<Attempt> byVictim = attempts.stream().filter(a -> HeldRamp.on(a, victim())).toList();
    int known =
        (int) attempts.stream().filter(a -> a.servedBy().isPresent()).count() + failed.size();
    String expected = "every connection served away from " + victim();
    if (!failed.isEmpty()) {
      findings.unserved(
          Words.count(failed.size())
              + " of "
              + Words.count(known, "connection")
              + " in the phase "
              + where
              + " not served: "
              + Words.outcomes(failed)
              + ".",
          failed,
          expected,
          List.of(after.orElseThrow()));
    }
    if (!byVictim.isEmpty()) {
      String sentence =
          Words.count(byVictim.size(), "connection")
              + " in the phase "
              + where
              + " served by "
              + victim()
              + ", which was "
              + way()
              + ".";
      findings.violated(sentence, new Evidence(Findings.indexes(byVictim), expected, sentence));
    }
    findings.requireDeterminate("in the phase " + where, attempts);
    if (known < wanted) {
      findings.doubt(
          "Only "
              + Words.count(known, "connection")
              + " in the phase "
              + where
              + ", "
              + Words.count(wanted)
              + " are needed.");
    }
    return new Tally(over.failed(), over.lastFailedNanos(), known, failed.size() + byVictim.size());
  }

  private void draw(FaultEvent fault, Question question, Findings findings) {
    List<Phase> phases = new ArrayList<>(List.of(load));
    after.ifPresent(phases::add);
    recovery.ifPresent(phases::add);
    List<Attempt> attempts =
        phases.stream().flatMap(phase -> history.attempts(phase.name()).stream()).toList();
    long end = phases.stream().mapToLong(Phase::endNanos).max().orElseThrow();
    Timelines timeline = new Timelines(load.startNanos(), end, attempts);
    TreeSet<String> sites = new TreeSet<>();
    history.workloads().forEach(w -> sites.add(w.site()));
    sites.forEach(site -> timeline.lane(site, false, a -> HeldRamp.on(a, site)));
    timeline.lane("failed", true, a -> a.outcome().failed());
    timeline.band(fault);
    phases.forEach(p -> timeline.band(p.name(), p.startNanos(), p.endNanos(), false));
    findings.draw(
        timeline.drawing(
            "Connections by site, " + load.name() + ": " + victim() + " " + way(),
            OptionalDouble.of(question.ruleCase().number("failover-limit-seconds"))));
  }

  private String victim() {
    return load.attribute("victim");
  }

  private String way() {
    return load.attribute("way");
  }
}
