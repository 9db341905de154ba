package io.spillway.router.bench;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A selector and the thread that serves it until it is closed or fails. Used by one thread, but for
 * what subclasses do on the thread itself.
 */
abstract class LoadThread implements AutoCloseable {

  private static final long TURN_MILLIS = 20;
  private static final long JOIN_MILLIS = TimeUnit.SECONDS.toMillis(10);

  private final Thread thread;
  private final Selector selector;
  private volatile boolean stopping;
  private volatile Optional<Throwable> failure = Optional.empty();

  LoadThread(String name) throws IOException {
    selector = Selector.open();
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  /** Serves a channel that is ready. */
  abstract void ready(SelectionKey key) throws IOException;

  /** Called by the thread before anything else. */
  void begin() throws IOException {}

  /** {@return the selector, for channels to be registered by the thread or before it starts} */
  final Selector selector() {
    return selector;
  }

  final void start() {
    thread.start();
  }

  /**
   * Checks that the thread still works.
   *
   * @throws BenchException if it failed
   */
  void check() {
    failure.ifPresent(
        cause -> {
          throw new BenchException(thread.getName() + " failed", cause);
        });
  }

  private void run() {
    try {
      begin();
      while (!stopping) {
        selector.select(TURN_MILLIS);
        for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
          SelectionKey key = keys.next();
          keys.remove();
          if (key.isValid()) {
            ready(key);
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      failure = Optional.of(e);
    } finally {
      closeAll();
    }
  }

  private void closeAll() {
    try {
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      failure = failure.or(() -> Optional.of(e));
    }
  }

  /** Ends the thread and closes all channels; does not say whether it had failed before. */
  @Override
  public void close() {
    stopping = true;
    if (thread.getState() == Thread.State.NEW) {
      closeAll();
    }
    try {
      thread.join(JOIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      throw new BenchException(thread.getName() + " did not end in " + JOIN_MILLIS + " ms");
    }
  }
}
