package io.spillway.router.stream;

import io.spillway.router.link.FramedEndpoint;
import io.spillway.router.link.OpenHandler;
import io.spillway.router.link.StreamHandshake;
import io.spillway.router.link.StreamRequest;
import io.spillway.router.loop.Timer;
import io.spillway.router.relay.Connection;
import io.spillway.router.relay.SocketEndpoint;
import io.spillway.router.route.Destination;
import io.spillway.router.route.LinkId;
import io.spillway.router.stream.StreamCounters.Role;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streams that come from other sites: at their destination they are joined to the workload, which
 * is dialled at once because it may be the one that speaks first; on the way they are passed on,
 * and copied without a look inside. Owned by the lane's thread.
 */
final class RemoteStreams implements OpenHandler {

  private static final Logger LOG = LoggerFactory.getLogger(RemoteStreams.class);
  private static final long PASS_ON_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Lane lane;
  private final String site;
  private final Workloads workloads;

  RemoteStreams(Lane lane, String site, Workloads workloads) {
    this.lane = lane;
    this.site = site;
    this.workloads = workloads;
  }

  @Override
  public void opened(Connection connection, Destination destination, int hopsLeft) {
    lane.counters().setupBegan();
    if (destination.site().equals(site)) {
      workloads.connect(
          destination.connector(),
          lane.loop(),
          workload -> join(connection, workload, destination.connector()),
          cause -> refuse(connection, destination, cause));
      return;
    }
    Optional<LinkId> next = lane.table().firstLink(destination.site(), lane.random());
    if (next.isEmpty()) {
      unreachable(connection, destination, Refusal.NO_PATH, "no path from " + site);
    } else if (hopsLeft == 0) {
      unreachable(connection, destination, Refusal.TOO_MANY_HOPS, "too many hops, at " + site);
    } else {
      lane.explainLink(destination, next.get());
      PassOn passOn = new PassOn(connection, destination, hopsLeft - 1);
      lane.links().acquire(next.get(), passOn);
    }
  }

  private void join(Connection connection, Connection workload, String connector) {
    ConnectorCounters counters = lane.counters().connector(connector);
    try {
      if (connection.isClosed()) {
        counters.streamLeft(); // the site that asked has given up meanwhile
        workload.close();
        return;
      }
      StreamHandshake.accept(connection);
      counters.streamAccepted();
      lane.relay(
          Role.EGRESS,
          new FramedEndpoint(connection),
          CountedEndpoint.workload(new SocketEndpoint(workload), counters.bytes()),
          end -> {});
    } catch (IOException e) {
      counters.streamLeft();
      connection.close();
      workload.close();
    } finally {
      lane.counters().setupEnded();
    }
  }

  private void refuse(Connection connection, Destination destination, IOException cause) {
    String reason = cause.getMessage();
    lane.counters().streamRefused(reasonOf(cause, destination.connector()));
    lane.counters().setupEnded();
    LOG.atDebug()
        .addKeyValue("destination", destination)
        .addKeyValue("reason", reason)
        .log("a stream of another site is refused");
    StreamHandshake.refuse(connection, reason == null ? "unknown reason" : reason);
  }

  /** Counts also by connector, but none that only the peer has named. */
  private Refusal reasonOf(IOException cause, String connector) {
    if (cause instanceof NotTriedException notTried) {
      return notTried.why();
    }
    lane.counters().connector(connector).connectFailed();
    return Refusal.CONNECT_FAILED;
  }

  private void unreachable(
      Connection connection, Destination destination, Refusal why, String reason) {
    lane.counters().streamRefused(why);
    lane.counters().setupEnded();
    LOG.debug("stream to {} cannot be passed on: {}", destination, reason);
    StreamHandshake.unreachable(connection, reason == null ? "unknown reason" : reason);
  }

  /** A stream that waits for a connection on the next link. */
  private final class PassOn implements StreamRequest {

    private final Connection incoming;
    private final Destination destination;
    private final int hopsLeft;
    private final Timer timeout;
    private boolean done;

    PassOn(Connection incoming, Destination destination, int hopsLeft) {
      this.incoming = incoming;
      this.destination = destination;
      this.hopsLeft = hopsLeft;
      this.timeout =
          lane.loop()
              .schedule(
                  PASS_ON_NANOS,
                  () -> failed(new IOException("no connection to the next site in time")));
    }

    @Override
    public boolean isWanted() {
      return !done && !incoming.isClosed();
    }

    @Override
    public void ready(Connection outgoing) {
      done = true;
      timeout.cancel();
      try {
        StreamHandshake.open(outgoing, destination, hopsLeft);
        // The answer passes like everything after it.
        lane.relay(
            Role.TRANSIT, new SocketEndpoint(incoming), new SocketEndpoint(outgoing), end -> {});
      } catch (IOException e) {
        outgoing.close();
        incoming.close(); // without an answer: the ingress tries again
      } finally {
        lane.counters().setupEnded();
      }
    }

    @Override
    public void failed(IOException cause) {
      if (!done) {
        done = true;
        timeout.cancel();
        unreachable(incoming, destination, Refusal.NO_CONNECTION, cause.getMessage());
      }
    }
  }
}
