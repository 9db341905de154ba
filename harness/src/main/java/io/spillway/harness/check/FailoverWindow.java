package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.FaultEvent;
import io.spillway.harness.history.Phase;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What clients saw from a fault to its end: until when connections went wrong, and how many went
 * right after that. A connection goes wrong if it is not served, or if it is served where nobody is
 * to be served any more.
 *
 * @param fault the fault
 * @param away the site at which nobody is to be served any more, if there is one
 * @param over the phases in which the attempts were made: over the fault, and after it
 * @param attempts the attempts of these phases
 * @param after those of them that were made after the failover
 */
record FailoverWindow(
    FaultEvent fault,
    Optional<String> away,
    List<Phase> over,
    List<Attempt> attempts,
    List<Attempt> after) {

  /** The crowd that every sample after a failover begins with. */
  static final String CROWD = "closed-loop-64";

  /**
   * What one window adds up to.
   *
   * @param wrong connections that went wrong once the fault was injected
   * @param lastWrongNanos when the last of them was due, after the injection; 0 if none
   * @param clean connections after that one that were served as they must be
   * @param late connections that were due later than the limit
   * @param wrongLate those of them that went wrong
   */
  record Tally(int wrong, long lastWrongNanos, int clean, int late, int wrongLate) {}

  /** Judges the window. */
  Tally judge(Question question, Findings findings) {
    double limitSeconds = question.ruleCase().number("failover-limit-seconds");
    long tooLate = fault.injectedNanos() + Times.nanos(limitSeconds) + 1;
    List<Attempt> failed = failed();
    List<Attempt> astray = astray();
    OptionalLong last = Times.lastDue(attempts, a -> failed.contains(a) || astray.contains(a));
    long lastNanos = Math.max(0, last.orElse(fault.injectedNanos()) - fault.injectedNanos());
    String expected = "nothing wrong later than " + Words.limit(limitSeconds) + " after the fault";
    judgeLate(failed, astray, tooLate, limitSeconds, lastNanos, expected, findings);
    int clean = judgeClean(last, question, findings);
    findings.support(
        failed,
        expected,
        Words.count(failed.size() + astray.size())
            + " went wrong from the fault in the phase "
            + fault.phase()
            + " on, the last "
            + Words.seconds(lastNanos)
            + " after the fault, then "
            + Words.count(clean)
            + " went right");
    findings.requireTimes(over);
    findings.requireDeterminate(
        "due later than the limit after the fault in the phase " + fault.phase(),
        Times.dueFrom(attempts, tooLate));
    List<Attempt> late =
        Times.dueFrom(attempts, tooLate).stream()
            .filter(a -> a.servedBy().isPresent() || a.outcome().failed())
            .toList();
    int wrongLate = Times.dueFrom(failed, tooLate).size() + Times.dueFrom(astray, tooLate).size();
    return new Tally(failed.size() + astray.size(), lastNanos, clean, late.size(), wrongLate);
  }

  private List<Attempt> failed() {
    List<Attempt> before = Times.failedBefore(attempts, fault.injectedNanos());
    return attempts.stream().filter(a -> a.outcome().failed() && !before.contains(a)).toList();
  }

  /** Whoever began when the fault had taken effect, and was served where it acts all the same. */
  private List<Attempt> astray() {
    long from = fault.observedNanos().orElse(fault.injectedNanos());
    return attempts.stream()
        .filter(a -> a.dueNanos() >= from)
        .filter(a -> away.filter(site -> HeldRamp.on(a, site)).isPresent())
        .toList();
  }

  private void judgeLate(
      List<Attempt> failed,
      List<Attempt> astray,
      long tooLate,
      double limitSeconds,
      long lastNanos,
      String expected,
      Findings findings) {
    String late =
        " later than "
            + Words.limit(limitSeconds)
            + " after "
            + fault.target()
            + " was "
            + fault.kind();
    List<Attempt> failedLate = Times.dueFrom(failed, tooLate);
    if (!failedLate.isEmpty()) {
      findings.unserved(
          Words.count(failedLate.size(), "connection")
              + " still failed"
              + late
              + " ("
              + Words.outcomes(failedLate)
              + "), the last "
              + Words.seconds(lastNanos)
              + " after it.",
          failedLate,
          expected,
          over);
    }
    List<Attempt> astrayLate = Times.dueFrom(astray, tooLate);
    if (!astrayLate.isEmpty()) {
      String sentence =
          Words.count(astrayLate.size(), "connection")
              + " still served at "
              + away.orElseThrow()
              + late
              + ".";
      findings.misplaced(
          sentence, new Evidence(Findings.indexes(astrayLate), expected, sentence), over);
    }
  }

  /**
   * What came after the last connection that went wrong, or that nobody can know about: if that one
   * was late it is a violation or a doubt by itself, else the sample only begins after it.
   */
  private int judgeClean(OptionalLong lastWrong, Question question, Findings findings) {
    OptionalLong lastUnknown =
        Times.lastDue(after, a -> a.servedBy().isEmpty() && !a.outcome().failed());
    long from = Math.max(lastWrong.orElse(Long.MIN_VALUE), lastUnknown.orElse(Long.MIN_VALUE));
    List<Attempt> clean =
        after.stream().filter(a -> a.dueNanos() > from && a.servedBy().isPresent()).toList();
    int wanted = question.ruleCase().integer("after-attempts");
    String where = " after the failover from the fault in the phase " + fault.phase();
    if (clean.size() < wanted) {
      findings.doubt(
          "Only "
              + Words.count(clean.size(), "connection")
              + where
              + ", "
              + Words.count(wanted)
              + " are needed without one that goes wrong.");
    } else if (clean.stream().noneMatch(a -> a.prober().equals(CROWD))) {
      findings.doubt(
          "The prober "
              + CROWD
              + " made no connection"
              + where
              + "; without a crowd a router that still believes in what is gone may not use it.");
    }
    return clean.size();
  }
}
