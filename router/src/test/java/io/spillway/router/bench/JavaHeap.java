package io.spillway.router.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Asks another JVM for its heap, by the JDK's jcmd. */
final class JavaHeap {

  /** As the serial collector writes it: its two generations. */
  private static final Pattern USED = Pattern.compile("generation\\s+total \\d+K, used (\\d+)K");

  private static final int GENERATIONS = 2;

  private JavaHeap() {}

  /** {@return the bytes on a heap after a full collection} */
  static long liveBytes(long pid) throws IOException {
    jcmd(pid, "GC.run");
    return usedBytes(jcmd(pid, "GC.heap_info"));
  }

  /** {@return the bytes that a heap's description says are used} */
  static long usedBytes(String info) {
    List<MatchResult> used = USED.matcher(info).results().toList();
    if (used.size() != GENERATIONS) {
      throw new BenchException("jcmd tells nothing about the serial collector's heap: " + info);
    }
    return used.stream().mapToLong(kib -> Long.parseLong(kib.group(1)) * 1024).sum();
  }

  private static String jcmd(long pid, String what) throws IOException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process =
        new ProcessBuilder(jcmd.toString(), Long.toString(pid), what)
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new BenchException("jcmd " + what + ": " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted in jcmd", e);
    }
    return output;
  }
}
