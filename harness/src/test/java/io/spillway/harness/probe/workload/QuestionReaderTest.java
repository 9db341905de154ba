package io.spillway.harness.probe.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuestionReaderTest {

  private static final String BANNER = "spillway/1 west backend 7\n";

  private final QuestionReader reader =
      new QuestionReader(BANNER.getBytes(StandardCharsets.US_ASCII));

  @Test
  void question_isEchoedAndAnswered() {
    assertThat(answer("spillway/1 who? 12\n")).isEqualTo("spillway/1 who? 12\n" + BANNER);
  }

  @Test
  void severalQuestions_betweenOtherBytes_areAnsweredEachInItsPlace() {
    assertThat(answer("a\nspillway/1 who? 1\nspillway/1 who? 2\nb\nspillway/1 wh"))
        .isEqualTo(
            "a\nspillway/1 who? 1\n"
                + BANNER
                + "spillway/1 who? 2\n"
                + BANNER
                + "b\nspillway/1 wh");
    assertThat(answer("o? 3\n")).isEqualTo("o? 3\n" + BANNER);
  }

  @Test
  void question_slicedIntoSingleBytes_isAnswered() {
    StringBuilder answers = new StringBuilder();
    for (char next : "spillway/1 who? 1\n".toCharArray()) {
      answers.append(answer(String.valueOf(next)));
    }

    assertThat(answers).hasToString("spillway/1 who? 1\n" + BANNER);
  }

  @Test
  void readWithoutAQuestion_isNotCopied() {
    ByteBuffer read = bytes("anything\nat all");

    assertThat(reader.answer(read)).isSameAs(read);
    assertThat(read.position()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " spillway/1 who? 1\n",
        "spillway/1 who? \n",
        "spillway/1 who? 1 \n",
        "spillway/1 who? 1x\n",
        "spillway/1 who? 1234567890\n",
        "spillway/1 who 1\n",
        "Spillway/1 who? 1\n"
      })
  void otherLine_isOnlyEchoed(String line) {
    assertThat(answer(line)).isEqualTo(line);
    assertThat(answer("spillway/1 who? 1\n"))
        .as("a question on the next line")
        .endsWith("\n" + BANNER);
  }

  @Test
  void questionOfTheClient_isWhatTheWorkloadLooksFor() {
    assertThat(new Question(999_999_999).encode())
        .isEqualTo("spillway/1 who? 999999999\n".getBytes(StandardCharsets.US_ASCII));
    assertThatThrownBy(() -> new Question(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a question's number must lie between 1 and 999999999, is 0");
  }

  private String answer(String read) {
    return StandardCharsets.US_ASCII.decode(reader.answer(bytes(read))).toString();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }
}
