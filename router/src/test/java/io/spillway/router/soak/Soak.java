package io.spillway.router.soak;

import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Holds many connections at once, passes many short ones through, and looks what is left, for one
 * router and for two joined by a link. A console program; {@code ci/soak.sh} starts it.
 */
@Command(name = "soak", mixinStandardHelpOptions = true)
public final class Soak implements Callable<Integer> {

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
  private static final Duration SETTLED = Duration.ofSeconds(4); // longer than any short timer
  private static final Duration SETTLED_AGAIN = Duration.ofSeconds(1);
  private static final Duration PRESSURE = Duration.ofSeconds(1);
  private static final int SLOW = 24;
  private static final int WARM_UP = 500;
  private static final int SPARE_DESCRIPTORS = 200;
  private static final String ROW = "%-8s %-12s %8s %8s %10s  %-16s %s";

  @Option(names = "--held", defaultValue = "10000", description = "Held at once.")
  private int held;

  @Option(names = "--short", defaultValue = "200000", description = "Short ones.")
  private int passing;

  @Option(names = "--loops", defaultValue = "1", description = "Event loops of each router.")
  private int loops;

  @Option(names = "--logs", required = true, description = "A folder for site files and logs.")
  private Path folder;

  private final PrintStream out = System.out;
  private final List<String> leaks = new ArrayList<>();

  private Soak() {}

  /** Runs the soak and ends the process: 0 if nothing is left, 1 if something is. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Soak()).execute(arguments));
  }

  /** What one phase does with the clients. */
  @FunctionalInterface
  private interface Work {
    /** Does it, and returns what the table says beside the time. */
    String run() throws IOException;
  }

