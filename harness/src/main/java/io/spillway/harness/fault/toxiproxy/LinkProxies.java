package io.spillway.harness.fault.toxiproxy;

import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import io.spillway.harness.fault.Fault;
import io.spillway.harness.fault.FaultException;
import io.spillway.harness.fault.LinkFaults;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The links of one network, each led through proxies of its own on a Toxiproxy server, whichever
 * that is. Several networks can share a server if their proxies' names differ.
 *
 * <p>What each fault becomes, all with toxicity 1, and several at once on one link if wanted:
 *
 * <table>
 *   <caption>Faults and toxics</caption>
 *   <tr><th>fault</th><th>on the proxy</th></tr>
 *   <tr><td>{@link Fault.Cut}</td><td>{@code enabled=false}</td></tr>
 *   <tr><td>{@link Fault.Reset}</td><td>{@code reset_peer}, timeout 0, in both directions; then the
 *       proxy is disabled and enabled, which ends the connections that are there</td></tr>
 *   <tr><td>{@link Fault.Blackhole}</td><td>{@code timeout} 0 in both directions</td></tr>
 *   <tr><td>{@link Fault.OneWay}</td><td>{@code timeout} 0 in that direction</td></tr>
 *   <tr><td>{@link Fault.Latency}</td><td>{@code latency} with {@code jitter}</td></tr>
 *   <tr><td>{@link Fault.Bandwidth}</td><td>{@code bandwidth}</td></tr>
 *   <tr><td>{@link Fault.Slicer}</td><td>{@code slicer}</td></tr>
 * </table>
 *
 * <p>What happens to connections when a fault comes and when it heals stands at each {@link Fault}.
 * Safe for use by several threads; the faults of one link are injected and healed one at a time.
 */
public final class LinkProxies implements LinkFaults, AutoCloseable {

  /**
   * A real server answers nothing while it deletes a proxy that dials a host that is away, which
   * takes 3 s for each such proxy; a network can have several.
   */
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

  /** Names go into URLs, where toxiproxy-java does not quote them. */
  private static final Pattern PROXY_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private final Map<Key, List<Way>> links = new LinkedHashMap<>();
  private final ToxiproxyClient client;
  private final ApiCalls calls;
  private boolean closed;

  /** A link's place: the site that declares it, and its name there. */
  private record Key(String site, String link) {

    @Override
    public String toString() {
      return site + "/" + link;
    }
  }

  /**
   * One of a link's proxies.
   *
   * @param proxy the proxy
   * @param reversed whether its connections come from the site that the link leads to
   */
  private record Way(LinkProxy proxy, boolean reversed) {

    ActiveFault inject(Fault.OnLink fault) {
      return proxy.inject(reversed ? fault.reversed() : fault);
    }
  }

  /**
   * Creates one without links.
   *
   * @param server a server that runs; it stays the caller's to close, after this
   */
  public LinkProxies(ToxiproxyServer server) {
    this(server.api(), server.description());
  }

  /**
   * Creates one without links.
   *
   * @param api where the HTTP API of a Toxiproxy server listens
   * @param description what serves there, for error messages
   */
  public LinkProxies(InetSocketAddress api, String description) {
    this(api, description, CALL_TIMEOUT);
  }

  LinkProxies(InetSocketAddress api, String description, Duration callTimeout) {
    String host = api.getHostString();
    String quoted = host.contains(":") ? "[" + host + "]" : host;
    client = new ToxiproxyClient(quoted, api.getPort());
    calls = new ApiCalls(description + " (API " + quoted + ":" + api.getPort() + ")", callTimeout);
  }

