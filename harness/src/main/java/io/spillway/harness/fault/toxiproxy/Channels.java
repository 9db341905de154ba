package io.spillway.harness.fault.toxiproxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.SocketChannelConfig;

/**
 * Channel operations whose outcome nobody waits for: if one fails, the channel closes, and its
 * handler hears of that.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class Channels {

  private Channels() {}

  /** Closes the channel; bytes that it has not yet handed to the operating system are dropped. */
  static void close(Channel channel) {
    channel.close();
  }

  /** Closes the channel when the operating system has every byte that was written to it. */
  static void closeAfterWrites(Channel channel) {
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  /** Queues bytes for writing; the channel owns them from here on. */
  static void write(Channel channel, ByteBuf bytes) {
    channel.write(bytes, channel.voidPromise());
  }

  /** From now on a close of this channel is a reset, and drops what the peer has not received. */
  static void resetOnClose(Channel channel) {
    try {
      ((SocketChannelConfig) channel.config()).setSoLinger(0);
    } catch (ChannelException alreadyClosed) {
      close(channel);
    }
  }

  /** Runs this when the future is done, on its channel's event loop. */
  static void whenDone(ChannelFuture future, Runnable action) {
    future.addListener(done -> action.run());
  }
}
