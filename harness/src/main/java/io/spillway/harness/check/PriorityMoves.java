package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.FaultEvent;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Phase;
import io.spillway.harness.stats.Binomials;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * {@code priority-failover} and {@code priority-failback}: a priority listener goes down its list
 * when keys become unavailable, and up again when they return.
 *
 * <p>Both look at one history: phases with {@code role=steady} in which all traffic must be at one
 * key, and between them phases with {@code role=transition} in which a site failed or was restored.
 * Failover judges the start and what follows failures, failback what follows restorations. Which
 * key must serve is worked out from the list and from {@code unavailable}, and compared with what
 * the scenario expected.
 */
final class PriorityMoves implements Judge {

  private static final double POWER = 0.999;

  /** Which way along the list. */
  enum Direction {
    /** Down the list, when a key becomes unavailable. */
    OVER("failure", "failover-limit-seconds", "moved"),
    /** Up the list, when a key is available again. */
    BACK("restoration", "recovery-limit-seconds", "returned");

    private final String cause;
    private final String limitParameter;
    private final String verb;

    Direction(String cause, String limitParameter, String verb) {
      this.cause = cause;
      this.limitParameter = limitParameter;
      this.verb = verb;
    }

    /** Whether a steady phase is judged; the start is where failovers begin. */
    private boolean judges(Phase steady) {
      String because = steady.attribute("because");
      return because.equals(cause) || (this == OVER && because.equals("start"));
    }
  }

  private final Direction direction;

  PriorityMoves(Direction direction) {
    this.direction = direction;
  }

  @Override
  public String judge(History history, Question question, Findings findings) {
    List<String> keys = Words.split(question.ruleCase().text("keys"));
    double limitSeconds = question.ruleCase().number(direction.limitParameter);
    List<Phase> steadies = history.phasesWith("role", "steady").filter(direction::judges).toList();
    List<PriorityMove> moves = moves(history);
    requireCoverage(keys, steadies, moves, findings);
    Keys served = new Keys(history);
    SteadyTally tally = new SteadyTally();
    for (Phase steady : steadies) {
      findings.part(
          steady, () -> judgeSteady(history, steady, keys, served, question, tally, findings));
    }
    long slowest = 0;
    for (PriorityMove move : moves) {
      slowest = Math.max(slowest, move.judge(served, limitSeconds, findings));
    }
    findings.draw(drawing(history, keys, served, limitSeconds));
    if (tally.all == 0) {
      return "nothing to judge";
    }
    String figure =
        Words.figure(
            direction.verb
                + " in "
                + Words.seconds(slowest)
                + " (limit "
                + Words.limit(limitSeconds)
                + "), then "
                + Words.count(tally.wrong)
                + " of "
                + Words.count(tally.all)
                + " elsewhere");
    if (findings.clean()) {
      findings.note(
          "In each of "
              + Words.count(moves.size(), "move")
              + " traffic "
              + direction.verb
              + " to the key that the list asks for within "
              + Words.seconds(slowest)
              + ", and all of "
              + Words.count(tally.all, "connection")
              + " in the steady phases were served by it.");
    }
    return figure;
  }

  /** The transitions of this direction, each with the steady phases around it. */
  private List<PriorityMove> moves(History history) {
    List<PriorityMove> moves = new ArrayList<>();
    Optional<Phase> before = Optional.empty();
    List<Phase> phases = history.phases();
    for (int i = 0; i < phases.size(); i++) {
      Phase phase = phases.get(i);
      String role = phase.attributes().getOrDefault("role", "");
      if (role.equals("steady")) {
        before = Optional.of(phase);
      } else if (role.equals("transition") && direction.cause.equals(phase.attribute("because"))) {
        Phase start =
            before.orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no steady phase before the transition " + phase.name()));
        Optional<Phase> after =
            phases.subList(i + 1, phases.size()).stream()
                .filter(later -> "steady".equals(later.attributes().get("role")))
                .findFirst();
        moves.add(new PriorityMove(history, phase, start, after, direction == Direction.BACK));
      }
    }
    return moves;
  }

  /** The history must have made every move that the rule speaks of. */
  private void requireCoverage(
      List<String> keys, List<Phase> steadies, List<PriorityMove> moves, Findings findings) {
    Set<String> expected = new HashSet<>();
    steadies.forEach(phase -> expected.add(phase.attribute("expect")));
    List<String> wanted =
        direction == Direction.OVER ? keys : keys.subList(0, Math.max(1, keys.size() - 1));
    List<String> missing = wanted.stream().filter(key -> !expected.contains(key)).toList();
    if (!missing.isEmpty()) {
      findings.doubt(
          "No steady phase after a "
              + direction.cause
              + " had "
              + Words.list(missing)
              + " as the key that must serve, so that was not tried.");
    }
    if (moves.isEmpty()) {
      findings.doubt("The history holds no transition because of a " + direction.cause + ".");
    }
  }

