package io.spillway.harness.probe;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.Outcome;
import io.spillway.harness.history.io.HistoryRecorder;
import io.spillway.harness.probe.workload.Banner;
import io.spillway.harness.probe.workload.Question;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Requests on one held connection, one after another: the next one is sent when the last one is
 * answered. Belongs to the engine's thread.
 *
 * <p>A workload answers a {@link Question} with the same line and its banner. Other lines do not
 * answer it: a banner that comes before its echo is the greeting of a workload that the request was
 * taken to.
 */
final class Dialogue {

  private final Engine engine;
  private final HistoryRecorder recorder;
  private final Flight.Request request;
  private final Flight flight;
  private final int times;
  private final Runnable whenOver;
  private final StringBuilder line = new StringBuilder();
  private int asked;
  private int index;
  private long askedNanos;
  private boolean echoed;
  private boolean over;

  /**
   * Creates one.
   *
   * @param request what its attempts say of themselves
   * @param flight a connection that is held
   * @param times how many requests, at least 1
   * @param whenOver called once, when the last one has ended
   */
  Dialogue(Engine engine, Flight.Request request, Flight flight, int times, Runnable whenOver) {
    this.engine = engine;
    this.recorder = engine.recorder();
    this.request = request;
    this.flight = flight;
    this.times = times;
    this.whenOver = whenOver;
  }

  /** Sends the first request. */
  void start() {
    flight.converse(this);
    next();
  }

  /**
   * Takes what came in.
   *
   * @return whether it was waited for; false once the dialogue is over
   */
  boolean feed(ByteBuffer read) {
    if (over) {
      return false;
    }
    while (read.hasRemaining() && !over) {
      char next = (char) (read.get() & 0xff);
      if (next == '\n') {
        String text = line.toString();
        line.setLength(0);
        take(text);
      } else if (line.length() < Banner.MAX_BYTES) {
        line.append(next);
      }
    }
    return true;
  }

  /** The connection has ended. Does nothing once the dialogue is over. */
  void broken(Outcome how, String detail) {
    end(how, Optional.empty(), detail);
  }

  private void next() {
    asked++;
    echoed = false;
    index = recorder.nextIndex();
    askedNanos = recorder.nowNanos();
    int question = asked;
    engine.at(askedNanos + engine.limitNanos(), () -> expire(question));
    flight.send(new Question(question).encode());
  }

  private void take(String text) {
    if (text.equals(new Question(asked).line())) {
      echoed = true;
    } else if (echoed) {
      Banner.parse(text).ifPresent(this::answered);
    }
  }

  private void answered(Banner who) {
    var served = new Attempt.Served(who.site(), who.workload(), who.connection());
    if (asked < times) {
      record(Outcome.SERVED, Optional.of(served), "");
      next();
    } else {
      end(Outcome.SERVED, Optional.of(served), "");
    }
  }

  private void expire(int question) {
    if (asked == question) {
      end(
          Outcome.TIMED_OUT,
          Optional.empty(),
          "no answer within " + engine.limitNanos() / 1_000_000 + " ms");
    }
  }

  private void end(Outcome outcome, Optional<Attempt.Served> served, String detail) {
    if (!over) {
      over = true;
      record(outcome, served, detail);
      whenOver.run();
    }
  }

  private void record(Outcome outcome, Optional<Attempt.Served> served, String detail) {
    long now = recorder.nowNanos();
    recorder.attempt(
        new Attempt(
            index,
            request.phase(),
            request.prober(),
            request.target().site(),
            request.target().listener(),
            askedNanos,
            OptionalLong.of(askedNanos),
            served.isPresent() ? OptionalLong.of(now) : OptionalLong.empty(),
            OptionalLong.of(now),
            served,
            outcome,
            detail));
  }
}
