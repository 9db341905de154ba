package io.spillway.harness.check;

import io.spillway.harness.history.FaultEvent;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Phase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * {@code phase-claims}: what a scenario claims of its phases holds in each of them. For rules that
 * say how traffic is divided while nothing changes, under these conditions and under those.
 *
 * <p>A phase with the attribute {@code claim} is judged; if it also has the attribute {@code for},
 * only for the rules that this names. The claims are
 *
 * <ul>
 *   <li>{@code delivered} ({@link DeliveredClaim}): every short connection hears what its workload
 *       wrote before it closed;
 *   <li>{@code faster} ({@link FasterClaim}): {@code to} answers sooner and so gets more than half;
 *   <li>{@code intact} ({@link IntactClaim}): every stream goes on, byte for byte;
 *   <li>{@code kept} ({@link KeptClaim}): requests on kept connections stay with one workload;
 *   <li>{@code measured} ({@link MeasuredClaim}): nothing; where attempts went is shown;
 *   <li>{@code only} ({@link OnlyClaim}): every attempt is served, by one of {@code to};
 *   <li>{@code reaches} ({@link ReachesClaim}): each of {@code to} serves some attempt, or else the
 *       verdict is open;
 *   <li>{@code received} ({@link ReceivedClaim}): every workload hears what a client wrote before
 *       it closed;
 *   <li>{@code returns} ({@link ReturnsClaim}): a fault is healed, and the network finds back;
 *   <li>{@code shares} ({@link SharesClaim}): attempts are divided in proportion to {@code
 *       weights};
 *   <li>{@code told} ({@link ToldClaim}): no attempt is served, and every client is told promptly;
 *   <li>{@code moves} ({@link MovesClaim}): something fails or is healed, and within a limit
 *       attempts come to be served by {@code to};
 *   <li>{@code both} ({@link BothClaim}): each of two groups gets a share of the attempts;
 *   <li>{@code path} ({@link PathClaim}): attempts take that one of two paths to one workload.
 * </ul>
 *
 * <p>A phase with the attribute {@code after}, the name of a phase in which something failed or was
 * healed, is judged on all that was due in it or, where the claim does not hold of that, on what
 * was due when the limit of that {@link Change} had passed: a router may go wrong, be right and go
 * wrong again until then, for nobody promises more. What is claimed has to be wrong twice to be a
 * violation, so a test of such a phase has half the probability of missing what it states.
 *
 * <p>The verdict's α is divided over as many phases as the parameter {@code phases} says, times
 * {@code repeats} where a rule has that. A history in which the scenario made no claim for the
 * rule, or fewer than that, is inconclusive; one in which more phases spend α than that is an error
 * of the scenario.
 *
 * <p>What the verdict is worth is what the phase is worth that spoiled it or, where none did, the
 * one with the fewest observations ({@link Statistics}).
 *
 * <p>A phase in which a fault acts that nobody saw take effect, or before which one was healed that
 * nobody saw healed, is not judged: whatever it shows, the router was not asked.
 */
final class PhaseClaims implements Judge {

  private static final Map<String, PhaseClaim> CLAIMS =
      Map.ofEntries(
          Map.entry("both", new BothClaim()),
          Map.entry("delivered", new DeliveredClaim()),
          Map.entry("faster", new FasterClaim()),
          Map.entry("intact", new IntactClaim()),
          Map.entry("kept", new KeptClaim()),
          Map.entry("measured", new MeasuredClaim()),
          Map.entry("moves", new MovesClaim()),
          Map.entry("only", new OnlyClaim()),
          Map.entry("path", new PathClaim()),
          Map.entry("reaches", new ReachesClaim()),
          Map.entry("received", new ReceivedClaim()),
          Map.entry("returns", new ReturnsClaim()),
          Map.entry("shares", new SharesClaim()),
          Map.entry("told", new ToldClaim()));

  /** {@return the words of the claims of which this holds, in alphabetical order} */
  static Set<String> words(Predicate<PhaseClaim> matching) {
    Set<String> words = new TreeSet<>();
    CLAIMS.forEach(
        (word, claim) -> {
          if (matching.test(claim)) {
            words.add(word);
          }
        });
    return words;
  }

