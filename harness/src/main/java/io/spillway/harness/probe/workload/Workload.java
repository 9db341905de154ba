package io.spillway.harness.probe.workload;

import io.spillway.harness.history.Receipt;
import io.spillway.harness.probe.WorkloadHandle;
import io.spillway.harness.probe.WorkloadState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** A workload of a {@link WorkloadServer}. Safe for use by several threads. */
public final class Workload implements WorkloadHandle, AutoCloseable {

  private final WorkloadLoop loop;
  private final String site;
  private final String name;
  private final WorkloadOptions options;
  private final AtomicLong open = new AtomicLong();
  private final AtomicLong accepted = new AtomicLong();
  private final Queue<Receipt> receipts = new ConcurrentLinkedQueue<>();
  private final Set<Connection> connections = new LinkedHashSet<>();
  private final List<Endpoint> ports = new ArrayList<>();
  private boolean ended;
  private volatile InetSocketAddress address;
  private volatile Optional<InetSocketAddress> readiness;
  private volatile WorkloadState state = WorkloadState.DEAD;

  /** Creates one that is dead until it is changed. */
  Workload(
      WorkloadLoop loop,
      String site,
      String name,
      InetSocketAddress bind,
      WorkloadOptions options) {
    this.loop = loop;
    this.site = site;
    this.name = name;
    this.options = options;
    this.address = bind;
    this.readiness = options.readiness();
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

  /** {@return where it tells over HTTP at {@code /ready} whether it is ready, if it does} */
  public Optional<InetSocketAddress> readiness() {
    return readiness;
  }

  @Override
  public long open() {
    return open.get();
  }

  @Override
  public long accepted() {
    return accepted.get();
  }

  @Override
  public List<Receipt> receipts() {
    return List.copyOf(receipts);
  }

  @Override
  public WorkloadState state() {
    return state;
  }

  @Override
  public void change(WorkloadState wanted) {
    try {
      loop.await(() -> become(wanted));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "workload "
              + name
              + " of "
              + site
              + " cannot be "
              + wanted.word()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  @Override
  public void hangUp() {
    try {
      loop.await(
          () -> {
            List.copyOf(connections).stream()
                .filter(ServedConnection.class::isInstance)
                .forEach(Connection::close);
            loop.flushClosed();
          });
    } catch (IOException e) {
      throw new UncheckedIOException(
          "workload " + name + " of " + site + " cannot hang up: " + e.getMessage(), e);
    }
  }

  /**
   * Ends this workload as the end of its process would: its ports refuse and its connections are
   * closed when this returns. Does nothing the second time.
   */
  @Override
  public void close() {
    if (loop.isClosing()) {
      loop.close();
      return;
    }
    try {
      loop.await(this::end);
    } catch (IllegalStateException e) {
      loop.close(); // The server was closed meanwhile, and this workload with it.
    } catch (IOException e) {
      throw new UncheckedIOException(
          "workload " + name + " of " + site + " cannot be ended: " + e.getMessage(), e);
    }
  }

  /**
   * Changes the state; for the loop's thread.
   *
   * @throws IOException if a port that it had is taken; it is then dead
   */
  void become(WorkloadState wanted) throws IOException {
    if (ended) {
      throw new IOException("it was closed");
    }
    if (state == wanted) {
      return;
    }
    if (wanted == WorkloadState.DEAD) {
      die();
      hold();
      return;
    }
    if (wanted == WorkloadState.UNREACHABLE) {
      fill();
    } else if (state == WorkloadState.DEAD || state == WorkloadState.UNREACHABLE) {
      listen();
    }
    state = wanted;
    // Whoever waited is served, or waits from now on.
    List.copyOf(connections).forEach(Connection::ready);
  }

  private void listen() throws IOException {
    // What hides a port stays until the acceptor is there: it refuses nobody in between.
    boolean beside = state == WorkloadState.UNREACHABLE;
    if (!beside) {
      letGoOfPorts();
    }
    List<Endpoint> before = List.copyOf(ports);
    try {
      Acceptor service =
          Acceptor.open(loop, "workload " + name + " of " + site, address, beside, this::serve);
      ports.add(service);
      address = service.address();
      if (readiness.isPresent()) {
        Acceptor telling =
            Acceptor.open(
                loop, "readiness of " + name + " of " + site, readiness.get(), beside, this::tell);
        ports.add(telling);
        readiness = Optional.of(telling.address());
      }
      letGoOf(before);
    } catch (IOException e) {
      die();
      throw e;
    }
  }

  private void end() throws IOException {
    ended = true;
    die();
  }

  private void die() throws IOException {
    state = WorkloadState.DEAD;
    closePorts();
    List.copyOf(connections).forEach(Connection::close);
    loop.flushClosed();
  }

  private void closePorts() {
    ports.forEach(Endpoint::close);
    ports.clear();
  }

  private void letGoOfPorts() throws IOException {
    closePorts();
    loop.flushClosed();
  }

  private void letGoOf(List<Endpoint> before) throws IOException {
    before.forEach(Endpoint::close);
    ports.removeAll(before);
    loop.flushClosed();
  }

  private void hold() throws IOException {
    ports.add(new PortHold(loop, address));
    if (readiness.isPresent()) {
      ports.add(new PortHold(loop, readiness.get()));
    }
  }

  private void fill() throws IOException {
    if (state == WorkloadState.DEAD) {
      letGoOfPorts();
    }
    List<Acceptor> accepting =
        ports.stream().filter(Acceptor.class::isInstance).map(Acceptor.class::cast).toList();
    List<FullPort> full = new ArrayList<>();
    try {
      for (InetSocketAddress port : addresses()) {
        FullPort hidden = new FullPort(loop, port);
        full.add(hidden);
        ports.add(hidden);
      }
      closeServed(accepting);
      for (FullPort hidden : full) {
        hidden.fill();
      }
    } catch (IOException e) {
      die();
      throw e;
    }
  }

  /**
   * Closes ports after all that they had connected were taken in; those who come in the few
   * microseconds between are reset. A selector would make that longer: it closes at its next turn.
   */
  private void closeServed(List<Acceptor> accepting) throws IOException {
    accepting.forEach(Acceptor::leaveLoop);
    loop.flushClosed();
    for (Acceptor acceptor : accepting) {
      acceptor.takeIn();
      acceptor.close();
    }
    ports.removeAll(accepting);
  }

  private List<InetSocketAddress> addresses() {
    return Stream.concat(Stream.of(address), readiness.stream()).toList();
  }

  private void serve(SocketChannel channel) throws IOException {
    Banner banner = new Banner(site, name, accepted.get() + 1);
    ServedConnection connection =
        switch (state) {
          case RECEIVING -> new ReceivingConnection(this, loop, channel, banner);
          case RECEIVING_SLOWLY -> new SlowReceivingConnection(this, loop, channel, banner);
          case GIVING -> new GivingConnection(this, loop, channel, banner);
          default -> new EchoConnection(this, loop, channel, banner, state == WorkloadState.BRIEF);
        };
    accepted.incrementAndGet();
    open.incrementAndGet();
    connections.add(connection);
    connection.serve(options.serviceTime());
  }

  private void tell(SocketChannel channel) throws IOException {
    ReadinessConnection connection = new ReadinessConnection(this, loop, channel);
    connections.add(connection);
    connection.ready();
  }

  /** {@return whether nothing may be answered now; for the loop's thread} */
  boolean hangs() {
    return state == WorkloadState.HUNG || state == WorkloadState.UNREACHABLE;
  }

  /** Takes note of what came on a connection that ends; for the loop's thread. */
  void received(Receipt receipt) {
    receipts.add(receipt);
  }

  /** Takes note that a connection was closed; for the loop's thread. */
  void ended(Connection connection) {
    if (connections.remove(connection) && connection instanceof ServedConnection served) {
      served.ended();
      open.decrementAndGet();
    }
  }
}
