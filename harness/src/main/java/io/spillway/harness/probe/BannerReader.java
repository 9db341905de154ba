package io.spillway.harness.probe;

import io.spillway.harness.probe.workload.Banner;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Collects the first line of a connection, however it is sliced, and keeps what it needs for an
 * error when it is none of ours. Its memory is bounded by {@link Banner#MAX_BYTES}.
 */
final class BannerReader {

  private static final int SHOWN_BYTES = 60;

  private byte[] line = new byte[64];
  private int length;
  private long bytes;
  private boolean foreign;

  /**
   * Takes what was read.
   *
   * @param read consumed up to the end of the banner, or in full
   * @return the banner, once its line has ended
   */
  Optional<Banner> feed(ByteBuffer read) {
    while (read.hasRemaining() && !foreign) {
      byte next = read.get();
      bytes++;
      if (next == '\n') {
        Optional<Banner> banner =
            Banner.parse(new String(line, 0, length, StandardCharsets.ISO_8859_1));
        foreign = banner.isEmpty();
        if (!foreign) {
          return banner;
        }
      }
      append(next);
    }
    bytes += read.remaining();
    read.position(read.limit());
    return Optional.empty();
  }

  private void append(byte next) {
    if (length == line.length) {
      line = Arrays.copyOf(line, Banner.MAX_BYTES);
    }
    line[length++] = next;
    foreign |= length == Banner.MAX_BYTES;
  }

  /** {@return what came instead of a banner, in words; empty if nothing came} */
  String seen() {
    if (bytes == 0) {
      return "";
    }
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < Math.min(length, SHOWN_BYTES); i++) {
      shown.append(line[i] >= ' ' && line[i] <= '~' ? (char) line[i] : '.');
    }
    return bytes
        + (foreign ? " bytes that are no banner: \"" : " bytes of an unfinished banner: \"")
        + shown
        + "\"";
  }
}
