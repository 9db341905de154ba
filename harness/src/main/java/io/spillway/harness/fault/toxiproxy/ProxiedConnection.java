package io.spillway.harness.fault.toxiproxy;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.spillway.harness.fault.Fault.Direction;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A client's connection and the upstream one that was opened for it. Both channels live on one
 * event loop, on which everything here runs.
 */
final class ProxiedConnection {

  /** How much a socket may have waiting before its other side is read no more, and read again. */
  static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 * 1024, 256 * 1024);

  private final EmbeddedProxy proxy;
  private final Channel client;
  private final SplittableRandom random;
  private Optional<Channel> dialled = Optional.empty();
  private Optional<Relay> relay = Optional.empty();
  private boolean ended;

  /**
   * Creates one; {@link #dial} opens the upstream side.
   *
   * @param proxy whose toxics act
   * @param client the accepted channel, not being read
   * @param random the source of chance for this connection
   */
  ProxiedConnection(EmbeddedProxy proxy, Channel client, SplittableRandom random) {
    this.proxy = proxy;
    this.client = client;
    this.random = random;
  }

  /** What flows between the channels, once the upstream side is there. */
  private record Relay(Pump upstream, Pump downstream) {}

  /** {@return the client's channel} */
  Channel client() {
    return client;
  }

  /** Opens the upstream side; if that fails the client's connection is closed. */
  void dial() {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(client.eventLoop())
            .channel(NioSocketChannel.class)
            .option(ChannelOption.AUTO_READ, false)
            .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .handler(new ChannelInboundHandlerAdapter());
    Channels.whenDone(client.closeFuture(), this::forgetIfClosed);
    ChannelFuture dialling = bootstrap.connect(proxy.upstreamAddress());
    dialled = Optional.of(dialling.channel());
    Channels.whenDone(dialling.channel().closeFuture(), this::forgetIfClosed);
    Channels.whenDone(
        dialling,
        () -> {
          if (dialling.isSuccess() && !ended) {
            begin(dialling.channel());
          } else {
            end();
          }
        });
  }

  private void begin(Channel upstreamChannel) {
    Pump up = new Pump(client, upstreamChannel, random.split());
    Pump down = new Pump(upstreamChannel, client, random.split());
    relay = Optional.of(new Relay(up, down));
    List<ToxicSpec> toxics = proxy.toxics();
    if (toxics.stream().anyMatch(toxic -> toxic.type() == ToxicType.RESET_PEER)) {
      Channels.resetOnClose(client);
      Channels.resetOnClose(upstreamChannel);
    }
    client.pipeline().addLast(new End(up, down));
    upstreamChannel.pipeline().addLast(new End(down, up));
    apply(toxics);
  }

  private void forgetIfClosed() {
    if (!client.isOpen() && dialled.filter(Channel::isOpen).isEmpty()) {
      proxy.forget(this);
    }
  }

  /** Brings the connection to this state of the proxy's toxics. */
  void apply(List<ToxicSpec> toxics) {
    relay.ifPresent(
        open -> {
          open.upstream().apply(of(Direction.UPSTREAM, toxics));
          open.downstream().apply(of(Direction.DOWNSTREAM, toxics));
        });
  }

  private static List<ToxicSpec> of(Direction direction, List<ToxicSpec> toxics) {
    return toxics.stream().filter(toxic -> toxic.direction() == direction).toList();
  }

  /** Closes both sides; what is under way is dropped. Does nothing the second time. */
  void end() {
    ended = true;
    Channels.close(client);
    dialled.ifPresent(Channels::close);
  }

  /** One end of the connection, as its channel tells of it. */
  private static final class End extends ChannelInboundHandlerAdapter {

    private final Pump from;
    private final Pump to;

    /**
     * Creates one.
     *
     * @param from takes what this channel reads
     * @param to writes to this channel
     */
    End(Pump from, Pump to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      from.read((ByteBuf) message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      from.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      to.updateReading();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof ChannelInputShutdownEvent) {
        from.sourceEnded();
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      to.sinkClosed();
      from.sourceEnded();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (cause instanceof IOException) {
        from.sourceEnded(); // A reset by the peer. As in the original it reaches the other end as a
        // close.
      } else {
        Channels.close(context.channel());
      }
    }
  }
}
