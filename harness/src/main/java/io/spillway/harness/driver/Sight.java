package io.spillway.harness.driver;

/**
 * What was seen of a router on its way to being ready.
 *
 * @param isReady whether it is
 * @param words what is missing, such as {@code nothing listens at 127.83.1.4:40123}; empty if
 *     nothing is
 */
public record Sight(boolean isReady, String words) {

  /** It is ready. */
  public static final Sight READY = new Sight(true, "");

  /** {@return that this is missing} */
  public static Sight missing(String words) {
    return new Sight(false, words);
  }
}
