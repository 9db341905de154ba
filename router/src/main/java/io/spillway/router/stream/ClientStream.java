package io.spillway.router.stream;

import io.spillway.router.link.FramedEndpoint;
import io.spillway.router.link.StreamHandshake;
import io.spillway.router.link.StreamRequest;
import io.spillway.router.loop.ChannelHandler;
import io.spillway.router.loop.Timer;
import io.spillway.router.relay.Connection;
import io.spillway.router.relay.Endpoint;
import io.spillway.router.relay.Relay;
import io.spillway.router.relay.SocketEndpoint;
import io.spillway.router.route.Candidate;
import io.spillway.router.route.Choice.Chosen;
import io.spillway.router.route.Destination;
import io.spillway.router.route.KeyOption;
import io.spillway.router.route.LinkId;
import io.spillway.router.route.StreamEnd;
import io.spillway.router.stream.StreamCounters.Role;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
 *       and if that is lost too after the others, when the tables have had a moment to settle. A
 *       way on which nobody answers in half of the time that is left is lost twice over.
 *   <li>M11, F8: when nothing is left to try the client is reset at once. It waits only while the
 *       table still lists a destination that has not refused.
 *   <li>A client that is reset meanwhile has given up: nothing more is tried for it. One that has
 *       only ended what it says waits for the answer.
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
  private Optional<Destination> first = Optional.empty();
  private Optional<Chosen> chosen = Optional.empty();
  private Optional<Try> latest = Optional.empty();
  private long pauseNanos = FIRST_PAUSE_NANOS;
  private int attempts;

  private ClientStream(Lane lane, Listening listening) {
    this.lane = lane;
    this.listening = listening;
    this.deadlineNanos = lane.loop().nanoTime() + listening.limits().setupNanos();
  }

  /**
   * Takes a client that its listener has counted in. Called by any thread; from then on the client
   * is one that is set up, also while the lane has not come to it yet, so that a router that ends
   * waits for it.
   *
   * @param lane the lane
   * @param listening what its listener knows
   * @param channel the client's socket
   * @return whether the lane takes it; if not, its loop has closed, and the socket is the caller's
   */
  public static boolean begin(Lane lane, Listening listening, SocketChannel channel) {
    lane.counters().setupBegan();
    boolean taken = lane.loop().execute(() -> new ClientStream(lane, listening).take(channel));
    if (!taken) {
      lane.counters().setupEnded();
    }
    return taken;
  }

  private void take(SocketChannel channel) {
    try {
      client = Connection.adopt(lane.loop(), channel, this);
    } catch (IOException e) {
      left(e);
      return;
    }
    lane.waits(client, this::turnedAway);
    next();
  }

  private void next() {
    if (client.isClosed()) {
      return; // it has left
    }
    if (attempts >= listening.limits().attempts()) {
      unserved("as many destinations as are allowed were tried");
      return;
    }
    if (leftNanos() <= 0) {
      unserved("no destination in time");
      return;
    }
    Optional<Chosen> next =
        listening
            .choice()
            .choose(lane.table(), chosen, excluded(), listening.open()::of, lane.random());
    if (next.isPresent()) {
      goTo(next.get());
    } else if (isLostOneListed() || isPatient()) {
      LOG.debug("a client of {} waits for a way to {}", listening.listener(), lostAgain);
      lostAgain.clear();
      lane.loop().schedule(Math.min(pauseNanos, leftNanos()), this::next);
      pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
    } else {
      unserved(
          refused.isEmpty() ? "no routing key is reachable" : "all that is reachable has failed");
    }
  }

  private void goTo(Chosen next) {
    explain(next);
    chosen = Optional.of(next);
    if (attempts++ == 0) {
      first = Optional.of(next.destination());
    } else {
      listening.counters().triedAgain();
    }
    Try attempt = new Try(next.key(), next.destination());
    latest = Optional.of(attempt);
    attempt.begin();
  }

  /** How long the client may be kept waiting yet. */
  private long leftNanos() {
    return deadlineNanos - lane.loop().nanoTime();
  }

  private Set<Destination> excluded() {
    if (lostAgain.isEmpty()) {
      return refused;
    }
    Set<Destination> excluded = new HashSet<>(refused);
    excluded.addAll(lostAgain);
    return excluded;
  }

  private boolean isPatient() {
    long waitedNanos = listening.limits().setupNanos() - leftNanos();
    return refused.isEmpty() && waitedNanos < listening.limits().patienceNanos();
  }

  private boolean isLostOneListed() {
    return listening.choice().keys().stream()
        .flatMap(key -> lane.table().routes(key).stream())
        .anyMatch(route -> lostAgain.contains(route.destination()));
  }

  private void explain(Chosen next) {
    if (LOG.isDebugEnabled()) {
      List<String> candidates = new ArrayList<>();
      for (KeyOption option :
          listening.choice().reachable(lane.table(), excluded(), listening.open()::of)) {
        for (Candidate candidate : option.candidates()) {
          candidates.add(
              option.key() + "=" + candidate.destination() + ":" + candidate.perceivedCost());
        }
      }
      LOG.atDebug()
          .addKeyValue("listener", listening.listener())
          .addKeyValue("policy", listening.choice().keyPolicy().getClass().getSimpleName())
          .addKeyValue("key", next.key())
          .addKeyValue("destination", next.destination())
          .addKeyValue("perceivedCosts", candidates)
          .addKeyValue("attempt", attempts + 1)
          .log("a destination is chosen");
    }
  }

  private void unserved(String reason) {
    LOG.atDebug()
        .addKeyValue("listener", listening.listener())
        .addKeyValue("reason", reason)
        .addKeyValue("attempts", attempts)
        .addKeyValue("failed", excluded())
        .log("a client is turned away");
    client.reset();
    listening.counters().unservedGone();
    settled();
  }

  /** The router ends: a client that was merely closed would take that for an answer. */
  private void turnedAway() {
    latest.ifPresent(attempt -> attempt.fail(new IOException("this router ends")));
    unserved("this router ends");
  }

  private void left(IOException reason) {
    LOG.atDebug()
        .addKeyValue("listener", listening.listener())
        .addKeyValue("reason", reason)
        .log("a client left before it was served");
    listening.counters().leftGone();
    settled();
  }

  private void settled() {
    lane.waitsNoMore(client);
    lane.counters().setupEnded();
  }

  @Override
  public void ready(int readyOps) {
    throw new IllegalStateException("nothing is read from a client without a destination");
  }

  /** The client has given up: nobody waits for what is under way. */
  @Override
  public void failed(IOException cause) {
    latest.ifPresent(attempt -> attempt.fail(cause));
    left(cause);
  }

  /** One try at one destination; it ends once, by success or by failure. */
  private final class Try implements StreamRequest {

    private final String key;
    private final Destination destination;
    private Optional<Connection> link = Optional.empty();
    private Optional<Timer> timeout = Optional.empty();
    private boolean ended;

    Try(String key, Destination destination) {
      this.key = key;
      this.destination = destination;
    }

    void begin() {
      listening.open().opened(destination);
      if (destination.site().equals(listening.site())) {
        listening
            .workloads()
            .connect(destination.connector(), lane.loop(), this::connected, this::refused);
      } else {
        Optional<LinkId> first = lane.table().firstLink(destination.site(), lane.random());
        if (first.isEmpty()) {
          refused(new NoRouteToHostException("no path to " + destination.site()));
        } else {
          lane.explainLink(destination, first.get());
          lane.links().acquire(first.get(), this);
        }
      }
      if (!ended) {
        timeout = Optional.of(lane.loop().schedule(leftNanos() / 2, this::silent));
      }
    }

    private void connected(Connection workload) {
      if (ended) {
        workload.close(); // too late
      } else {
        succeed(new SocketEndpoint(workload));
      }
    }

    @Override
    public boolean isWanted() {
      return !ended;
    }

    @Override
    public void ready(Connection connection) {
      link = Optional.of(connection);
      try {
        StreamHandshake.open(connection, destination, lane.table().hopLimit() - 1);
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

    /**
     * Nobody has answered in half of the time that was left: a way that is dead is noticed much
     * earlier, and one that is slow needs it. The other half is for the others; this destination is
     * not tried again before them.
     */
    private void silent() {
      lostOnce.add(destination);
      lost(new SocketTimeoutException("no answer in time"));
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
      LOG.atDebug()
          .addKeyValue("listener", listening.listener())
          .addKeyValue("destination", destination)
          .addKeyValue("reason", cause)
          .log("a try failed");
      link.ifPresent(Connection::close);
      listening.open().closed(destination);
      return true;
    }

    private void succeed(Endpoint workload) {
      end();
      if (!first.equals(Optional.of(destination))) {
        listening.counters().failedOver();
      }
      TargetCounters counters = listening.counters().target(key, destination);
      CountedEndpoint counted =
          CountedEndpoint.client(new SocketEndpoint(client), counters.bytes());
      lane.relay(
          Role.INGRESS,
          counted,
          workload,
          how -> {
            listening.open().ended(destination, streamEnd(how, counted));
            counters.ended(how);
            listening.counters().servedGone();
          });
      settled();
    }

    private static StreamEnd streamEnd(Relay.End how, CountedEndpoint client) {
      if (how == Relay.End.RESET) {
        return StreamEnd.BY_RESET;
      }
      return client.outlivesOther() ? StreamEnd.BY_WORKLOAD : StreamEnd.BY_CLIENT;
    }

    private void end() {
      ended = true;
      timeout.ifPresent(Timer::cancel);
    }
  }
}
