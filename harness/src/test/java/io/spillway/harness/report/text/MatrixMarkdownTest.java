package io.spillway.harness.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.report.SampleReports;
import io.spillway.harness.report.matrix.SampleMatrices;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MatrixMarkdownTest {

  /** To renew it after a wanted change: copy target/matrix-samples/small.md over it. */
  private static final String GOLDEN = "/report/matrix.md";

  @Test
  void markdown_ofTwoReports_isTheGoldenFile() throws IOException {
    String markdown =
        MatrixMarkdown.of(
            SampleMatrices.sideBySide(
                SampleMatrices.with(
                    SampleMatrices.keeps(), "features", "work as declared: balancing"),
                SampleMatrices.with(
                    SampleMatrices.breaks(),
                    "features",
                    "drain works and is not declared, so no rule asks for it; work as declared:"
                        + " balancing")));
    Path sample = Path.of("target", "matrix-samples", "small.md");
    Files.createDirectories(sample.getParent());
    Files.writeString(sample, markdown);

    try (var stream = MatrixMarkdownTest.class.getResourceAsStream(GOLDEN)) {
      assertThat(markdown).isEqualTo(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void errors_areToldAsTheDriversOrTheHarnesss() {
    String markdown = MatrixMarkdown.of(SampleMatrices.sideBySide(SampleReports.mixed()));

    assertThat(markdown)
        .contains("\n## Where a driver or the harness broke, which is no verdict on a router\n");
  }

  @Test
  void rowsOfATable_haveAsManyCellsAsItsHead() {
    int width = 0;
    for (String line : MatrixMarkdown.of(SampleMatrices.everything()).split("\n", -1)) {
      if (!line.startsWith("|")) {
        width = 0;
        continue;
      }
      int bars = line.replace("\\\\", "").replace("\\|", "").replaceAll("[^|]", "").length();
      assertThat(bars).as(line).isEqualTo(width == 0 ? bars : width);
      width = bars;
    }
  }

  @Test
  void hostileTexts_whereverTheyStand_stayTexts() {
    String markdown = MatrixMarkdown.of(SampleMatrices.sideBySide(SampleReports.hostile()));

    assertThat(List.of(markdown.split("```sh\n.*\n```", -1)))
        .allSatisfy(prose -> assertThat(prose).doesNotContain("<", SampleReports.HOSTILE));
    assertThat(markdown).contains("\"'&gt;&lt;script&gt;alert(1)");
  }
}
