package io.spillway.harness.fault.toxiproxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * One direction of one connection: what is read from the source goes through the stages, in the
 * order in which the toxics were added, into the sink. When the source ends and the stages have
 * passed their last byte, the sink is closed as a whole: like the original ({@code
 * link.go:136-168}) it does not pass on a half-close, and turns a reset into a close.
 *
 * <p>Memory is bounded: the source is not read while the sink cannot write or the stages hold much.
 * Everything here runs on the event loop that both channels share.
 */
final class Pump {

  private static final int MOST_HELD_BYTES = 256 * 1024;

  /** A delayed stream holds what is under way: 4 MiB let 20 MB/s through a delay of 200 ms. */
  private static final int MOST_HELD_BYTES_IF_DELAYED = 4 * 1024 * 1024;

  private final Channel source;
  private final Channel sink;
  private final SplittableRandom random;
  private final Outlet outlet = new SinkOutlet();
  private final List<Stage> stages = new ArrayList<>();
  private long heldBytes;
  private boolean sourceEnded;
  private boolean sinkEnded;

  /**
   * Creates one.
   *
   * @param source what is read
   * @param sink what is written, on the same event loop
   * @param random draws toxicity, jitter and sizes
   */
  Pump(Channel source, Channel sink, SplittableRandom random) {
    this.source = source;
    this.sink = sink;
    this.random = random;
  }

  /** Makes the stages those of this chain: adds at the end, changes, takes away. */
  void apply(List<ToxicSpec> chain) {
    for (Stage stage : List.copyOf(stages)) {
      chain.stream()
          .filter(spec -> spec.id() == stage.spec().id())
          .findFirst()
          .ifPresentOrElse(spec -> change(stage, spec), () -> remove(stage));
    }
    for (ToxicSpec spec : chain) {
      if (stages.stream().noneMatch(stage -> stage.spec().id() == spec.id())) {
        add(Stage.of(this, spec));
      }
    }
    flush();
    updateReading();
  }

  private void change(Stage stage, ToxicSpec spec) {
    if (stage.spec().version() != spec.version()) {
      stage.update(spec);
    }
  }

  private void add(Stage stage) {
    if (!stages.isEmpty()) {
      stages.get(stages.size() - 1).link(stage);
    }
    stages.add(stage);
    stage.attach(outlet);
  }

  private void remove(Stage stage) {
    stage.remove();
    if (stage.isClosed()) {
      return; // What still comes from the stages before it must end here.
    }
    int at = stages.indexOf(stage);
    stages.remove(at);
    if (at > 0) {
      stages.get(at - 1).link(stage.next());
    }
  }

  /** The source has bytes. */
  void read(ByteBuf bytes) {
    if (sinkEnded) {
      bytes.release();
      return;
    }
    Outlet first = stages.isEmpty() ? outlet : stages.get(0);
    first.accept(bytes, System.nanoTime());
    updateReading();
  }

  /** The source has no more bytes at the moment. */
  void flush() {
    sink.flush();
  }

  /** The source has ended, in whatever way. Does nothing the second time. */
  void sourceEnded() {
    if (!sourceEnded && !sinkEnded) {
      sourceEnded = true;
      Outlet first = stages.isEmpty() ? outlet : stages.get(0);
      first.end();
    }
  }

  /** The sink is closed: nothing here is wanted any more. */
  void sinkClosed() {
    sinkEnded = true;
    stages.forEach(Stage::discard);
    updateReading();
  }

  /** Reads the source exactly while there is room for what comes. */
  void updateReading() {
    boolean drops = sinkEnded || stages.stream().anyMatch(Stage::drops);
    boolean wanted = (drops || sink.isWritable()) && heldBytes < mostHeldBytes();
    if (source.config().isAutoRead() != wanted) {
      source.config().setAutoRead(wanted);
    }
  }

  private int mostHeldBytes() {
    boolean delayed = stages.stream().anyMatch(stage -> stage.spec().type() == ToxicType.LATENCY);
    return delayed ? MOST_HELD_BYTES_IF_DELAYED : MOST_HELD_BYTES;
  }

  /** A stage keeps so many bytes. */
  void hold(int bytes) {
    heldBytes += bytes;
  }

  /** A stage keeps so many bytes no longer. */
  void letGo(int bytes) {
    heldBytes -= bytes;
    updateReading();
  }

  /** {@return the source of chance for this direction of this connection} */
  SplittableRandom random() {
    return random;
  }

  /** {@return true with this probability} */
  boolean drawn(float probability) {
    return random.nextDouble() < probability;
  }

  /** Runs this later on the connection's event loop. */
  Future<?> schedule(Runnable task, long delayNanos) {
    return sink.eventLoop().schedule(task, delayNanos, TimeUnit.NANOSECONDS);
  }

  private final class SinkOutlet implements Outlet {

    @Override
    public void accept(ByteBuf bytes, long stampNanos) {
      if (sinkEnded) {
        bytes.release();
      } else {
        Channels.write(sink, bytes);
      }
    }

    @Override
    public void end() {
      if (!sinkEnded) {
        sinkEnded = true;
        Channels.closeAfterWrites(sink);
      }
    }
  }
}
