package io.spillway.router.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program that is measured, pinned to its processors, and what the system says about it. */
final class SubjectProcess implements AutoCloseable {

  private static final long STOP_SECONDS = 5;
  private static final int LOG_CHARACTERS = 300;
  private static final double TICKS_PER_SECOND = 100; // USER_HZ, fixed in Linux's interface

  /** The fields of /proc/PID/stat after the name, which may contain anything, begin with 3. */
  private static final int FIRST_FIELD = 3;

  private static final int UTIME = 14;
  private static final int STIME = 15;
  private static final int START_TIME = 22;

  private final Launch launch;
  private final Process process;
  private final Path log;

  /**
   * What to start.
   *
   * @param name a name for its files
   * @param processors as taskset takes them
   * @param jvm whether it is a JVM
   * @param command the program and its arguments
   */
  record Launch(String name, String processors, boolean jvm, List<String> command) {}

  private SubjectProcess(Launch launch, Process process, Path log) {
    this.launch = launch;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts it.
   *
   * @param launch what to start
   * @param folder where its log goes, and the list of processes that a killed benchmark leaves
   */
  static SubjectProcess start(Launch launch, Path folder) throws IOException {
    List<String> command = new ArrayList<>(List.of("taskset", "-c", launch.processors()));
    command.addAll(launch.command());
    Path log = folder.resolve(launch.name() + ".log");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    SubjectProcess started = new SubjectProcess(launch, process, log);
    Files.writeString(
        folder.resolve("processes"),
        process.pid() + " " + stat(process.pid(), START_TIME) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    return started;
  }

  /**
   * Checks that it runs.
   *
   * @throws BenchException if it has ended, with the end of its log
   */
  void check() {
    if (!process.isAlive()) {
      throw new BenchException(
          launch.name() + " ended with status " + process.exitValue() + ": " + endOfLog());
    }
  }

  private String endOfLog() {
    try {
      String all = Files.readString(log, StandardCharsets.ISO_8859_1).trim();
      return all.substring(Math.max(0, all.length() - LOG_CHARACTERS)).replace('\n', ' ');
    } catch (IOException e) {
      return "(no log: " + e + ")";
    }
  }

  /** {@return the processor time it has used, with its children, in seconds} */
  double cpuSeconds() throws IOException {
    double ticks = 0;
    for (long pid : family()) {
      ticks += stat(pid, UTIME) + stat(pid, STIME);
    }
    return ticks / TICKS_PER_SECOND;
  }

  /** {@return the memory that it has resident, with its children, in bytes} */
  long residentBytes() throws IOException {
    long kib = 0;
    for (long pid : family()) {
      kib += residentKib(pid);
    }
    return kib * 1024;
  }

  /**
   * {@return what lives on its heap, in bytes, if it is a JVM, or else 0; collects garbage first}
   */
  long liveHeapBytes() throws IOException {
    return launch.jvm() ? JavaHeap.liveBytes(process.pid()) : 0;
  }

  private List<Long> family() {
    check();
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .map(ProcessHandle::pid)
        .toList();
  }

  private static long stat(long pid, int field) throws IOException {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return Long.parseLong(fields[field - FIRST_FIELD]);
    } catch (NoSuchFileException e) {
      throw new BenchException("process " + pid + " ended", e);
    }
  }

  private static long residentKib(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new BenchException("process " + pid + " has no resident memory any more");
  }

  /** Ends it, by force if it does not end by itself, and everything that it has started. */
  @Override
  public void close() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }
}
