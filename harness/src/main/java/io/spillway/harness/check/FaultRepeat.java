package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.FaultEvent;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One repeat of a fault: load over it, load after it, and the return. The load phase says
 *
 * <ul>
 *   <li>{@code victim}, the fault's target, and {@code way}, its kind;
 *   <li>{@code home} and {@code at}: while the victim is well, clients of the listener {@code at}
 *       are served at the site {@code home}, at least some of them;
 *   <li>{@code away}, where there is such a site: nobody is to be served there any more.
 * </ul>
 *
 * <p>Where there is none, as behind a link, clients of {@code at} leave {@code home} all the same
 * because the way there has become a dear one, which shows that the fault was felt.
 *
 * @param history the history
 * @param load the phase in which the fault was injected
 * @param following the phases after it, up to the next fault
 */
record FaultRepeat(History history, Phase load, List<Phase> following) {

  private static final List<String> PROBERS =
      List.of("open-loop", "closed-loop-1", "closed-loop-16");

  /** Judges this repeat; empty if there is no fault that it could judge. */
  Optional<FailoverWindow.Tally> judge(Question question, Findings findings) {
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
    judgeBefore(attempts, fault, question, findings);
    FailoverWindow.Tally tally = window(fault, findings).judge(question, findings);
    judgeReturn(fault, question, findings);
    return Optional.of(tally);
  }

  private FailoverWindow window(FaultEvent fault, Findings findings) {
    List<Phase> afters = role("after").toList();
    List<Phase> over = Stream.concat(Stream.of(load), afters.stream()).toList();
    List<Attempt> after =
        afters.stream().flatMap(phase -> history.attempts(phase.name()).stream()).toList();
    Optional<String> away = Optional.ofNullable(load.attributes().get("away"));
    if (away.isEmpty() && after.stream().noneMatch(a -> isAtCompass(a) && isElsewhere(a))) {
      findings.doubt(
          "After "
              + victim()
              + " was "
              + way()
              + " in the phase "
              + load.name()
              + " no connection to "
              + load.attribute("at")
              + " was served away from "
              + home()
              + ", so nothing shows that the fault was felt.");
    }
    List<Attempt> attempts =
        Stream.concat(history.attempts(load.name()).stream(), after.stream()).toList();
    return new FailoverWindow(fault, away, over, attempts, after);
  }

  private void judgeReturn(FaultEvent fault, Question question, Findings findings) {
    Optional<Phase> recovery = role("recovery").findFirst();
    if (recovery.isEmpty()) {
      findings.doubt("After the phase " + load.name() + " there is no recovery phase.");
      return;
    }
    List<Attempt> attempts =
        history.attempts(recovery.get().name()).stream().filter(this::isAtCompass).toList();
    new ServiceReturn(fault, home(), recovery.get(), attempts)
        .judge(question.ruleCase().number("recovery-limit-seconds"), findings);
  }

  private void requireWay(Question question) {
    String asked = question.ruleCase().text("way");
    if (!asked.equals(way())) {
      throw new IllegalArgumentException(
          "the case asks for a fault that is called "
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
    boolean used =
        attempts.stream()
            .filter(this::isAtCompass)
            .anyMatch(a -> a.dueNanos() < fault.injectedNanos() && HeldRamp.on(a, home()));
    if (!used) {
      findings.doubt(
          home()
              + " served nothing before the fault in the phase "
              + load.name()
              + ", so traffic had nothing to leave.");
    }
  }

  private void judgeBefore(
      List<Attempt> attempts, FaultEvent fault, Question question, Findings findings) {
    long calm = Change.calmFromNanos(load, history, question);
    List<Attempt> failed = Times.dueFrom(Times.failedBefore(attempts, fault.injectedNanos()), calm);
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
            .filter(a -> a.dueNanos() >= calm)
            .filter(a -> a.closedNanos().orElse(a.dueNanos()) < fault.injectedNanos())
            .toList());
  }

  private void draw(FaultEvent fault, Question question, Findings findings) {
    List<Phase> phases = new ArrayList<>(List.of(load));
    role("after").forEach(phases::add);
    role("recovery").forEach(phases::add);
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

  private Stream<Phase> role(String role) {
    return following.stream().filter(phase -> role.equals(phase.attributes().get("role")));
  }

  private boolean isAtCompass(Attempt attempt) {
    return attempt.listener().equals(load.attribute("at"));
  }

  private boolean isElsewhere(Attempt attempt) {
    return attempt.servedBy().isPresent() && !HeldRamp.on(attempt, home());
  }

  private String home() {
    return load.attribute("home");
  }

  private String victim() {
    return load.attribute("victim");
  }

  private String way() {
    return load.attribute("way");
  }
}
