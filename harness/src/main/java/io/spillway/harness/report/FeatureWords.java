package io.spillway.harness.report;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a report's environment says whether the router was seen to have the features that its driver
 * declares: first a part for each feature with which the driver is not right, then those with which
 * it is.
 */
public final class FeatureWords {

  /** The environment's entry; absent where nobody looked. */
  public static final String ENTRY = "features";

  /** What those do that were seen to work and are declared. */
  public static final String WORK = "work as declared";

  /** What those do that were not seen to work and are not declared. */
  public static final String DO_NOT_WORK = "are not declared and do not work";

  /** What stands between two parts. */
  public static final String BETWEEN = "; ";

  private static final Pattern AS_DECLARED =
      Pattern.compile("(?:^|" + BETWEEN + ")(?:" + WORK + "|" + DO_NOT_WORK + "): ");

  private FeatureWords() {}

  /** {@return of these words those about features with which the driver is not right} */
  public static String odd(String words) {
    Matcher asDeclared = AS_DECLARED.matcher(words);
    return asDeclared.find() ? words.substring(0, asDeclared.start()) : words;
  }
}
