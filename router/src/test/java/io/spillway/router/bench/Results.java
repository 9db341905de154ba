package io.spillway.router.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
   * @param rounds how many there are
   */
  record Summary(double median, double least, double most, int rounds) {

    /** {@return the summary, or nothing if there are no figures} */
    static Optional<Summary> of(Collection<Double> figures) {
      double[] sorted = figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      if (sorted.length == 0) {
        return Optional.empty();
      }
      int middle = sorted.length / 2;
      double median =
          sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
      return Optional.of(new Summary(median, sorted[0], sorted[sorted.length - 1], sorted.length));
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
   * Compares a subject with the best of some others, round by round: by the ratio, or, where
   * figures are what is added to the direct connection and so may be negative, by the difference.
   * That is the same before and after the direct connection's own is taken away.
   *
   * @return nothing if there is no round with figures of all of them, or in one of those rounds a
   *     figure of which there should be a ratio is not above 0
   */
  Optional<Comparison> compare(Measure measure, String subject, List<String> others) {
    List<Pair> pairs = pairs(measure, subject, others);
    if (measure.isAdded()) {
      return Comparison.of(pairs.stream().map(pair -> pair.own() - pair.best()).toList());
    }
    // To leave such rounds out would choose among them by how they ended.
    return pairs.stream().anyMatch(pair -> pair.own() <= 0 || pair.best() <= 0)
        ? Optional.empty()
        : Comparison.of(pairs.stream().map(pair -> pair.own() / pair.best()).toList());
  }

  /** What a subject and the best of the others have in the same round. */
  private record Pair(double own, double best) {}

  /** Of the rounds in which the subject and all others have figures that have any at all. */
  private List<Pair> pairs(Measure measure, String subject, List<String> others) {
    List<Map<Integer, Double>> present =
        others.stream()
            .map(other -> measured(measure, other))
            .filter(byRound -> !byRound.isEmpty())
            .toList();
    List<Pair> pairs = new ArrayList<>();
    measured(measure, subject)
        .forEach(
            (round, own) -> {
              if (present.stream().allMatch(byRound -> byRound.containsKey(round))) {
                present.stream()
                    .map(byRound -> byRound.get(round))
                    .reduce(measure::better)
                    .ifPresent(best -> pairs.add(new Pair(own, best)));
              }
            });
    return pairs;
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
