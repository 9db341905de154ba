package io.spillway.harness.runtime.process;

import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.topology.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A JVM of its own that starts a site, and waits until somebody ends it. */
final class StartAndHang {

  private StartAndHang() {}

  /**
   * Starts one.
   *
   * @param records the folder of the records
   * @param output where it prints the pid of its router when that is ready, and its trouble
   */
  static Process fork(Path records, Path output) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            StartAndHang.class.getName(),
            records.toString())
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  /** {@return a site at which nothing listens} */
  static SitePlan plan() {
    return new SitePlan(
        new Site("west", List.of(), List.of(), List.of(), List.of()),
        "127.0.0.1",
        1,
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of());
  }

  public static void main(String[] arguments) throws Exception {
    StartedProcesses processes = StartedProcesses.open(Path.of(arguments[0]));
    Path folder = Files.createDirectory(processes.folder().resolve("1-west"));
    ProcessSite site =
        new ProcessSite(
            new ShellDriver("echo ready; echo $$ >pid; exec sleep 300", Optional.empty()),
            plan(),
            folder,
            ProcessSite.Patience.USUAL,
            processes,
            (kind, description) -> System.out.println("trouble: " + description));
    // Runs as long as the other hooks: whatever is told of the router's end comes out.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitEnd(folder), "linger"));
    site.start();
    site.awaitReady();
    System.out.println("pid " + Files.readString(folder.resolve("pid")).strip());
    new CountDownLatch(1).await();
  }

  private static void awaitEnd(Path folder) {
    try {
      long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
      ProcessHandle.of(pid).ifPresent(router -> router.onExit().join());
    } catch (IOException e) {
      System.out.println("trouble: " + e);
    }
  }
}
