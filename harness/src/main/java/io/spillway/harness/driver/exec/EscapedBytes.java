package io.spillway.harness.driver.exec;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Bytes written as text: UTF-8, with {@code \n \r \t \0 \\} and {@code \xHH}. Pure. */
final class EscapedBytes {

  private static final String NAMES = "nrt0\\";
  private static final byte[] VALUES = {'\n', '\r', '\t', 0, '\\'};
  private static final int HEX_DIGITS = 2;
  private static final int HEX = 16;

  private EscapedBytes() {}

  /**
   * {@return the bytes}
   *
   * @throws IllegalArgumentException if the text is empty or has another escape; the message says
   *     at which character, from 1
   */
  static byte[] parse(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("it has no byte; leave it out if there is no question");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int at = 0;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (c != '\\') {
        bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
        at += Character.charCount(c);
      } else if (isHex(text, at)) {
        bytes.write(Integer.parseInt(text.substring(at + 2, at + 2 + HEX_DIGITS), HEX));
        at += 2 + HEX_DIGITS;
      } else {
        int name = at + 1 < text.length() ? NAMES.indexOf(text.charAt(at + 1)) : -1;
        if (name < 0) {
          throw new IllegalArgumentException(
              "at character %d is none of the escapes \\n \\r \\t \\0 \\\\ \\xHH"
                  .formatted(at + 1));
        }
        bytes.write(VALUES[name]);
        at += 2;
      }
    }
    return bytes.toByteArray();
  }

  private static boolean isHex(String text, int at) {
    return text.regionMatches(at, "\\x", 0, 2)
        && at + 2 + HEX_DIGITS <= text.length()
        && text.substring(at + 2, at + 2 + HEX_DIGITS).matches("[0-9A-Fa-f]+");
  }
}
