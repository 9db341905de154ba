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
import java.util.concurrent.atomic.AtomicReference;
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
  public void await(String container, String what) {
    Instant start = engine.startedAt(container);
    Map<Integer, InetSocketAddress> published = engine.published(container);
    requireRuns(container, start, what); // of one that has ended nothing is published
    SitePlan reached = NetworkLayout.reached(plan, published);
    AtomicReference<String> seen = new AtomicReference<>("nothing");
    try {
      Awaitility.await(what + " to be ready")
          .pollInSameThread()
          .pollDelay(Duration.ZERO)
          .pollInterval(PAUSE)
          .atMost(limit)
          .until(
              () -> {
                Sight sight = look(container, start, reached, what);
                seen.set(sight.words());
                return sight.isReady();
              });
    } catch (ConditionTimeoutException e) {
      throw new DriverException(
          "%s did not get ready within %d s; last seen: %s; %s"
              .formatted(what, limit.toSeconds(), seen.get(), printed(container, start)),
          e);
    }
  }

  private Sight look(String container, Instant start, SitePlan reached, String what) {
    requireRuns(container, start, what);
    return driver.look(reached, output(container, start));
  }

  private void requireRuns(String container, Instant start, String what) {
    if (!engine.runs(container)) {
      throw new DriverException(
          "%s ended with status %d before it was ready; %s"
              .formatted(what, engine.exitStatus(container), printed(container, start)));
    }
  }

  private String printed(String container, Instant start) {
    String lines = output(container, start).lastLines();
    return lines.isEmpty() ? "it printed nothing" : "it printed: " + lines;
  }

  private ContainerOutput output(String container, Instant start) {
    return new ContainerOutput(engine, container, start, connects);
  }
}
