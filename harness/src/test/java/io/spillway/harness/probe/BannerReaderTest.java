package io.spillway.harness.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.probe.workload.Banner;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BannerReaderTest {

  private static final Banner BANNER = new Banner("west", "backend", 12);

  private final BannerReader reader = new BannerReader();

  private Optional<Banner> feed(String text) {
    return reader.feed(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  @Test
  void banner_cutAnywhere_isRead() {
    String line = new String(BANNER.encode(), StandardCharsets.US_ASCII);
    for (int cut = 1; cut < line.length(); cut++) {
      BannerReader sliced = new BannerReader();
      ByteBuffer head = ByteBuffer.wrap(BANNER.encode(), 0, cut);
      ByteBuffer tail = ByteBuffer.wrap(BANNER.encode(), cut, line.length() - cut);

      assertThat(sliced.feed(head)).as("cut at %d", cut).isEmpty();
      assertThat(sliced.feed(tail)).as("cut at %d", cut).contains(BANNER);
    }
  }

  @Test
  void bytesAfterTheBanner_areLeft() {
    ByteBuffer read = ByteBuffer.allocate(100).put(BANNER.encode()).put((byte) 'x').flip();

    assertThat(reader.feed(read)).contains(BANNER);
    assertThat(read.remaining()).isEqualTo(1);
  }

  @Test
  void nothing_isSeenAsNothing() {
    assertThat(reader.seen()).isEmpty();
  }

  @Test
  void bannerThatIsNotFinished_isSeenAsSuch() {
    assertThat(feed("spillway/1 we")).isEmpty();
    assertThat(reader.seen()).isEqualTo("13 bytes of an unfinished banner: \"spillway/1 we\"");
  }

  @Test
  void otherLine_neverBecomesABanner() {
    assertThat(feed("HTTP/1.0 503\r\n")).isEmpty();
    assertThat(feed("spillway/1 west backend 12\n")).isEmpty();
    assertThat(reader.seen()).isEqualTo("41 bytes that are no banner: \"HTTP/1.0 503..\"");
  }

  @Test
  void endlessLine_isBoundedAndCounted() {
    assertThat(feed("x".repeat(511))).isEmpty();
    assertThat(reader.seen()).startsWith("511 bytes of an unfinished banner");
    assertThat(feed("x".repeat(1_000_000))).isEmpty();
    assertThat(reader.seen())
        .isEqualTo("1000511 bytes that are no banner: \"" + "x".repeat(60) + "\"");
  }
}
