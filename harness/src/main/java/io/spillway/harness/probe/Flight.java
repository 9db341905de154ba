package io.spillway.harness.probe;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.Outcome;
import io.spillway.harness.history.StreamEvent;
import io.spillway.harness.history.io.HistoryRecorder;
import io.spillway.harness.probe.Failure.Step;
import io.spillway.harness.probe.workload.Banner;
import io.spillway.harness.probe.workload.Bulk;
import io.spillway.harness.probe.workload.BulkWriting;
import io.spillway.harness.probe.workload.Message;
import io.spillway.harness.probe.workload.SlowReading;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One attempt under way: {@code CONNECTING → READING → HELD → CLOSING → ENDED}, each step optional
 * but the last. Belongs to the engine's thread.
 *
 * <p>A stream that does not begin with a banner identifies nobody. It is read and thrown away until
 * it ends, and the attempt ends as the connection does: closed in order, reset, or timed out; the
 * detail tells what came.
 */
final class Flight {

  /** Who asked for a flight and hears of it. */
  interface Owner {

    /** The connection is open, and nothing was heard on it. It may end before this returns. */
    default void opened(Flight flight) {}

    /** {@return how long it may take until it is identified, if not as long as all others} */
    default Optional<Duration> limit() {
      return Optional.empty();
    }

    /** {@return whether it is read slowly, so that the kernel is not to read much ahead} */
    default boolean readsSlowly() {
      return false;
    }

    /** {@return whether it is for the other side to close what is held} */
    default boolean awaitsEnd() {
      return false;
    }

    /** {@return whether the connection stays open once its workload is identified} */
    default boolean holds(Flight flight) {
      return false;
    }

    /** As {@link #holds(Flight)}, for owners who want to know what the workload said. */
    default boolean holds(Flight flight, Banner banner) {
      return holds(flight);
    }

    /** Bytes came on a held connection after the banner. */
    default void heard(Flight flight, ByteBuffer bytes) {
      flight.strayed(bytes.remaining());
    }

    /** The attempt has ended and is recorded. */
    void ended(Flight flight, Attempt attempt);
  }

  /**
   * What a flight's attempt says of itself.
   *
   * @param target what to connect to
   * @param phase the phase that asks for it
   * @param prober the name of the schedule
   */
  record Request(Target target, String phase, String prober) {}

  private enum State {
    CONNECTING,
    READING,
    HELD,
    CLOSING,
    ENDED
  }

  /** A router that does not answer the end of a stream with its own is not waited for longer. */
  private static final long CLOSING_LIMIT_NANOS = 1_000_000_000;

  private final Engine engine;
  private final HistoryRecorder recorder;
  private final Request request;
  private final Owner owner;
  private final int index;
  private final long dueNanos;
  private final long startedNanos;
  private final BannerReader banner = new BannerReader();
  private Optional<SocketChannel> channel = Optional.empty();
  private Optional<SelectionKey> selection = Optional.empty();
  private Optional<BulkWriting> writing = Optional.empty();
  private State state = State.CONNECTING;
  private OptionalLong openedNanos = OptionalLong.empty();
  private OptionalLong identifiedNanos = OptionalLong.empty();
  private Optional<Attempt.Served> served = Optional.empty();
  private Optional<Dialogue> dialogue = Optional.empty();
  private OptionalInt message = OptionalInt.empty();
  private long strayBytes;
  private Optional<StreamEvent.Ending> brokenBy = Optional.empty();

  /** Creates one that starts now, whenever it was due; {@link #start} comes next. */
  Flight(Engine engine, Request request, long dueNanos, Owner owner) {
    this.engine = engine;
    this.recorder = engine.recorder();
    this.request = request;
    this.owner = owner;
    this.dueNanos = dueNanos;
    this.index = recorder.nextIndex();
    this.startedNanos = recorder.nowNanos();
  }

  /** Connects. The owner may hear of the end before this returns. */
  void start() {
    engine.troubles().checkLate("attempt " + index, dueNanos, startedNanos);
    Step step = Step.RESOLVE;
    try {
      InetSocketAddress address = request.target().address().get();
      step = Step.SOCKET;
      SocketChannel socket = SocketChannel.open();
      channel = Optional.of(socket);
      socket.configureBlocking(false);
      socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
      if (owner.readsSlowly()) {
        SlowReading.limit(socket);
      }
      SelectionKey key = engine.register(socket, SelectionKey.OP_CONNECT, this);
      selection = Optional.of(key);
      watch();
      step = Step.CONNECT;
      if (socket.connect(address)) {
        opened(socket, key);
      }
    } catch (IOException | RuntimeException e) {
      fail(step, e);
    }
  }

  private void watch() {
    if (owner.limit().isEmpty()) {
      engine.watch(this);
      return;
    }
    long limitNanos = owner.limit().get().toNanos();
    engine.at(
        startedNanos + limitNanos,
        () -> {
          if (isPending()) {
            expire(limitNanos);
          }
        });
  }

