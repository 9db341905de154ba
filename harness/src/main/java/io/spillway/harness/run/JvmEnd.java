package io.spillway.harness.run;

/** Knows whether this JVM is coming to its end, by a signal or in good order. Thread-safe. */
final class JvmEnd {

  private JvmEnd() {}

  /**
   * {@return whether it is}
   *
   * <p>The JVM does not tell, but it refuses hooks from the moment at which it begins to run them;
   * so whatever one of them does is done when this is true.
   */
  static boolean hasBegun() {
    Thread hook = new Thread(() -> {}, "spillway-never-runs");
    try {
      Runtime.getRuntime().addShutdownHook(hook);
      return !Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return true;
    }
  }
}
