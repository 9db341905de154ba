package io.spillway.router.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.router.loop.StepLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IdleWatchTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(4);
  private static final Duration STEP = TIMEOUT.dividedBy(8);

  private final StepLoop steps = new StepLoop();
  private final List<Relay.End> ends = new ArrayList<>();
  private SocketPair client;
  private SocketPair workload;
  private Relay relay;

  @BeforeEach
  void start() throws IOException {
    client = SocketPair.at(steps.loop());
    workload = SocketPair.at(steps.loop());
    relay =
        new Relay(
            new SocketEndpoint(client.near()),
            new SocketEndpoint(workload.near()),
            new BufferPool(),
            ends::add);
  }

  @AfterEach
  void close() throws IOException {
    steps.close();
    client.close();
    workload.close();
  }

  @Test
  void relay_without_a_byte_is_reset_after_the_timeout_and_not_before() {
    watch(TIMEOUT);

    pass(TIMEOUT.minus(STEP));
    assertThat(ends).isEmpty();
    pass(STEP.multipliedBy(3));

    assertThat(ends).containsExactly(Relay.End.RESET);
  }

  @Test
  void byte_in_either_direction_keeps_the_relay_alive() throws IOException {
    watch(TIMEOUT);

    for (SocketPair side : List.of(client, workload, client, workload)) {
      pass(TIMEOUT.minus(STEP));
      long before = relay.upstreamBytes() + relay.downstreamBytes();
      side.far().getOutputStream().write(1);
      steps.stepUntil("the byte", () -> relay.upstreamBytes() + relay.downstreamBytes() > before);
    }
    assertThat(ends).isEmpty();

    pass(TIMEOUT.plus(STEP.multipliedBy(2)));
    assertThat(ends).containsExactly(Relay.End.RESET);
  }

  @Test
  void slow_receiver_that_takes_what_waits_keeps_the_relay_alive() throws IOException {
    HeldEndpoint slow = new HeldEndpoint(workload.near()).takes(0);
    relay = new Relay(new SocketEndpoint(client.near()), slow, new BufferPool(), ends::add);
    watch(TIMEOUT);
    client.far().getOutputStream().write(new byte[10]);
    steps.stepUntil("bytes to wait", () -> relay.waitingBytes() == 10);

    for (int left = 9; left > 0; left--) {
      pass(TIMEOUT.minus(STEP));
      slow.takes(1);
      steps.step();
      assertThat(relay.waitingBytes()).isEqualTo(left);
    }
    assertThat(ends).isEmpty();

    pass(TIMEOUT.plus(STEP.multipliedBy(2)));
    assertThat(ends).containsExactly(Relay.End.RESET);
  }

  @Test
  void timeout_of_zero_never_ends_a_relay() {
    IdleWatch watch = watch(Duration.ZERO);

    steps.advance(Duration.ofDays(1));

    assertThat(ends).isEmpty();
    assertThat(watch.watched()).isZero();
  }

  @Test
  void relay_that_has_ended_is_forgotten() throws IOException {
    IdleWatch watch = watch(TIMEOUT);
    client.far().close();
    workload.far().close();
    steps.stepUntil("the end", () -> !ends.isEmpty());

    pass(STEP);

    assertThat(watch.watched()).isZero();
    assertThat(ends).containsExactly(Relay.End.CLOSED);
  }

  private IdleWatch watch(Duration timeout) {
    IdleWatch watch = new IdleWatch(steps.loop(), timeout.toNanos());
    watch.watch(relay);
    relay.start();
    return watch;
  }

  /** Lets time pass in small steps, as a loop that runs all the time would see it. */
  private void pass(Duration time) {
    for (long left = time.dividedBy(STEP); left > 0; left--) {
      steps.advance(STEP);
    }
  }
}
