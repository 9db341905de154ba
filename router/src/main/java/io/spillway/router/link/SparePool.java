package io.spillway.router.link;

import io.spillway.router.loop.ChannelHandler;
import io.spillway.router.loop.EventLoop;
import io.spillway.router.loop.Timer;
import io.spillway.router.relay.Connection;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * The connections that are ready for new streams on one link, in one direction, for one loop; and
 * those who wait for one. Owned by the loop's thread.
 *
 * <p>It asks its supplier so often that, when everything asked for has come, as many are idle as
 * were wished for: one, and from the first stream on as many as it was told. A network of many
 * links, of which most are never used, so does not hold many connections for each. On the dialler's
 * side the supplier dials, and says of each dial how it went; on the acceptor's side it sends MORE,
 * and what has not come after a time is asked for again.
 *
 * <p>A firewall or NAT on the way forgets a connection on which nothing passes, and tells neither
 * end: what is sent on it then is lost. So the youngest is given first, and none gets old.
 */
final class SparePool {

  /** After a failure it is not tried again at once. */
  static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /**
   * After this time a connection that was not used is closed, and another one asked for: most
   * firewalls and NATs remember a silent one for some minutes, and few for less than this.
   */
  static final long MAX_IDLE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final EventLoop loop;
  private final int target;
  private final OptionalLong expiryNanos;
  private final IntConsumer supplier;
  private final ArrayDeque<Idle> idle = new ArrayDeque<>();
  private final ArrayDeque<StreamRequest> waiting = new ArrayDeque<>();
  private int wished;
  private final ArrayDeque<Asked> asked = new ArrayDeque<>(); // and not come
  private int requested; // in all of these
  private Optional<IOException> held = Optional.empty();
  private Optional<Timer> retirement = Optional.empty();
  private boolean expiryScheduled;
  private boolean pausing;
  private boolean closed;

  /**
   * Makes a pool that has asked for nothing.
   *
   * @param target how many are kept ready from the first stream on
   * @param expiryNanos how long what was asked for may take to come; empty if the supplier tells of
   *     each that will not come, so that it would be wrong to ask twice
   * @param supplier is asked for so many more
   */
  SparePool(EventLoop loop, int target, OptionalLong expiryNanos, IntConsumer supplier) {
    this.loop = loop;
    this.target = target;
    this.expiryNanos = expiryNanos;
    this.wished = Math.min(1, target);
    this.supplier = supplier;
  }

  int idle() {
    return idle.size();
  }

  /** Gives the request a connection: now if one is ready, or else the next that comes. */
  void acquire(StreamRequest request) {
    wished = target;
    Idle ready = idle.pollLast();
    if (ready == null && held.isPresent()) {
      request.failed(held.get());
    } else if (ready == null) {
      waiting.addLast(request);
      refill();
    } else {
      refill();
      request.ready(ready.connection);
    }
  }

  /** Takes a connection in that was asked for. */
  void offer(Connection connection) {
    answered();
    while (!waiting.isEmpty()) {
      StreamRequest request = waiting.removeFirst();
      if (request.isWanted()) {
        request.ready(connection);
        return;
      }
    }
    if (idle.size() >= Message.MAX_MORE) {
      connection.close();
      return;
    }
    Idle youngest = new Idle(connection, loop.nanoTime());
    idle.addLast(youngest);
    connection.handle(youngest, SelectionKey.OP_READ);
    scheduleRetirement();
  }

  /**
   * Notes that one that was asked for will not come. When no other is under way, those who wait are
   * turned away: they may have somewhere else to go, and who comes again is served after a pause.
   */
  void failed(IOException cause) {
    answered();
    pause();
    if (requested == 0) {
      turnAway(cause);
    }
  }

  /** Asks for nothing any more, turns away who waits, and who comes when nothing is idle. */
  void hold(IOException cause) {
    held = Optional.of(cause);
    turnAway(cause);
  }

  /** {@return whether it asks for nothing} */
  boolean isHeld() {
    return held.isPresent();
  }

