package io.spillway.harness.runtime.docker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Does the same to many things, a few at a time. */
final class Parallel {

  private Parallel() {}

  /**
   * Does it to all, and returns when all is done.
   *
   * @param width how many at a time, at least 1
   * @throws RuntimeException what the first one threw that failed; others are suppressed in it
   */
  static <T> void each(List<T> things, int width, Consumer<T> action) {
    if (things.isEmpty()) {
      return;
    }
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.min(width, things.size()),
            work -> {
              Thread thread = new Thread(work, "spillway-docker");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<?>> parts = new ArrayList<>();
      things.forEach(thing -> parts.add(threads.submit(() -> action.accept(thing))));
      join(parts);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void join(List<Future<?>> parts) {
    List<RuntimeException> failures = new ArrayList<>();
    for (Future<?> part : parts) {
      try {
        part.get();
      } catch (ExecutionException failed) {
        failures.add(
            failed.getCause() instanceof RuntimeException cause
                ? cause
                : new IllegalStateException(failed.getCause()));
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while containers were handled", interrupted);
      }
    }
    if (!failures.isEmpty()) {
      RuntimeException first = failures.remove(0);
      failures.forEach(first::addSuppressed);
      throw first;
    }
  }
}
