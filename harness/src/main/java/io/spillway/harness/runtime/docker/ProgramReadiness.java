package io.spillway.harness.runtime.docker;

import io.spillway.harness.driver.DriverException;
import io.spillway.harness.driver.ProgramDriver;
import io.spillway.harness.driver.Sight;
import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.driver.SitePlan.HostPort;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Waits until a driver sees that its router, in a container, is ready. */
final class ProgramReadiness implements Readiness {

  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Engine engine;
  private final ProgramDriver driver;
  private final SitePlan plan;
  private final Predicate<HostPort> connects;
  private final Duration limit;

  /**
   * Creates one for a site's router.
   *
   * @param plan the site, as its router knows it
   * @param connects whether the router takes a connection at this port
   * @param limit how long it may take
   */
  ProgramReadiness(
      Engine engine,
      ProgramDriver driver,
      SitePlan plan,
      Predicate<HostPort> connects,
      Duration limit) {
    this.engine = engine;
    this.driver = driver;
    this.plan = plan;
    this.connects = connects;
    this.limit = limit;
  }

  @Override
  public void await(String container, Instant since, String what) {
    ContainerOutput output = new ContainerOutput(engine, container, since, connects);
    await(container, what, "get ready", output, reached -> driver.look(reached, output));
  }

  @Override
  public void awaitJoined(String container, String what, Set<String> keys) {
    ContainerOutput output = new ContainerOutput(engine, container, Instant.EPOCH, connects);
    await(container, what, "join its network", output, reached -> driver.lookAround(reached, keys));
  }

  private void await(
      String container,
      String what,
      String doing,
      ContainerOutput output,
      Function<SitePlan, Sight> look) {
    Map<Integer, InetSocketAddress> published = engine.published(container);
    requireRuns(container, what, output); // of one that has ended nothing is published
    SitePlan reached = NetworkLayout.reached(plan, published);
    AtomicReference<String> seen = new AtomicReference<>("nothing");
    try {
      Awaitility.await(what + " to " + doing)
          .pollInSameThread()
          .pollDelay(Duration.ZERO)
          .pollInterval(PAUSE)
          .atMost(limit)
          .until(
              () -> {
                requireRuns(container, what, output);
                Sight sight = look.apply(reached);
                seen.set(sight.words());
                return sight.isReady();
              });
    } catch (ConditionTimeoutException e) {
      throw new DriverException(
          "%s did not %s within %d s; last seen: %s; %s"
              .formatted(what, doing, limit.toSeconds(), seen.get(), printed(output)),
          e);
    }
  }

  private void requireRuns(String container, String what, ContainerOutput output) {
    if (!engine.runs(container)) {
      throw new DriverException(
          "%s ended with status %d before it was ready; %s"
              .formatted(what, engine.exitStatus(container), printed(output)));
    }
  }

  private static String printed(ContainerOutput output) {
    String lines = output.lastLines();
    return lines.isEmpty() ? "it printed nothing" : "it printed: " + lines;
  }
}
