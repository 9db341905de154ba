package io.spillway.harness.probe;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.StreamEvent;
import io.spillway.harness.history.StreamEvent.Ending;
import io.spillway.harness.probe.workload.Banner;
import io.spillway.harness.probe.workload.WorkloadServer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Connections that are kept, with bytes that go to and fro on each: a pattern at a bounded rate,
 * and the workload's signed echo, verified as it comes. Each is recorded as an attempt and as a
 * {@link StreamEvent} when it ends. Safe for use by several threads.
 */
public final class Streams implements AutoCloseable {

  /** How often each stream may send. */
  private static final long TURN_NANOS = 5_000_000;

  private static final double NANOS_PER_SECOND = 1e9;

  private final Engine engine;
  private final Flight.Request request;
  private final StreamPlan plan;
  private final Flight.Owner owner = new Speaker();
  private final CompletableFuture<Void> begun = new CompletableFuture<>();
  private final CompletableFuture<Void> released = new CompletableFuture<>();
  private final Map<Flight, Talk> talks = new LinkedHashMap<>();
  private final AtomicLong verifiedBytes = new AtomicLong();
  private final ByteBuffer scratch;
  private volatile long openNow;
  private volatile long shortestRoundTripNanos;
  private int launched;
  private int answered;
  private long lastTurnNanos;
  private boolean releasing;

  /** A stream under way. */
  private static final class Talk {
    private final StreamTalk dialogue;
    private final long fromNanos;
    private boolean asked;
    private boolean given;

    Talk(StreamTalk dialogue, long fromNanos) {
      this.dialogue = dialogue;
      this.fromNanos = fromNanos;
    }
  }

  Streams(Engine engine, Flight.Request request, StreamPlan plan) {
    this.engine = engine;
    this.request = request;
    this.plan = plan;
    this.scratch = ByteBuffer.allocateDirect(plan.windowBytes());
  }

  /** {@return bytes that have come back on all of them so far, each as it must} */
  public long verifiedBytes() {
    return verifiedBytes.get();
  }

  /** {@return how many are open now} */
  public long open() {
    return openNow;
  }

  /**
   * {@return how long a byte takes now to come back where it is quickest; with no stream open, 0}
   *
   * <p>No router can make bytes quicker than the links that they cross.
   */
  public Duration shortestRoundTrip() {
    return Duration.ofNanos(shortestRoundTripNanos);
  }

  /**
   * Sends no more, waits until what is owed has come back (within the plan's patience), and closes
   * every connection in order. Each is recorded when this returns. Does nothing the second time.
   *
   * @throws ProbeException if the wait is interrupted
   */
  public void release() {
    if (engine.closing()) {
      return;
    }
    engine.execute(this::beginRelease);
    engine.await("the release of " + what(), released);
  }

  /** As {@link #release()}. */
  @Override
  public void close() {
    release();
  }

  /** Opens all, and waits until each has been identified or has failed. */
  Streams await() {
    engine.execute(this::begin);
    try {
      engine.await(what(), begun);
      return this;
    } catch (ProbeException e) {
      engine.execute(this::giveUp);
      throw e;
    }
  }

  private String what() {
    return plan.streams()
        + " streams to "
        + request.target().listener()
        + " of "
        + request.target().site();
  }

  // ---- on the engine's thread

  private void begin() {
    lastTurnNanos = engine.recorder().nowNanos();
    while (launched < plan.streams()) {
      launched++;
      new Flight(engine, request, engine.recorder().nowNanos(), owner).start();
    }
    engine.at(lastTurnNanos + TURN_NANOS, this::turn);
  }

