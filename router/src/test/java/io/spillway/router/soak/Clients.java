package io.spillway.router.soak;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** All clients of the soak, at one selector, in turn at several listeners. For one thread. */
final class Clients implements AutoCloseable {

  private static final int CONNECTING_AT_ONCE = 128;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

  private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
  private final Selector selector = Selector.open();
  private final List<InetSocketAddress> listeners;
  private final List<Client> held = new ArrayList<>();
  private int begun;
  private int done;

  Clients(List<InetSocketAddress> listeners) throws IOException {
    this.listeners = List.copyOf(listeners);
  }

  /** Opens connections until so many are held; the manners are by position, from 0. */
  void hold(int count, IntFunction<Client.Manner> manners) throws IOException {
    held.clear();
    done = 0;
    int first = begun;
    while (held.size() < count) {
      while (begun - first < count && begun - first - held.size() < CONNECTING_AT_ONCE) {
        begin(manners.apply(begun - first));
      }
      turn(() -> "held " + held.size() + " of " + count);
    }
  }

  /** Lets slow clients write what they can. */
  void press(Duration time) throws IOException {
    long deadline = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < deadline) {
      selector.select(this::ready, 100);
    }
  }

  /** Ends all that are held, and waits for it. */
  void release() throws IOException {
    int count = held.size();
    for (Client client : held) {
      client.release(buffer);
      done += client.isDone() ? 1 : 0;
    }
    while (done < count) {
      turn(() -> "ended " + done + " of " + count);
    }
    held.clear();
    selector.selectNow(); // the selector lets go of closed channels only when it is asked
  }

  /** Opens and closes so many, a few at once. */
  void passBy(int count) throws IOException {
    held.clear();
    done = 0;
    int first = begun;
    while (done < count) {
      while (begun - first < count && begun - first - done < CONNECTING_AT_ONCE) {
        begin(Client.Manner.CALM);
      }
      turn(() -> "passed by " + done + " of " + count);
      for (Client client : held) {
        client.release(buffer);
      }
      held.clear();
    }
    selector.selectNow();
  }

  private void begin(Client.Manner manner) throws IOException {
    int number = begun++;
    new Client(number, manner, listeners.get(number % listeners.size()), selector);
  }

  /** A turn of the selector, in which something has to happen. */
  private void turn(Supplier<String> progress) throws IOException {
    if (selector.select(this::ready, LONGEST_PAUSE.toMillis()) == 0) {
      throw new IOException("nothing happens for " + LONGEST_PAUSE + "; " + progress.get());
    }
  }

  private void ready(SelectionKey key) {
    Client client = (Client) key.attachment();
    boolean wasHeld = client.isHeld();
    try {
      client.ready(buffer);
    } catch (IOException e) {
      throw new IllegalStateException(
          String.format(Locale.ROOT, "client %s: %s", client, e.getMessage()), e);
    }
    if (client.isHeld() && !wasHeld) {
      held.add(client);
    }
    done += client.isDone() ? 1 : 0;
  }

  @Override
  public void close() throws IOException {
    selector.keys().forEach(key -> close(key));
    selector.close();
  }

  private static void close(SelectionKey key) {
    try {
      key.channel().close();
    } catch (IOException e) {
      throw new IllegalStateException("close does not fail", e);
    }
  }
}
