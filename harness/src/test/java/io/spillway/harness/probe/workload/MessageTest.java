package io.spillway.harness.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {

  @Test
  void message_isOneLineWithItsNumber() {
    assertThat(new Message(17).encode())
        .isEqualTo("spillway/1 message 17\n".getBytes(StandardCharsets.US_ASCII));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 60_000, Integer.MAX_VALUE})
  void bytesThatAMessageWrote_areThatMessage_andFitTheBound(int number) {
    byte[] bytes = new Message(number).encode();

    assertThat(Message.parse(new String(bytes, StandardCharsets.US_ASCII)))
        .contains(new Message(number));
    assertThat(bytes).hasSizeLessThanOrEqualTo(Message.MAX_BYTES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "spillway/1 message 17",
        "spillway/1 message \n",
        "spillway/1 message -1\n",
        "spillway/1 message 017\n",
        "spillway/1 message 2147483648\n",
        "pillway/1 message 17\n",
        "spillway/1 message 17\n\n",
        "spillway/1 message 17\nspillway/1 message 17\n",
        "spillway/1 massage 17\n"
      })
  void anythingElse_isNoMessage(String bytes) {
    assertThat(Message.parse(bytes)).isEmpty();
  }

  @Test
  void numberBelow0_isRefused() {
    assertThatThrownBy(() -> new Message(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a message's number must be at least 0, is -1");
  }
}
