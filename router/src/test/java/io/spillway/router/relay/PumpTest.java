package io.spillway.router.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PumpTest {

  private final BufferPool pool = new BufferPool();
  private final Script source = new Script();
  private final Script sink = new Script();
  private final Pump pump = new Pump(source, sink, pool);
  private final Pump opposite = new Pump(sink, source, pool);

  @AfterEach
  void no_buffer_is_left() {
    pump.close();
    assertThat(pool.outstanding()).isZero();
  }

  @Test
  void bytes_that_the_sink_takes_leave_no_buffer_behind() throws IOException {
    source.comes("abc");

    pump.turn(opposite);

    assertThat(sink.taken()).isEqualTo("abc");
    assertThat(pump.state()).isEqualTo(Pump.State.OPEN);
    assertThat(pump.wantsRead()).isTrue();
    assertThat(pump.wantsWrite()).isFalse();
    assertThat(pool.outstanding()).isZero();
  }

  @Test
  void short_write_stops_reading_until_the_rest_is_written() throws IOException {
    source.comes("abcdef").comes("ghi");
    sink.takes(2);

    pump.turn(opposite);
    assertThat(pump.wantsRead()).isFalse();
    assertThat(pump.wantsWrite()).isTrue();
    pump.turn(opposite);
    assertThat(sink.taken()).isEqualTo("ab");

    sink.takes(4);
    pump.turn(opposite);
    assertThat(sink.taken()).isEqualTo("abcdef");
    assertThat(pump.wantsRead()).isFalse();
    sink.takes(100);
    pump.turn(opposite);
    assertThat(sink.taken()).isEqualTo("abcdefghi");
    assertThat(pump.wantsRead()).isTrue();
  }

  @Test
  void end_of_the_source_is_passed_on() throws IOException {
    source.ends();

    pump.turn(opposite);

    assertThat(pump.state()).isEqualTo(Pump.State.HALF_CLOSED);
    assertThat(sink.finished).isTrue();
    assertThat(pump.hasEnded()).isTrue();
  }

  @Test
  void end_that_comes_with_the_last_bytes_is_passed_on_after_them() throws IOException {
    source.comes("abc").ends();
    source.endsWithBytes = true;
    sink.takes(1);

    pump.turn(opposite);
    assertThat(pump.state()).isEqualTo(Pump.State.DRAINING);
    assertThat(sink.finished).isFalse();

    sink.takes(2);
    pump.turn(opposite);
    assertThat(sink.taken()).isEqualTo("abc");
    assertThat(pump.state()).isEqualTo(Pump.State.HALF_CLOSED);
  }

  @Test
  void sink_is_told_whether_the_other_direction_has_ended_before() throws IOException {
    source.ends();
    sink.ends();

    pump.turn(opposite);
    opposite.turn(pump);

    assertThat(sink.toldLast).isFalse();
    assertThat(source.toldLast).isTrue();
  }

  @Test
  void reset_after_the_end_is_reported_where_the_source_can_tell() throws IOException {
    source.ends();
    source.tellsOfReset = true;
    pump.turn(opposite);
    assertThat(pump.state()).isEqualTo(Pump.State.HALF_CLOSED);
    assertThat(pump.wantsRead()).isTrue();

    source.breaks = true;

    assertThatThrownBy(() -> pump.turn(opposite)).isInstanceOf(IOException.class);
  }

  @Test
  void source_that_cannot_tell_is_not_read_after_its_end() throws IOException {
    source.ends();
    pump.turn(opposite);

    pump.turn(opposite);

    assertThat(pump.wantsRead()).isFalse();
    assertThat(source.reads).isEqualTo(1);
  }

  @Test
  void bytes_are_counted_when_they_are_read() throws IOException {
    source.comes("abc").comes("de");
    sink.takes(4);

    pump.turn(opposite);
    pump.turn(opposite);

    assertThat(pump.bytes()).isEqualTo(5);
  }

  @Test
  void end_that_the_sink_cannot_take_yet_keeps_draining() throws IOException {
    source.ends();
    sink.finishes = false;

    pump.turn(opposite);
    assertThat(pump.state()).isEqualTo(Pump.State.DRAINING);
    assertThat(pump.wantsWrite()).isTrue();
    assertThat(pump.hasEnded()).isFalse();

    sink.finishes = true;
    pump.turn(opposite);
    assertThat(pump.state()).isEqualTo(Pump.State.HALF_CLOSED);
    assertThat(pump.wantsWrite()).isFalse();
  }

  @Test
  void broken_sink_ends_this_direction_and_frees_the_buffer() throws IOException {
    source.comes("abc");
    sink.breaks = true;

    pump.turn(opposite);

    assertThat(pump.state()).isEqualTo(Pump.State.RESET);
    assertThat(pump.hasEnded()).isTrue();
    assertThat(pump.wantsRead()).isFalse();
    assertThat(pump.wantsWrite()).isFalse();
    assertThat(pool.outstanding()).isZero();
  }

  @Test
  void reset_of_the_source_is_reported_and_frees_the_buffer() {
    source.breaks = true;

    assertThatThrownBy(() -> pump.turn(opposite)).isInstanceOf(IOException.class);

    assertThat(pool.outstanding()).isZero();
  }

  @Test
  void closing_frees_a_buffer_that_waits() throws IOException {
    source.comes("abc");
    sink.takes(1);
    pump.turn(opposite);
    assertThat(pool.outstanding()).isEqualTo(1);

    pump.close();

    assertThat(pump.state()).isEqualTo(Pump.State.CLOSED);
    assertThat(pool.outstanding()).isZero();
  }

  @Test
  void rest_that_finds_no_memory_fails_the_stream_and_not_one_whose_sink_takes_all()
      throws IOException {
    BufferPool none = new BufferPool(new BufferBudget(0));
    Pump poor = new Pump(source, sink, none);
    source.comes("abc").comes("def");

    poor.turn(opposite);
    assertThat(sink.taken()).isEqualTo("abc");
    sink.takes(1);

    assertThatThrownBy(() -> poor.turn(opposite))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no buffer for a slow receiver");
    assertThat(none.outstanding()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void bytes_come_out_as_they_went_in_however_they_are_cut(long seed) throws IOException {
    Random random = new Random(seed);
    StringBuilder sent = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      String chunk = Integer.toString(random.nextInt()).repeat(1 + random.nextInt(5));
      sent.append(chunk);
      source.comes(chunk);
    }
    source.ends();

    int turns = 0;
    while (!pump.hasEnded()) {
      sink.takes(random.nextInt(60));
      pump.turn(opposite);
      assertThat(++turns).isLessThan(10_000);
    }

    assertThat(sink.taken()).isEqualTo(sent.toString());
  }

  /** An endpoint that does what it is told. */
  private static final class Script implements Endpoint {

    private final ArrayDeque<byte[]> coming = new ArrayDeque<>();
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private int capacity = Integer.MAX_VALUE;
    private boolean ended;
    private boolean breaks;
    private boolean finishes = true;
    private boolean finished;
    private boolean toldLast;
    private boolean allRead;
    private boolean endsWithBytes;
    private boolean tellsOfReset;
    private int reads;

    Script comes(String text) {
      coming.add(text.getBytes(StandardCharsets.UTF_8));
      return this;
    }

    void ends() {
      ended = true;
    }

    void takes(int bytes) {
      capacity = bytes;
    }

    String taken() {
      return taken.toString(StandardCharsets.UTF_8);
    }

    @Override
    public Connection connection() {
      throw new UnsupportedOperationException("a pump needs no connection");
    }

    @Override
    public void read(ByteBuffer target) throws IOException {
      check();
      int begin = target.position();
      reads++;
      if (!coming.isEmpty()) {
        target.put(coming.remove());
        allRead = ended && coming.isEmpty() && endsWithBytes;
      } else {
        allRead = ended;
      }
      target.flip().position(begin);
    }

    @Override
    public boolean hasEnded() {
      return allRead;
    }

    @Override
    public boolean tellsOfResetAfterEnd() {
      return tellsOfReset;
    }

    @Override
    public void write(ByteBuffer from) throws IOException {
      check();
      while (from.hasRemaining() && capacity > 0) {
        taken.write(from.get());
        capacity--;
      }
    }

    @Override
    public boolean finish(boolean last) {
      finished = finishes;
      toldLast = last;
      return finishes;
    }

    @Override
    public void reset() {}

    private void check() throws IOException {
      if (breaks) {
        throw new IOException("a break of the test");
      }
    }
  }
}
