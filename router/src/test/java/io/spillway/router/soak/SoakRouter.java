package io.spillway.router.soak;

import io.spillway.router.Router;
import io.spillway.router.RouterOptions;
import io.spillway.router.RouterStats;
import io.spillway.router.config.RouterConfig;
import io.spillway.router.route.LivenessPolicy;
import io.spillway.router.route.Policies;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * A router in a process of its own that answers questions: a line of standard input, a line of
 * standard output. A console program; it ends with its input.
 */
public final class SoakRouter {

  /**
   * A link that is silent because this machine has no time for it is none that was lost: its
   * streams must not be reset, as the clients check every end.
   */
  private static final Policies PATIENT =
      new Policies() {
        @Override
        public LivenessPolicy liveness() {
          return (heartbeats, nowNanos) -> false;
        }
      };

  private SoakRouter() {}

  /**
   * Runs the router.
   *
   * @param arguments the site file, and the number of loops
   */
  public static void main(String[] arguments) throws IOException, JMException {
    RouterConfig config = RouterConfig.load(Path.of(arguments[0]));
    int loops = Integer.parseInt(arguments[1]);
    BufferedReader questions =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Router router =
        Router.start(
            config, RouterOptions.defaults().with(o -> o.loops(loops).policies(PATIENT)))) {
      System.out.println("ready");
      for (String question; (question = questions.readLine()) != null; ) {
        System.out.println(answer(router, config, question));
      }
    }
  }

  private static String answer(Router router, RouterConfig config, String question)
      throws JMException {
    return switch (question) {
      case "listeners" ->
          config.listeners().stream()
              .map(listener -> text(router.listenerAddress(listener.name())))
              .collect(Collectors.joining(" "));
      case "link" -> text(router.linkAddress());
      case "sites" -> Integer.toString(router.reachableSites().size());
      case "stats" -> {
        RouterStats stats = router.stats();
        yield "relaying="
            + stats.relaying()
            + " buffers="
            + stats.buffersOutstanding()
            + " accepted="
            + stats.accepted()
            + " unserved="
            + stats.unserved()
            + " retries="
            + stats.retries()
            + " reset="
            + stats.reset();
      }
      case "objects" -> objects();
      case "memory" -> Long.toString(memoryBytes());
      default -> throw new IllegalArgumentException(question);
    };
  }

  private static String text(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  /** The {@link LiveObjects} of this process. Collects garbage first. */
  private static String objects() throws JMException {
    return LiveObjects.owners(
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()}));
  }

  /** What the heap holds after a collection, and the direct buffers, in bytes. */
  private static long memoryBytes() {
    System.gc();
    long direct =
        ManagementFactory.getPlatformMXBeans(java.lang.management.BufferPoolMXBean.class).stream()
            .mapToLong(java.lang.management.BufferPoolMXBean::getMemoryUsed)
            .sum();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() + direct;
  }
}
