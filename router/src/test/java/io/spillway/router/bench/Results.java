package io.spillway.router.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** All figures of all rounds, and what follows from them. */
final class Results {

  private final Map<Measure, Map<String, Map<Integer, Double>>> values = new TreeMap<>();
  private final Map<String, Integer> failures = new LinkedHashMap<>();

  /**
   * Some figures as one.
   *
   * @param median the middle one, or the mean of the two in the middle
   * @param least the smallest
   * @param most the largest
   */
  record Summary(double median, double least, double most) {

    /** {@return the summary, or nothing if there are no figures} */
    static Optional<Summary> of(Collection<Double> figures) {
      double[] sorted = figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      if (sorted.length == 0) {
        return Optional.empty();
      }
      int middle = sorted.length / 2;
      double median =
          sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
      return Optional.of(new Summary(median, sorted[0], sorted[sorted.length - 1]));
    }
  }

  void add(int round, Measure measure, String subject, double value) {
    values
        .computeIfAbsent(measure, m -> new LinkedHashMap<>())
        .computeIfAbsent(subject, s -> new TreeMap<>())
        .put(round, value);
  }

  /** Notes that a subject, or the benchmark, failed; what it should have given is missing. */
  void fail(String what) {
    failures.merge(what, 1, Integer::sum);
  }

  /** {@return what failed, and how often} */
  Map<String, Integer> failures() {
    return failures;
  }

  /** {@return what a subject has in a measure, over all rounds in which it did not fail} */
  Optional<Summary> summary(Measure measure, String subject) {
    return Summary.of(figures(measure, subject).values());
  }

  /**
   * {@return the median over the rounds of a subject's ratio to the best of some others in the same
   * round}
   */
  OptionalDouble ratio(Measure measure, String subject, List<String> others) {
    List<Double> ratios = new ArrayList<>();
    figures(measure, subject)
        .forEach(
            (round, value) ->
                best(measure, others, round).stream()
                    .filter(best -> best > 0 && value > 0)
                    .forEach(best -> ratios.add(value / best)));
    return Summary.of(ratios).stream().mapToDouble(Summary::median).findFirst();
  }

  private OptionalDouble best(Measure measure, List<String> subjects, int round) {
    return subjects.stream()
        .map(other -> figures(measure, other))
        .filter(byRound -> byRound.containsKey(round))
        .mapToDouble(byRound -> byRound.get(round))
        .reduce(measure::better);
  }

  private Map<Integer, Double> figures(Measure measure, String subject) {
    Map<Integer, Double> own = measured(measure, subject);
    if (!measure.isAdded() || subject.equals(Subjects.DIRECT)) {
      return own;
    }
    Map<Integer, Double> direct = measured(measure, Subjects.DIRECT);
    Map<Integer, Double> added = new TreeMap<>();
    own.forEach(
        (round, value) -> {
          if (direct.containsKey(round)) {
            added.put(round, value - direct.get(round));
          }
        });
    return added;
  }

  private Map<Integer, Double> measured(Measure measure, String subject) {
    return values.getOrDefault(measure, Map.of()).getOrDefault(subject, Map.of());
  }

  /** {@return every figure as it was measured, one a line, separated by tabs} */
  String lines() {
    StringBuilder lines = new StringBuilder("measure\tsubject\tround\tvalue\n");
    values.forEach(
        (measure, subjects) ->
            subjects.forEach(
                (subject, rounds) ->
                    rounds.forEach(
                        (round, value) ->
                            lines
                                .append(measure)
                                .append('\t')
                                .append(subject)
                                .append('\t')
                                .append(round)
                                .append('\t')
                                .append(value)
                                .append('\n'))));
    return lines.toString();
  }
}
