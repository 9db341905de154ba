package io.spillway.router.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLoopTest {

  private final StepLoop steps = new StepLoop();
  private final List<String> events = new ArrayList<>();

  @AfterEach
  void close() {
    steps.close();
  }

  @Test
  void timers_run_in_the_order_of_their_deadlines_and_not_before() {
    steps.loop().schedule(Duration.ofMillis(20).toNanos(), () -> events.add("later"));
    steps.loop().schedule(Duration.ofMillis(10).toNanos(), () -> events.add("sooner"));
    steps.loop().schedule(Duration.ofMillis(10).toNanos(), () -> events.add("sooner, younger"));

    steps.advance(Duration.ofMillis(9));
    assertThat(events).isEmpty();
    steps.advance(Duration.ofMillis(11));
    assertThat(events).containsExactly("sooner", "sooner, younger", "later");
  }

  @Test
  void cancelled_timer_never_runs() {
    Timer timer = steps.loop().schedule(1, () -> events.add("timer"));

    timer.cancel();
    steps.advance(Duration.ofSeconds(1));

    assertThat(events).isEmpty();
  }

  @Test
  void task_that_a_task_submits_runs_in_the_next_turn() {
    EventLoop loop = steps.loop();
    loop.submit(() -> loop.submit(() -> events.add("submitted by a task")));

    steps.step();
    assertThat(events).isEmpty();
    steps.step();
    assertThat(events).containsExactly("submitted by a task");
  }

  @Test
  void closed_gate_holds_events_tasks_and_timers_until_it_opens() throws IOException {
    Pipe pipe = readablePipe(new Recorder(false));
    steps.loop().submit(() -> events.add("task"));
    steps.loop().schedule(1, () -> events.add("timer"));

    steps.gate(false);
    steps.advance(Duration.ofSeconds(1));
    assertThat(events).isEmpty();

    steps.gate(true);
    steps.stepUntil("everything to happen", () -> events.size() == 3);
    assertThat(events).containsExactly("ready", "task", "timer");
    pipe.sink().close();
  }

  @Test
  void failing_handler_is_told_and_the_loop_goes_on() throws IOException {
    Pipe pipe = readablePipe(new Recorder(true));
    steps.loop().submit(() -> events.add("task"));

    steps.stepUntil("the failure", () -> events.size() >= 3);

    assertThat(events).startsWith("ready", "failed", "task");
    pipe.sink().close();
  }

  @Test
  void failing_task_does_not_stop_the_next_one() {
    steps
        .loop()
        .submit(
            () -> {
              throw new IllegalStateException("a task of the test that fails");
            });
    steps.loop().submit(() -> events.add("next"));

    steps.step();

    assertThat(events).containsExactly("next");
  }

  @Test
  void closed_key_is_dead_at_once_and_its_channel_in_the_next_turn() throws IOException {
    Pipe pipe = Pipe.open();
    pipe.source().configureBlocking(false);
    SelectionKey key =
        steps.loop().register(pipe.source(), SelectionKey.OP_READ, new Recorder(false));
    steps.step();

    steps.loop().close(key);

    assertThat(key.isValid()).isFalse();
    steps.step();
    assertThat(pipe.source().isOpen()).isFalse();
    pipe.sink().close();
  }

  @Test
  void closed_loop_has_closed_what_waited_for_its_next_turn() throws IOException {
    Pipe pipe = Pipe.open();
    pipe.source().configureBlocking(false);
    SelectionKey key =
        steps.loop().register(pipe.source(), SelectionKey.OP_READ, new Recorder(false));
    steps.step();
    steps.loop().close(key);

    steps.loop().onClose();

    assertThat(pipe.source().isOpen()).isFalse();
    assertThat(events).isEmpty();
    pipe.sink().close();
  }

  @Test
  void closed_loop_has_told_every_handler_and_takes_no_more() throws IOException {
    Pipe pipe = readablePipe(new Recorder(false));

    steps.loop().onClose();

    assertThat(events).containsExactly("failed");
    assertThat(pipe.source().isOpen()).isFalse();
    Pipe other = Pipe.open();
    other.source().configureBlocking(false);
    assertThatThrownBy(
            () -> steps.loop().register(other.source(), SelectionKey.OP_READ, new Recorder(false)))
        .isInstanceOf(ClosedChannelException.class);
    other.source().close();
    other.sink().close();
    pipe.sink().close();
  }

  @Test
  void tasks_that_wait_when_the_loop_closes_are_run_and_later_ones_refused() {
    steps.loop().submit(() -> events.add("waited"));

    steps.loop().onClose();

    assertThat(events).containsExactly("waited");
    assertThat(steps.loop().submit(() -> events.add("later"))).isFalse();
  }

  @Test
  void task_of_another_thread_ends_a_wait() throws Exception {
    EventLoop waiting =
        new EventLoop(NanoClock.SYSTEM, LoopGate.ALWAYS_OPEN, Duration.ofMinutes(10));
    EventLoopThread thread = new EventLoopThread("test-loop", waiting, () -> {}, () -> {});
    CountDownLatch ran = new CountDownLatch(1);
    thread.start();

    waiting.submit(ran::countDown);

    assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
    thread.stop();
    assertThat(thread.awaitEnd(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void thread_at_a_closed_gate_can_be_stopped() throws Exception {
    AtomicBoolean gate = new AtomicBoolean();
    EventLoop held = new EventLoop(NanoClock.SYSTEM, gate::get, Duration.ofMinutes(10));
    EventLoopThread thread = new EventLoopThread("test-loop", held, () -> {}, () -> {});
    thread.start();

    thread.stop();

    assertThat(thread.awaitEnd(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void error_in_a_loop_closes_it_and_is_told() throws Exception {
    EventLoop dying = new EventLoop(NanoClock.SYSTEM, LoopGate.ALWAYS_OPEN, Duration.ofMinutes(10));
    Pipe pipe = Pipe.open();
    pipe.source().configureBlocking(false);
    dying.register(pipe.source(), SelectionKey.OP_READ, new Recorder(false));
    CountDownLatch told = new CountDownLatch(1);
    EventLoopThread thread = new EventLoopThread("test-loop", dying, () -> {}, told::countDown);
    dying.submit(
        () -> {
          throw new OutOfMemoryError("an error of the test");
        });

    thread.start();

    assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(thread.awaitEnd(Duration.ZERO)).isTrue();
    assertThat(pipe.source().isOpen()).isFalse();
    pipe.sink().close();
  }

  private Pipe readablePipe(ChannelHandler handler) throws IOException {
    Pipe pipe = Pipe.open();
    pipe.source().configureBlocking(false);
    steps.loop().register(pipe.source(), SelectionKey.OP_READ, handler);
    assertThat(pipe.sink().write(ByteBuffer.wrap(new byte[] {1}))).isEqualTo(1);
    return pipe;
  }

  private final class Recorder implements ChannelHandler {
    private final boolean fails;

    Recorder(boolean fails) {
      this.fails = fails;
    }

    @Override
    public void ready(int readyOps) throws IOException {
      if (!events.contains("ready")) {
        events.add("ready");
      }
      if (fails) {
        throw new IOException("a connection of the test that breaks");
      }
    }

    @Override
    public void failed(IOException cause) {
      events.add("failed");
    }
  }
}
