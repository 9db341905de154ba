package io.spillway.harness.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BulkTest {

  private static final Banner BANNER = new Banner("west", "backend", 3);
  private static final int ODD_BYTES = 9_973;

  @Test
  void size_isDrawnForEachConnection_andMoreThanASocketTakesByItself() {
    int socket = 4 << 20;
    assertThat(IntStream.range(0, 1_000).map(i -> Bulk.of(new Message(i)).bytes()))
        .allMatch(bytes -> bytes >= Bulk.LEAST_BYTES && bytes > socket && bytes < 6_700_000)
        .anyMatch(bytes -> bytes < 5_000_000)
        .anyMatch(bytes -> bytes > 6_400_000);
  }

  @Test
  void whatIsWritten_inWhateverPieces_isWhatIsRead_inOthers() throws IOException {
    ByteBuffer written = ByteBuffer.wrap(written(BANNER));
    byte[] line = new byte[BANNER.encode().length];
    written.get(line);
    assertThat(new String(line, StandardCharsets.US_ASCII))
        .isEqualTo("spillway/1 west backend 3\n");

    BulkReading reading = new BulkReading(Bulk.of(BANNER));
    while (written.hasRemaining()) {
      assertThat(reading.isWhole()).isFalse();
      byte[] piece = new byte[Math.min(ODD_BYTES, written.remaining())];
      written.get(piece);
      reading.take(ByteBuffer.wrap(piece));
    }
    assertThat(reading.isWhole()).isTrue();
    assertThat(reading.verifiedBytes()).isEqualTo(reading.bytes());
  }

  @Test
  void byteThatIsWrong_orOneTooMany_isFound() {
    Bulk bulk = Bulk.of(BANNER);
    ByteBuffer all = ByteBuffer.allocate(bulk.bytes() + 1);
    bulk.fill(all, 0);
    BulkReading tooMany = new BulkReading(bulk);
    tooMany.take(ByteBuffer.wrap(all.array().clone()));
    assertThat(tooMany.firstBadOffset()).isEqualTo(OptionalLong.of(bulk.bytes()));
    assertThat(tooMany.isWhole()).isFalse();
    assertThat(tooMany.mismatch()).isEqualTo("what came there was one too many");

    all.array()[1_234_567] ^= 1;
    BulkReading wrong = new BulkReading(bulk);
    wrong.take(ByteBuffer.wrap(all.array(), 0, bulk.bytes()));
    assertThat(wrong.firstBadOffset()).isEqualTo(OptionalLong.of(1_234_567));
    assertThat(wrong.verifiedBytes()).isEqualTo(1_234_567);
  }

  @Test
  void bytesThatAreLeftOut_orComeTwice_areToldByWhereTheNextOnesBelong() {
    Bulk bulk = Bulk.of(BANNER);
    assertThat(mismatch(bulk, 24_473, 28_569))
        .isEqualTo("what came there belongs 4,096 bytes later");
    assertThat(mismatch(bulk, 24_473, 24_470)).isEqualTo("what came there belongs 3 bytes before");
    assertThat(mismatch(bulk, 24_473, 24_473)).isEmpty();
  }

  /** Of an answer that goes on at another place than the one at which it was left. */
  private static String mismatch(Bulk bulk, int left, int goesOn) {
    ByteBuffer all = ByteBuffer.allocate(bulk.bytes());
    bulk.fill(all, 0);
    BulkReading reading = new BulkReading(bulk);
    reading.take(ByteBuffer.wrap(all.array().clone(), 0, left));
    reading.take(ByteBuffer.wrap(all.array().clone(), goesOn, 1_000));
    return reading.mismatch();
  }

  @Test
  void anothersBytes_areNotTakenForItsOwn() {
    BulkReading reading = new BulkReading(Bulk.of(new Message(1)));
    ByteBuffer others = ByteBuffer.allocate(100);
    Bulk.of(new Message(2)).fill(others, 0);

    reading.take(others);

    assertThat(reading.mismatch()).isEqualTo("what came there belongs to no place of it");

    assertThat(reading.firstBadOffset()).isPresent();
    assertThat(others.hasRemaining()).isFalse();
  }

  private static byte[] written(Banner banner) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BulkWriting writing = new BulkWriting(banner.encode(), Bulk.of(banner));
    try (WritableByteChannel channel = Channels.newChannel(out)) {
      assertThat(writing.write(new Reluctant(channel))).isFalse();
      assertThat(writing.write(channel)).isTrue();
    }
    return out.toByteArray();
  }

  /** Takes a few bytes, and then none. */
  private static final class Reluctant implements WritableByteChannel {
    private final WritableByteChannel channel;
    private int left = ODD_BYTES;

    Reluctant(WritableByteChannel channel) {
      this.channel = channel;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      int limit = source.limit();
      source.limit(source.position() + Math.min(left, source.remaining()));
      int written = channel.write(source);
      source.limit(limit);
      left -= written;
      return written;
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
