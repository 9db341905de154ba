package io.spillway.router.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.router.LogLines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BufferPoolTest {

  private static final long BUDGET_BYTES = 4 * 1024 * 1024;

  private final BufferBudget budget = new BufferBudget(BUDGET_BYTES);
  private final BufferPool pool = new BufferPool(budget);
  private final List<ByteBuffer> kept = new ArrayList<>();

  @Test
  void reads_shrink_as_buffers_are_kept_so_that_many_slow_receivers_fit() throws IOException {
    int first = pool.shared().remaining();
    for (int i = 0; i < 512; i++) {
      keepAll();
    }

    assertThat(first).isGreaterThan(BufferPool.SMALLEST_BYTES);
    assertThat(pool.shared().limit())
        .isEqualTo(BufferPool.SMALLEST_BYTES - Endpoint.HEADROOM_BYTES);
    assertThat(kept.stream().mapToLong(ByteBuffer::capacity).sum())
        .isLessThanOrEqualTo(BUDGET_BYTES);
  }

  @Test
  void large_reads_are_back_when_the_buffers_are() throws IOException {
    int before = pool.shared().remaining();
    for (int i = 0; i < 512; i++) {
      keepAll();
    }

    kept.forEach(pool::release);

    assertThat(pool.shared().remaining()).isEqualTo(before);
  }

  @Test
  void bound_holds_and_a_buffer_that_comes_back_can_be_had_again() {
    assertThatThrownBy(this::keepForEver)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no buffer for a slow receiver")
        .hasMessageContaining("of 4194304 bytes");
    assertThat(kept.stream().mapToLong(ByteBuffer::capacity).sum()).isEqualTo(BUDGET_BYTES);
    assertThat(pool.outstanding()).isEqualTo(kept.size());

    pool.release(kept.remove(kept.size() - 1));

    assertThatCode(this::keepAll).doesNotThrowAnyException();
  }

  @Test
  void want_of_memory_is_logged_with_the_remedy_and_once_until_there_is_room_again() {
    try (LogLines log = new LogLines(BufferPool.class)) {
      assertThatThrownBy(this::keepForEver).isInstanceOf(IOException.class);
      assertThatThrownBy(this::keepAll).isInstanceOf(IOException.class);
      assertThat(log.warnings())
          .containsExactly(
              "streams to slow receivers are reset: the buffers for slow receivers hold 4194304 of"
                  + " 4194304 bytes. Give the JVM more memory (-Xmx), or bound the connections per"
                  + " listener.");

      kept.forEach(pool::release);
      kept.clear();
      assertThatThrownBy(this::keepForEver).isInstanceOf(IOException.class);
      assertThat(log.warnings()).hasSize(2);
    }
  }

  @Test
  void pools_of_all_loops_share_one_budget() {
    assertThatThrownBy(this::keepForEver).isInstanceOf(IOException.class);
    BufferPool other = new BufferPool(budget);

    assertThatThrownBy(() -> other.keep(other.shared())).isInstanceOf(IOException.class);
    assertThat(other.outstanding()).isZero();
  }

  @Test
  void read_with_plenty_of_memory_fills_the_shared_buffer() {
    BufferPool rich = new BufferPool(new BufferBudget(1L << 30));

    assertThat(rich.shared().limit()).isEqualTo(BufferPool.SHARED_BYTES - Endpoint.HEADROOM_BYTES);
  }

  /** As a read does that fills what it is given, for a receiver that takes nothing. */
  private void keepAll() throws IOException {
    kept.add(pool.keep(pool.shared()));
  }

  private void keepForEver() throws IOException {
    while (kept.size() < BUDGET_BYTES) {
      keepAll();
    }
  }
}
