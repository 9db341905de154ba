package io.spillway.harness.driver.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EscapedBytesTest {

  @Test
  void escapes_becomeTheirBytesAndTheRestIsUtf8() {
    assertThat(EscapedBytes.parse("a\\n\\r\\t\\0\\\\\\x7F\\xfFé"))
        .containsExactly('a', '\n', '\r', '\t', 0, '\\', 0x7F, 0xFF, 0xC3, 0xA9);
  }

  @ParameterizedTest
  @CsvSource({"ab\\q,3", "\\x7,1", "\\xg0,1", "end\\,4"})
  void otherEscape_isRefusedWithItsPlace(String text, int place) {
    assertThatThrownBy(() -> EscapedBytes.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("at character " + place + " is none of the escapes \\n \\r \\t \\0 \\\\ \\xHH");
  }

  @Test
  void nothing_isNoQuestion() {
    assertThatThrownBy(() -> EscapedBytes.parse("")).hasMessageStartingWith("it has no byte");
  }
}
