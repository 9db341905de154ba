package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Outcome;
import io.spillway.harness.history.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One held ramp as a history tells it: connections opened one by one and kept.
 *
 * @param phase the phase, with attributes {@code cheapest}, {@code alternative} (sites) and {@code
 *     order}
 * @param served attempts that one of the two sites served, in order
 * @param strays attempts that a third site served
 * @param failed attempts that failed
 * @param indeterminate attempts of which nobody can know
 * @param spill the first attempt that took the alternative
 */
record HeldRamp(
    Phase phase,
    List<Attempt> served,
    List<Attempt> strays,
    List<Attempt> failed,
    List<Attempt> indeterminate,
    Optional<Attempt> spill) {

  /** Reads the ramp that this phase was. */
  static HeldRamp read(History history, Phase phase) {
    String cheapest = phase.attribute("cheapest");
    String alternative = phase.attribute("alternative");
    List<Attempt> served = new ArrayList<>();
    List<Attempt> strays = new ArrayList<>();
    List<Attempt> failed = new ArrayList<>();
    List<Attempt> indeterminate = new ArrayList<>();
    for (Attempt attempt : history.attempts(phase.name())) {
      if (attempt.servedBy().isPresent()) {
        boolean known = on(attempt, cheapest) || on(attempt, alternative);
        (known ? served : strays).add(attempt);
      } else {
        (attempt.outcome() == Outcome.INDETERMINATE ? indeterminate : failed).add(attempt);
      }
    }
    return new HeldRamp(
        phase,
        served,
        strays,
        failed,
        indeterminate,
        served.stream().filter(attempt -> on(attempt, alternative)).findFirst());
  }

  /** {@return the site of the cheapest path} */
  String cheapest() {
    return phase.attribute("cheapest");
  }

  /** {@return the site of the other path} */
  String alternative() {
    return phase.attribute("alternative");
  }

  /** {@return which of the two runs it was: {@code as named} or {@code swapped}} */
  String order() {
    return phase.attribute("order");
  }

  /** {@return the ramp in words: its order and, where there are several of it, which one} */
  String words() {
    String of = phase.attributes().get("of");
    return of == null ? order() : order() + ", " + of;
  }

  /**
   * {@return what its clients connected to: ramps of the same listener are late together, or not;
   * empty in histories that do not say it}
   */
  String listener() {
    return phase.attributes().getOrDefault("listener", "");
  }

  /** {@return the group of ramps whose spill points must be the same, if it is in one} */
  Optional<String> alike() {
    return Optional.ofNullable(phase.attributes().get("alike"));
  }

  /** {@return connections open on the cheapest path when the first one took the alternative} */
  OptionalLong openAtSpill() {
    return spill.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(
            served.stream()
                .filter(attempt -> attempt.index() < spill.orElseThrow().index())
                .filter(attempt -> openAt(attempt, spill.orElseThrow().dueNanos()))
                .count());
  }

  /** {@return the served attempts after the first spill} */
  List<Attempt> afterSpill() {
    return spill
        .map(first -> served.subList(served.indexOf(first) + 1, served.size()))
        .orElse(List.of());
  }

  /** {@return for each of these whether the alternative served it} */
  List<Boolean> sides(List<Attempt> attempts) {
    return attempts.stream().map(attempt -> on(attempt, alternative())).toList();
  }

  /** {@return how many of these the alternative served} */
  int onAlternative(List<Attempt> attempts) {
    return (int) attempts.stream().filter(attempt -> on(attempt, alternative())).count();
  }

  /** {@return the ramp to be drawn} */
  Drawing.Ramp drawing(List<Integer> allowed, List<Drawing.Course> courses) {
    return new Drawing.Ramp(
        "Held ramp, " + words(),
        cheapest(),
        alternative(),
        sides(served),
        allowed,
        openAtSpill(),
        courses);
  }

  /** {@return whether this site served this attempt} */
  static boolean on(Attempt attempt, String site) {
    return attempt.servedBy().isPresent() && attempt.servedBy().get().site().equals(site);
  }

  private static boolean openAt(Attempt attempt, long nanos) {
    return attempt.closedNanos().isEmpty() || attempt.closedNanos().getAsLong() > nanos;
  }
}
