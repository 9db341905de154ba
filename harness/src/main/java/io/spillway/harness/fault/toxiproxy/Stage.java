package io.spillway.harness.fault.toxiproxy;

import io.netty.buffer.ByteBuf;

/**
 * One toxic at work on one direction of one connection: takes bytes, passes them to the next stage
 * now, later, changed or never. The last stage is the pump's sink.
 *
 * <p>Everything here runs on the connection's event loop.
 */
abstract class Stage implements Outlet {

  private final Pump pump;
  private ToxicSpec spec;
  private Outlet next;
  private boolean engaged;
  private boolean inputEnded;
  private boolean closed;

  /**
   * Creates one; {@link #attach} sets it to work.
   *
   * @param pump whose stage it is
   * @param spec the toxic
   */
  Stage(Pump pump, ToxicSpec spec) {
    this.pump = pump;
    this.spec = spec;
  }

  /** {@return the stage that does what this toxic says} */
  static Stage of(Pump pump, ToxicSpec spec) {
    return switch (spec.type()) {
      case LATENCY -> new LatencyStage(pump, spec);
      case BANDWIDTH -> new BandwidthStage(pump, spec);
      case SLICER -> new SlicerStage(pump, spec);
      case SLOW_CLOSE -> new SlowCloseStage(pump, spec);
      case TIMEOUT -> new TimeoutStage(pump, spec);
      case RESET_PEER -> new ResetPeerStage(pump, spec);
      case LIMIT_DATA -> new LimitDataStage(pump, spec);
      case NOOP -> new NoopStage(pump, spec);
    };
  }

  /**
   * Bytes to be dealt with, from the stage before; {@code stamp} is when they came, by nanoTime.
   */
  abstract void take(ByteBuf bytes, long stampNanos);

  /** The stage before has passed its last byte. Calls {@link #close} now or when that is due. */
  abstract void inputHasEnded();

  /** The toxic's settings have changed: what waits by the old ones waits by the new ones. */
  abstract void settingsChanged();

  /** Passes on at once all that it holds, in order, and the end if that is due. */
  abstract void drain();

  /** Lets go of all buffers and timers: nothing of this stage is wanted any more. */
  abstract void discard();

  /** {@return whether it takes bytes even while the sink cannot} */
  boolean drops() {
    return false;
  }

  /** {@return whether a connection ends when this toxic is taken away} */
  boolean closesWhenRemoved() {
    return false;
  }

  @Override
  public final void accept(ByteBuf bytes, long stampNanos) {
    if (closed) {
      bytes.release();
    } else if (engaged) {
      take(bytes, stampNanos);
    } else {
      next.accept(bytes, stampNanos);
    }
  }

  @Override
  public final void end() {
    if (closed || inputEnded) {
      return;
    }
    inputEnded = true;
    if (engaged) {
      inputHasEnded();
    } else {
      close();
    }
  }

  /** Ends the stream here: drops what it holds and what still comes, and tells the next stage. */
  final void close() {
    if (!closed) {
      closed = true;
      discard();
      next.end();
    }
  }

  /** Sets the toxic to work, on the share of connections that its toxicity says. */
  final void attach(Outlet outlet) {
    next = outlet;
    engaged = pump.drawn(spec.toxicity());
    if (engaged) {
      settingsChanged();
    }
  }

  final void update(ToxicSpec newSpec) {
    spec = newSpec;
    boolean was = engaged;
    engaged = pump.drawn(spec.toxicity());
    if (closed) {
      return;
    }
    if (engaged) {
      settingsChanged();
    } else if (was) {
      drain();
    }
  }

  /** Takes the toxic away: what it held goes on, or the connection ends. */
  final void remove() {
    if (closed) {
      return;
    }
    if (closesWhenRemoved()) {
      close();
    } else {
      engaged = false;
      drain();
    }
  }

  final void link(Outlet outlet) {
    next = outlet;
  }

  final Outlet next() {
    return next;
  }

  final Pump pump() {
    return pump;
  }

  final ToxicSpec spec() {
    return spec;
  }

  final boolean isEngaged() {
    return engaged;
  }

  final boolean hasInputEnded() {
    return inputEnded;
  }

  final boolean isClosed() {
    return closed;
  }
}
