package io.spillway.harness.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BannerTest {

  @Test
  void banner_isOneLineOfFourWords() {
    assertThat(new Banner("west", "app=backend", 17).encode())
        .isEqualTo("spillway/1 west app=backend 17\n".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void line_thatABannerWrote_saysTheSame() {
    assertThat(Banner.parse("spillway/1 west app=backend 17"))
        .contains(new Banner("west", "app=backend", 17));
  }

  @Test
  void longestBanner_fitsItsBound() {
    String longest = "x".repeat(200);

    assertThat(new Banner(longest, longest, 999_999_999_999_999_999L).encode())
        .hasSizeLessThanOrEqualTo(Banner.MAX_BYTES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "spillway/1 west backend",
        "spillway/1 west backend 0",
        "spillway/1 west backend -1",
        "spillway/1 west backend 1 ",
        "spillway/1  west backend 1",
        " spillway/1 west backend 1",
        "spillway/2 west backend 1",
        "spillway/1 west backend 1\r",
        "spillway/1 wést backend 1",
        "spillway/1 west backend 9999999999999999999",
        "HTTP/1.1 503 Service Unavailable"
      })
  void line_ofAnythingElse_isNoBanner(String line) {
    assertThat(Banner.parse(line)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "tab\t", "wést", "line\n"})
  void name_thatABannerCannotCarry_isRefused(String name) {
    assertThatThrownBy(() -> new Banner("west", name, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "workload must be 1 to 200 visible ASCII characters without spaces, is \""
                + name
                + "\"");
  }

  @Test
  void connection_countsFromOne() {
    assertThatThrownBy(() -> new Banner("west", "backend", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("connection must be at least 1, is 0");
  }
}
