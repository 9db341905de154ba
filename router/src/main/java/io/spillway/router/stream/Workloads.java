package io.spillway.router.stream;

import io.spillway.router.loop.EventLoop;
import io.spillway.router.loop.Resolver;
import io.spillway.router.relay.Connection;
import io.spillway.router.relay.Dial;
import java.io.IOException;
import java.net.ConnectException;
import java.util.Map;
import java.util.function.Consumer;

/** The workloads of this site, by connector. Immutable. */
public final class Workloads {

  private final Map<String, Address> addresses;
  private final Resolver resolver;
  private final long connectNanos;

  /**
   * Where a workload listens.
   *
   * @param host a name or an address
   * @param port 1 to 65535
   */
  public record Address(String host, int port) {}

  /**
   * Makes the table.
   *
   * @param addresses where each connector's workload listens
   * @param resolver resolves their hosts
   * @param limits how long a connect may take
   */
  public Workloads(Map<String, Address> addresses, Resolver resolver, Limits limits) {
    this.addresses = Map.copyOf(addresses);
    this.resolver = resolver;
    this.connectNanos = limits.connectNanos();
  }

  /** Connects to a connector's workload; tells exactly one of the two. */
  void connect(
      String connector,
      EventLoop loop,
      Consumer<Connection> connected,
      Consumer<IOException> refused) {
    Address address = addresses.get(connector);
    if (address == null) {
      refused.accept(new ConnectException("no connector " + connector + " here"));
      return;
    }
    resolver.resolve(
        address.host(),
        address.port(),
        loop,
        resolved -> Dial.connect(loop, resolved, connectNanos, connected, refused));
  }
}
