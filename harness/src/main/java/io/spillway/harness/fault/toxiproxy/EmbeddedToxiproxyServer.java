package io.spillway.harness.fault.toxiproxy;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.spillway.harness.fault.FaultException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A server inside this JVM that answers as Toxiproxy 2.12 does, so that the default needs nothing
 * installed. Two event loops carry all connections and one thread the API; all are daemons.
 *
 * <p>Where it differs from the original (source: Shopify/toxiproxy, tag v2.12.0):
 *
 * <ul>
 *   <li>a proxy dials its upstream for many clients at once ({@code proxy.go:206} dials for one at
 *       a time, so that one slow dial delays all later clients);
 *   <li>the upstream's host name is resolved when the proxy is enabled, not at each dial;
 *   <li>a disabled proxy keeps its port, so that enabling it cannot fail because a client socket
 *       got that port meanwhile;
 *   <li>toxicity is drawn when a connection gets the toxic and when the toxic is changed ({@code
 *       toxics/toxic.go:81-90} also draws anew when a neighbour in the chain comes or goes);
 *   <li>a toxic can be changed while a peer does not read (the original's API then waits for it);
 *   <li>slices are drawn about their average size, see {@code SlicerStage};
 *   <li>there is no {@code /metrics}, and a request body may have at most 1 MiB.
 * </ul>
 *
 * <p>Safe for use by several threads.
 */
public final class EmbeddedToxiproxyServer implements ToxiproxyServer {

  /** The original's version, with the build metadata that semantic versioning has for this. */
  static final String VERSION = "2.12.0+spillway";

  private static final int MOST_BODY_BYTES = 1024 * 1024;
  private static final int DATA_LOOPS = 2;
  private static final long CLOSE_SECONDS = 10;

  private final EventLoopGroup dataLoops = group(DATA_LOOPS, "toxiproxy-data");
  private final EventLoopGroup apiLoop = group(1, "toxiproxy-api");
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Set<Channel> apiChannels = ConcurrentHashMap.newKeySet();
  private final ProxyRegistry proxies;
  private final InetSocketAddress api;

  private EmbeddedToxiproxyServer(InetSocketAddress address, long seed) {
    proxies = new ProxyRegistry(dataLoops, seed);
    ChannelFuture bound =
        new ServerBootstrap()
            .group(apiLoop)
            .channel(NioServerSocketChannel.class)
            .childHandler(new ApiInitializer())
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      close();
      throw new FaultException(
          "the embedded Toxiproxy server cannot listen on "
              + HostPort.format(address)
              + ": "
              + bound.cause().getMessage()
              + "; give it port 0 to take any that is free",
          bound.cause());
    }
    apiChannels.add(bound.channel());
    api = (InetSocketAddress) bound.channel().localAddress();
  }

  /**
   * Starts a server whose API is on any free port of the loopback interface.
   *
   * @return the server, answering
   * @throws FaultException if it cannot listen
   */
  public static EmbeddedToxiproxyServer start() {
    return start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), System.nanoTime());
  }

  /**
   * Starts a server.
   *
   * @param api where its API is to listen; port 0 for any free one
   * @param seed fixes toxicity, jitter and slice sizes: the n-th connection of a proxy of the same
   *     name draws the same
   * @return the server, answering
   * @throws FaultException if it cannot listen there
   */
  public static EmbeddedToxiproxyServer start(InetSocketAddress api, long seed) {
    return new EmbeddedToxiproxyServer(api, seed);
  }

  @Override
  public String description() {
    return "embedded Toxiproxy-compatible server";
  }

  @Override
  public InetSocketAddress api() {
    return api;
  }

  /** {@return how many connections go through it now} */
  int connectionCount() {
    return apiLoop.submit(proxies::connectionCount).syncUninterruptibly().getNow();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        // A loop that is shut down can leave its channels open (it may end between two looks at its
        // state), so each is closed first.
        apiLoop.submit(this::closeApiChannels).syncUninterruptibly();
        apiLoop.submit(proxies::clear).syncUninterruptibly();
      } finally {
        shutDown(apiLoop);
        shutDown(dataLoops);
      }
    }
  }

  private void closeApiChannels() {
    apiChannels.forEach(Channels::close);
  }

  private static void shutDown(EventLoopGroup loops) {
    boolean ended =
        loops
            .shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
            .awaitUninterruptibly(2 * CLOSE_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      throw new FaultException(
          "the embedded Toxiproxy server's threads did not end within " + 2 * CLOSE_SECONDS + " s");
    }
  }

  private static EventLoopGroup group(int threads, String name) {
    return new MultiThreadIoEventLoopGroup(
        threads, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
  }

  private final class ApiInitializer extends ChannelInitializer<SocketChannel> {

    @Override
    protected void initChannel(SocketChannel channel) {
      if (closed.get()) {
        Channels.close(channel);
        return;
      }
      apiChannels.add(channel);
      Channels.whenDone(channel.closeFuture(), () -> apiChannels.remove(channel));
      channel
          .pipeline()
          .addLast(new HttpServerCodec())
          .addLast(new HttpServerKeepAliveHandler())
          .addLast(new HttpObjectAggregator(MOST_BODY_BYTES))
          .addLast(new ApiHandler(proxies, VERSION));
    }
  }
}