  /** Asks again for what is missing. */
  void release() {
    held = Optional.empty();
    refill();
  }

  /** Asks for what is missing. */
  void refill() {
    while (!waiting.isEmpty() && !waiting.getFirst().isWanted()) {
      waiting.removeFirst(); // who comes again must not count twice
    }
    int missing = wished + waiting.size() - idle.size() - requested;
    if (missing > 0 && !pausing && !closed && held.isEmpty()) {
      requested += missing;
      asked.addLast(new Asked(loop.nanoTime(), missing));
      scheduleExpiry();
      supplier.accept(missing);
    }
  }

  /** Closes what is idle and turns away who waits. */
  void close(IOException cause) {
    closed = true;
    retirement.ifPresent(Timer::cancel);
    idle.forEach(each -> each.connection.close());
    idle.clear();
    turnAway(cause);
  }

  private void turnAway(IOException cause) {
    List<StreamRequest> turnedAway = new ArrayList<>(waiting);
    waiting.clear();
    turnedAway.stream().filter(StreamRequest::isWanted).forEach(request -> request.failed(cause));
  }

  /** Looks again when the oldest of now may be too old. */
  private void scheduleRetirement() {
    if (retirement.isEmpty() && !idle.isEmpty()) {
      long ageNanos = loop.nanoTime() - idle.getFirst().sinceNanos;
      retirement = Optional.of(loop.schedule(MAX_IDLE_NANOS - ageNanos, this::retire));
    }
  }

  private void retire() {
    retirement = Optional.empty();
    while (!idle.isEmpty() && loop.nanoTime() - idle.getFirst().sinceNanos >= MAX_IDLE_NANOS) {
      idle.removeFirst().connection.close();
    }
    scheduleRetirement();
    refill();
  }

  /**
   * One that was asked for has come, or will not. Nobody says which: it is taken for one of the
   * last, so that one that got lost is noticed however many others come.
   */
  private void answered() {
    Asked last = asked.pollLast();
    if (last != null) {
      requested--;
      if (last.count > 1) {
        asked.addLast(new Asked(last.sinceNanos, last.count - 1));
      }
    }
  }

  /** Looks again when what was asked for first may be lost. */
  private void scheduleExpiry() {
    if (expiryNanos.isPresent() && !expiryScheduled && !asked.isEmpty()) {
      expiryScheduled = true;
      long ageNanos = loop.nanoTime() - asked.getFirst().sinceNanos;
      loop.schedule(expiryNanos.getAsLong() - ageNanos, this::expire);
    }
  }

  private void expire() {
    expiryScheduled = false;
    while (!asked.isEmpty()
        && loop.nanoTime() - asked.getFirst().sinceNanos >= expiryNanos.getAsLong()) {
      requested -= asked.removeFirst().count;
    }
    waiting.removeIf(request -> !request.isWanted());
    refill();
    scheduleExpiry();
  }

  private void pause() {
    if (!pausing) {
      pausing = true;
      loop.schedule(
          PAUSE_NANOS,
          () -> {
            pausing = false;
            refill();
          });
    }
  }

  /**
   * What was asked for at one time.
   *
   * @param sinceNanos when
   * @param count how many of these have not come
   */
  private record Asked(long sinceNanos, int count) {}

  /** Watches a connection on which nothing may come. */
  private final class Idle implements ChannelHandler {

    private final Connection connection;
    private final long sinceNanos;

    Idle(Connection connection, long sinceNanos) {
      this.connection = connection;
      this.sinceNanos = sinceNanos;
    }

    @Override
    public void ready(int readyOps) throws IOException {
      // With TLS what comes may be for TLS itself, such as a ticket.
      int count = connection.read(ByteBuffer.allocate(1));
      if (count < 0) {
        throw new EOFException("a spare connection ended");
      }
      if (count > 0) {
        throw new ProtocolException("bytes on a connection before OPEN was sent");
      }
    }

    @Override
    public void failed(IOException cause) {
      if (idle.remove(this)) {
        pause();
      }
    }
  }
}
