package io.spillway.router.health;

import io.spillway.router.host.Host;
import io.spillway.router.loop.ChannelHandler;
import io.spillway.router.loop.EventLoop;
import io.spillway.router.loop.Resolver;
import io.spillway.router.loop.Timer;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes while the workload's port accepts connections.
 *
 * <p>It asks the kernel behind the port, not the process: a process that hangs still passes.
 *
 * <p>On Linux the workload does not notice: the connection is reset when SYN-ACK has come, before
 * the handshake's last ACK has gone, so that it never gets to the workload (the way of HAProxy's
 * connect checks: TCP_QUICKACK off, then SO_LINGER 0). Elsewhere, or if the loop stands still for
 * longer than the kernel delays that ACK (40 ms or more), the workload sees a connection that is
 * reset at once.
 *
 * @param host a name or an address
 * @param port 1 to 65535
 * @param resolver resolves the host
 */
public record ConnectProbe(String host, int port, Resolver resolver) implements Probe {

  private static final Logger LOG = LoggerFactory.getLogger(ConnectProbe.class);

  /** Looked for by name: it belongs to a module that a small runtime image need not have. */
  private static final String QUICKACK = "TCP_QUICKACK";

  @Override
  public void begin(EventLoop loop, long limitNanos, Consumer<Result> told) {
    Attempt attempt = new Attempt(told);
    attempt.limit =
        loop.schedule(
            limitNanos,
            () ->
                attempt.end(
                    Verdict.DOUBTFUL,
                    "no answer to a connect within "
                        + TimeUnit.NANOSECONDS.toMillis(limitNanos)
                        + " ms"));
    resolver.resolve(host, port, loop, address -> attempt.connect(loop, address));
  }

  @Override
  public boolean isProvenByConnect() {
    return true;
  }

  @SuppressWarnings("unchecked") // an option of this name is of this type
  private static void keepUnseen(SocketChannel channel) throws IOException {
    for (SocketOption<?> option : channel.supportedOptions()) {
      if (option.name().equals(QUICKACK)) {
        channel.setOption((SocketOption<Boolean>) option, false);
      }
    }
    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
  }

  /** One connect. */
  private static final class Attempt implements ChannelHandler {

    private final Consumer<Result> told;
    private Timer limit;
    private SocketChannel channel;
    private boolean ended;

    Attempt(Consumer<Result> told) {
      this.told = told;
    }

    void connect(EventLoop loop, InetSocketAddress address) {
      if (ended) {
        return; // the name service was too slow
      }
      if (address.isUnresolved()) {
        end(Verdict.DOUBTFUL, "unknown host " + address.getHostString());
        return;
      }
      try {
        channel = SocketChannel.open();
        channel.configureBlocking(false);
        keepUnseen(channel);
        if (channel.connect(address)) {
          passed();
        } else {
          loop.register(channel, SelectionKey.OP_CONNECT, this);
        }
      } catch (IOException e) {
        failed(e);
      } catch (UnsupportedAddressTypeException e) {
        failed(new SocketException(Host.NO_IPV6));
      }
    }

    @Override
    public void ready(int readyOps) throws IOException {
      if (!ended && channel.finishConnect()) {
        passed();
      }
    }

    private void passed() {
      end(Verdict.READY, "accepts connections");
    }

    @Override
    public void failed(IOException cause) {
      end(verdict(cause), String.valueOf(cause.getMessage()));
    }

    private Verdict verdict(IOException cause) {
      if (cause instanceof ConnectException) {
        return Verdict.DOWN;
      }
      // Without a socket, or a port of its own for it, nobody was asked.
      return channel == null || cause instanceof BindException ? Verdict.UNASKED : Verdict.DOUBTFUL;
    }

    void end(Verdict verdict, String reason) {
      if (ended) {
        return;
      }
      ended = true;
      limit.cancel();
      try {
        if (channel != null) {
          channel.close();
        }
      } catch (IOException e) {
        LOG.debug("close: {}", e.toString());
      }
      told.accept(new Result(verdict, reason));
    }
  }
}
