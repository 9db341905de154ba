package io.spillway.harness.probe.workload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Runs any number of stand-in workloads on one thread.
 *
 * <p>On every connection a workload writes its {@link Banner}, then echoes every byte. A client
 * that does not read is not read from either (back-pressure); when a client ends its direction, the
 * workload echoes the rest, ends its own and closes. Safe for use by several threads.
 */
public final class WorkloadServer implements AutoCloseable {

  /** How many connections the kernel may complete ahead of the accepting thread. */
  static final int BACKLOG = 4096;

  private static final int BUFFER_BYTES = 64 * 1024;
  private static final long ACCEPT_PAUSE_MILLIS = 10;
  private static final long CLOSE_LIMIT_SECONDS = 10;

  private final Selector selector;
  private final Thread thread;
  private final Consumer<String> onTrouble;
  private final ByteBuffer shared = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final List<SelectionKey> paused = new ArrayList<>();
  private final Set<SelectionKey> stuck = new HashSet<>();
  private volatile boolean closing;

  private WorkloadServer(Consumer<String> onTrouble) throws IOException {
    this.onTrouble = onTrouble;
    this.selector = Selector.open();
    this.thread = new Thread(this::run, "spillway-workloads");
    thread.setDaemon(true);
  }

  /**
   * Starts a server without workloads, whose troubles go nowhere.
   *
   * @throws UncheckedIOException if the machine has no descriptor left for its selector
   */
  public static WorkloadServer start() {
    return start(trouble -> {});
  }

  /**
   * Starts a server without workloads.
   *
   * @param onTrouble told, on the server's thread, of what keeps workloads from accepting; that is
   *     the harness's trouble, never the router's
   * @throws UncheckedIOException if the machine has no descriptor left for its selector
   */
  public static WorkloadServer start(Consumer<String> onTrouble) {
    try {
      WorkloadServer server = new WorkloadServer(onTrouble);
      server.thread.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("workload server cannot start; raise ulimit -n", e);
    }
  }

  /**
   * Starts a workload; it accepts when this returns.
   *
   * @param site its site
   * @param name its name, as it says in its banner
   * @param bind where it listens; port 0 takes any free one
   * @throws IllegalArgumentException if a banner cannot carry the site or the name
   * @throws IllegalStateException if the server is closed
   * @throws UncheckedIOException if it cannot listen there
   */
  public Workload open(String site, String name, InetSocketAddress bind) {
    Banner.requireName("site", site);
    Banner.requireName("workload", name);
    try {
      ServerSocketChannel listener = ServerSocketChannel.open();
      try {
        listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        listener.configureBlocking(false);
        listener.bind(bind, BACKLOG);
        InetSocketAddress address = (InetSocketAddress) listener.getLocalAddress();
        Workload workload = new Workload(this, listener, site, name, address);
        onLoop(() -> listener.register(selector, SelectionKey.OP_ACCEPT, workload));
        return workload;
      } catch (IOException | RuntimeException e) {
        listener.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "workload " + name + " of " + site + " cannot listen at " + bind + ": " + e.getMessage(),
          e);
    }
  }

  /** Ends every workload, as {@link Workload#close()} does. Does nothing the second time. */
  @Override
  public void close() {
    closing = true;
    selector.wakeup();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(CLOSE_LIMIT_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends one workload; when this returns, the operating system has closed its sockets. */
  void close(Workload workload) {
    if (closing) {
      close();
      return;
    }
    try {
      onLoop(
          () -> {
            for (SelectionKey key : selector.keys()) {
              if (owner(key) == workload) {
                end(key);
              }
            }
            selector.selectNow(this::ready);
          });
    } catch (IllegalStateException e) {
      close();
    } catch (IOException e) {
      throw new UncheckedIOException("workload " + workload.name() + " cannot be closed", e);
    }
  }

  private interface Task {
    void run() throws IOException;
  }

  /** Runs a task on the loop and waits for its end. */
  private void onLoop(Task task) throws IOException {
    CompletableFuture<Void> done = new CompletableFuture<>();
    tasks.add(
        () -> {
          try {
            task.run();
            done.complete(null);
          } catch (IOException | RuntimeException e) {
            done.completeExceptionally(e);
          }
        });
    if (closing) {
      throw new IllegalStateException("workload server is closed");
    }
    selector.wakeup();
    try {
      done.get(CLOSE_LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the workload server", e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "workload server did not answer within " + CLOSE_LIMIT_SECONDS + " s", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException("workload server failed: " + e.getCause(), e);
    }
  }

  private void run() {
    try (selector) {
      while (!closing) {
        selector.select(this::ready, paused.isEmpty() ? 0 : ACCEPT_PAUSE_MILLIS);
        resume();
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
      }
      selector.keys().forEach(this::end);
    } catch (IOException | RuntimeException e) {
      onTrouble.accept("workloads stopped: " + e);
    } finally {
      // A task added after this line finds the server closing: it is set first and read last.
      closing = true;
      tasks.forEach(Runnable::run);
    }
  }

  private void ready(SelectionKey key) {
    if (key.attachment() instanceof Workload workload) {
      accept(key, workload);
    } else if (key.attachment() instanceof EchoConnection connection) {
      turn(key, connection);
    }
  }

  private void accept(SelectionKey key, Workload workload) {
    try {
      SocketChannel channel = workload.listener().accept();
      while (channel != null) {
        welcome(channel, workload);
        channel = workload.listener().accept();
      }
      stuck.remove(key);
    } catch (IOException e) {
      if (stuck.add(key)) {
        onTrouble.accept(
            "workload "
                + workload.name()
                + " of "
                + workload.site()
                + " cannot accept: "
                + e.getMessage()
                + "; raise ulimit -n if it is about open files");
      }
      key.interestOps(0);
      paused.add(key);
    }
  }

  private void welcome(SocketChannel channel, Workload workload) throws IOException {
    SelectionKey key;
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      key = channel.register(selector, 0);
    } catch (IOException e) {
      channel.close();
      return; // Reset before it was accepted: a connection that never was.
    }
    Banner banner = new Banner(workload.site(), workload.name(), workload.connectionOpened());
    EchoConnection connection = new EchoConnection(workload, channel, key, banner.encode());
    key.attach(connection);
    turn(key, connection);
  }

  private void turn(SelectionKey key, EchoConnection connection) {
    boolean goesOn;
    try {
      goesOn = connection.turn(shared);
    } catch (IOException | CancelledKeyException e) {
      goesOn = false; // The client reset it: its right, and nothing to report.
    }
    if (!goesOn) {
      end(key);
    }
  }

  /** Pauses end with the next turn of the loop, at most {@value #ACCEPT_PAUSE_MILLIS} ms later. */
  private void resume() {
    paused.stream()
        .filter(SelectionKey::isValid)
        .forEach(k -> k.interestOps(SelectionKey.OP_ACCEPT));
    paused.clear();
  }

  private static Workload owner(SelectionKey key) {
    return key.attachment() instanceof EchoConnection connection
        ? connection.workload()
        : (Workload) key.attachment();
  }

  /** Closes what the key stands for; the second time nothing happens. */
  private void end(SelectionKey key) {
    boolean connection = key.attachment() instanceof EchoConnection;
    if (connection && key.channel().isOpen()) {
      owner(key).connectionClosed();
    }
    try {
      key.channel().close();
    } catch (IOException e) {
      onTrouble.accept("socket of workload " + owner(key).name() + " cannot be closed: " + e);
    }
  }
}
