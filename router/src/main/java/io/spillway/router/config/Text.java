package io.spillway.router.config;

import io.spillway.router.config.RouterConfigException.Problem;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Reads bytes as UTF-8, strictly. */
final class Text {

  private Text() {}

  /**
   * Decodes a file's bytes.
   *
   * @param bytes the bytes
   * @param source how errors call the file
   * @return the text
   * @throws RouterConfigException if they are not UTF-8; it names the first byte that is wrong
   */
  static String decode(byte[] bytes, String source) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length); // no character takes less than a byte
    CharsetDecoder strict = StandardCharsets.UTF_8.newDecoder();
    if (strict.decode(in, out, true).isError()) {
      throw new RouterConfigException(List.of(problem(in, out.flip(), source)));
    }
    return out.flip().toString();
  }

  private static Problem problem(ByteBuffer rest, CharBuffer before, String source) {
    long lines = 1 + before.chars().filter(c -> c == '\n').count();
    String what =
        String.format(
            Locale.ROOT, "byte 0x%02X at offset %d is not UTF-8", rest.get(), rest.position() - 1);
    return new Problem(
        source, (int) lines, what, "Save the file as UTF-8, without other encodings");
  }
}
