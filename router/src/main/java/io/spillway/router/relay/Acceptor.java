package io.spillway.router.relay;

import io.spillway.router.loop.ChannelHandler;
import io.spillway.router.loop.EventLoop;
import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts connections at a port. Owned by the loop's thread. */
public final class Acceptor implements ChannelHandler {

  private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);
  private static final int ACCEPTS_PER_TURN = 64;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long WARNING_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final EventLoop loop;
  private final ServerSocketChannel channel;
  private final Consumer<SocketChannel> taker;
  private SelectionKey key;
  private long nextWarningNanos;

  /**
   * Makes an acceptor; {@link #start} starts it.
   *
   * @param loop the loop
   * @param channel a bound channel in non-blocking mode
   * @param taker gets each accepted socket
   */
  public Acceptor(EventLoop loop, ServerSocketChannel channel, Consumer<SocketChannel> taker) {
    this.loop = loop;
    this.channel = channel;
    this.taker = taker;
    this.nextWarningNanos = loop.nanoTime();
  }

  /** Begins to accept, unless the port is closed already. Called by the loop's thread. */
  public void start() {
    try {
      key = loop.register(channel, SelectionKey.OP_ACCEPT, this);
    } catch (ClosedChannelException e) {
      LOG.debug("closed before it started: {}", channel, e);
    }
  }

  @Override
  public void ready(int readyOps) {
    accept(ACCEPTS_PER_TURN);
  }

  /**
   * Accepts those who wait at the port. Called by the loop's thread.
   *
   * @param most how many of them at most
   */
  public void accept(int most) {
    try {
      for (int i = 0; i < most; i++) {
        SocketChannel accepted = channel.accept();
        if (accepted == null) {
          return;
        }
        give(accepted);
      }
    } catch (IOException e) {
      // Most likely out of descriptors. The port stays ready, so a loop without a pause would spin.
      warn(e);
      pause();
    }
  }

  /** What fails for one client ends that one, and not the port for all others. */
  private void give(SocketChannel accepted) {
    try {
      taker.accept(accepted);
    } catch (RuntimeException e) {
      LOG.error("a client of {} failed and is closed", channel, e);
      close(accepted);
    }
  }

  private void warn(IOException cause) {
    if (loop.nanoTime() - nextWarningNanos >= 0) {
      nextWarningNanos = loop.nanoTime() + WARNING_NANOS;
      LOG.warn("cannot accept at {}, pausing: {}", channel, cause.toString());
    }
  }

  private void pause() {
    if (key.isValid()) {
      key.interestOps(0);
      loop.schedule(
          PAUSE_NANOS,
          () -> {
            if (key.isValid()) {
              key.interestOps(SelectionKey.OP_ACCEPT);
            }
          });
    }
  }

  /** Closes the port. Idempotent. */
  public void close() {
    close(channel);
  }

  private static void close(Channel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("close {}: {}", channel, e.toString());
    }
  }

  @Override
  public void failed(IOException cause) {
    close();
  }
}
