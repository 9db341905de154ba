package io.spillway.harness.runtime.select;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The runtimes that there are. */
public enum RuntimeKind {
  /** Everything in the harness's own JVM. */
  EMBEDDED,
  /** Processes of this machine. */
  PROCESS,
  /** Containers of a Docker engine. */
  DOCKER;

  /** {@return the word that users write} */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** {@return the runtime of that word, if there is one} */
  static Optional<RuntimeKind> of(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }
}