  private static void judgeSteady(
      History history,
      Phase phase,
      List<String> keys,
      Keys served,
      Question question,
      SteadyTally tally,
      Findings findings) {
    String expect = expect(phase, keys);
    List<Attempt> attempts = history.attempts(phase.name());
    List<Attempt> failed = attempts.stream().filter(a -> a.outcome().failed()).toList();
    List<Attempt> elsewhere =
        attempts.stream()
            .filter(a -> served.of(a).isPresent() && !served.of(a).get().equals(expect))
            .toList();
    int right =
        (int) attempts.stream().filter(a -> served.of(a).equals(Optional.of(expect))).count();
    String wish = "every connection served by " + expect;
    if (!elsewhere.isEmpty()) {
      String sentence =
          Words.count(elsewhere.size())
              + " of "
              + Words.count(attempts.size(), "connection")
              + " in the phase "
              + phase.name()
              + " served by another key than "
              + expect
              + ", which was available.";
      findings.misplaced(
          sentence, new Evidence(Findings.indexes(elsewhere), wish, sentence), List.of(phase));
    }
    if (!failed.isEmpty()) {
      findings.unserved(
          Words.count(failed.size())
              + " of "
              + Words.count(attempts.size(), "connection")
              + " in the phase "
              + phase.name()
              + " not served though "
              + expect
              + " was available: "
              + Words.outcomes(failed)
              + ".",
          failed,
          wish,
          List.of(phase));
    }
    findings.requireDeterminate("in the phase " + phase.name(), attempts);
    int wanted = question.ruleCase().integer("steady-attempts");
    if (right + elsewhere.size() + failed.size() < wanted) {
      findings.doubt(
          "Only "
              + Words.count(right, "connection")
              + " in the phase "
              + phase.name()
              + ", "
              + Words.count(wanted)
              + " are needed.");
    }
    int wrong = elsewhere.size() + failed.size();
    int here = right + wrong;
    tally.add(here, wrong);
    if (here > 0) {
      findings.worth(
          new Statistics(
                  here,
                  0,
                  "a leak of " + Words.percent(Binomials.boundOfNone(here, POWER)) + " or more",
                  POWER)
              .with(TrueShare.atMost("connections not at " + expect, wrong, here)));
    }
  }

  /** The first key that is available, which must be what the scenario expected. */
  private static String expect(Phase phase, List<String> keys) {
    List<String> unavailable = Words.split(phase.attribute("unavailable"));
    String first =
        keys.stream()
            .filter(key -> !unavailable.contains(key))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "phase " + phase.name() + " leaves no key available of " + keys));
    if (!first.equals(phase.attribute("expect"))) {
      throw new IllegalArgumentException(
          "phase "
              + phase.name()
              + " expects "
              + phase.attribute("expect")
              + ", but the first available key of "
              + keys
              + " is "
              + first);
    }
    return first;
  }

  private Drawing.Timeline drawing(
      History history, List<String> keys, Keys served, double limitSeconds) {
    List<Phase> shown =
        history.phases().stream()
            .filter(
                phase ->
                    Set.of("steady", "transition")
                        .contains(phase.attributes().getOrDefault("role", "")))
            .toList();
    long start = shown.stream().mapToLong(Phase::startNanos).min().orElse(0);
    long end = shown.stream().mapToLong(Phase::endNanos).max().orElse(0);
    List<Attempt> attempts =
        shown.stream().flatMap(phase -> history.attempts(phase.name()).stream()).toList();
    Timelines timeline = new Timelines(start, end, attempts);
    for (String key : keys) {
      timeline.lane(key, false, attempt -> served.of(attempt).equals(Optional.of(key)));
    }
    timeline.lane("failed", true, attempt -> attempt.outcome().failed());
    for (FaultEvent fault : history.faults()) {
      timeline.band(fault);
    }
    return timeline.drawing("Connections by routing key", OptionalDouble.of(limitSeconds));
  }

  /** What the steady phases add up to. */
  private static final class SteadyTally {
    private int all;
    private int wrong;

    void add(int here, int wrongHere) {
      all += here;
      wrong += wrongHere;
    }
  }
}
