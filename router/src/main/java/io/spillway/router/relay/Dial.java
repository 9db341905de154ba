package io.spillway.router.relay;

import io.spillway.router.host.Host;
import io.spillway.router.loop.ChannelHandler;
import io.spillway.router.loop.EventLoop;
import io.spillway.router.loop.Timer;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.List;
import java.util.function.Consumer;

/**
 * A connect to one address under way. Owned by the loop's thread; tells exactly one of its two
 * listeners, once.
 */
public final class Dial implements ChannelHandler {

  private final EventLoop loop;
  private final InetSocketAddress address;
  private final Consumer<Connection> connected;
  private final Consumer<IOException> refused;
  private SocketChannel channel;
  private Timer timeout;
  private boolean done;

  private Dial(
      EventLoop loop,
      InetSocketAddress address,
      Consumer<Connection> connected,
      Consumer<IOException> refused) {
    this.loop = loop;
    this.address = address;
    this.connected = connected;
    this.refused = refused;
  }

  /**
   * Connects to a host.
   *
   * @param loop the loop, of the calling thread
   * @param addresses where it is, as {@link AddressesInTurn} takes them
   * @param timeoutNanos how long it may take, over all of them
   * @param connected gets the connection; the dial's own handler is still in place
   * @param refused gets the reason why there is none
   */
  public static void connect(
      EventLoop loop,
      List<InetSocketAddress> addresses,
      long timeoutNanos,
      Consumer<Connection> connected,
      Consumer<IOException> refused) {
    AddressesInTurn.connect(
        loop,
        addresses,
        timeoutNanos,
        (address, nanos, done, failed) -> new Dial(loop, address, done, failed).begin(nanos),
        connected,
        refused);
  }

  private void begin(long timeoutNanos) {
    timeout =
        loop.schedule(
            timeoutNanos,
            () -> failed(new SocketTimeoutException(address + " did not answer in time")));
    try {
      channel = open(address);
    } catch (IOException e) {
      failed(new NoSocketException(e));
      return;
    }
    try {
      channel.configureBlocking(false);
      // On one machine the connect is done by now, although it does not say so.
      if (channel.connect(address) || channel.finishConnect()) {
        established();
      } else {
        loop.register(channel, SelectionKey.OP_CONNECT, this);
      }
    } catch (BindException e) {
      failed(new NoSocketException(e));
    } catch (IOException e) {
      failed(e);
    } catch (UnresolvedAddressException e) {
      failed(new ConnectException("unknown host " + address.getHostString()));
    } catch (UnsupportedAddressTypeException e) {
      failed(new SocketException(address + " was not asked: " + Host.NO_IPV6));
    }
  }

  private static SocketChannel open(InetSocketAddress address) throws IOException {
    return address.getAddress() instanceof Inet4Address
        ? SocketChannel.open(StandardProtocolFamily.INET) // needs no option to speak IPv4
        : SocketChannel.open();
  }

  @Override
  public void ready(int readyOps) throws IOException {
    if (!done && channel.finishConnect()) {
      established();
    }
  }

  private void established() throws IOException {
    Connection connection = Connection.adopt(loop, channel, this);
    done = true;
    timeout.cancel();
    connected.accept(connection);
  }

  @Override
  public void failed(IOException cause) {
    if (done) {
      return;
    }
    done = true;
    timeout.cancel();
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
    refused.accept(cause);
  }
}
