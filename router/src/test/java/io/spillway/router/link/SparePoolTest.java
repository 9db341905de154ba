package io.spillway.router.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.router.loop.StepLoop;
import io.spillway.router.relay.Connection;
import io.spillway.router.relay.SocketPair;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SparePoolTest {

  private static final Duration EXPIRY = Duration.ofSeconds(5);

  private final StepLoop steps = new StepLoop();
  private final List<Integer> asked = new ArrayList<>();
  private final SparePool pool =
      new SparePool(steps.loop(), 2, OptionalLong.of(EXPIRY.toNanos()), asked::add);
  private final List<SocketPair> pairs = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    steps.close();
    for (SocketPair pair : pairs) {
      pair.close();
    }
  }

  @Test
  void pool_of_a_link_that_is_not_used_keeps_one_connection() throws IOException {
    pool.refill();
    pool.refill();
    assertThat(asked).containsExactly(1);

    pool.offer(connection());
    pool.refill();
    assertThat(asked).containsExactly(1);
    assertThat(pool.idle()).isEqualTo(1);
  }

  @Test
  void spare_connection_is_given_at_once_and_from_then_on_all_are_kept() throws IOException {
    pool.refill();
    pool.offer(connection());
    Request request = new Request();

    pool.acquire(request);
    assertThat(request.got).hasSize(1);
    assertThat(asked).containsExactly(1, 2);

    pool.offer(connection());
    pool.offer(connection());
    pool.refill();
    assertThat(asked).containsExactly(1, 2);
    assertThat(pool.idle()).isEqualTo(2);
  }

  @Test
  void those_who_wait_are_served_in_order_and_those_who_left_are_passed_over() throws IOException {
    Request first = new Request();
    Request left = new Request();
    Request last = new Request();
    pool.acquire(first);
    pool.acquire(left);
    pool.acquire(last);
    left.wanted = false;

    pool.offer(connection());
    pool.offer(connection());

    assertThat(asked).containsExactly(3, 1, 1);
    assertThat(first.got).hasSize(1);
    assertThat(left.got).isEmpty();
    assertThat(last.got).hasSize(1);
  }

  @Test
  void failed_supply_is_asked_for_again_after_a_pause() {
    pool.refill();
    pool.failed(new IOException("refused, in a test"));
    pool.refill();
    assertThat(asked).containsExactly(1);

    steps.advance(Duration.ofNanos(SparePool.PAUSE_NANOS));
    assertThat(asked).containsExactly(1, 1);
  }

  @Test
  void those_who_wait_are_turned_away_when_nothing_is_under_way_for_them_any_more() {
    Request first = new Request();
    Request left = new Request();
    pool.acquire(first);
    pool.acquire(left);
    left.wanted = false;
    assertThat(asked).containsExactly(3, 1);
    IOException cause = new IOException("refused, in a test");

    for (int i = 0; i < 3; i++) {
      pool.failed(cause);
      assertThat(first.failures).isEmpty();
    }
    pool.failed(cause);

    assertThat(first.failures).containsExactly(cause);
    assertThat(left.failures).isEmpty();
  }

  @Test
  void who_comes_during_the_pause_after_a_failure_is_served_by_the_next_supply()
      throws IOException {
    pool.refill();
    pool.failed(new IOException("refused, in a test"));
    Request late = new Request();
    pool.acquire(late);
    assertThat(asked).containsExactly(1);

    steps.advance(Duration.ofNanos(SparePool.PAUSE_NANOS));
    assertThat(asked).containsExactly(1, 3);
    pool.offer(connection());
    assertThat(late.got).hasSize(1);
    assertThat(late.failures).isEmpty();
  }

  @Test
  void supply_that_never_comes_is_asked_for_again() {
    pool.refill();

    steps.advance(EXPIRY.minusNanos(1));
    assertThat(asked).containsExactly(1);
    steps.advance(Duration.ofNanos(1));

    assertThat(asked).containsExactly(1, 1);
  }

  @Test
  void what_was_asked_for_later_than_the_rest_is_not_asked_for_again_with_it() {
    pool.refill();
    steps.advance(Duration.ofSeconds(1));
    pool.acquire(new Request());
    assertThat(asked).containsExactly(1, 2);

    steps.advance(EXPIRY.minusSeconds(1));
    assertThat(asked).containsExactly(1, 2, 1);
    steps.advance(Duration.ofSeconds(1));
    assertThat(asked).containsExactly(1, 2, 1, 2);
  }

  @Test
  void one_that_is_lost_is_asked_for_again_though_others_come_all_the_time() throws IOException {
    pool.acquire(new Request());
    for (int seconds = 0; seconds < EXPIRY.toSeconds(); seconds++) {
      pool.acquire(new Request());
      steps.advance(Duration.ofSeconds(1));
      if (seconds < EXPIRY.toSeconds() - 1) {
        pool.offer(connection());
      }
    }

    assertThat(asked).containsExactly(3, 1, 1, 1, 1, 1, 3);
  }

  @Test
  void supplier_that_tells_of_every_failure_is_not_asked_twice_for_those_who_wait_long() {
    SparePool dialling = new SparePool(steps.loop(), 2, OptionalLong.empty(), asked::add);
    Request slow = new Request();
    dialling.acquire(slow);

    steps.advance(Duration.ofSeconds(30));
    slow.wanted = false; // and comes again
    dialling.acquire(new Request());

    assertThat(asked).containsExactly(3);
  }

  @Test
  void pool_that_is_held_asks_for_nothing_and_lets_nobody_wait_until_it_is_released()
      throws IOException {
    IOException cause = new IOException("blocked, in a test");
    pool.offer(connection());
    Request first = new Request();
    Request waiting = new Request();
    pool.acquire(first);
    pool.acquire(waiting);
    assertThat(asked).containsExactly(2, 1);

    pool.hold(cause);
    Request late = new Request();
    pool.acquire(late);
    steps.advance(EXPIRY);

    assertThat(first.got).hasSize(1);
    assertThat(waiting.failures).containsExactly(cause);
    assertThat(late.failures).containsExactly(cause);
    assertThat(asked).containsExactly(2, 1);
    pool.release();
    assertThat(asked).containsExactly(2, 1, 2);
  }

  @Test
  void spare_connection_that_ends_is_replaced() throws IOException {
    pool.refill();
    pool.offer(connection());

    pairs.get(0).far().close();
    steps.stepUntil("the end to be noticed", () -> pool.idle() == 0);
    steps.advance(Duration.ofNanos(SparePool.PAUSE_NANOS));

    assertThat(asked).containsExactly(1, 1);
  }

  @Test
  void spare_connection_that_is_not_used_for_long_is_closed_and_replaced() throws IOException {
    pool.refill();
    Connection old = connection();
    pool.offer(old);

    steps.advance(Duration.ofNanos(SparePool.MAX_IDLE_NANOS - 1));
    assertThat(old.isClosed()).isFalse();
    steps.advance(Duration.ofNanos(1));

    assertThat(old.isClosed()).isTrue();
    assertThat(asked).containsExactly(1, 1);
  }

  @Test
  void each_spare_connection_is_closed_at_its_own_age() throws IOException {
    Connection first = connection();
    Connection second = connection();
    pool.offer(first);
    steps.advance(Duration.ofSeconds(20));
    pool.offer(second);

    steps.advance(Duration.ofNanos(SparePool.MAX_IDLE_NANOS).minusSeconds(20));
    assertThat(first.isClosed()).isTrue();
    assertThat(second.isClosed()).isFalse();
    steps.advance(Duration.ofSeconds(20));
    assertThat(second.isClosed()).isTrue();
  }

  @Test
  void youngest_spare_connection_is_given_first() throws IOException {
    Connection old = connection();
    Connection young = connection();
    pool.offer(old);
    pool.offer(young);
    Request first = new Request();
    Request second = new Request();

    pool.acquire(first);
    pool.acquire(second);

    assertThat(first.got).containsExactly(young);
    assertThat(second.got).containsExactly(old);
    steps.advance(Duration.ofNanos(SparePool.MAX_IDLE_NANOS));
    assertThat(old.isClosed()).as("closed while it is used").isFalse();
  }

  @Test
  void closing_turns_away_who_waits_and_closes_what_is_idle() throws IOException {
    Request waiting = new Request();
    pool.offer(connection());
    pool.acquire(new Request());
    pool.acquire(waiting);
    pool.offer(connection());
    pool.offer(connection());
    Request late = new Request();
    pool.acquire(late);
    Request later = new Request();
    pool.acquire(later);

    pool.close(new IOException("the link is down, in a test"));

    assertThat(waiting.got).hasSize(1);
    assertThat(late.got).hasSize(1);
    assertThat(later.failures).hasSize(1);
    assertThat(pool.idle()).isZero();
  }

  private Connection connection() throws IOException {
    SocketPair pair = SocketPair.at(steps.loop());
    pairs.add(pair);
    return pair.near();
  }

  private static final class Request implements StreamRequest {
    private final List<Connection> got = new ArrayList<>();
    private final List<IOException> failures = new ArrayList<>();
    private boolean wanted = true;

    @Override
    public boolean isWanted() {
      return wanted;
    }

    @Override
    public void ready(Connection connection) {
      got.add(connection);
    }

    @Override
    public void failed(IOException cause) {
      failures.add(cause);
    }
  }
}
