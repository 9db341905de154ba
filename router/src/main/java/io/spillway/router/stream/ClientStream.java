package io.spillway.router.stream;

import io.spillway.router.link.FramedEndpoint;
import io.spillway.router.link.StreamHandshake;
import io.spillway.router.link.StreamRequest;
import io.spillway.router.loop.ChannelHandler;
import io.spillway.router.loop.Timer;
import io.spillway.router.relay.Connection;
import io.spillway.router.relay.Endpoint;
import io.spillway.router.relay.SocketEndpoint;
import io.spillway.router.route.Destination;
import io.spillway.router.route.LinkId;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection until it has a destination. Owned by the lane's thread.
 *
 * <ul>
 *   <li>F9: a try that fails before the far end accepted is followed by another one; the client
 *       sees only a later first byte. Nothing of what it sent has left this site by then.
 *   <li>A destination that refuses is not tried again for this client. One to which the way was
 *       lost may be as good as before: it is tried again at once, over whatever way there is now,
 *       and if that is lost too after the others, when the tables have had a moment to settle.
 *   <li>M11, F8: when nothing is left to try the client is reset at once. It waits only while the
 *       table still lists a destination that has not refused.
 * </ul>
 *
 * <p>A workload that accepts and closes at once has accepted: what it said, if only that, is the
 * client's to see, and nothing is tried again.
 */
public final class ClientStream implements ChannelHandler {

  private static final Logger LOG = LoggerFactory.getLogger(ClientStream.class);
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(320);

  private final Lane lane;
  private final Listening listening;
  private final long deadlineNanos;
  private final Set<Destination> refused = new HashSet<>();
  private final Set<Destination> lostOnce = new HashSet<>();
  private final Set<Destination> lostAgain = new HashSet<>();
  private Connection client;
  private long pauseNanos = FIRST_PAUSE_NANOS;
  private int attempts;

  private ClientStream(Lane lane, Listening listening) {
    this.lane = lane;
    this.listening = listening;
    this.deadlineNanos = lane.loop().nanoTime() + listening.limits().setupNanos();
  }

  /**
   * Takes a client. Called by the lane's thread.
   *
   * @param lane the lane
   * @param listening what its listener knows
   * @param channel the client's socket
   */
  public static void begin(Lane lane, Listening listening, SocketChannel channel) {
    ClientStream stream = new ClientStream(lane, listening);
    lane.counters().clientAccepted();
    try {
      stream.client = Connection.adopt(lane.loop(), channel, stream);
      stream.next();
    } catch (IOException e) {
      LOG.debug("a client of {} left at once: {}", listening.listener(), e.toString());
    }
  }

  private void next() {
    boolean mayTry =
        attempts < listening.limits().attempts() && lane.loop().nanoTime() - deadlineNanos < 0;
    Optional<Destination> chosen = mayTry ? choose() : Optional.empty();
    if (chosen.isPresent()) {
      if (attempts++ > 0) {
        lane.counters().triedAgain();
      }
      new Try(chosen.get()).begin();
    } else if (mayTry && isLostOneListed()) {
      LOG.debug("a client of {} waits for a way to {}", listening.listener(), lostAgain);
      lostAgain.clear();
      lane.loop().schedule(pauseNanos, this::next);
      pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
    } else {
      LOG.debug("a client of {} finds no destination, {} refused", listening.listener(), refused);
      lane.counters().clientUnserved();
      client.reset();
    }
  }

  private Optional<Destination> choose() {
    Set<Destination> excluded = refused;
    if (!lostAgain.isEmpty()) {
      excluded = new HashSet<>(refused);
      excluded.addAll(lostAgain);
    }
    return listening.choice().choose(lane.table(), excluded, listening.open()::of, lane.random());
  }

  private boolean isLostOneListed() {
    return listening.choice().keys().stream()
        .flatMap(key -> lane.table().routes(key).stream())
        .anyMatch(route -> lostAgain.contains(route.destination()));
  }

  @Override
  public void ready(int readyOps) {
    throw new IllegalStateException("nothing is read from a client without a destination");
  }

  @Override
  public void failed(IOException cause) {
    LOG.debug("a client of {} is given up: {}", listening.listener(), cause.toString());
  }

  /** One try at one destination; it ends once, by success or by failure. */
  private final class Try implements StreamRequest {

    private final Destination destination;
    private Optional<Connection> link = Optional.empty();
    private Optional<Timer> timeout = Optional.empty();
    private boolean ended;

    Try(Destination destination) {
      this.destination = destination;
    }

    void begin() {
      LOG.debug("a client of {} goes to {}", listening.listener(), destination);
      listening.open().opened(destination);
      if (destination.site().equals(listening.site())) {
        listening
            .workloads()
            .connect(
                destination.connector(),
                lane.loop(),
                workload -> succeed(new SocketEndpoint(workload)),
                this::refused);
        return;
      }
      Optional<LinkId> first = lane.table().firstLink(destination.site());
      if (first.isEmpty()) {
        refused(new NoRouteToHostException("no path to " + destination.site()));
        return;
      }
      timeout =
          Optional.of(
              lane.loop()
                  .schedule(
                      listening.limits().remoteNanos(),
                      () -> refused(new SocketTimeoutException("no answer in time"))));
      lane.links().acquire(first.get(), this);
    }

    @Override
    public boolean isWanted() {
      return !ended;
    }

    @Override
    public void ready(Connection connection) {
      link = Optional.of(connection);
      try {
        StreamHandshake.open(connection, destination, Limits.MAX_HOPS);
        StreamHandshake.awaitAnswer(
            connection,
            () -> succeed(new FramedEndpoint(connection)),
            reason -> refused(new IOException(reason)),
            this::lost);
      } catch (IOException e) {
        lost(e);
      }
    }

    /** The link broke. */
    @Override
    public void failed(IOException cause) {
      lost(cause);
    }

    /** The way was lost, which says nothing about the destination. */
    private void lost(IOException cause) {
      if (fail(cause)) {
        if (!lostOnce.add(destination)) {
          lostAgain.add(destination);
        }
        // In a later turn: what broke this connection has broken the link's other ones as well, and
        // the loop may be about to find out.
        lane.loop().submit(ClientStream.this::next);
      }
    }

    private void refused(IOException cause) {
      if (fail(cause)) {
        refused.add(destination);
        next();
      }
    }

    private boolean fail(IOException cause) {
      if (ended) {
        return false;
      }
      end();
      LOG.debug("{} failed: {}", destination, cause.toString());
      link.ifPresent(Connection::close);
      listening.open().closed(destination);
      return true;
    }

    private void succeed(Endpoint workload) {
      if (client.isClosed()) {
        end();
        listening.open().closed(destination);
        workload.connection().close();
        return;
      }
      end();
      lane.relay(new SocketEndpoint(client), workload, how -> listening.open().closed(destination));
    }

    private void end() {
      ended = true;
      timeout.ifPresent(Timer::cancel);
    }
  }
}
