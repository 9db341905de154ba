package io.spillway.router.loop;

import io.spillway.router.host.Host;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns host names into addresses without making a loop wait for the name service. Literal
 * addresses, right or wrong, are answered at once; names by a few threads, which end when there is
 * nothing to do. Safe for use by several threads.
 *
 * <p>Who asks for a name that is being looked up waits for that answer: a name whose service hangs
 * keeps one thread busy, and the other names have the rest.
 */
public final class Resolver implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Resolver.class);

  /** How many names are looked up at once. */
  static final int THREADS = 4;

  private static final long IDLE_SECONDS = 10;

  /** Finds the address of a name, as long as that takes. */
  interface Lookup {
    InetAddress find(String host) throws UnknownHostException;
  }

  private final Lookup lookup;
  private final ThreadPoolExecutor executor;
  private final Map<String, List<Consumer<Optional<InetAddress>>>> waiting = new HashMap<>();

  /**
   * Makes a resolver.
   *
   * @param threadName the name of its threads
   */
  public Resolver(String threadName) {
    this(threadName, InetAddress::getByName);
  }

  Resolver(String threadName, Lookup lookup) {
    this.lookup = lookup;
    executor =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
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
    if (Host.isMeantAsAddress(host)) {
      answer.accept(address(Host.literal(host), host, port));
    } else {
      ask(host, found -> loop.submit(() -> answer.accept(address(found, host, port))));
    }
  }

  private static InetSocketAddress address(Optional<InetAddress> found, String host, int port) {
    return found
        .map(address -> new InetSocketAddress(address, port))
        .orElseGet(() -> InetSocketAddress.createUnresolved(host, port));
  }

  private void ask(String host, Consumer<Optional<InetAddress>> waiter) {
    synchronized (waiting) {
      List<Consumer<Optional<InetAddress>>> others = waiting.get(host);
      if (others != null) {
        others.add(waiter);
        return;
      }
      waiting.put(host, new ArrayList<>(List.of(waiter)));
    }
    executor.execute(() -> look(host));
  }

  private void look(String host) {
    Optional<InetAddress> found = Optional.empty();
    try {
      found = Optional.of(lookup.find(host));
    } catch (UnknownHostException e) {
      LOG.debug("no address: {}", e.toString());
    } finally {
      answer(host, found);
    }
  }

  private void answer(String host, Optional<InetAddress> found) {
    List<Consumer<Optional<InetAddress>>> waiters;
    synchronized (waiting) {
      waiters = waiting.remove(host);
    }
    waiters.forEach(waiter -> waiter.accept(found));
  }

  /** Stops the threads; what is not resolved yet is never answered. */
  @Override
  public void close() {
    executor.shutdownNow();
  }
}