  /** Does what the socket is ready for. */
  void ready(SelectionKey key, ByteBuffer shared) {
    Step step = state == State.CONNECTING ? Step.FINISH_CONNECT : Step.READ;
    SocketChannel socket = (SocketChannel) key.channel();
    try {
      if (state == State.CONNECTING) {
        if (socket.finishConnect()) {
          opened(socket, key);
        }
        return;
      }
      if (writing.isPresent() && key.isWritable()) {
        writeOn();
      }
      if (!key.isReadable() || state == State.ENDED) {
        return;
      }
      shared.clear();
      int read = socket.read(shared);
      shared.flip();
      if (read < 0) {
        closedByPeer();
      } else {
        if (state == State.READING) {
          banner.feed(shared).ifPresent(this::identified);
        }
        if (shared.hasRemaining() && state != State.ENDED) {
          heard(shared);
        }
      }
    } catch (IOException e) {
      fail(step, e);
    }
  }

  private void heard(ByteBuffer bytes) {
    if (dialogue.filter(talk -> talk.feed(bytes)).isEmpty()) {
      owner.heard(this, bytes);
    }
  }

  private void opened(SocketChannel socket, SelectionKey key) throws IOException {
    if (socket.getLocalAddress().equals(socket.getRemoteAddress())) {
      // TCP allows it (RFC 9293, 3.5, simultaneous open) where the port that nobody listens at is
      // also free for clients. The reset leaves no TIME_WAIT to keep the listener from its port.
      socket.setOption(StandardSocketOptions.SO_LINGER, 0);
      end(Outcome.REFUSED, "nobody listens there: the socket was connected to itself");
      return;
    }
    openedNanos = OptionalLong.of(recorder.nowNanos());
    state = State.READING;
    key.interestOps(SelectionKey.OP_READ);
    owner.opened(this);
  }

  private void identified(Banner who) {
    identifiedNanos = OptionalLong.of(recorder.nowNanos());
    served = Optional.of(new Attempt.Served(who.site(), who.workload(), who.connection()));
    state = State.HELD;
    if (!owner.holds(this, who)) {
      close();
    }
  }

  private void closedByPeer() {
    if (state == State.CLOSING) {
      end(Outcome.SERVED, heldDetail(""));
    } else if (state == State.HELD) {
      brokenBy = Optional.of(StreamEvent.Ending.CLOSED);
      String how = heldDetail(owner.awaitsEnd() ? "" : "closed by the other side while held");
      end(Outcome.SERVED, how, Outcome.CLOSED_EMPTY);
    } else {
      String seen = banner.seen();
      end(Outcome.CLOSED_EMPTY, seen.isEmpty() ? seen : "closed after " + seen);
    }
  }

  private void fail(Step step, Exception e) {
    if (state == State.CLOSING) {
      end(Outcome.SERVED, heldDetail(""));
      return;
    }
    if (state == State.HELD) {
      brokenBy = Optional.of(StreamEvent.Ending.RESET);
      end(Outcome.SERVED, heldDetail("broken while held: " + words(e)), Outcome.RESET);
      return;
    }
    Failure failure = Failure.of(step, e);
    failure
        .trouble()
        .ifPresent(
            kind ->
                engine
                    .troubles()
                    .report(kind, "attempt " + index + ": " + words(e) + "; " + failure.remedy()));
    String seen = banner.seen();
    end(failure.outcome(), seen.isEmpty() ? words(e) : words(e) + " after " + seen);
  }

