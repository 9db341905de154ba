package io.spillway.harness.topology;

import java.util.regex.Pattern;

/** What names and other words may look like. */
enum Words {
  /** A resource's name, as Kubernetes restricts it (RFC 1123 subdomain). */
  NAME(
      "[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?",
      "a name is at most 253 lower-case letters, digits, '-' and '.', with a letter or digit at"
          + " each end"),
  /** A site's name, as Kubernetes restricts a namespace's (RFC 1123 label). */
  SITE(
      "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?",
      "a site's name is at most 63 lower-case letters, digits and '-', with a letter or digit at"
          + " each end"),
  HOST("[!-~]+", "a host is a name or an address, without blanks"),
  ROUTING_KEY("[!-~]+", "a routing key is one word of printable ASCII characters"),
  /** A label selector or a host. */
  WORKLOAD(
      "[!-~]([ -~]*[!-~])?", "a workload is named by printable ASCII text, such as app=backend");

  private final Pattern pattern;
  private final String rule;

  Words(String pattern, String rule) {
    this.pattern = Pattern.compile(pattern);
    this.rule = rule;
  }

  /** Reports the word if it does not look like this. */
  void check(Origin origin, String field, String word, Problems problems) {
    if (!pattern.matcher(word).matches()) {
      problems.add(origin, field, field + " is \"" + word + "\"; " + rule);
    }
  }

  /** Reports the word if it does not look like this. */
  void check(Place place, String what, String word, Problems problems) {
    if (!pattern.matcher(word).matches()) {
      problems.add(place, what + " is \"" + word + "\"; " + rule);
    }
  }
}
