package io.spillway.harness.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.report.text.ProgressLines.Progress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {

  private static final Columns COLUMNS = new Columns(2, 14, 5, 20, 5);

  private final ProgressLines lines = new ProgressLines(Style.plain(), COLUMNS);

  @Test
  void line_withAMostAndATimeLeft_saysBoth() {
    assertThat(
            lines.plain(
                progress(1200, OptionalLong.of(9000), Optional.of(Duration.ofMillis(2400)))))
        .isEqualTo("  M1  weighted 25/75   1,200 of at most 9,000 attempts · about 3 s left");
  }

  @Test
  void line_withoutThem_saysWhatIsKnown() {
    assertThat(lines.plain(progress(1, OptionalLong.empty(), Optional.empty())))
        .isEqualTo("  M1  weighted 25/75   1 attempt · 1 min 31 s so far");
  }

  @Test
  void timeLeft_isNeverSaidToBeNone() {
    assertThat(lines.plain(progress(9000, OptionalLong.of(9000), Optional.of(Duration.ZERO))))
        .endsWith("about 1 s left");
  }

  @Test
  void lineInPlace_fillsTheTerminalButForItsLastColumn() {
    Progress progress = progress(1200, OptionalLong.of(9000), Optional.of(Duration.ofSeconds(3)));

    assertThat(lines.inPlace(progress, 100))
        .startsWith("\r  M1  weighted 25/75   1,200 of")
        .endsWith("left" + " ".repeat(28))
        .hasSize(100);
    assertThat(lines.inPlace(progress, 40)).isEqualTo("\r  M1  weighted 25/75   1,200 of at most");
    assertThat(lines.inPlace(progress, 1)).isEqualTo("\r");
  }

  @Test
  void wiped_coversALineInPlaceAndReturns() {
    assertThat(ProgressLines.wiped(4)).isEqualTo("\r   \r");
  }

  @Test
  void line_onAnAsciiTerminal_isAscii() {
    ProgressLines ascii = new ProgressLines(new Style(false, StandardCharsets.US_ASCII), COLUMNS);

    assertThat(ascii.plain(progress(5, OptionalLong.empty(), Optional.of(Duration.ofSeconds(2)))))
        .isEqualTo("  M1  weighted 25/75   5 attempts | about 2 s left");
  }

  private static Progress progress(long attempts, OptionalLong most, Optional<Duration> left) {
    return new Progress("M1", "weighted 25/75", attempts, most, Duration.ofMillis(90_200), left);
  }
}
