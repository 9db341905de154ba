package io.spillway.harness.report;

import io.spillway.harness.check.Verdict;
import io.spillway.harness.report.ConformanceReport.CaseReport;
import io.spillway.harness.rule.Profile;
import io.spillway.harness.rule.RuleCase;
import io.spillway.harness.rule.Rulebook;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a run says about a profile.
 *
 * @param name the profile's name
 * @param title its title
 * @param core what a router must keep to conform to it
 * @param extended what it should keep, and what is only measured
 */
public record ProfileReport(String name, String title, PartReport core, PartReport extended) {

  /**
   * A part of a profile.
   *
   * @param cases how many cases the rulebook has for it
   * @param verdicts how many of them have each verdict that occurred; the others were not run
   */
  public record PartReport(int cases, Map<Verdict, Integer> verdicts) {

    /** Copies the map, in the order of gravity. */
    public PartReport {
      Map<Verdict, Integer> copy = new EnumMap<>(Verdict.class);
      copy.putAll(verdicts);
      verdicts = Collections.unmodifiableMap(copy);
    }

    /**
     * {@return the gravest verdict; of what is merely not applicable, or nothing, there is none}
     */
    public Optional<Verdict> verdict() {
      Set<Verdict> checked = new java.util.HashSet<>(verdicts.keySet());
      checked.remove(Verdict.NOT_APPLICABLE);
      return checked.isEmpty() ? Optional.empty() : Optional.of(Verdict.compose(checked));
    }

    /** {@return how many cases were checked} */
    public int checked() {
      return verdicts.entrySet().stream()
          .filter(entry -> entry.getKey() != Verdict.NOT_APPLICABLE)
          .mapToInt(Map.Entry::getValue)
          .sum();
    }

    /** {@return whether all of its cases were checked; a verdict on less is a partial one} */
    public boolean isComplete() {
      return checked() == cases;
    }

    /** {@return what a verdict on it rests on, in words; where there is none, why not} */
    public String basis() {
      if (verdict().isEmpty()) {
        return cases == 0
            ? "no rules"
            : verdicts.isEmpty() ? "not run" : "not applicable to this router";
      }
      return isComplete()
          ? "all " + Figures.count(cases, "case")
          : "partial: " + Figures.count(checked()) + " of " + Figures.count(cases, "case");
    }
  }

  /**
   * {@return what these cases say about each profile that any of them belongs to}
   *
   * <p>A case counts for those profiles that ask it with the parameters that the run asked it with:
   * a pass under another reading of the texts says nothing about a profile.
   *
   * @param profiles the profiles, in order
   * @param shipped all rules as they stand, by which a part is complete or not
   * @param asked all rules as the run read them, for a profile or for none
   * @param cases the cases that were judged
   */
  public static List<ProfileReport> of(
      List<Profile> profiles, Rulebook shipped, Rulebook asked, Collection<CaseReport> cases) {
    Map<String, Verdict> verdicts =
        cases.stream()
            .collect(
                Collectors.toMap(
                    one -> one.result().rule() + "/" + one.result().caseName(),
                    one -> one.result().verdict(),
                    (first, second) -> Verdict.compose(List.of(first, second))));
    return profiles.stream()
        .map(
            profile ->
                new ProfileReport(
                    profile.name(),
                    profile.title(),
                    part(profile, Profile.Part.CORE, shipped, asked, verdicts),
                    part(profile, Profile.Part.EXTENDED, shipped, asked, verdicts)))
        .filter(one -> !one.core().verdicts().isEmpty() || !one.extended().verdicts().isEmpty())
        .toList();
  }

  private static PartReport part(
      Profile profile,
      Profile.Part part,
      Rulebook shipped,
      Rulebook asked,
      Map<String, Verdict> verdicts) {
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    int all = 0;
    for (Rulebook.Selection selection : profile.reading(shipped).all()) {
      if (profile.holds(selection) && Profile.Part.of(selection.ruleCase().level()) == part) {
        all++;
        Verdict verdict = verdicts.get(selection.word());
        if (verdict != null && isAskedAlike(selection, asked)) {
          counts.merge(verdict, 1, Integer::sum);
        }
      }
    }
    return new PartReport(all, counts);
  }

  private static boolean isAskedAlike(Rulebook.Selection selection, Rulebook asked) {
    RuleCase one = selection.ruleCase();
    return asked
        .rule(selection.rule().id())
        .caseNamed(one.name())
        .parameters()
        .equals(one.parameters());
  }
}
