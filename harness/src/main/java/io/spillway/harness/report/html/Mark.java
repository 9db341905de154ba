package io.spillway.harness.report.html;

import io.spillway.harness.check.Verdict;

/**
 * How a verdict looks: never by colour alone.
 *
 * @param word its word, such as {@code not applicable}
 * @param symbol one character that no other verdict has
 * @param style the CSS class that colours it
 */
public record Mark(String word, String symbol, String style) {

  /** {@return the mark of a verdict} */
  public static Mark of(Verdict verdict) {
    String symbol =
        switch (verdict) {
          case PASS -> "✓";
          case NOT_APPLICABLE -> "–";
          case INCONCLUSIVE -> "?";
          case FAIL -> "✕";
          case ERROR -> "!";
        };
    return new Mark(verdict.word().replace('-', ' '), symbol, "v-" + verdict.word());
  }

  /** {@return the word with a capital, to begin a sentence} */
  public String heading() {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }
}
