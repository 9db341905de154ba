package io.spillway.harness.probe.workload;

import io.spillway.harness.probe.WorkloadHandle;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.atomic.AtomicLong;

/** A workload of a {@link WorkloadServer}. Safe for use by several threads. */
public final class Workload implements WorkloadHandle, AutoCloseable {

  private final WorkloadServer server;
  private final ServerSocketChannel listener;
  private final String site;
  private final String name;
  private final InetSocketAddress address;
  private final AtomicLong open = new AtomicLong();
  private final AtomicLong accepted = new AtomicLong();

  Workload(
      WorkloadServer server,
      ServerSocketChannel listener,
      String site,
      String name,
      InetSocketAddress address) {
    this.server = server;
    this.listener = listener;
    this.site = site;
    this.name = name;
    this.address = address;
  }

  @Override
  public String site() {
    return site;
  }

  @Override
  public String name() {
    return name;
  }

  /** {@return the address that it listens at, with the port that it was given} */
  public InetSocketAddress address() {
    return address;
  }

  @Override
  public long open() {
    return open.get();
  }

  @Override
  public long accepted() {
    return accepted.get();
  }

  /**
   * Ends this workload as the end of its process would: its port refuses and its connections are
   * closed when this returns. Does nothing the second time.
   */
  @Override
  public void close() {
    server.close(this);
  }

  ServerSocketChannel listener() {
    return listener;
  }

  /** {@return the number of the connection that was just accepted} */
  long connectionOpened() {
    open.incrementAndGet();
    return accepted.incrementAndGet();
  }

  void connectionClosed() {
    open.decrementAndGet();
  }
}
