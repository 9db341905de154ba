package io.spillway.harness.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.check.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChapterTest {

  @Test
  void chapters_ofAReport_areItsChaptersInOrderWithAllRules() {
    ConformanceReport report = SampleReports.mixed();

    List<Chapter> chapters = Chapter.of(report);

    assertThat(chapters).extracting(Chapter::name).containsExactly("B", "C", "M", "F", "L");
    assertThat(chapters.stream().flatMap(chapter -> chapter.part().rules().stream()))
        .containsExactlyElementsOf(report.rules());
  }

  @Test
  void verdict_ofAChapter_isThatOfItsOwnRules() {
    List<Chapter> chapters = Chapter.of(SampleReports.mixed());

    assertThat(chapters)
        .extracting(chapter -> chapter.part().verdict())
        .as("a broken should fails no chapter, and not applicable is nothing checked")
        .containsExactly(
            Verdict.INCONCLUSIVE, Verdict.FAIL, Verdict.ERROR, Verdict.PASS, Verdict.INCONCLUSIVE);
  }

  @Test
  void chapter_ofAnIdWithoutLetters_isTheIdItself() {
    assertThat(Chapter.of(SampleReports.hostile()))
        .extracting(Chapter::name)
        .containsExactly(SampleReports.HOSTILE);
  }
}
