package io.spillway.harness.report.html;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Hands out ids that are valid, readable and unique on the page. Not thread-safe. */
final class Anchors {

  private final Set<String> taken = new HashSet<>();

  /** {@return an id made of the letters and digits of these texts, joined by hyphens} */
  String of(String... texts) {
    String slug =
        String.join("-", texts)
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    String stem = slug.isEmpty() ? "x" : slug;
    String anchor = stem;
    for (int number = 2; !taken.add(anchor); number++) {
      anchor = stem + "-" + number;
    }
    return anchor;
  }
}