  /**
   * Leads a link through a proxy, or one more of a link's connections: what is done to the link is
   * done to each of its proxies.
   *
   * @param site the site that declares the link
   * @param link the link's name there
   * @param proxyName the proxy's name, of letters, digits, {@code . _ -}; unique on the server
   * @param listen {@code host:port} on which the proxy is to listen, seen from the server; port 0
   *     for any free one
   * @param upstream {@code host:port} to which it leads, seen from the server
   * @return the address on which it listens, seen from the server
   * @throws IllegalArgumentException if the name is not allowed
   * @throws FaultException if the server does not do it; with its words
   */
  public InetSocketAddress create(
      String site, String link, String proxyName, String listen, String upstream) {
    return create(new Key(site, link), false, proxyName, listen, upstream);
  }

  /**
   * Does what {@link #create} does for connections that come from the site that the link leads to,
   * and go to the one that declares it: for them the directions of faults are the other way round.
   */
  public InetSocketAddress createReversed(
      String site, String link, String proxyName, String listen, String upstream) {
    return create(new Key(site, link), true, proxyName, listen, upstream);
  }

  private synchronized InetSocketAddress create(
      Key key, boolean reversed, String proxyName, String listen, String upstream) {
    if (!PROXY_NAME.matcher(proxyName).matches()) {
      throw new IllegalArgumentException(
          "a proxy's name must match " + PROXY_NAME + ", is '" + proxyName + "'");
    }
    if (closed) {
      throw new IllegalStateException("closed; link " + key + " cannot be added");
    }
    Proxy proxy =
        calls.call(
            "create the proxy " + proxyName + " of link " + key + " on " + listen,
            () -> client.createProxy(proxyName, listen, upstream));
    links
        .computeIfAbsent(key, same -> new ArrayList<>())
        .add(new Way(new LinkProxy("link " + key, proxy, calls), reversed));
    return HostPort.parse(proxy.getListen());
  }

  @Override
  public ActiveFault inject(String site, String link, Fault.OnLink fault) {
    Deque<ActiveFault> injected = new ArrayDeque<>();
    for (Way way : link(new Key(site, link))) {
      try {
        injected.push(way.inject(fault));
      } catch (FaultException e) {
        heal(injected, e);
        throw e;
      }
    }
    return () -> {
      while (!injected.isEmpty()) {
        injected.peek().close();
        injected.pop();
      }
    };
  }

  private static void heal(Deque<ActiveFault> injected, FaultException because) {
    for (ActiveFault each : injected) {
      try {
        each.close();
      } catch (FaultException e) {
        because.addSuppressed(e);
      }
    }
  }

  private synchronized List<Way> link(Key key) {
    if (closed) {
      throw new IllegalStateException("closed; no fault can be injected into link " + key);
    }
    return Optional.ofNullable(links.get(key))
        .map(List::copyOf)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    links.isEmpty()
                        ? "no link leads through a proxy, so nothing can be done to "
                            + key
                            + "; a scenario that injects faults into links has to say so"
                            + " (Scenario.failsLinks)"
                        : "there is no link " + key + "; there are " + links.keySet()));
  }

  @Override
  public void healAll() {
    onEachLink(LinkProxy::healAll);
  }

  /**
   * Deletes the proxies, which ends their connections. Does nothing the second time.
   *
   * @throws FaultException if the server does not do it; every proxy has been tried, unless the
   *     server has stopped answering
   */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    try {
      onEachLink(LinkProxy::delete);
    } finally {
      calls.close();
    }
  }

  private void onEachLink(Consumer<LinkProxy> action) {
    List<LinkProxy> all;
    synchronized (this) {
      all = links.values().stream().flatMap(List::stream).map(Way::proxy).toList();
    }
    List<FaultException> failures = new ArrayList<>();
    for (LinkProxy each : all) {
      try {
        action.accept(each);
      } catch (FaultException e) {
        failures.add(e);
        if (e.getCause() instanceof TimeoutException) {
          break; // The server is there and does not answer: the next link would wait as long.
        }
      }
    }
    if (!failures.isEmpty()) {
      FaultException first = failures.remove(0);
      failures.forEach(first::addSuppressed);
      throw first;
    }
  }
}
