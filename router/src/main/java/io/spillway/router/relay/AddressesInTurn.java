package io.spillway.router.relay;

import io.spillway.router.loop.EventLoop;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Connects to a host that may have several addresses: to one after the other, until one takes the
 * connection. Each has an equal share of the time that is left, so that one which does not answer
 * leaves some to the others. Owned by the loop's thread; tells exactly one of its two listeners,
 * once.
 *
 * @param <T> what a connect comes to
 */
public final class AddressesInTurn<T> {

  private final EventLoop loop;
  private final Queue<InetSocketAddress> rest;
  private final long deadlineNanos;
  private final Way<T> way;
  private final Consumer<T> connected;
  private final Consumer<IOException> failed;
  private Optional<IOException> reason = Optional.empty();

  /**
   * A way to connect to one address.
   *
   * @param <T> what a connect comes to
   */
  public interface Way<T> {

    /**
     * Connects.
     *
     * @param address where to
     * @param timeoutNanos how long it may take
     * @param connected told if it has worked; exactly one of the two is told, once
     * @param failed gets the reason why it has not
     */
    void connect(
        InetSocketAddress address,
        long timeoutNanos,
        Consumer<T> connected,
        Consumer<IOException> failed);
  }

  private AddressesInTurn(
      EventLoop loop,
      List<InetSocketAddress> addresses,
      long timeoutNanos,
      Way<T> way,
      Consumer<T> connected,
      Consumer<IOException> failed) {
    this.loop = loop;
    this.rest = new ArrayDeque<>(addresses);
    this.deadlineNanos = loop.nanoTime() + timeoutNanos;
    this.way = way;
    this.connected = connected;
    this.failed = failed;
  }

  /**
   * Connects.
   *
   * @param <T> what a connect comes to
   * @param loop the loop, of the calling thread
   * @param addresses the host's addresses, at least one, in the order in which they are tried
   * @param timeoutNanos how long all of them may take together
   * @param way how to connect to one
   * @param connected gets what the first connect that worked has come to
   * @param failed gets the reason why none did, in which that of all addresses is told: a {@link
   *     ConnectException} only if one refused, and none of the others may be merely slow
   */
  public static <T> void connect(
      EventLoop loop,
      List<InetSocketAddress> addresses,
      long timeoutNanos,
      Way<T> way,
      Consumer<T> connected,
      Consumer<IOException> failed) {
    new AddressesInTurn<>(loop, addresses, timeoutNanos, way, connected, failed).next();
  }

  private void next() {
    long shareNanos = (deadlineNanos - loop.nanoTime()) / rest.size();
    way.connect(rest.remove(), shareNanos, connected, this::failed);
  }

  private void failed(IOException cause) {
    IOException told = reason.map(earlier -> weightier(earlier, cause)).orElse(cause);
    reason = Optional.of(told);
    if (rest.isEmpty() || deadlineNanos - loop.nanoTime() <= 0) {
      failed.accept(told);
    } else {
      next();
    }
  }

  private static IOException weightier(IOException earlier, IOException later) {
    IOException told = weight(later) > weight(earlier) ? later : earlier;
    told.addSuppressed(told == later ? earlier : later);
    return told;
  }

  /** How much a failure at one address says about the host. */
  private static int weight(IOException cause) {
    if (cause instanceof NoSocketException) {
      // Without a descriptor nobody was asked; an address that no interface here speaks with, as
      // where IPv6 is switched off, is nothing against what the others said.
      return cause.getCause() instanceof BindException ? 0 : 4;
    }
    if (cause instanceof SocketTimeoutException) {
      return 3; // it may be there, and slow
    }
    return cause instanceof ConnectException ? 2 : 1;
  }
}
