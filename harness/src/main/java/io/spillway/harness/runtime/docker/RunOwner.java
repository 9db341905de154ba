package io.spillway.harness.runtime.docker;

import io.spillway.harness.runtime.ProcessIdentity;
import java.util.Map;
import java.util.Optional;

/**
 * The process that a run's containers and networks belong to, written on each of them as labels, so
 * that a later run can tell what a crashed one left behind.
 *
 * @param run the run's id, 8 hexadecimal digits
 * @param process the process
 */
record RunOwner(String run, ProcessIdentity process) {

  static final String RUN = "io.spillway.run";
  private static final String MACHINE = "io.spillway.machine";
  private static final String PID = "io.spillway.pid";
  private static final String STARTED = "io.spillway.started";

  static RunOwner thisProcess(String run) {
    return new RunOwner(run, ProcessIdentity.of(ProcessHandle.current()));
  }

  /** {@return the owner that the labels name, if they name one} */
  static Optional<RunOwner> of(Map<String, String> labels) {
    try {
      return labels.containsKey(RUN) && labels.containsKey(MACHINE)
          ? Optional.of(
              new RunOwner(
                  labels.get(RUN),
                  new ProcessIdentity(
                      labels.get(MACHINE),
                      Long.parseLong(labels.get(PID)),
                      Long.parseLong(labels.get(STARTED)))))
          : Optional.empty();
    } catch (NumberFormatException notOurs) {
      return Optional.empty();
    }
  }

  Map<String, String> labels() {
    return Map.of(
        RUN,
        run,
        MACHINE,
        process.machine(),
        PID,
        Long.toString(process.pid()),
        STARTED,
        Long.toString(process.startMillis()));
  }

  /** {@return whether this process could see the owner, and it is gone} */
  boolean isGone() {
    return process.isGone();
  }
}
