package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Phase;
import io.spillway.harness.history.Trouble;
import io.spillway.harness.model.LinkCostModel.Reading;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a check has found so far. A violation makes a fail, else a doubt makes an inconclusive
 * verdict, else it is a pass: what was seen to be wrong stays wrong, whatever else could not be
 * seen. Lives inside one call of a check; not safe for use by several threads.
 */
final class Findings {

  /** Trouble that falsifies the times themselves, and not only what the router was offered. */
  private static final Set<String> UNTIMED = Set.of("clock", "interrupted");

  /** Trouble in which routers may lose sight of each other: they are not let run, or not heard. */
  private static final Set<String> SEPARATING = Set.of("starved", "conntrack");

  /** How long it takes a router to find its links again after a stall, and some more. */
  private static final double AFTERMATH_SECONDS = 3;

  private static final Pattern NUMBER = Pattern.compile("\\d[\\d,.]*");

  /** So many sentences that differ in their numbers alone are all told. */
  private static final int MOST_ALIKE = 3;

  private final History history;
  private final Question question;
  private final List<Evidence> evidence = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private final List<String> doubts = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<Drawing> drawings = new ArrayList<>();
  private final List<Statistics> worths = new ArrayList<>();
  private final List<Statistics> asides = new ArrayList<>();
  private Optional<Statistics> spoiling = Optional.empty();
  private Optional<Set<Reading>> readings = Optional.empty();

  Findings(History history, Question question) {
    this.history = history;
    this.question = question;
  }

  /** The rule was broken; a sentence says how. */
  void violated(String sentence, Evidence proof) {
    violations.add(sentence);
    evidence.add(proof);
  }

  /** The verdict cannot be a pass; a sentence says what is missing. */
  void doubt(String sentence) {
    doubts.add(sentence);
  }

  /** The same of something that was seen, but does not suffice. */
  void doubt(String sentence, String expected, String observed) {
    doubts.add(sentence);
    evidence.add(new Evidence(List.of(), expected, observed));
  }

  /** A sentence that belongs to the reason whatever the verdict is. */
  void note(String sentence) {
    notes.add(sentence);
  }

  /** Something that speaks for the router. */
  void support(Collection<Attempt> attempts, String expected, String observed) {
    evidence.add(new Evidence(indexes(attempts), expected, observed));
  }

  /** Something to be drawn. */
  void draw(Drawing drawing) {
    drawings.add(drawing);
  }

  /** The readings of the texts that explain every first spill; none if they differ. */
  void fit(Set<Reading> explaining) {
    readings = Optional.of(explaining);
  }

  /** What the verdict is worth, or the part of it that is being judged. */
  void worth(Statistics worth) {
    worths.add(worth);
  }

  /**
   * What a part is worth in which times are measured, or which is but a control: the figures of the
   * verdict where this part makes it graver, or no other part has any.
   */
  void worthAside(Statistics worth) {
    asides.add(worth);
  }

  /**
   * Judges one phase of several. Where it makes the verdict graver, what it is worth is what the
   * verdict is worth ({@link Statistics}).
   *
   * @return whether it made the verdict graver
   */
  boolean part(Phase phase, Runnable judgement) {
    Verdict before = verdict();
    int told = worths.size();
    int toldAside = asides.size();
    int seen = evidence.size();
    judgement.run();
    if (told == worths.size() && toldAside == asides.size() && seen < evidence.size()) {
      Statistics.ofService(history.attempts(phase.name())).ifPresent(asides::add);
    }
    boolean spoiled = verdict().compareTo(before) > 0;
    if (spoiled) {
      spoiling =
          Statistics.weakest(worths.subList(told, worths.size()))
              .or(() -> Statistics.weakest(asides.subList(toldAside, asides.size())))
              .map(worth -> worth.in("the phase " + phase.name()));
    }
    return spoiled;
  }

  /** {@return whether there is a violation} */
  boolean violated() {
    return verdict() == Verdict.FAIL;
  }

  /** {@return whether there is no violation and no doubt so far} */
  boolean clean() {
    return verdict() == Verdict.PASS;
  }

  /**
   * Attempts that failed, or were too slow, where they must not: a violation, unless the harness
   * had trouble of its own in these phases, for then the fault may be its own.
   *
   * @param sentence what is wrong
   * @param attempts the attempts that show it
   * @param expected what the rule wants
   * @param phases where it happened
   */
  void unserved(
      String sentence, Collection<Attempt> attempts, String expected, Collection<Phase> phases) {
    List<Trouble> troubles = troubles(phases);
    if (troubles.isEmpty()) {
      violated(sentence, new Evidence(indexes(attempts), expected, sentence));
    } else {
      doubt(
          sentence
              + " But the harness had trouble of its own just then ("
              + words(troubles)
              + "), so the router may not be to blame.",
          expected,
          sentence);
    }
  }

