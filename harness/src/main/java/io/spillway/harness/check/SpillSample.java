package io.spillway.harness.check;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What ramps a case asks for. Fewer of them, or shorter ones, are no sample of the curve that it is
 * about: a plateau beyond their end would pass.
 *
 * @param ramps ramps of each listener and each order of the two sites' roles, at least 1
 * @param held connections that are held in each ramp, at least
 */
record SpillSample(int ramps, int held) {

  private static final List<String> ORDERS = List.of("as named", "swapped");

  /** {@return what this case asks for} */
  static SpillSample of(Question question) {
    return new SpillSample(
        question.ruleCase().integer("ramps", 1), question.ruleCase().integer("held", 0));
  }

  /** Leaves the verdict open where one of them is missing or too short. */
  void require(List<HeldRamp> played, Findings findings) {
    Set<String> listeners = new HashSet<>();
    played.forEach(ramp -> listeners.add(ramp.listener()));
    Set<String> compared = new HashSet<>();
    played.stream().map(HeldRamp::alike).flatMap(Optional::stream).forEach(compared::add);
    if (!compared.isEmpty() && listeners.size() < 2) {
      findings.doubt(
          "All ramps are of "
              + Words.list(List.copyOf(listeners))
              + ", so there is nothing to compare "
              + Words.list(List.copyOf(compared))
              + " by.");
    }
    if (played.isEmpty()) {
      listeners.add("");
    }
    listeners.forEach(listener -> requireRamps(played, listener, findings));
    played.stream()
        .filter(ramp -> ramp.served().size() < held)
        .forEach(
            ramp ->
                findings.doubt(
                    "The ramp "
                        + ramp.words()
                        + " held "
                        + Words.count(ramp.served().size(), "connection")
                        + ", "
                        + Words.count(held)
                        + " are needed."));
  }

  private void requireRamps(List<HeldRamp> played, String listener, Findings findings) {
    for (String order : ORDERS) {
      long found =
          played.stream()
              .filter(ramp -> ramp.listener().equals(listener) && ramp.order().equals(order))
              .count();
      if (found < ramps) {
        findings.doubt(
            (found == 0 ? "No ramp" : "Only " + Words.count(found, "ramp"))
                + (listener.isEmpty() ? "" : " of " + listener)
                + " with the sites' roles "
                + order
                + (found == 0
                    ? "; a router may break ties by name or age, so both orders are needed."
                    : ", " + Words.count(ramps) + " are needed."));
      }
    }
  }
}
