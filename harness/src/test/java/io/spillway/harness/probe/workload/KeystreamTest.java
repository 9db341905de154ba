package io.spillway.harness.probe.workload;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeystreamTest {

  private final Keystream keystream = Keystream.of(42);

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 7, 8, 9, 1_000_003, 3_000_000_000L})
  void addTo_addsTheByteOfEachPosition_whereverItBegins(long from) {
    for (int length = 0; length < 40; length++) {
      ByteBuffer bytes = ByteBuffer.allocate(50).position(3).limit(3 + length);

      keystream.addTo(bytes, from);

      assertThat(bytes.position()).isEqualTo(3);
      for (int i = 0; i < length; i++) {
        assertThat(bytes.get(3 + i))
            .as("byte %d of %d", i, length)
            .isEqualTo(keystream.at(from + i));
      }
      assertThat(bytes.clear().get(3 + length)).as("what is behind the limit").isZero();
    }
  }

  @Test
  void addTo_twice_givesBackWhatWasThere() {
    byte[] text = "what was there, of a length that is no multiple of 8".getBytes(US_ASCII);
    ByteBuffer bytes = ByteBuffer.wrap(text.clone());

    keystream.addTo(bytes, 5);
    assertThat(bytes.array()).isNotEqualTo(text);
    keystream.addTo(bytes, 5);

    assertThat(bytes.array()).isEqualTo(text);
  }

  @Test
  void rows_ofNeighbours_differInAboutHalfOfTheirBits() {
    int n = 80_000;
    for (Keystream other :
        new Keystream[] {
          Keystream.of(43),
          Keystream.of(new Banner("west", "backend", 1)),
          Keystream.of(new Banner("west", "backend", 2))
        }) {
      int bits = 0;
      for (int i = 0; i < n; i++) {
        bits += Integer.bitCount((keystream.at(i) ^ other.at(i)) & 0xff);
      }
      assertThat(bits).isBetween(4 * n - 8 * n / 100, 4 * n + 8 * n / 100);
    }
  }
}