  /**
   * Attempts that were served, but not where they must be: a violation, unless the machine kept the
   * routers from each other, in these phases or just before them, so that they may have lost sight
   * of each other.
   *
   * @param sentence what is wrong
   * @param proof what shows it
   * @param phases where it happened
   */
  void misplaced(String sentence, Evidence proof, Collection<Phase> phases) {
    List<Trouble> stalls =
        history.troubles().stream()
            .filter(trouble -> SEPARATING.contains(trouble.kind()))
            .filter(trouble -> phases.stream().anyMatch(phase -> reaches(trouble, phase)))
            .toList();
    if (stalls.isEmpty()) {
      violated(sentence, proof);
    } else {
      doubt(
          sentence
              + " But this machine kept the routers from each other just then ("
              + words(stalls)
              + "), so they may have lost sight of each other.",
          proof.expected(),
          proof.observed());
    }
  }

  private static boolean reaches(Trouble trouble, Phase phase) {
    return trouble.atNanos() >= phase.startNanos() - Times.nanos(AFTERMATH_SECONDS)
        && trouble.atNanos() <= phase.endNanos();
  }

  /** Doubts times measured in phases during which the harness's clock or threads were disturbed. */
  void requireTimes(Collection<Phase> phases) {
    List<Trouble> troubles =
        troubles(phases).stream().filter(trouble -> UNTIMED.contains(trouble.kind())).toList();
    if (!troubles.isEmpty()) {
      doubt("Times cannot be trusted: " + words(troubles) + ".");
    }
  }

  /**
   * Doubts a phase in which attempts ended in a way that nobody can know, where one that had failed
   * would have changed the verdict.
   */
  void requireDeterminate(String where, Collection<Attempt> attempts) {
    List<Attempt> open =
        attempts.stream()
            .filter(attempt -> attempt.servedBy().isEmpty() && !attempt.outcome().failed())
            .toList();
    if (!open.isEmpty()) {
      doubt(
          "Of "
              + Words.count(open.size(), "attempt")
              + " "
              + where
              + " nobody can know whether the router would have served them ("
              + indexesInWords(open)
              + "); a failure among them would change the verdict.");
    }
  }

  /** {@return the result of all this} */
  Result result(String figure) {
    List<String> sentences = new ArrayList<>(condensed(violations));
    sentences.addAll(condensed(doubts));
    sentences.addAll(condensed(notes));
    return new Result(
        question.rule().id(),
        question.ruleCase().name(),
        verdict(),
        Words.figure(figure),
        String.join(" ", sentences),
        evidence,
        statistics(),
        drawings,
        readings);
  }

  /**
   * Of sentences that differ in nothing but their numbers, as those of many ramps do, the first; it
   * says how many more there are. The evidence has all of them.
   */
  private static List<String> condensed(List<String> sentences) {
    Map<String, List<String>> alike =
        sentences.stream()
            .collect(
                Collectors.groupingBy(
                    sentence -> NUMBER.matcher(sentence).replaceAll("#"),
                    LinkedHashMap::new,
                    Collectors.toList()));
    return alike.values().stream()
        .flatMap(
            group ->
                group.size() <= MOST_ALIKE
                    ? group.stream()
                    : Stream.of(
                        group.get(0),
                        "So " + Words.count(group.size() - 1) + " times more, with other numbers."))
        .toList();
  }

  private Verdict verdict() {
    if (!violations.isEmpty()) {
      return Verdict.FAIL;
    }
    return doubts.isEmpty() ? Verdict.PASS : Verdict.INCONCLUSIVE;
  }

  private Optional<Statistics> statistics() {
    List<Statistics> told = worths.isEmpty() ? asides : worths;
    Optional<Statistics> weakest = Statistics.weakest(told);
    if (worths.size() + asides.size() < 2) {
      return weakest;
    }
    double alpha = worths.stream().mapToDouble(Statistics::alpha).sum();
    String where = "the weakest of " + Words.count(told.size(), "phase");
    return spoiling
        .or(() -> weakest.map(worth -> told.size() < 2 ? worth : worth.in(where)))
        .map(worth -> worth.spending(alpha));
  }

  /** {@return the attempts' indexes, in order, as evidence wants them} */
  static List<Integer> indexes(Collection<Attempt> attempts) {
    return attempts.stream().map(Attempt::index).toList();
  }

  private static String indexesInWords(Collection<Attempt> attempts) {
    return attempts.stream()
            .limit(Evidence.MAX_ATTEMPTS)
            .map(attempt -> "#" + attempt.index())
            .collect(Collectors.joining(", "))
        + (attempts.size() > Evidence.MAX_ATTEMPTS ? ", …" : "");
  }

  private List<Trouble> troubles(Collection<Phase> phases) {
    return history.troubles().stream()
        .filter(
            trouble ->
                phases.stream()
                    .anyMatch(
                        phase ->
                            trouble.atNanos() >= phase.startNanos()
                                && trouble.atNanos() <= phase.endNanos()))
        .toList();
  }

  private static String words(List<Trouble> troubles) {
    Set<String> kinds = new TreeSet<>();
    troubles.forEach(trouble -> kinds.add(trouble.kind()));
    return Words.list(List.copyOf(kinds)) + ": " + troubles.get(0).description();
  }
}
