package io.spillway.harness.check;

import io.spillway.harness.history.FaultEvent;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Phase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * {@code phase-claims}: what a scenario claims of its phases holds in each of them. For rules that
 * say how traffic is divided while nothing changes, under these conditions and under those.
 *
 * <p>A phase with the attribute {@code claim} is judged; if it also has the attribute {@code for},
 * only for the rules that this names. The claims are
 *
 * <ul>
 *   <li>{@code faster} ({@link FasterClaim}): {@code to} answers sooner and so gets more than half;
 *   <li>{@code kept} ({@link KeptClaim}): requests on kept connections stay with one workload;
 *   <li>{@code only} ({@link OnlyClaim}): every attempt is served, by one of {@code to};
 *   <li>{@code shares} ({@link SharesClaim}): attempts are divided in proportion to {@code
 *       weights};
 *   <li>{@code told} ({@link ToldClaim}): no attempt is served, and every client is told promptly.
 * </ul>
 *
 * <p>The verdict's α is divided over as many phases as the parameter {@code phases} says. A history
 * in which the scenario made no claim for the rule, or fewer than that, is inconclusive; one in
 * which more phases spend α than that is an error of the scenario.
 */
final class PhaseClaims implements Judge {

  private static final Map<String, PhaseClaim> CLAIMS =
      Map.of(
          "faster", new FasterClaim(),
          "kept", new KeptClaim(),
          "only", new OnlyClaim(),
          "shares", new SharesClaim(),
          "told", new ToldClaim());

  @Override
  public String judge(History history, Question question, Findings findings) {
    List<Phase> claimed =
        history.phases().stream()
            .filter(phase -> phase.attributes().containsKey("claim"))
            .filter(phase -> isFor(phase, question.rule().id()))
            .toList();
    int wanted = question.ruleCase().integer("phases");
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
          spending + " phases spend a part of alpha, but the parameter phases says " + wanted);
    }
    double alpha = WeightedPlan.alphaOfAPhase(question);
    List<String> figures = new ArrayList<>();
    String worst = "";
    for (Phase phase : claimed) {
      boolean before = findings.clean();
      requireFaults(history, phase, findings);
      String figure = claim(phase).judge(history, phase, question, alpha, findings);
      figures.add(figure);
      if (before && !findings.clean()) {
        worst = beside(phase.name() + ": ", figure);
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

  /** A phase shows nothing if it is not as the scenario wanted it: still healthy, or still not. */
  private static void requireFaults(History history, Phase phase, Findings findings) {
    for (FaultEvent fault : history.faults()) {
      long start = phase.startNanos();
      boolean injected = fault.injectedNanos() <= start;
      boolean healed = fault.healedNanos().orElse(Long.MAX_VALUE) <= start;
      String what = fault.target() + " " + fault.kind();
      if (injected && !healed && fault.observedNanos().orElse(Long.MAX_VALUE) > start) {
        findings.doubt(
            "Before the phase "
                + phase.name()
                + " nobody saw the fault take effect: "
                + what
                + ".");
      } else if (healed && fault.recoveredNanos().orElse(Long.MAX_VALUE) > start) {
        findings.doubt(
            "Before the phase " + phase.name() + " nobody saw the fault end: " + what + ".");
      }
    }
  }

  /** Words before a figure, if there is room for both. */
  private static String beside(String words, String figure) {
    return words.length() + figure.length() <= Words.FIGURE_LENGTH ? words + figure : figure;
  }

  private static boolean isFor(Phase phase, String rule) {
    String rules = phase.attributes().getOrDefault("for", rule);
    return Arrays.asList(rules.split(" ", -1)).contains(rule);
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
              + CLAIMS.keySet().stream().sorted().toList());
    }
    return claim;
  }
}
