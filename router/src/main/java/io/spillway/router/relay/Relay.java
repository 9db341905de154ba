package io.spillway.router.relay;

import io.spillway.router.loop.ChannelHandler;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream: two endpoints and a pump for each direction. Owned by the loop of both connections.
 *
 * <p>An end of one direction is passed on as a half-close, and the relay ends when both directions
 * have ended. A reset, or a break, is passed on as a reset, at once.
 */
public final class Relay implements PeerWatch.Watched {

  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

  /** How a relay ended. */
  public enum End {
    /** Both directions were closed by their senders, and everything was passed on. */
    CLOSED,
    /** One side was reset or broke. */
    RESET
  }

  private final Endpoint first;
  private final Endpoint second;
  private final Pump upstream;
  private final Pump downstream;
  private final Consumer<End> onEnd;
  private boolean waits;
  private boolean keptAlive;
  private boolean ended;

  /**
   * Makes a relay; {@link #start} starts it.
   *
   * @param first the side of the client
   * @param second the side of the workload
   * @param pool the buffers of the loop of both
   * @param onEnd told once, when both connections are closed
   */
  public Relay(Endpoint first, Endpoint second, BufferPool pool, Consumer<End> onEnd) {
    this.first = first;
    this.second = second;
    this.onEnd = onEnd;
    upstream = new Pump(first, second, pool);
    downstream = new Pump(second, first, pool);
  }

  /** Takes both connections over and begins. */
  public void start() {
    assert first.connection().loop() == second.connection().loop();
    first.connection().handle(new Side(upstream, downstream), 0);
    second.connection().handle(new Side(downstream, upstream), 0);
    begin();
    if (first.connection().isClosed() || second.connection().isClosed()) {
      reset(); // it closed between its last answer and now
    }
  }

  /** Most clients speak first, and have spoken by now. */
  private void begin() {
    turn(upstream, downstream);
    settle();
  }

  /** A break of the source is its own connection's, also in a turn that the sink has begun. */
  private void turn(Pump pump, Pump opposite) {
    try {
      if (!ended) {
        pump.turn(opposite);
      }
    } catch (IOException e) {
      pump.failed(e);
      broken(e); // if the connection was closed before, it has told nobody
    }
  }

  private void broken(IOException cause) {
    if (!ended) {
      LOG.debug("a stream is reset: {}", cause.toString());
      reset();
    }
  }

  /** {@return how many bytes have come from the client} */
  public long upstreamBytes() {
    return upstream.bytes();
  }

  /** {@return how many bytes have come from the workload} */
  public long downstreamBytes() {
    return downstream.bytes();
  }

  /** {@return how many bytes have been read and wait for a slow receiver} */
  int waitingBytes() {
    return upstream.waitingBytes() + downstream.waitingBytes();
  }

  /** {@return whether it is over} */
  boolean hasEnded() {
    return ended;
  }

  private void settle() {
    if (ended) {
      return;
    }
    if (upstream.hasEnded() && downstream.hasEnded()) {
      if (upstream.state() == Pump.State.HALF_CLOSED
          && downstream.state() == Pump.State.HALF_CLOSED) {
        end(End.CLOSED);
      } else {
        reset();
      }
      return;
    }
    int firstOps = interest(upstream, downstream);
    int secondOps = interest(downstream, upstream);
    waits = firstOps == 0 || secondOps == 0;
    first.connection().interest(firstOps);
    second.connection().interest(secondOps);
  }

  private static int interest(Pump reading, Pump writing) {
    return (reading.wantsRead() ? SelectionKey.OP_READ : 0)
        | (writing.wantsWrite() ? SelectionKey.OP_WRITE : 0);
  }

  /**
   * Asks whether a side is gone without a word: now where nothing is read at the moment, and from
   * now on where a side is silent.
   */
  @Override
  public void askForPeers() {
    if (ended) {
      return;
    }
    if (!keptAlive) {
      keptAlive = true;
      first.connection().keepAlive();
      second.connection().keepAlive();
    }
    if (waits) {
      first.connection().askForPeers();
      second.connection().askForPeers();
    }
  }

  /** Ends the stream so that both sides see a reset. Does nothing if it has ended. */
  public void reset() {
    if (!ended) {
      first.reset();
      second.reset();
      end(End.RESET);
    }
  }

  private void end(End how) {
    ended = true;
    upstream.close();
    downstream.close();
    first.connection().close();
    second.connection().close();
    onEnd.accept(how);
  }

  /** One connection's share: it is the source of one pump and the sink of the other. */
  private final class Side implements ChannelHandler {

    private final Pump reading;
    private final Pump writing;

    Side(Pump reading, Pump writing) {
      this.reading = reading;
      this.writing = writing;
    }

    @Override
    public void ready(int readyOps) {
      if ((readyOps & SelectionKey.OP_WRITE) != 0) {
        turn(writing, reading);
      }
      if ((readyOps & SelectionKey.OP_READ) != 0) {
        turn(reading, writing);
      }
      settle();
    }

    @Override
    public void failed(IOException cause) {
      broken(cause);
    }
  }
}
