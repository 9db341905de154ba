package io.spillway.harness.check;

import java.util.Collection;
import java.util.Comparator;

/**
 * What a check decides. Ordered by how much it matters: verdicts are composed by taking the last.
 */
public enum Verdict {
  /** The rule was seen to be kept. */
  PASS,
  /** The router does not declare a feature that the rule needs. */
  NOT_APPLICABLE,
  /** The run could not gather the evidence; says why. */
  INCONCLUSIVE,
  /** The rule was seen to be broken. */
  FAIL,
  /** The harness itself broke. */
  ERROR;

  /**
   * {@return the gravest of these; {@link #INCONCLUSIVE} of none, for nothing checked is no pass}
   */
  public static Verdict compose(Collection<Verdict> parts) {
    return parts.stream().max(Comparator.naturalOrder()).orElse(INCONCLUSIVE);
  }

  /** {@return the word that users read, such as {@code not-applicable}} */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
