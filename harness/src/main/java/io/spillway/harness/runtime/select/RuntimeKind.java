package io.spillway.harness.runtime.select;

import java.util.Locale;

/** The runtimes that there are. */
public enum RuntimeKind {
  /** Everything in the harness's own JVM. */
  EMBEDDED,
  /** Containers of a Docker engine. */
  DOCKER;

  /** {@return the word that users write} */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
