package io.spillway.harness;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What somebody may have meant who wrote a word that is not known. Pure. */
public final class Suggestion {

  private Suggestion() {}

  /**
   * {@return the end of an error: {@code ; did you mean x?} where a known word is near, else {@code
   * ; known are a, b}}
   *
   * @param known the words that would have been right, at least one
   * @param written the word that was written
   */
  public static String among(Collection<String> known, String written) {
    return nearest(known, written)
        .map(word -> "; did you mean " + word + "?")
        .orElseGet(() -> "; known are " + String.join(", ", known));
  }

  private static Optional<String> nearest(Collection<String> known, String written) {
    int farthest = Math.max(1, written.length() / 3);
    return known.stream()
        .filter(word -> distance(word, written) <= farthest)
        .min(Comparator.comparingInt(word -> distance(word, written)));
  }

  /**
   * Characters to put in, leave out, change or swap with their neighbour on the way from one word
   * to the other (optimal string alignment), not counting letter case.
   */
  private static int distance(String from, String to) {
    String a = from.toLowerCase(Locale.ROOT);
    String b = to.toLowerCase(Locale.ROOT);
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + change, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
