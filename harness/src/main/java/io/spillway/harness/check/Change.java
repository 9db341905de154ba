package io.spillway.harness.check;

import io.spillway.harness.history.FaultEvent;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Phase;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What changed in a phase: something failed, or was healed. Until its limit has passed attempts may
 * go wrong because of it.
 *
 * @param cause which of the two
 * @param fault the fault that began, or ended
 */
record Change(Cause cause, FaultEvent fault) {

  /** The attribute of a phase that names the phase of the change before it. */
  static final String AFTER = "after";

  /** Why something changed. */
  enum Cause {
    /** A fault began. The limit counts from its injection. */
    FAULT("fault", "failover-limit-seconds"),
    /**
     * A fault ended. The limit counts from the moment at which an independent probe saw that its
     * target answered again, or from the end of the fault where none did.
     */
    HEAL("heal", "recovery-limit-seconds");

    private final String word;
    private final String limitParameter;

    Cause(String word, String limitParameter) {
      this.word = word;
      this.limitParameter = limitParameter;
    }

    /**
     * The cause that a phase names.
     *
     * @throws IllegalArgumentException if its attribute {@code because} is neither
     */
    static Cause of(Phase phase) {
      String because = phase.attribute("because");
      return Stream.of(values())
          .filter(cause -> cause.word.equals(because))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "phase "
                          + phase.name()
                          + " moves traffic because of "
                          + because
                          + ", not of fault or heal"));
    }
  }

  /** {@return what changed in this phase} */
  static List<Change> in(Phase phase, History history) {
    return all(history).filter(change -> change.isIn(phase)).toList();
  }

  private static Stream<Change> all(History history) {
    return history.faults().stream()
        .flatMap(fault -> Stream.of(Cause.values()).map(cause -> new Change(cause, fault)));
  }

  private boolean isIn(Phase phase) {
    if (cause == Cause.FAULT) {
      return fault.phase().equals(phase.name());
    }
    long healed = fault.healedNanos().orElse(Long.MIN_VALUE);
    return healed >= phase.startNanos() && healed <= phase.endNanos();
  }

  /**
   * {@return from when on nothing that was due may go wrong because of what changed in this phase;
   * empty if nothing did}
   */
  static OptionalLong overNanos(Phase phase, History history, Question question) {
    return in(phase, history).stream().mapToLong(change -> change.overNanos(question)).max();
  }

  /**
   * {@return from when on nothing that was due may go wrong because of what changed before this
   * phase; the least number if nothing did}
   */
  static long calmFromNanos(Phase phase, History history, Question question) {
    return all(history)
        .filter(change -> change.isBeforeStart(phase))
        .mapToLong(change -> change.overNanos(question))
        .max()
        .orElse(Long.MIN_VALUE);
  }

  private boolean isBeforeStart(Phase phase) {
    return cause == Cause.FAULT
        ? fault.injectedNanos() <= phase.startNanos() && !isIn(phase)
        : fault.healedNanos().orElse(Long.MAX_VALUE) <= phase.startNanos();
  }

  private long overNanos(Question question) {
    return zeroNanos() + Times.nanos(limitSeconds(question)) + 1;
  }

  /**
   * {@return whether a phase follows a change, so that what is claimed of it may be tried twice}
   */
  static boolean isBefore(Phase phase) {
    return phase.attributes().containsKey(AFTER);
  }

  /**
   * {@return the power that a test of this phase needs for a verdict of this power: what may be
   * tried twice may be missed twice}
   */
  static double powerOfATest(Phase phase, double power) {
    return isBefore(phase) ? WeightedPlan.powerOfEach(power) : power;
  }

  /** {@return the moment from which the limit counts} */
  long zeroNanos() {
    return cause == Cause.FAULT
        ? fault.injectedNanos()
        : ServiceReturn.backNanos(fault).orElseThrow();
  }

  /** {@return the limit, in seconds} */
  double limitSeconds(Question question) {
    return question.ruleCase().number(cause.limitParameter);
  }

  /** {@return when it was, such as {@code after east was killed}} */
  String words() {
    return cause == Cause.FAULT
        ? "after " + fault.target() + " was " + fault.kind()
        : "after the return of " + fault.target();
  }
}
