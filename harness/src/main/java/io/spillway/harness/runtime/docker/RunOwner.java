package io.spillway.harness.runtime.docker;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * The process that a run's containers and networks belong to, written on each of them as labels, so
 * that a later run can tell what a crashed one left behind.
 *
 * @param run the run's id, 8 hexadecimal digits
 * @param machine where the process runs: pids compare only within one machine, one boot and one
 *     namespace of pids
 * @param pid the process's id there
 * @param startMillis when the process started, in ms since 1970, as its system says; 0 if it does
 *     not
 */
record RunOwner(String run, String machine, long pid, long startMillis) {

  static final String RUN = "io.spillway.run";
  private static final String MACHINE = "io.spillway.machine";
  private static final String PID = "io.spillway.pid";
  private static final String STARTED = "io.spillway.started";

  static RunOwner thisProcess(String run) {
    ProcessHandle self = ProcessHandle.current();
    return new RunOwner(run, machineOfThisProcess(), self.pid(), startMillis(self));
  }

  /** {@return the owner that the labels name, if they name one} */
  static Optional<RunOwner> of(Map<String, String> labels) {
    try {
      return labels.containsKey(RUN) && labels.containsKey(MACHINE)
          ? Optional.of(
              new RunOwner(
                  labels.get(RUN),
                  labels.get(MACHINE),
                  Long.parseLong(labels.get(PID)),
                  Long.parseLong(labels.get(STARTED))))
          : Optional.empty();
    } catch (NumberFormatException notOurs) {
      return Optional.empty();
    }
  }

  Map<String, String> labels() {
    return Map.of(
        RUN, run, MACHINE, machine, PID, Long.toString(pid), STARTED, Long.toString(startMillis));
  }

  /** {@return whether this process could see the owner, and it is gone} */
  boolean isGone() {
    return isGone(
        machineOfThisProcess(),
        id -> ProcessHandle.of(id).filter(ProcessHandle::isAlive).map(RunOwner::startMillis));
  }

  /**
   * {@return whether the owner is known to be gone}
   *
   * @param here the machine on which {@code startOf} looks
   * @param startOf when the process of a pid started, if there is one
   */
  boolean isGone(String here, LongFunction<Optional<Long>> startOf) {
    return machine.equals(here)
        && startOf.apply(pid).filter(start -> start == startMillis).isEmpty();
  }

  private static long startMillis(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  private static String machineOfThisProcess() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip()
          + " "
          + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    } catch (IOException noProcFileSystem) {
      return hostName();
    }
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (IOException unnamed) {
      return "unknown " + System.getProperty("os.name");
    }
  }
}
