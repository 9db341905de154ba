package io.spillway.router;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Clients of a listener that connect, read the workload's name and close, one after another. */
final class Clients implements AutoCloseable {

  private static final int THREADS = 4;

  private final Map<String, Integer> served = new ConcurrentHashMap<>();
  private final Queue<String> errors = new ConcurrentLinkedQueue<>();
  private final AtomicInteger attempts = new AtomicInteger();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopping;

  /** Starts them. */
  Clients(Router router, String listener) {
    for (int i = 0; i < THREADS; i++) {
      Thread thread = new Thread(() -> run(router, listener), "client-" + i);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  private void run(Router router, String listener) {
    while (!stopping) {
      int attempt = attempts.incrementAndGet();
      try (Socket socket = TestSites.connect(router, listener)) {
        String name = TestSites.name(socket);
        if (name.isEmpty()) {
          errors.add("attempt " + attempt + ": ended without a word");
        } else {
          served.merge(name, 1, Integer::sum);
        }
      } catch (IOException e) {
        errors.add("attempt " + attempt + ": " + e);
      }
    }
  }

  /** How many a workload has served so far. */
  int servedBy(String name) {
    return served.getOrDefault(name, 0);
  }

  int attempts() {
    return attempts.get();
  }

  List<String> errors() {
    return List.copyOf(errors);
  }

  /** Waits until a workload has served so many more. */
  void awaitServed(String name, int more) {
    int wanted = servedBy(name) + more;
    awaitThat(name + " to serve " + more + " more clients", () -> servedBy(name) >= wanted);
  }

  /** Waits until so many more have been tried. */
  void awaitAttempts(int more) {
    int wanted = attempts() + more;
    awaitThat(more + " more attempts", () -> attempts() >= wanted);
  }

  private void awaitThat(String what, BooleanSupplier condition) {
    await(what)
        .atMost(TestSites.LIMIT)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(condition::getAsBoolean);
  }

  /** Lets those that are under way end, and starts no more. */
  @Override
  public void close() throws InterruptedException {
    stopping = true;
    for (Thread thread : threads) {
      thread.join(2 * TestSites.LIMIT.toMillis());
    }
  }
}
