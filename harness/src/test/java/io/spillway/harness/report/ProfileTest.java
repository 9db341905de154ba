package io.spillway.harness.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.check.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProfileTest {

  @Test
  void profiles_ofAReport_areItsChaptersInOrderWithAllRules() {
    ConformanceReport report = SampleReports.mixed();

    List<Profile> profiles = Profile.of(report);

    assertThat(profiles).extracting(Profile::name).containsExactly("B", "C", "M", "F", "L");
    assertThat(profiles.stream().flatMap(profile -> profile.part().rules().stream()))
        .containsExactlyElementsOf(report.rules());
  }

  @Test
  void verdict_ofAProfile_isThatOfItsOwnRules() {
    List<Profile> profiles = Profile.of(SampleReports.mixed());

    assertThat(profiles)
        .extracting(profile -> profile.part().verdict())
        .as("a broken should fails no profile, and not applicable is nothing checked")
        .containsExactly(
            Verdict.INCONCLUSIVE, Verdict.FAIL, Verdict.ERROR, Verdict.PASS, Verdict.INCONCLUSIVE);
  }

  @Test
  void profile_ofAnIdWithoutLetters_isTheIdItself() {
    assertThat(Profile.of(SampleReports.hostile()))
        .extracting(Profile::name)
        .containsExactly(SampleReports.HOSTILE);
  }
}