  private static String words(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private String heldDetail(String how) {
    return strayBytes == 0
        ? how
        : how + (how.isEmpty() ? "" : "; ") + strayBytes + " bytes came that nobody asked for";
  }

  /** Takes note of bytes that nobody asked for. */
  void strayed(int bytes) {
    strayBytes += bytes;
  }

  /**
   * Sends on a held connection what can be sent without waiting; the owner hears of a connection
   * that is broken before this returns.
   *
   * @return how many bytes were sent; 0 if the connection is no longer held
   */
  int write(ByteBuffer bytes) {
    if (state != State.HELD) {
      return 0;
    }
    try {
      return channel.orElseThrow().write(bytes);
    } catch (IOException e) {
      fail(Step.READ, e);
      return 0;
    }
  }

  /** {@return how the other side or the network ended the connection while it was held, if so} */
  Optional<StreamEvent.Ending> brokenBy() {
    return brokenBy;
  }

  /** {@return the attempt's index of the time, which no other flight of the run has} */
  int index() {
    return index;
  }

  /** {@return whether the attempt has neither been identified nor ended} */
  boolean isPending() {
    return state == State.CONNECTING || state == State.READING;
  }

  /** {@return when the attempt's time began to run, in nanoseconds since the start of the run} */
  long startedNanos() {
    return startedNanos;
  }

  /** The attempt's time is over. */
  void expire(long limitNanos) {
    String seen = banner.seen();
    String what = state == State.CONNECTING ? "not open after " : "open but not identified after ";
    end(
        Outcome.TIMED_OUT,
        what + limitNanos / 1_000_000 + " ms" + (seen.isEmpty() ? "" : ", with " + seen));
  }

  /** Closes a held connection from this side, at once. Does nothing to one that has ended. */
  void close() {
    if (state == State.HELD || state == State.CLOSING) {
      end(Outcome.SERVED, heldDetail(""));
    }
  }

  /** As {@link #close}, but so that the other side sees a reset. */
  void reset() {
    try {
      channel.orElseThrow().setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException e) {
      // The other side was faster: it is closed already.
    }
    close();
  }

  /** From now on what comes in on this held connection is for the dialogue, until it is over. */
  void converse(Dialogue talk) {
    dialogue = Optional.of(talk);
  }

  /** Sends a few bytes on a held connection whose earlier ones are answered, so that they fit. */
  void send(byte[] bytes) {
    try {
      channel.orElseThrow().write(ByteBuffer.wrap(bytes));
    } catch (IOException e) {
      fail(Step.READ, e);
    }
  }

  /**
   * Writes the message that has the attempt's own number, and ends this side's stream with it, on a
   * connection that is just open: so few bytes fit into the buffer of a socket that has sent none.
   */
  void leaveMessage() {
    SocketChannel socket = channel.orElseThrow();
    try {
      socket.write(ByteBuffer.wrap(new Message(index).encode()));
      message = OptionalInt.of(index);
      socket.shutdownOutput();
    } catch (IOException e) {
      fail(Step.READ, e);
    }
  }

  /**
   * As {@link #leaveMessage()}, with the {@link Bulk} behind it that belongs to the message; as the
   * other side takes it.
   */
  void leaveLongMessage() {
    Message line = new Message(index);
    message = OptionalInt.of(index);
    writing = Optional.of(new BulkWriting(line.encode(), Bulk.of(line)));
    selection.orElseThrow().interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
  }

  private void writeOn() throws IOException {
    SocketChannel socket = channel.orElseThrow();
    if (writing.orElseThrow().write(socket)) {
      writing = Optional.empty();
      selection.orElseThrow().interestOps(SelectionKey.OP_READ);
      socket.shutdownOutput();
    }
  }

  /** Reads nothing on an open connection for so long. What ends it meanwhile is noticed then. */
  void rest(long nanos) {
    SelectionKey key = selection.orElseThrow();
    if (key.isValid()) {
      key.interestOps(0);
      engine.at(recorder.nowNanos() + nanos, this::readOn);
    }
  }

  private void readOn() {
    SelectionKey key = selection.orElseThrow();
    if (key.isValid()) {
      key.interestOps(SelectionKey.OP_READ);
    }
  }

  /**
   * Ends this side's stream of a held connection and closes it when the other side has ended its
   * own, or after a second: then the router knows that the connection is over, and does not merely
   * will know. Does nothing to one that has ended.
   */
  void closeInOrder() {
    if (state != State.HELD) {
      return;
    }
    state = State.CLOSING;
    try {
      channel.orElseThrow().shutdownOutput();
      engine.at(recorder.nowNanos() + CLOSING_LIMIT_NANOS, this::close);
    } catch (IOException e) {
      close(); // the other side was faster
    }
  }

  /** Ends it because the harness must; what is not identified stays unknown. */
  void abandon(String why) {
    close();
    if (state != State.ENDED) {
      end(Outcome.INDETERMINATE, why);
    }
  }

  /** {@return the attempt as it stands while its connection is held: identified, not closed} */
  Attempt soFar() {
    return attempt(OptionalLong.empty(), Outcome.SERVED, "");
  }

  private void end(Outcome outcome, String detail) {
    end(outcome, detail, Outcome.INDETERMINATE);
  }

  /** Ends the attempt, and with this outcome the request that is under way on it, if one is. */
  private void end(Outcome outcome, String detail, Outcome request) {
    state = State.ENDED;
    channel.ifPresent(engine::close);
    Attempt attempt = attempt(OptionalLong.of(recorder.nowNanos()), outcome, detail);
    recorder.attempt(attempt);
    owner.ended(this, attempt);
    dialogue.ifPresent(talk -> talk.broken(request, detail));
  }

  private Attempt attempt(OptionalLong closedNanos, Outcome outcome, String detail) {
    return new Attempt(
        index,
        request.phase(),
        request.prober(),
        request.target().site(),
        request.target().listener(),
        dueNanos,
        openedNanos,
        identifiedNanos,
        closedNanos,
        served,
        outcome,
        detail,
        message);
  }
}
