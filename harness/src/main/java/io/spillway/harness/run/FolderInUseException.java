package io.spillway.harness.run;

import java.nio.file.Path;

/** Another run writes its report into the same folder. The message says which, and what to do. */
public final class FolderInUseException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /**
   * {@code holder} is the pid of the other run's JVM, as it has written it; empty if it has not.
   */
  FolderInUseException(Path folder, String holder) {
    super(
        "another run%s is writing its report into the folder %s; wait for its end, or name another"
                .formatted(holder.isEmpty() ? "" : " (pid " + holder + ")", folder)
            + " folder with --folder, or -Dspillway.report");
  }
}
