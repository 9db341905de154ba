package io.spillway.harness.probe;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.StreamEvent;
import io.spillway.harness.history.StreamEvent.Ending;
import io.spillway.harness.probe.workload.Banner;
import io.spillway.harness.probe.workload.Bulk;
import io.spillway.harness.probe.workload.BulkReading;
import io.spillway.harness.probe.workload.SlowReading;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/**
 * What the clients of a {@link Load} do on their connections beside what all do: to hear who serves
 * them and to close. Each makes one connection. Belongs to the engine's thread.
 */
abstract class Manner implements Flight.Owner {

  /** So much longer than others a connection may take whose bytes take a while by themselves. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Flight.Owner client;

  /**
   * Creates one.
   *
   * @param client whom to tell of the end
   */
  private Manner(Flight.Owner client) {
    this.client = client;
  }

  @Override
  public void ended(Flight flight, Attempt attempt) {
    client.ended(flight, attempt);
  }

  /** It writes a message and ends its side, before it hears anything. */
  static final class LeavingMessage extends Manner {

    LeavingMessage(Flight.Owner client) {
      super(client);
    }

    @Override
    public void opened(Flight flight) {
      flight.leaveMessage();
    }
  }

  /** It writes a message and much behind it, and ends its side, before it hears anything. */
  static final class LeavingLongMessage extends Manner {

    LeavingLongMessage(Flight.Owner client) {
      super(client);
    }

    @Override
    public Optional<Duration> limit() {
      return Optional.of(PATIENCE);
    }

    @Override
    public void opened(Flight flight) {
      flight.leaveLongMessage();
    }
  }

  /** It takes its time to hear all that its workload has to say, until that closes. */
  static final class HearingOut extends Manner {

    private final Engine engine;
    private final SlowReading pace = new SlowReading();
    private Optional<Banner> banner = Optional.empty();
    private Optional<BulkReading> reading = Optional.empty();
    private long fromNanos;
    private long heardNanos;
    private long longestStallNanos;
    private boolean impatient;

    HearingOut(Engine engine, Flight.Owner client) {
      super(client);
      this.engine = engine;
    }

    @Override
    public Optional<Duration> limit() {
      return Optional.of(PATIENCE);
    }

    @Override
    public boolean readsSlowly() {
      return true;
    }

    @Override
    public void opened(Flight flight) {
      flight.rest(SlowReading.FIRST_REST_NANOS);
    }

    @Override
    public boolean holds(Flight flight, Banner who) {
      fromNanos = engine.recorder().nowNanos();
      heardNanos = fromNanos;
      banner = Optional.of(who);
      reading = Optional.of(new BulkReading(Bulk.of(who)));
      engine.at(fromNanos + PATIENCE.toNanos(), () -> giveUp(flight));
      return true;
    }

    private void giveUp(Flight flight) {
      impatient = true;
      flight.close();
    }

    @Override
    public boolean awaitsEnd() {
      return true;
    }

    @Override
    public void heard(Flight flight, ByteBuffer bytes) {
      long now = engine.recorder().nowNanos();
      longestStallNanos = Math.max(longestStallNanos, now - heardNanos);
      heardNanos = now;
      int count = bytes.remaining();
      reading.orElseThrow().take(bytes);
      if (pace.isSip(count)) {
        flight.rest(SlowReading.REST_NANOS);
      }
    }

    @Override
    public void ended(Flight flight, Attempt attempt) {
      banner.ifPresent(who -> record(flight, attempt, who));
      super.ended(flight, attempt);
    }

    private void record(Flight flight, Attempt attempt, Banner who) {
      BulkReading heard = reading.orElseThrow();
      var by = new Attempt.Served(who.site(), who.workload(), who.connection());
      engine.recorder().stream(
          new StreamEvent(
              attempt.phase(),
              attempt.site(),
              attempt.listener(),
              by,
              by,
              fromNanos,
              attempt.closedNanos().orElseThrow(),
              heard.bytes(),
              heard.verifiedBytes(),
              heard.firstBadOffset(),
              longestStallNanos,
              0,
              flight.brokenBy().orElse(impatient ? Ending.RELEASED : Ending.ABANDONED),
              heard.mismatch().isEmpty() ? attempt.detail() : heard.mismatch()));
    }
  }
}
