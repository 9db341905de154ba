package io.spillway.harness.fault.toxiproxy;

import io.spillway.harness.fault.Fault.Direction;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A proxy of its own for each test, an upstream behind it, and the API to put toxics there. */
abstract class ProxyFixture {

  private final RawApi api;
  private final String name = RawApi.newName();
  private ServerSocket upstream;
  private InetSocketAddress proxy;

  ProxyFixture(ToxiproxyServer server) {
    this.api = new RawApi(server);
  }

  @BeforeEach
  void createProxy() throws IOException {
    upstream = Conversation.listen();
    proxy = api.createProxy(name, upstream.getLocalPort());
  }

  @AfterEach
  void deleteProxy() throws IOException {
    api.send("DELETE", "/proxies/" + name, "");
    upstream.close();
  }

  final RawApi api() {
    return api;
  }

  final String name() {
    return name;
  }

  final ServerSocket upstream() {
    return upstream;
  }

  final InetSocketAddress proxy() {
    return proxy;
  }

  /** Opens a connection through the proxy. */
  final Conversation open() throws IOException {
    return Conversation.open(proxy, upstream);
  }

  /** Opens a connection through the proxy that surely is there when it next changes. */
  final Conversation openUsed() throws IOException {
    return Conversation.openUsed(proxy, upstream);
  }

  /** Adds a toxic called {@code t}. */
  final void add(String type, Direction direction, String attributes) {
    api.addToxic(name, type, stream(direction), attributes);
  }

  static String stream(Direction direction) {
    return direction.name().toLowerCase(Locale.ROOT);
  }
}
