package io.spillway.harness.runtime.docker;

import io.spillway.harness.history.Trouble;
import io.spillway.harness.probe.workload.TroubleListener;
import io.spillway.harness.runtime.TroubleRelay;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears from the engine when a container of one network ends, and tells of routers that did so by
 * themselves. Safe for use by several threads.
 */
final class RouterEnds implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RouterEnds.class);
  private static final int SHOWN_LINES = 10;

  private final BiFunction<String, Integer, String> lastLines;
  private final Closeable events;
  private final TroubleRelay troubles = new TroubleRelay();

  /** What errors call each router, by its container. */
  private final Map<String, String> routers = new HashMap<>();

  /** How many ends of each are the harness's doing, and were not heard of yet. */
  private final Map<String, Integer> expected = new HashMap<>();

  /** With which status containers have ended of which it is not known yet what they are. */
  private final Map<String, String> unknown = new HashMap<>();

  private boolean closed;

  /**
   * Begins to listen.
   *
   * @param label what the containers of the network carry, and no others
   */
  RouterEnds(Engine engine, String label) {
    this(ended -> engine.onEnd(label, ended), engine::lastLines);
  }

  /**
   * Begins to listen.
   *
   * @param events tells of each container that ends, with its status, until it is closed
   * @param lastLines what a container has logged last, so many lines
   */
  RouterEnds(
      Function<BiConsumer<String, String>, Closeable> events,
      BiFunction<String, Integer, String> lastLines) {
    this.lastLines = lastLines;
    this.events = events.apply(this::ended);
  }

  /** Tells this listener from now on, and no other; what has happened already, first. */
  void tell(TroubleListener listener) {
    troubles.tell(listener);
  }

  /** Takes note of a router that was started; it may have ended already. */
  void watch(String container, String title) {
    Optional<String> status;
    synchronized (this) {
      routers.put(container, title);
      status = Optional.ofNullable(unknown.remove(container));
    }
    status.ifPresent(with -> report(container, title, with));
  }

  /** Takes note that this router is about to be killed. */
  synchronized void expect(String container) {
    expected.merge(container, 1, Integer::sum);
  }

  /** Takes note that it was not. */
  synchronized void expectNoMore(String container) {
    expected.computeIfPresent(container, (same, count) -> count > 1 ? count - 1 : null);
  }

  private void ended(String container, String status) {
    String title;
    synchronized (this) {
      if (closed) {
        return;
      }
      if (!routers.containsKey(container)) {
        unknown.put(container, status);
        return;
      }
      if (expected.containsKey(container)) {
        expectNoMore(container);
        return;
      }
      title = routers.get(container);
    }
    report(container, title, status);
  }

  private void report(String container, String title, String status) {
    troubles.onTrouble(
        Trouble.DRIVER,
        "%s ended by itself with status %s; %s".formatted(title, status, printed(container)));
  }

  private String printed(String container) {
    List<String> lines = lastLines.apply(container, SHOWN_LINES).lines().toList();
    String joined = ContainerOutput.joined(lines);
    return joined.isEmpty() ? "it printed nothing" : "it printed: " + joined;
  }

  /** Listens no more. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    try {
      events.close();
    } catch (IOException e) {
      LOG.debug("the engine's events were not closed", e);
    }
  }
}
