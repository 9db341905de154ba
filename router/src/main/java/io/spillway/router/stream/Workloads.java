package io.spillway.router.stream;

import io.spillway.router.health.HealthChecks;
import io.spillway.router.loop.EventLoop;
import io.spillway.router.loop.Resolver;
import io.spillway.router.loop.Timer;
import io.spillway.router.relay.Connection;
import io.spillway.router.relay.Dial;
import io.spillway.router.route.AvailabilityPolicy;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The workloads of this site, by connector. Safe for use by several threads.
 *
 * <p>F1: what becomes of each connect is told to the health checks. A connector that is withdrawn
 * is refused without a try, so that a site which has not heard of it yet loses no time.
 */
public final class Workloads {

  private volatile Map<String, Address> addresses;
  private final Resolver resolver;
  private final HealthChecks health;
  private final AvailabilityPolicy availability;
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
   * @param health told of every connect
   * @param availability says whether a connector is offered, being as healthy as it is
   * @param limits how long a connect may take
   */
  public Workloads(
      Map<String, Address> addresses,
      Resolver resolver,
      HealthChecks health,
      AvailabilityPolicy availability,
      Limits limits) {
    this.addresses = Map.copyOf(addresses);
    this.resolver = resolver;
    this.health = health;
    this.availability = availability;
    this.connectNanos = limits.connectNanos();
  }

  /**
   * Puts other workloads in place; streams to those that are no longer there go on.
   *
   * @param next where each connector's workload listens
   */
  public void replace(Map<String, Address> next) {
    addresses = Map.copyOf(next);
  }

  /**
   * Whether clients may be sent to a connector now.
   *
   * @param connector its name
   * @return whether it is to be advertised, and connected
   */
  public boolean isOffered(String connector) {
    return availability.isOffered(connector, health.isHealthy(connector));
  }

  /**
   * Connects to a connector's workload, within the longest time of a connect; tells exactly one of
   * the two. The cause is a {@link NotTriedException} if there is nothing to connect to.
   */
  void connect(
      String connector,
      EventLoop loop,
      Consumer<Connection> connected,
      Consumer<IOException> refused) {
    Address address = addresses.get(connector);
    if (address == null) {
      refused.accept(
          new NotTriedException(Refusal.NO_CONNECTOR, "no connector " + connector + " here"));
      return;
    }
    if (!isOffered(connector)) {
      refused.accept(
          new NotTriedException(Refusal.WITHDRAWN, "connector " + connector + " is withdrawn"));
      return;
    }
    new Attempt(connector, address, loop, connected, refused).begin();
  }

  /** One connect; the lookup of the host and the connects to its addresses share one time. */
  private final class Attempt {

    private final String connector;
    private final Address address;
    private final EventLoop loop;
    private final Consumer<Connection> connected;
    private final Consumer<IOException> refused;
    private final long deadlineNanos;
    private Optional<Timer> lookup = Optional.empty();
    private boolean resolved;
    private boolean late;

    Attempt(
        String connector,
        Address address,
        EventLoop loop,
        Consumer<Connection> connected,
        Consumer<IOException> refused) {
      this.connector = connector;
      this.address = address;
      this.loop = loop;
      this.connected = connected;
      this.refused = refused;
      this.deadlineNanos = loop.nanoTime() + connectNanos;
    }

    void begin() {
      resolver.resolve(address.host(), address.port(), loop, this::dial);
      if (!resolved) {
        lookup = Optional.of(loop.schedule(connectNanos, this::unresolvedInTime));
      }
    }

    private void unresolvedInTime() {
      late = true;
      refused.accept(
          new SocketTimeoutException(
              "the name service has not said in time where " + address.host() + " is"));
    }

    private void dial(List<InetSocketAddress> addresses) {
      if (late) {
        return;
      }
      resolved = true;
      lookup.ifPresent(Timer::cancel);
      Dial.connect(
          loop,
          addresses,
          deadlineNanos - loop.nanoTime(),
          workload -> {
            health.connected(connector, loop.nanoTime());
            connected.accept(workload);
          },
          cause -> {
            if (cause instanceof ConnectException && !addresses.get(0).isUnresolved()) {
              health.refused(connector, loop.nanoTime(), cause.getMessage());
            }
            refused.accept(cause);
          });
    }
  }
}
