package io.spillway.harness.history.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.History;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {

  private static final String HEADER =
      """
      {"spillway":"history/1","scenario":"s","seed":1,"environment":{},"workloads":[]}
      """;
  private static final String PHASE =
      """
      {"phase":{"name":"p","attributes":{},"startNanos":0}}
      """;
  private static final String ATTEMPT =
      """
      {"attempt":{"index":0,"phase":"p","prober":"held","site":"wést","listener":"b","dueNanos":5,\
      "closedNanos":9,"outcome":"timed-out","detail":"5,000 ms"}}
      """;

  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return file(text.getBytes(StandardCharsets.UTF_8));
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("h.jsonl"), bytes);
  }

  @Test
  void file_cutAtAnyByteAfterTheHeader_readsUpToThereAndSaysSo() throws IOException {
    byte[] whole = (HEADER + PHASE + ATTEMPT).getBytes(StandardCharsets.UTF_8);
    for (int length = HEADER.length() + 1; length < whole.length; length++) {
      History read = HistoryFile.read(file(Arrays.copyOf(whole, length)));

      assertThat(read.attempts()).as("cut at %d", length).isEmpty();
      assertThat(read.troubles())
          .as("cut at %d", length)
          .singleElement()
          .satisfies(trouble -> assertThat(trouble.kind()).isEqualTo("interrupted"));
    }
    assertThat(HistoryFile.read(file(whole)).attempts())
        .extracting(Attempt::site)
        .containsExactly("wést");
  }

  @Test
  void file_cutInALine_namesTheLine() throws IOException {
    History read = HistoryFile.read(file(HEADER + PHASE + ATTEMPT + "{\"attem"));

    assertThat(read.troubles().get(0).description())
        .contains("h.jsonl is cut in the middle of line 4");
    assertThat(read.phase("p").endNanos()).isEqualTo(9);
  }

  @Test
  void file_withItsEndLine_hasNoTrouble() throws IOException {
    History read = HistoryFile.read(file(HEADER + PHASE + "{\"end\":{\"atNanos\":11}}\n"));

    assertThat(read.troubles()).isEmpty();
    assertThat(read.phase("p").endNanos()).isEqualTo(11);
  }

  @Test
  void file_ofAnotherVersion_isRefusedByName() throws IOException {
    Path file = file(HEADER.replace("history/1", "history/2"));

    assertThatThrownBy(() -> HistoryFile.read(file))
        .isInstanceOf(HistoryFormatException.class)
        .hasMessageContaining(
            "h.jsonl line 1 says version history/2, this Spillway reads history/1");
  }

  @Test
  void file_empty_isRefused() throws IOException {
    Path file = file("");

    assertThatThrownBy(() -> HistoryFile.read(file))
        .isInstanceOf(HistoryFormatException.class)
        .hasMessageContaining("has no complete first line");
  }

  @Test
  void file_ofSomethingElse_isRefused() throws IOException {
    assertRefused("{\"a\":1}\n", "line 1 is not the first line of a Spillway history");
    assertRefused("hello\n", "line 1 is not JSON");
  }

  @Test
  void line_thatMakesNoSense_isRefusedWithItsNumber() throws IOException {
    assertRefused(HEADER + "\n", "line 2 must be an object with one member");
    assertRefused(HEADER + "[]\n", "line 2 must be an object with one member");
    assertRefused(HEADER + "{\"phase\":null}\n", "line 2 must be an object with one member");
    assertRefused(HEADER + PHASE + "{\"packet\":{}}\n", "line 3 is a \"packet\", which");
    assertRefused(HEADER + PHASE + "{\"trouble\":{\n", "line 3 is not JSON");
    assertRefused(HEADER + "{\"end\":{\"atNanos\":1}}\n" + PHASE, "line 3 comes after the end");
  }

  @Test
  void line_withAMemberTooManyOrTooFew_isRefusedWithTheMember() throws IOException {
    assertRefused(HEADER + "{\"end\":{\"atNanos\":1,\"x\":2}}\n", "\"x\"");
    assertRefused(HEADER + "{\"end\":{}}\n", "atNanos");
    assertRefused(HEADER + ATTEMPT.replace("\"phase\":\"p\",", ""), "phase");
    assertRefused(HEADER + ATTEMPT.replace("timed-out", "vanished"), "vanished");
    assertRefused(HEADER + ATTEMPT.replace("timed-out", "served"), "is SERVED and served by");
    assertRefused(HEADER + ATTEMPT.replace("\"index\":0", "\"index\":0,\"index\":1"), "index");
  }

  private void assertRefused(String text, String words) throws IOException {
    Path file = file(text);
    assertThatThrownBy(() -> HistoryFile.read(file))
        .isInstanceOf(HistoryFormatException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(words);
  }

  @Test
  void file_missing_isNamed() {
    Path missing = folder.resolve("missing.jsonl");

    assertThatThrownBy(() -> HistoryFile.read(missing))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("missing.jsonl cannot be read");
  }
}
