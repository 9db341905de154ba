package io.spillway.router.loop;

import java.net.InetSocketAddress;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Turns host names into addresses without making a loop wait for the name service. Literal
 * addresses are answered at once; names by a thread of its own, which ends when there is nothing to
 * do. Safe for use by several threads.
 */
public final class Resolver implements AutoCloseable {

  private static final long IDLE_SECONDS = 10;

  private final ThreadPoolExecutor executor;

  /**
   * Makes a resolver.
   *
   * @param threadName the name of its thread
   */
  public Resolver(String threadName) {
    executor =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, threadName);
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
  }

  /**
   * Resolves a name.
   *
   * @param host a name or a literal address
   * @param port the port, 0 to 65535
   * @param loop the loop on which the answer is given
   * @param answer gets the address, {@link InetSocketAddress#isUnresolved() unresolved} if there is
   *     none
   */
  public void resolve(String host, int port, EventLoop loop, Consumer<InetSocketAddress> answer) {
    if (isLiteral(host)) {
      answer.accept(new InetSocketAddress(host, port));
    } else {
      executor.execute(
          () -> {
            InetSocketAddress address = new InetSocketAddress(host, port);
            loop.submit(() -> answer.accept(address));
          });
    }
  }

  private static boolean isLiteral(String host) {
    return host.indexOf(':') >= 0
        || host.chars().allMatch(c -> c == '.' || Character.digit(c, 10) >= 0);
  }

  /** Stops the thread; what is not resolved yet is never answered. */
  @Override
  public void close() {
    executor.shutdownNow();
  }
}
