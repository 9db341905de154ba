package io.spillway.harness.probe.workload;

import io.spillway.harness.probe.WorkloadState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;

/**
 * Runs any number of stand-in workloads on one thread.
 *
 * <p>On every connection a workload writes its {@link Banner}, then echoes every byte. A client
 * that does not read is not read from either (back-pressure); when a client ends its direction, the
 * workload echoes the rest, ends its own and closes. To a client whose first byte is {@link #SIGN}
 * that byte is not echoed, and every later one comes back with the {@link Keystream} of the
 * connection's banner added to it: so that each byte says which connection of which workload
 * answered it. A workload can be made to hang, to end and to serve again, and to tell over HTTP
 * whether it is ready. Safe for use by several threads.
 */
public final class WorkloadServer implements AutoCloseable {

  /**
   * The first byte of a client that wants a signed echo; ASCII's SYN, which no text begins with.
   */
  public static final byte SIGN = 0x16;

  private final WorkloadLoop loop;

  private WorkloadServer(WorkloadLoop loop) {
    this.loop = loop;
  }

  /**
   * Starts a server without workloads, whose troubles go nowhere.
   *
   * @throws UncheckedIOException if the machine has no descriptor left for its selector
   */
  public static WorkloadServer start() {
    return start(TroubleListener.NONE);
  }

  /**
   * Starts a server without workloads.
   *
   * @param listener told, on the server's thread, of what keeps workloads from serving
   * @throws UncheckedIOException if the machine has no descriptor left for its selector
   */
  public static WorkloadServer start(TroubleListener listener) {
    try {
      return new WorkloadServer(new WorkloadLoop(listener));
    } catch (IOException e) {
      throw new UncheckedIOException("workload server cannot start; raise ulimit -n", e);
    }
  }

  /**
   * Starts a workload that only serves; it accepts when this returns.
   *
   * @param site its site
   * @param name its name, as it says in its banner
   * @param bind where it listens; port 0 takes any free one
   * @throws IllegalArgumentException if a banner cannot carry the site or the name
   * @throws IllegalStateException if the server is closed
   * @throws UncheckedIOException if it cannot listen there
   */
  public Workload open(String site, String name, InetSocketAddress bind) {
    return open(site, name, bind, WorkloadOptions.NONE);
  }

  /**
   * Starts a workload; it accepts when this returns.
   *
   * @param site its site
   * @param name its name, as it says in its banner
   * @param bind where it listens; port 0 takes any free one
   * @param options how it behaves
   * @throws IllegalArgumentException if a banner cannot carry the site or the name
   * @throws IllegalStateException if the server is closed
   * @throws UncheckedIOException if it cannot listen there
   */
  public Workload open(String site, String name, InetSocketAddress bind, WorkloadOptions options) {
    Banner.requireName("site", site);
    Banner.requireName("workload", name);
    Workload workload = new Workload(loop, site, name, bind, options);
    try {
      loop.await(() -> workload.become(WorkloadState.SERVING));
      return workload;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "workload " + name + " of " + site + " cannot listen at " + bind + ": " + e.getMessage(),
          e);
    }
  }

  /** Ends every workload, as {@link Workload#close()} does. Does nothing the second time. */
  @Override
  public void close() {
    loop.close();
  }
}
