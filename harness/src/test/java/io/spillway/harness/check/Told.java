package io.spillway.harness.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;

/** What every result must tell, whatever was judged and however it ended. */
final class Told {

  /** The figures of a result that rests on nothing, with or without the name of a phase. */
  private static final Pattern NOTHING =
      Pattern.compile("([^:]+: )?(nothing|nobody|no attempt|no ramp|never) ?.*");

  /** Measures that are no shares: times, and the order of connections. */
  private static final Pattern NO_SHARE =
      Pattern.compile("a (move|return) that always takes .*|a dependence of .*");

  private Told() {}

  /** Where something was judged, its five figures are there; an error judged nothing. */
  static void inFull(Result result) {
    boolean judged =
        result.verdict() == Verdict.PASS
            || result.verdict() == Verdict.FAIL
            || (result.verdict() == Verdict.INCONCLUSIVE
                && !NOTHING.matcher(result.figure()).matches());
    if (!judged) {
      return;
    }
    assertThat(result.statistics()).as(result.reason()).isPresent();
    Statistics worth = result.statistics().orElseThrow();
    assertThat(worth.n()).isPositive();
    assertThat(worth.effect()).isNotBlank();
    assertThat(worth.power()).isEqualTo(0.999);
    assertThat(worth.interval().isEmpty())
        .as("without an interval: %s", worth)
        .isEqualTo(NO_SHARE.matcher(worth.effect()).matches());
    worth.interval().ifPresent(share -> assertThat(share.low()).isBetween(0.0, share.high()));
    assertThat(result.evidence())
        .as(result.reason())
        .isNotEmpty()
        .allSatisfy(
            evidence -> {
              assertThat(evidence.expected()).isNotBlank();
              assertThat(evidence.observed()).isNotBlank();
            });
  }
}
