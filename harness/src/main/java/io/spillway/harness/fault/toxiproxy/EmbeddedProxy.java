package io.spillway.harness.fault.toxiproxy;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * One proxy: where it listens, where it leads, its toxics and its connections.
 *
 * <p>Changes come from one thread, the API's. A change returns when it acts on every connection: it
 * is published first, where connections that begin look, and then brought to each event loop.
 */
final class EmbeddedProxy {

  /** Go's listeners ask for as much as the kernel gives ({@code net.core.somaxconn}). */
  private static final int BACKLOG = 4_096;

  private static final AttributeKey<SplittableRandom> RANDOM =
      AttributeKey.valueOf(EmbeddedProxy.class, "random");

  private final String name;
  private final EventLoopGroup loops;
  private final SplittableRandom seeds;
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicLong toxicIds = new AtomicLong();
  private String listen;
  private String upstream;
  private Optional<Channel> listener = Optional.empty();
  private Optional<PortHold> hold = Optional.empty();
  private volatile InetSocketAddress upstreamAddress;
  private volatile List<ToxicSpec> toxics = List.of();

  /**
   * Creates one that is not yet enabled.
   *
   * @param name the proxy's name
   * @param listen {@code host:port}, port 0 for any
   * @param upstream {@code host:port}
   * @param loops on which connections live
   * @param seed fixes toxicity, jitter and sizes for the n-th connection of this proxy
   */
  EmbeddedProxy(String name, String listen, String upstream, EventLoopGroup loops, long seed) {
    this.name = name;
    this.listen = listen;
    this.upstream = upstream;
    this.loops = loops;
    this.seeds = new SplittableRandom(seed + name.hashCode());
    this.upstreamAddress = unresolved(upstream);
  }

  /**
   * Starts to listen.
   *
   * @throws ApiException if the address cannot be used, in the original's words
   */
  void enable() {
    InetSocketAddress address = listenAddress();
    upstreamAddress = resolved(upstream);
    ChannelFuture bound = bind(address);
    if (!bound.isSuccess() && hold.isPresent()) {
      releaseHold(); // Not every system lets a listener bind beside the hold.
      bound = bind(address);
    }
    if (!bound.isSuccess()) {
      String why = String.valueOf(bound.cause().getMessage()).toLowerCase(Locale.ROOT);
      throw new ApiException(500, "listen tcp " + listen + ": bind: " + why);
    }
    releaseHold();
  }

