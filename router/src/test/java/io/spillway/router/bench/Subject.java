package io.spillway.router.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Something that connections go through.
 *
 * @param name its column in the table
 * @param configure writes its files and says what to start
 */
record Subject(String name, Configure configure) {

  /** Where clients come in, where to go, and where files may be written. */
  record Place(int front, int workload, Path folder) {}

  /** Makes a subject ready to be started. */
  @FunctionalInterface
  interface Configure {

    /** {@return what to start; nothing if connections go to the workload themselves} */
    List<SubjectProcess.Launch> at(Place place) throws IOException;
  }
}
