package io.spillway.harness.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Tells one process from all others, also from a later one of the same number.
 *
 * @param machine where it runs: pids compare only within one machine, one boot and one namespace of
 *     pids
 * @param pid the process's id there
 * @param startMillis when it started, in ms since 1970, as its system says; 0 if it does not
 */
public record ProcessIdentity(String machine, long pid, long startMillis) {

  /** {@return that of a process of this machine} */
  public static ProcessIdentity of(ProcessHandle process) {
    return new ProcessIdentity(machineOfThisProcess(), process.pid(), startMillis(process));
  }

  /** {@return whether this process could see it, and it is gone} */
  public boolean isGone() {
    return isGone(
        machineOfThisProcess(),
        id ->
            ProcessHandle.of(id).filter(ProcessHandle::isAlive).map(ProcessIdentity::startMillis));
  }

  /** {@return whether it runs, on this machine} */
  public boolean isHere() {
    return machine.equals(machineOfThisProcess()) && !isGone();
  }

  /**
   * {@return whether it is known to be gone}
   *
   * @param here the machine on which {@code startOf} looks
   * @param startOf when the process of a pid started, if there is one
   */
  public boolean isGone(String here, LongFunction<Optional<Long>> startOf) {
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
