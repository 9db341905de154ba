package io.spillway.harness.probe.workload;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A port that neither accepts nor refuses, as one whose packets are lost on the way. It listens,
 * accepts nothing, and its short queue is filled with connections of its own; the kernel then drops
 * what comes, and a client sees no answer to its SYN. Belongs to the loop's thread.
 *
 * <p>It may listen beside an {@link Acceptor} of the same port, and an acceptor beside it: where
 * the one is opened before the other is closed, the port does not refuse for an instant, which
 * would tell a router more than lost packets do.
 */
final class FullPort implements Endpoint {

  private static final int BACKLOG = 1;

  /** Linux queues one more than the backlog, BSD half as many more; the rest wait for ever. */
  private static final int FILLERS = 6;

  private final WorkloadLoop loop;
  private final InetSocketAddress address;
  private final List<SocketChannel> fillers = new ArrayList<>();
  private final ServerSocketChannel channel;

  /**
   * Opens one that is not full yet.
   *
   * @param address where to listen, with its port
   * @throws IOException if it cannot listen there
   */
  FullPort(WorkloadLoop loop, InetSocketAddress address) throws IOException {
    this.loop = loop;
    this.address = address;
    this.channel = ServerSocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      channel.configureBlocking(false);
      channel.bind(address, BACKLOG);
      loop.register(channel, 0).attach(this);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Fills its queue, when nobody else accepts at this port any more.
   *
   * @throws IOException if it goes on accepting though it is full
   */
  void fill() throws IOException {
    InetAddress host =
        address.getAddress().isAnyLocalAddress()
            ? InetAddress.getLoopbackAddress()
            : address.getAddress();
    boolean accepted = true;
    for (int i = 0; i < FILLERS; i++) {
      SocketChannel filler = SocketChannel.open();
      fillers.add(filler);
      filler.configureBlocking(false);
      accepted = filler.connect(new InetSocketAddress(host, address.getPort()));
      accepted = accepted || filler.finishConnect();
    }
    if (accepted) {
      throw new IOException(
          "port " + address.getPort() + " accepts though its queue should be full");
    }
  }

  @Override
  public void ready() {
    throw new IllegalStateException("nothing is accepted at a full port");
  }

  @Override
  public void close() {
    try {
      channel.close();
      for (SocketChannel filler : fillers) {
        filler.close();
      }
    } catch (IOException e) {
      loop.trouble("port of an unreachable workload cannot be closed: " + e);
    }
  }
}