  private ChannelFuture bind(InetSocketAddress address) {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .handler(new Seeder())
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, ProxiedConnection.WATER_MARK)
            .childHandler(new Acceptor());
    ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
    if (bound.isSuccess()) {
      listener = Optional.of(bound.channel());
      listen = HostPort.format((InetSocketAddress) bound.channel().localAddress());
    }
    return bound;
  }

  /** Ends the listener and every connection, and keeps the port. Does nothing if disabled. */
  void disable() {
    if (listener.isEmpty()) {
      return;
    }
    InetSocketAddress address = (InetSocketAddress) listener.get().localAddress();
    listener.get().close().syncUninterruptibly();
    listener = Optional.empty();
    hold = PortHold.on(address);
    onEachConnection(ProxiedConnection::end);
  }

  /** Disables the proxy and gives its port back. */
  void delete() {
    disable();
    releaseHold();
  }

  private void releaseHold() {
    hold.ifPresent(PortHold::close);
    hold = Optional.empty();
  }

  /** {@return whether it would move if it were told to listen and lead there} */
  boolean differs(String otherListen, String otherUpstream) {
    return !listen.equals(HostPort.format(HostPort.parse(otherListen)))
        || !upstream.equals(otherUpstream);
  }

  /** Moves the proxy, which ends its connections, if it differs; then enables or disables it. */
  void update(String newListen, String newUpstream, boolean enabled) {
    if (differs(newListen, newUpstream)) {
      delete();
      listen = newListen;
      upstream = newUpstream;
    }
    if (enabled && !isEnabled()) {
      enable();
    } else if (!enabled) {
      disable();
    }
  }

  /** Adds a toxic at the end of its direction's chain. */
  ToxicSpec addToxic(ToxicSpec toxic) {
    List<ToxicSpec> chain = new ArrayList<>(toxics);
    chain.add(toxic);
    publish(chain);
    return toxic;
  }

  /** Changes a toxic's settings. */
  ToxicSpec updateToxic(ToxicSpec toxic, float toxicity, Map<String, Long> attributes) {
    ToxicSpec updated = toxic.updated(toxicity, attributes);
    publish(toxics.stream().map(each -> each.id() == toxic.id() ? updated : each).toList());
    return updated;
  }

  /** Takes a toxic away. */
  void removeToxic(ToxicSpec toxic) {
    publish(toxics.stream().filter(each -> each.id() != toxic.id()).toList());
  }

  /** Takes all toxics away. */
  void removeToxics() {
    publish(List.of());
  }

  private void publish(List<ToxicSpec> chain) {
    toxics = List.copyOf(chain);
    onEachConnection(connection -> connection.apply(toxics));
  }

  private void onEachConnection(Consumer<ProxiedConnection> action) {
    List<Future<?>> done = new ArrayList<>();
    for (EventExecutor loop : loops) {
      done.add(
          loop.submit(
              () ->
                  connections.stream()
                      .filter(connection -> connection.client().eventLoop() == loop)
                      .forEach(action)));
    }
    done.forEach(Future::syncUninterruptibly);
  }

  /** A connection has gone. */
  void forget(ProxiedConnection connection) {
    connections.remove(connection);
  }

  /** {@return an id for a toxic that is to be added} */
  long nextToxicId() {
    return toxicIds.incrementAndGet();
  }

  /** {@return the toxics, in the order in which they were added} */
  List<ToxicSpec> toxics() {
    return toxics;
  }

  /** {@return the toxic of this name} */
  Optional<ToxicSpec> toxic(String toxicName) {
    return toxics.stream().filter(toxic -> toxic.name().equals(toxicName)).findFirst();
  }

  /** {@return where its connections lead} */
  InetSocketAddress upstreamAddress() {
    return upstreamAddress;
  }

  /** {@return how many connections it has, also those whose upstream side is still dialled} */
  int connectionCount() {
    return connections.size();
  }

  String name() {
    return name;
  }

  String listen() {
    return listen;
  }

  String upstream() {
    return upstream;
  }

  boolean isEnabled() {
    return listener.isPresent();
  }

  private InetSocketAddress listenAddress() {
    try {
      return listen.isEmpty() ? new InetSocketAddress(0) : HostPort.parse(listen);
    } catch (ApiException e) {
      throw new ApiException(e.status(), "listen tcp: " + e.getMessage());
    }
  }

  private static InetSocketAddress resolved(String upstream) {
    try {
      return HostPort.parse(upstream);
    } catch (ApiException dialWillFail) {
      return unresolved(upstream);
    }
  }

  private static InetSocketAddress unresolved(String upstream) {
    return InetSocketAddress.createUnresolved(Objects.requireNonNull(upstream), 0);
  }

  /** Gives the n-th accepted client the n-th source of chance, whichever event loop it goes to. */
  private final class Seeder extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
      ((Channel) accepted).attr(RANDOM).set(seeds.split());
      context.fireChannelRead(accepted);
    }
  }

  /** Takes accepted clients in, on the event loop on which their connection will live. */
  private final class Acceptor extends ChannelInitializer<SocketChannel> {

    @Override
    protected void initChannel(SocketChannel client) {
      ProxiedConnection connection =
          new ProxiedConnection(EmbeddedProxy.this, client, client.attr(RANDOM).get());
      connections.add(connection);
      connection.dial();
    }
  }
}