  @Override
  public String judge(History history, Question question, Findings findings) {
    List<Phase> claimed =
        history.phases().stream()
            .filter(phase -> phase.attributes().containsKey("claim"))
            .filter(phase -> isFor(phase, question.rule().id()))
            .toList();
    int wanted = WeightedPlan.phases(question);
    if (claimed.size() < wanted) {
      findings.doubt(
          "Only "
              + Words.count(claimed.size(), "phase")
              + " could be judged; the rule asks for "
              + Words.count(wanted)
              + ".");
    }
    long spending = claimed.stream().filter(phase -> claim(phase).spends()).count();
    if (spending > wanted) {
      throw new IllegalArgumentException(
          spending + " phases spend a part of alpha, but the parameters ask for " + wanted);
    }
    double alpha = WeightedPlan.alphaOfAPhase(question);
    List<String> figures = new ArrayList<>();
    String worst = "";
    for (Phase phase : claimed) {
      Optional<String> unproven = unproven(history, phase);
      if (unproven.isPresent()) {
        findings.doubt(unproven.orElseThrow());
        continue;
      }
      boolean spoiled =
          findings.part(phase, () -> figures.add(judge(history, phase, question, alpha, findings)));
      if (spoiled) {
        worst = beside(phase.name() + ": ", figures.get(figures.size() - 1));
      }
    }
    if (figures.isEmpty()) {
      return "nothing to judge";
    }
    if (!worst.isEmpty()) {
      return worst;
    }
    return figures.size() == 1
        ? figures.get(0)
        : beside(Words.count(figures.size(), "phase") + " · ", figures.get(0));
  }

  /** Judges a phase, without what goes wrong in it because of a change that is just before it. */
  private static String judge(
      History history, Phase phase, Question question, double alpha, Findings findings) {
    PhaseClaim claim = claim(phase);
    OptionalLong over =
        Optional.ofNullable(phase.attributes().get(Change.AFTER))
            .map(change -> Change.overNanos(history.phase(change), history, question))
            .orElse(OptionalLong.empty());
    if (over.isEmpty() || holds(claim, history, phase, question, alpha)) {
      return claim.judge(history, phase, question, alpha, findings);
    }
    History later = history.without(phase.name(), over.getAsLong());
    int forgiven = history.attempts(phase.name()).size() - later.attempts(phase.name()).size();
    findings.note(
        "Of the phase "
            + phase.name()
            + " "
            + Words.count(forgiven, "connection")
            + " came when traffic might still go wrong because of the phase "
            + phase.attribute(Change.AFTER)
            + ", and did; so those are judged that came later.");
    return claim.judge(later, phase, question, alpha, findings);
  }

  private static boolean holds(
      PhaseClaim claim, History history, Phase phase, Question question, double alpha) {
    Findings attempt = new Findings(history, question);
    claim.judge(history, phase, question, alpha, attempt);
    return !attempt.violated();
  }

  /** Words before a figure, if there is room for both. */
  private static String beside(String words, String figure) {
    return words.length() + figure.length() <= Words.FIGURE_LENGTH ? words + figure : figure;
  }

  private static boolean isFor(Phase phase, String rule) {
    String rules = phase.attributes().getOrDefault("for", rule);
    return Arrays.asList(rules.split(" ", -1)).contains(rule);
  }

  /**
   * Why this phase is not as the scenario wanted it, or may not be: still healthy, or still not.
   */
  private static Optional<String> unproven(History history, Phase phase) {
    long start = phase.startNanos();
    for (FaultEvent fault : history.faults()) {
      boolean over = fault.healedNanos().orElse(Long.MAX_VALUE) <= start;
      String what = fault.target() + " was " + fault.kind();
      if (SlowFaults.isShownByTraffic(fault, phase)) {
        continue;
      }
      if (over && fault.recoveredNanos().orElse(Long.MAX_VALUE) > start) {
        return Optional.of(
            what
                + " and healed before the phase "
                + phase.name()
                + ", and no independent probe saw it back by then.");
      }
      if (!over && fault.injectedNanos() <= phase.endNanos() && fault.observedNanos().isEmpty()) {
        return Optional.of(
            "No independent probe saw that "
                + what
                + " in the phase "
                + fault.phase()
                + "; a fault that is not proven did not happen.");
      }
      if (fault.injectedNanos() < start && !over && fault.observedNanos().getAsLong() > start) {
        return Optional.of(
            what
                + " before the phase "
                + phase.name()
                + ", and no independent probe saw that by then.");
      }
    }
    return Optional.empty();
  }

  private static PhaseClaim claim(Phase phase) {
    PhaseClaim claim = CLAIMS.get(phase.attribute("claim"));
    if (claim == null) {
      throw new IllegalArgumentException(
          "phase "
              + phase.name()
              + " makes the claim "
              + phase.attribute("claim")
              + "; there are only "
              + words(any -> true));
    }
    return claim;
  }
}
