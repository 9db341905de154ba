package io.spillway.router.relay;

import io.spillway.router.loop.ChannelHandler;
import io.spillway.router.loop.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connected socket at its loop, with the short messages that still wait to be written. Owned by
 * the loop's thread.
 *
 * <p>It has one handler at a time; whoever sets up a stream hands the connection on by putting the
 * next handler in its place. Who has read more than was his gives it back with {@link #unread}, so
 * that nothing is lost on the way; a handler is called again as long as there is something to read,
 * wherever it waits.
 */
public final class Connection implements ChannelHandler, PeerWatch.Watched {

  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final EventLoop loop;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final Transfer transfer;
  private ChannelHandler handler;
  private Consumer<IOException> onFailure = cause -> {};
  private Runnable onClose = () -> {};
  private int interest;
  private long closeNanos = CLOSE_NANOS;
  private Optional<Runnable> whenFlushed = Optional.empty();
  private boolean outputEnded;
  private boolean closed;

  private Connection(
      EventLoop loop, SocketChannel channel, Transfer transfer, ChannelHandler handler)
      throws IOException {
    this.loop = loop;
    this.channel = channel;
    this.transfer = transfer;
    this.handler = handler;
    this.key = loop.register(channel, 0, this);
  }

  /**
   * Takes a connected socket into a loop. It reads nothing until it is told to.
   *
   * @param loop the loop, of the calling thread
   * @param channel the socket
   * @param handler its first handler
   * @return the connection
   * @throws IOException if the socket is closed already; it stays closed
   */
  public static Connection adopt(EventLoop loop, SocketChannel channel, ChannelHandler handler)
      throws IOException {
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      return new Connection(loop, channel, new Transfer(new SocketWire(channel)), handler);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** {@return the loop that owns it} */
  public EventLoop loop() {
    return loop;
  }

  /**
   * Has the bytes pass the socket in another way from now on.
   *
   * @param maker makes the wire around the socket
   */
  public void wire(Function<SocketChannel, Wire> maker) {
    transfer.wire(maker.apply(channel));
  }

  /** {@return the other side's address, without the port; {@code unknown} when it is closed} */
  public String peerHost() {
    return peerAddress().map(peer -> peer.getAddress().getHostAddress()).orElse("unknown");
  }

  /** {@return the other side's address and port; empty when it is closed} */
  public Optional<InetSocketAddress> peerAddress() {
    try {
      return channel.getRemoteAddress() instanceof InetSocketAddress address
          ? Optional.of(address)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * {@return whose certificate the other side has shown, by its subject (RFC 2253); empty if none
   * was asked for, or the connection is closed}
   */
  public Optional<String> peerSubject() {
    return transfer.peerSubject();
  }

  /** {@return whether it is closed on this side} */
  public boolean isClosed() {
    return closed;
  }

  /**
   * Puts another handler in place.
   *
   * @param next who handles its events from now on
   * @param ops what it is interested in
   */
  public void handle(ChannelHandler next, int ops) {
    handler = next;
    interest(ops);
  }

  /**
   * Has somebody told why the connection fails, once, before its handler is told.
   *
   * @param listener gets the cause; replaces the one that was set before
   */
  public void onFailure(Consumer<IOException> listener) {
    onFailure = listener;
  }

  /**
   * Has something done once, when the connection has closed.
   *
   * @param action what to do; replaces what was set before
   */
  public void onClose(Runnable action) {
    onClose = action;
  }

  /**
   * Bounds how long a last message may wait until the other side takes it.
   *
   * @param nanos the bound, in nanoseconds; 5 s if it is never set
   */
  public void closeWithin(long nanos) {
    closeNanos = nanos;
  }

  /**
   * Sets what the handler is interested in.
   *
   * @param ops as in {@link SelectionKey}
   */
  public void interest(int ops) {
    interest = ops;
    int wanted = transfer.holdsOutput() ? ops | SelectionKey.OP_WRITE : ops;
    if (key.isValid() && key.interestOps() != wanted) {
      key.interestOps(wanted);
    }
    readHeldInput();
  }

  private void readHeldInput() {
    if (transfer.holdsInput() && (interest & SelectionKey.OP_READ) != 0 && !closed) {
      loop.readAgain(key);
    }
  }

  @Override
  public void ready(int readyOps) throws IOException {
    if ((readyOps & SelectionKey.OP_CONNECT) != 0) {
      throw new SocketException("reset, or without a sign of life, while nothing was read from it");
    }
    boolean flushed = flush();
    if (flushed && whenFlushed.isPresent()) {
      whenFlushed.get().run();
      return;
    }
    int handled = readyOps & interest;
    if (!flushed) {
      handled &= ~SelectionKey.OP_WRITE;
    }
    if (handled != 0) {
      handler.ready(handled);
      readHeldInput();
    }
  }

  @Override
  public void failed(IOException cause) {
    if (!closed) {
      onFailure.accept(cause);
      handler.failed(cause);
      close();
    }
  }

  /**
   * Reads what is there.
   *
   * @param target where to
   * @return the number of bytes, 0 if there are none now, -1 at the end
   * @throws IOException if the connection is broken
   */
  public int read(ByteBuffer target) throws IOException {
    return transfer.read(target);
  }

  /**
   * Gives bytes back that were read and are for the next reader.
   *
   * @param bytes the bytes, which are copied
   */
  public void unread(ByteBuffer bytes) {
    transfer.unread(bytes);
  }

  /**
   * Writes what the other side takes now.
   *
   * @param source what to write
   * @throws IOException if the connection is broken
   */
  public void write(ByteBuffer source) throws IOException {
    transfer.write(source);
  }

  /**
   * Sends a short message: at once as far as possible, the rest by itself.
   *
   * @param message the bytes, which belong to the connection from now on
   * @throws IOException if the connection is broken
   */
  public void send(ByteBuffer message) throws IOException {
    transfer.add(message);
    transfer.flush();
    interest(interest);
  }

  /**
   * Sends a last message, as far as that works, and closes when it is written; or resets when that
   * takes longer than {@link #closeWithin} allows.
   *
   * @param message the bytes, which belong to the connection from now on
   */
  public void sendAndClose(ByteBuffer message) {
    if (closed) {
      return;
    }
    try {
      handle(NOBODY, 0);
      send(message);
      if (transfer.holdsOutput()) {
        whenFlushed = Optional.of(this::close);
        loop.schedule(closeNanos, this::reset);
      } else {
        close();
      }
    } catch (IOException e) {
      LOG.trace("the last message is lost", e);
      close();
    }
  }

  /**
   * Sends a last message, as much of it as the other side takes now, and resets, so that the other
   * side can notice also while it reads nothing.
   *
   * @param message the bytes, which belong to the connection from now on
   */
  public void sendAndReset(ByteBuffer message) {
    try {
      if (!closed) {
        send(message);
      }
    } catch (IOException e) {
      LOG.trace("the last message is lost", e);
    }
    reset();
  }

  /**
   * Writes what waits to be written, as far as possible.
   *
   * @return whether nothing waits any more
   * @throws IOException if the connection is broken
   */
  public boolean flush() throws IOException {
    if (!transfer.holdsOutput()) {
      return true;
    }
    transfer.flush();
    interest(interest);
    return !transfer.holdsOutput();
  }

  /** {@return whether a message, or a rest of it, waits to be written} */
  public boolean holdsOutput() {
    return transfer.holdsOutput();
  }

  /** {@return how many bytes of messages wait behind the one that is being written} */
  public long queuedBytes() {
    return transfer.queuedBytes();
  }

  /**
   * Passes a half-close on.
   *
   * @throws IOException if the connection is broken
   */
  public void shutdownOutput() throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    channel.shutdownOutput();
    outputEnded = true;
  }

  /** Has the connection fail when the other side vanishes without a word. */
  public void keepAlive() {
    if (!closed) {
      try {
        KeepAlive.begin(channel);
      } catch (IOException e) {
        LOG.debug("not kept alive: {}", e.toString());
      }
    }
  }

  /**
   * Asks, if the handler is interested in nothing, whether the other side is gone: a selector that
   * watches for nothing does not say. If it is, the connection fails in the next turn. An end of
   * what the other side says is none: it may still wait for an answer.
   *
   * <p>Not where this side has ended its direction: there an end of the other one, with bytes
   * before it that are still to be read, looks the same.
   */
  @Override
  public void askForPeers() {
    if (key.isValid() && key.interestOps() == 0 && !outputEnded) {
      key.interestOps(SelectionKey.OP_CONNECT); // to an error only: it is connected
      loop.submit(() -> interest(interest));
    }
  }

  /**
   * Gives the socket to a loop, which may be the same one.
   *
   * @param target the loop
   * @param taker gets the connection there, with interest in nothing; this one is used up unless it
   *     is the same
   */
  public void moveTo(EventLoop target, Consumer<Connection> taker) {
    if (target == loop) {
      handle(NOBODY, 0);
      taker.accept(this);
      return;
    }
    key.cancel();
    boolean taken =
        target.submit(
            () -> {
              try {
                taker.accept(new Connection(target, channel, transfer, NOBODY));
              } catch (IOException e) {
                LOG.debug("closed while it changed loops: {}", e.toString());
                close();
              }
            });
    if (!taken) {
      close();
    }
  }

  /** Closes the socket as {@link #close} does, but so that the other side sees a reset. */
  public void reset() {
    if (!closed) {
      try {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      } catch (IOException e) {
        LOG.trace("closed already, so no reset", e);
      }
      close();
    }
  }

  /**
   * Closes the connection: nothing passes any more. The other side sees it when the loop closes the
   * socket, at the beginning of its next turn. Idempotent.
   */
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    transfer.close();
    loop.close(key);
    onClose.run();
  }

  private static final ChannelHandler NOBODY =
      new ChannelHandler() {
        @Override
        public void ready(int readyOps) {}

        @Override
        public void failed(IOException cause) {}
      };
}
