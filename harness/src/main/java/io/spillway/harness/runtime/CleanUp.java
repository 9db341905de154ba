package io.spillway.harness.runtime;

import java.util.List;

/** Takes steps of which each has to be taken, whatever becomes of the others. */
public final class CleanUp {

  private CleanUp() {}

  /**
   * Takes every step, in this order.
   *
   * @throws RuntimeException what the first one threw that failed; others are suppressed in it
   */
  public static void all(List<Runnable> steps) {
    RuntimeException first = null;
    for (Runnable step : steps) {
      try {
        step.run();
      } catch (RuntimeException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
