package io.spillway.router.health;

import io.spillway.router.host.Host;
import io.spillway.router.loop.ChannelHandler;
import io.spillway.router.loop.EventLoop;
import io.spillway.router.loop.Resolver;
import io.spillway.router.loop.Timer;
import io.spillway.router.relay.AddressesInTurn;
import io.spillway.router.relay.NoSocketException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes while the workload's port accepts connections, at one of its host's addresses.
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
    Check check = new Check(loop, limitNanos, told);
    resolver.resolve(host, port, loop, check::ask);
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

  /** One check, of all addresses. */
  private static final class Check {

    private final EventLoop loop;
    private final long deadlineNanos;
    private final Consumer<Result> told;
    private final Timer limit;
    private Optional<Attempt> latest = Optional.empty();
    private boolean ended;

    Check(EventLoop loop, long limitNanos, Consumer<Result> told) {
      this.loop = loop;
      this.deadlineNanos = loop.nanoTime() + limitNanos;
      this.told = told;
      this.limit = loop.schedule(limitNanos, () -> late(limitNanos));
    }

    void ask(List<InetSocketAddress> addresses) {
      if (ended) {
        return; // the name service was too slow
      }
      InetSocketAddress first = addresses.get(0);
      if (first.isUnresolved()) {
        end(Verdict.DOUBTFUL, "unknown host " + first.getHostString());
        return;
      }
      AddressesInTurn.<Attempt>connect(
          loop,
          addresses,
          deadlineNanos - loop.nanoTime(),
          this::connect,
          accepted -> end(Verdict.READY, "accepts connections"),
          cause -> end(Verdict.of(cause), String.valueOf(cause.getMessage())));
    }

    private void connect(
        InetSocketAddress address,
        long timeoutNanos,
        Consumer<Attempt> connected,
        Consumer<IOException> failed) {
      Attempt attempt = new Attempt(address, connected, failed);
      latest = Optional.of(attempt);
      attempt.begin(loop, timeoutNanos);
    }

    private void late(long limitNanos) {
      latest.ifPresent(Attempt::end);
      end(
          Verdict.DOUBTFUL,
          "no answer to a connect within " + TimeUnit.NANOSECONDS.toMillis(limitNanos) + " ms");
    }

    private void end(Verdict verdict, String reason) {
      ended = true;
      limit.cancel();
      told.accept(new Result(verdict, reason));
    }
  }

  /** One connect, to one address. */
  private static final class Attempt implements ChannelHandler {

    private final InetSocketAddress address;
    private final Consumer<Attempt> connected;
    private final Consumer<IOException> refused;
    private Timer timeout;
    private SocketChannel channel;
    private boolean ended;

    Attempt(InetSocketAddress address, Consumer<Attempt> connected, Consumer<IOException> refused) {
      this.address = address;
      this.connected = connected;
      this.refused = refused;
    }

    void begin(EventLoop loop, long timeoutNanos) {
      timeout =
          loop.schedule(
              timeoutNanos,
              () -> failed(new SocketTimeoutException(address + " did not answer in time")));
      try {
        channel = SocketChannel.open();
      } catch (IOException e) {
        failed(new NoSocketException(e));
        return;
      }
      try {
        channel.configureBlocking(false);
        keepUnseen(channel);
        if (channel.connect(address)) {
          accepted();
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
        accepted();
      }
    }

    private void accepted() {
      end();
      connected.accept(this);
    }

    @Override
    public void failed(IOException cause) {
      if (!ended) {
        end();
        refused.accept(cause instanceof BindException ? new NoSocketException(cause) : cause);
      }
    }

    /** Lets go of the connect, and tells nobody. */
    void end() {
      ended = true;
      timeout.cancel();
      try {
        if (channel != null) {
          channel.close();
        }
      } catch (IOException e) {
        LOG.debug("close: {}", e.toString());
      }
    }
  }
}
