package io.spillway.router.loop;

import io.spillway.router.host.Host;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /** How many addresses of a name are used, so that each has its time: the first ones. */
  static final int MAX_ADDRESSES = 4;

  private static final long IDLE_SECONDS = 10;

  /** Finds the addresses of a name, at least one, as long as that takes. */
  interface Lookup {
    InetAddress[] find(String host) throws UnknownHostException;
  }

  private final Lookup lookup;
  private final ThreadPoolExecutor executor;
  private final Map<String, List<Consumer<List<InetAddress>>>> waiting = new HashMap<>();

  /**
   * Makes a resolver.
   *
   * @param threadName the name of its threads
   */
  public Resolver(String threadName) {
    this(threadName, InetAddress::getAllByName);
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
   * @param answer gets the addresses, 1 to 4, in the order in which they are to be tried; one that
   *     is {@link InetSocketAddress#isUnresolved() unresolved} if there are none
   */
  public void resolve(
      String host, int port, EventLoop loop, Consumer<List<InetSocketAddress>> answer) {
    if (Host.isMeantAsAddress(host)) {
      answer.accept(addresses(Host.literal(host).stream().toList(), host, port));
    } else {
      ask(host, found -> loop.submit(() -> answer.accept(addresses(found, host, port))));
    }
  }

  private static List<InetSocketAddress> addresses(List<InetAddress> found, String host, int port) {
    return found.isEmpty()
        ? List.of(InetSocketAddress.createUnresolved(host, port))
        : found.stream().map(address -> new InetSocketAddress(address, port)).toList();
  }

  private void ask(String host, Consumer<List<InetAddress>> waiter) {
    synchronized (waiting) {
      List<Consumer<List<InetAddress>>> others = waiting.get(host);
      if (others != null) {
        others.add(waiter);
        return;
      }
      waiting.put(host, new ArrayList<>(List.of(waiter)));
    }
    executor.execute(() -> look(host));
  }

  private void look(String host) {
    List<InetAddress> found = List.of();
    try {
      found = Arrays.stream(lookup.find(host)).limit(MAX_ADDRESSES).toList();
    } catch (UnknownHostException e) {
      LOG.debug("no address: {}", e.toString());
    } finally {
      answer(host, found);
    }
  }

  private void answer(String host, List<InetAddress> found) {
    List<Consumer<List<InetAddress>>> waiters;
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
