package io.spillway.harness.runtime.process;

import io.spillway.harness.driver.Commands;
import io.spillway.harness.driver.DriverException;
import io.spillway.harness.fault.FaultException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Signals for a program and everything that it started. On systems with {@code setsid} each program
 * leads a session of its own, so that a signal reaches its whole process group, and so that a
 * terminal's Ctrl-C reaches the harness alone, which then ends what it started in good order. On
 * others the program's descendants are looked up.
 */
final class Signals {

  /** What the system says of a process that is gone. */
  private static final String GONE = "No such process";

  private static final Path HERE = Path.of("/");
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final boolean HAS_SETSID =
      Stream.of("/usr/bin/setsid", "/bin/setsid").map(Path::of).anyMatch(Files::isExecutable);

  private Signals() {}

  /** {@return the command with what makes the program leader of a session, where there is that} */
  static List<String> leading(List<String> command) {
    List<String> words = new ArrayList<>();
    if (HAS_SETSID) {
      words.add("setsid");
    }
    words.addAll(command);
    return words;
  }

  /**
   * Sends a signal to a program that was started with {@link #leading}. One that is gone gets none.
   *
   * @param signal such as {@code STOP}
   * @throws FaultException if it cannot be sent; with the system's words
   */
  static void send(long pid, String signal) {
    List<String> targets = new ArrayList<>();
    if (HAS_SETSID) {
      targets.add("-" + pid);
    } else {
      targets.add(Long.toString(pid));
      ProcessHandle.of(pid)
          .ifPresent(
              program ->
                  program.descendants().forEach(each -> targets.add(Long.toString(each.pid()))));
    }
    // The shell's own kill: a program of that name is not everywhere.
    List<String> kill =
        List.of("sh", "-c", "kill -s " + signal + " -- " + String.join(" ", targets));
    String unsent = "SIG" + signal + " could not be sent to process " + pid + ": ";
    try {
      Commands.Ended ended = Commands.run(kill, HERE, LIMIT);
      if (ended.status() != 0 && !ended.output().contains(GONE)) {
        throw new FaultException(unsent + ended.output());
      }
    } catch (DriverException e) {
      // That no shell can be run is nothing that the router's driver could help.
      throw new FaultException(unsent + e.getMessage(), e.getCause());
    }
  }

  /**
   * Kills a program that was started with {@link #leading}, and everything that it started; by the
   * JVM's own means where a signal cannot be sent.
   *
   * @throws FaultException if it could not; what it started may then still be there
   */
  static void kill(long pid) {
    try {
      send(pid, "KILL");
    } catch (FaultException e) {
      ProcessHandle.of(pid)
          .ifPresent(
              program ->
                  Stream.concat(program.descendants().toList().stream(), Stream.of(program))
                      .forEach(ProcessHandle::destroyForcibly));
      throw e;
    }
  }
}
