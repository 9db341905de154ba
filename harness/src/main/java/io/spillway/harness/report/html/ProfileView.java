package io.spillway.harness.report.html;

import io.spillway.harness.check.Verdict;
import io.spillway.harness.report.ProfileReport;
import java.util.Optional;

/**
 * What the page says about a profile.
 *
 * @param title its title
 * @param core what a router must keep to conform to it
 * @param extended what it should keep, and what is only measured
 */
public record ProfileView(String title, PartView core, PartView extended) {

  /**
   * A part of a profile.
   *
   * @param mark its verdict; not applicable where nothing was checked
   * @param summary the verdict and what it rests on, in words
   */
  public record PartView(Mark mark, String summary) {}

  static ProfileView of(ProfileReport profile) {
    return new ProfileView(profile.title(), part(profile.core()), part(profile.extended()));
  }

  private static PartView part(ProfileReport.PartReport part) {
    Optional<Verdict> verdict = part.verdict();
    if (verdict.isEmpty()) {
      return new PartView(Mark.of(Verdict.NOT_APPLICABLE), part.basis());
    }
    Mark mark = Mark.of(verdict.get());
    return new PartView(mark, mark.word() + ", " + part.basis());
  }
}