  @Override
  public Integer call() throws IOException {
    Files.createDirectories(folder);
    int chains = chains();
    out.printf(
        "%d held at once, %d short, %d router chain(s) side by side, %d loop(s) each%n",
        held, passing, chains, loops);
    out.printf(
        ROW + "%n", "way", "phase", "streams", "seconds", "streams/s", "B/stream | RSS", "left");
    try (Child echo =
        new Child(
            EchoServer.class,
            folder.resolve("echo.log"),
            List.of("127.2.0.1", "127.2.0.2", "127.2.0.3", "127.2.0.4"))) {
      List<String> workloads = Arrays.asList(echo.ask("addresses").split(" ", -1));
      soak(start(chains, n -> Chain.direct(folder, n, loops, workloads)), echo);
      soak(start(chains, n -> Chain.linked(folder, n, loops, workloads)), echo);
    }
    leaks.forEach(leak -> out.println("LEFT: " + leak));
    out.println(leaks.isEmpty() ? "nothing is left" : leaks.size() + " things are left");
    return leaks.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  /** As many chains as it takes for each router to have two descriptors per held stream. */
  private int chains() throws IOException {
    UnixOperatingSystemMXBean system =
        (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long limit = system.getMaxFileDescriptorCount() - SPARE_DESCRIPTORS;
    if (held > limit) {
      throw new IOException(
          "clients and workloads need a descriptor per held connection, "
              + held
              + " and some; the limit of open files is "
              + system.getMaxFileDescriptorCount()
              + ". Raise it (ulimit -n), or hold fewer with --held");
    }
    return Math.toIntExact((2L * held + limit - 1) / limit);
  }

  /** Starts a chain of a number. */
  @FunctionalInterface
  private interface ChainStart {
    Chain start(int number) throws IOException;
  }

  private static List<Chain> start(int count, ChainStart chainStart) throws IOException {
    List<Chain> chains = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      chains.add(chainStart.start(i));
    }
    return chains;
  }

  private void soak(List<Chain> chains, Child echo) throws IOException {
    List<InetSocketAddress> listeners =
        chains.stream().flatMap(chain -> chain.listeners().stream()).toList();
    try (Clients clients = new Clients(listeners)) {
      await("links to come up")
          .atMost(LONGEST_WAIT)
          .until(() -> chains.stream().allMatch(Chain::isWhole));
      clients.passBy(WARM_UP); // classes are loaded, pools are filled
      List<List<Census>> before = settled(chains);
      long idleKib = residentKib(chains);
      phase(chains, before, echo, "held", held, () -> hold(clients, chains, idleKib));
      phase(chains, before, echo, "short", passing, () -> passBy(clients));
      phase(chains, before, echo, "held, chaos", held, () -> chaos(clients, chains));
    } catch (IOException | RuntimeException e) {
      chains.stream().flatMap(c -> c.routers().stream()).forEach(this::explain);
      throw e;
    } finally {
      chains.forEach(Chain::close);
    }
  }

  /** What a router has counted when something went wrong; its log has the rest. */
  private void explain(Child router) {
    try {
      out.println(router.ask("stats"));
    } catch (UncheckedIOException e) {
      out.println("a router does not answer: " + e.getCause().getMessage());
    }
  }

  private String hold(Clients clients, List<Chain> chains, long idleKib) throws IOException {
    long idleBytes = memoryBytes(chains);
    clients.hold(held, number -> Client.Manner.CALM);
    int relaying = sum(chains, Census::relaying);
    int expected = held * chains.get(0).routers().size();
    if (relaying != expected) {
      leaks.add("held " + expected + " streams, but the routers count " + relaying);
    }
    long residentBytes = 1024 * (residentKib(chains) - idleKib) / held;
    long ownBytes = (memoryBytes(chains) - idleBytes) / held;
    clients.release();
    return ownBytes + " | " + residentBytes;
  }

  private String passBy(Clients clients) throws IOException {
    clients.passBy(passing);
    return "";
  }

  private String chaos(Clients clients, List<Chain> chains) throws IOException {
    clients.hold(held, Soak::chaoticManner);
    long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
    int buffers;
    do {
      clients.press(PRESSURE);
      buffers = sum(chains, Census::buffers);
    } while (buffers == 0 && System.nanoTime() < deadline);
    if (buffers == 0) {
      leaks.add("slow clients held no buffer of a router: there was no back-pressure");
    }
    clients.release();
    return buffers + " buffers";
  }

  /** A few slow ones, as each fills the system's buffers all along its way; half of all behave. */
  private static Client.Manner chaoticManner(int position) {
    if (position < SLOW) {
      return position % 2 == 0 ? Client.Manner.SLOW : Client.Manner.SLOW_RESET;
    }
    return switch (position % 4) {
      case 0 -> Client.Manner.RESET;
      case 1 -> Client.Manner.HALF_CLOSE;
      default -> Client.Manner.CALM;
    };
  }

  private static int sum(List<Chain> chains, ToIntFunction<Census> figure) {
    return chains.stream().flatMap(c -> c.census().stream()).mapToInt(figure).sum();
  }

  private void phase(
      List<Chain> chains,
      List<List<Census>> before,
      Child echo,
      String name,
      int streams,
      Work work)
      throws IOException {
    long began = System.nanoTime();
    String note = work.run();
    double seconds = (System.nanoTime() - began) / (double) TimeUnit.SECONDS.toNanos(1);
    List<String> left = left(chains, before, echo);
    out.println(
        String.format(
            Locale.ROOT,
            ROW,
            chains.get(0).name(),
            name,
            streams,
            String.format(Locale.ROOT, "%.1f", seconds),
            String.format(Locale.ROOT, "%.0f", streams / seconds),
            note,
            left.isEmpty() ? "nothing" : left.size() + " kinds of things"));
    left.forEach(leak -> leaks.add(chains.get(0).name() + ", " + name + ": " + leak));
  }

  /** What is left when all ends have been awaited. */
  private static List<String> left(List<Chain> chains, List<List<Census>> before, Child echo) {
    try {
      await("routers to be as they were")
          .atMost(LONGEST_WAIT)
          .pollInSameThread()
          .pollInterval(Duration.ofMillis(500))
          .until(() -> now(chains, before, echo).isEmpty());
      return List.of();
    } catch (ConditionTimeoutException e) {
      return now(chains, before, echo);
    }
  }

  private static List<String> now(List<Chain> chains, List<List<Census>> before, Child echo) {
    List<String> differences = new ArrayList<>();
    IntStream.range(0, chains.size())
        .forEach(i -> differences.addAll(chains.get(i).differencesFrom(before.get(i))));
    if (!echo.ask("open").equals("0")) {
      differences.add("workloads' connections 0 -> " + echo.ask("open"));
    }
    return differences;
  }

  /** The census of all routers when it has not changed for a while. */
  private static List<List<Census>> settled(List<Chain> chains) {
    return await("routers to come to rest")
        .atMost(LONGEST_WAIT)
        .pollInSameThread()
        .pollDelay(SETTLED)
        .pollInterval(SETTLED_AGAIN)
        .until(() -> chains.stream().map(Chain::census).toList(), new AtRest());
  }

  private static long residentKib(List<Chain> chains) {
    return chains.stream().flatMap(c -> c.routers().stream()).mapToLong(Child::residentKib).sum();
  }

  private static long memoryBytes(List<Chain> chains) {
    return chains.stream()
        .flatMap(c -> c.routers().stream())
        .mapToLong(router -> Long.parseLong(router.ask("memory")))
        .sum();
  }
}
