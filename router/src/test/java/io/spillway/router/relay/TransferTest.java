package io.spillway.router.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TransferTest {

  private final Transfer transfer = new Transfer(new Empty());

  @Test
  void bytes_given_back_come_before_those_that_wait() throws IOException {
    transfer.unread(text("def"));
    transfer.unread(text("abc"));
    assertThat(read(4)).isEqualTo("abcd");

    transfer.unread(text("cd"));
    transfer.unread(text("xyzab"));

    assertThat(read(2)).isEqualTo("xy");
    transfer.unread(text("y"));
    assertThat(read(100)).isEqualTo("yzabcdef");
    assertThat(transfer.holdsInput()).isFalse();
    transfer.unread(text("g"));
    assertThat(read(100)).isEqualTo("g");
  }

  @Test
  @Timeout(20)
  void giving_back_costs_no_more_when_much_waits() throws IOException {
    // 8 MiB in pieces of 512 bytes, of which 500 are given back: copying all of it each time would
    // move terabytes.
    transfer.unread(ByteBuffer.allocate(8 * 1024 * 1024));
    ByteBuffer piece = ByteBuffer.allocate(512);
    long pieces = 0;
    while (transfer.holdsInput()) {
      transfer.read(piece.clear());
      transfer.unread(piece.flip().position(Math.min(12, piece.limit())));
      pieces++;
    }

    assertThat(pieces).isEqualTo((8 * 1024 * 1024 + 11) / 12);
  }

  private String read(int bytes) throws IOException {
    ByteBuffer target = ByteBuffer.allocate(bytes);
    transfer.read(target);
    return StandardCharsets.US_ASCII.decode(target.flip()).toString();
  }

  private static ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** A wire that gives nothing, so that all comes from what was given back. */
  private static final class Empty implements Wire {
    @Override
    public int read(ByteBuffer target) {
      return 0;
    }

    @Override
    public boolean holdsInput() {
      return false;
    }

    @Override
    public void write(ByteBuffer source) {}

    @Override
    public boolean holdsOutput() {
      return false;
    }

    @Override
    public void close() {}
  }
}