  /** Lets each stream say as much as the time since the last turn allows. */
  private void turn() {
    long now = engine.recorder().nowNanos();
    engine.troubles().checkLate("a turn of the streams", lastTurnNanos + TURN_NANOS, now);
    long quota = Math.round((now - lastTurnNanos) / NANOS_PER_SECOND * plan.bytesPerSecond());
    lastTurnNanos = now;
    long shortest = Long.MAX_VALUE;
    for (Map.Entry<Flight, Talk> each : List.copyOf(talks.entrySet())) {
      StreamTalk dialogue = each.getValue().dialogue;
      if (releasing) {
        endIfQuiet(each.getKey(), each.getValue());
      } else if (dialogue.firstBadOffset().isEmpty()) {
        say(each.getKey(), each.getValue(), quota, now);
      }
      shortest = Math.min(shortest, dialogue.roundTripNanos(now));
    }
    shortestRoundTripNanos = talks.isEmpty() ? 0 : shortest;
    if (!releasing || !talks.isEmpty()) {
      engine.at(now + TURN_NANOS, this::turn);
    }
  }

  private void say(Flight flight, Talk talk, long quota, long nowNanos) {
    StreamTalk dialogue = talk.dialogue;
    long room = plan.windowBytes() - dialogue.owedBytes();
    scratch.clear().limit((int) Math.max(0, Math.min(quota, room)));
    if (!talk.asked) {
      scratch.clear().limit(1);
      scratch.put(0, WorkloadServer.SIGN);
      talk.asked = flight.write(scratch) == 1;
      return;
    }
    dialogue.fill(scratch);
    dialogue.sent(flight.write(scratch), nowNanos);
  }

  private void endIfQuiet(Flight flight, Talk talk) {
    boolean quiet = talk.dialogue.owedBytes() == 0 || talk.dialogue.firstBadOffset().isPresent();
    if (quiet && !talk.given) {
      talk.given = true;
      flight.closeInOrder();
    }
  }

  private void beginRelease() {
    if (!releasing) {
      releasing = true;
      engine.at(engine.recorder().nowNanos() + plan.patience().toNanos(), this::giveUp);
      List.copyOf(talks.entrySet()).forEach(each -> endIfQuiet(each.getKey(), each.getValue()));
    }
    endRelease();
  }

  /** What is still owed now has not come in time. */
  private void giveUp() {
    releasing = true;
    for (Map.Entry<Flight, Talk> each : List.copyOf(talks.entrySet())) {
      each.getValue().given = true;
      each.getKey().close();
    }
  }

  private void endRelease() {
    if (releasing && talks.isEmpty() && answered == launched) {
      released.complete(null);
    }
  }

  private void answered() {
    answered++;
    if (answered == plan.streams()) {
      begun.complete(null);
    }
  }

  private void record(Flight flight, Talk talk, Attempt attempt) {
    StreamTalk dialogue = talk.dialogue;
    long now = attempt.closedNanos().orElseThrow();
    engine.recorder().stream(
        new StreamEvent(
            attempt.phase(),
            attempt.site(),
            attempt.listener(),
            dialogue.servedAtStart(),
            dialogue.servedAtEnd(),
            talk.fromNanos,
            now,
            dialogue.sentBytes(),
            dialogue.verifiedBytes(),
            dialogue.firstBadOffset(),
            dialogue.longestStallNanos(now),
            dialogue.longestRoundTripNanos(),
            flight.brokenBy().orElse(talk.given ? Ending.RELEASED : Ending.ABANDONED),
            attempt.detail()));
  }

  private final class Speaker implements Flight.Owner {

    @Override
    public boolean holds(Flight flight, Banner banner) {
      long now = engine.recorder().nowNanos();
      talks.put(flight, new Talk(new StreamTalk(flight.index(), banner), now));
      openNow = talks.size();
      answered();
      return !releasing;
    }

    @Override
    public void heard(Flight flight, ByteBuffer bytes) {
      Talk talk = talks.get(flight);
      if (talk == null) {
        return;
      }
      long before = talk.dialogue.verifiedBytes();
      talk.dialogue.heard(bytes, engine.recorder().nowNanos());
      verifiedBytes.addAndGet(talk.dialogue.verifiedBytes() - before);
      if (releasing) {
        endIfQuiet(flight, talk);
      }
    }

    @Override
    public void ended(Flight flight, Attempt attempt) {
      Talk talk = talks.remove(flight);
      openNow = talks.size();
      if (talk == null) {
        answered();
      } else {
        record(flight, talk, attempt);
      }
      endRelease();
    }
  }
}
