package io.spillway.harness.history.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Receipt;
import io.spillway.harness.history.StreamEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {

  private static final String HEADER =
      """
      {"spillway":"history/3","scenario":"s","seed":1,"environment":{},"workloads":[]}
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

  private static final String STREAM =
      """
      {"stream":{"phase":"p","site":"west","listener":"far",\
      "servedAtStart":{"site":"east","workload":"b","connection":7},\
      "servedAtEnd":{"site":"north","workload":"b","connection":1},\
      "fromNanos":5,"endNanos":30,"sentBytes":1000,"verifiedBytes":640,"firstBadOffset":640,\
      "longestStallNanos":12,"longestRoundTripNanos":15,"ending":"released","detail":""}}
      """;

  private static final String RECEIPT =
      """
      {"receipt":{"by":{"site":"east","workload":"b","connection":7},"bytes":22,"message":41}}
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
  void file_ofVersion1_isReadAsOneWithoutStreams() throws IOException {
    History read =
        HistoryFile.read(file(HEADER.replace("history/3", "history/1") + PHASE + ATTEMPT));

    assertThat(read.attempts()).hasSize(1);
    assertThat(read.streams()).isEmpty();
    assertThat(read.receipts()).isEmpty();
  }

  @Test
  void file_ofVersion2_isReadAsOneWithoutMessages() throws IOException {
    History read =
        HistoryFile.read(file(HEADER.replace("history/3", "history/2") + PHASE + ATTEMPT + STREAM));

    assertThat(read.attempts()).extracting(Attempt::message).containsExactly(OptionalInt.empty());
    assertThat(read.streams()).hasSize(1);
    assertThat(read.receipts()).isEmpty();
  }

  @Test
  void messageAndReceipt_areReadAsTheyWereWritten() throws IOException {
    History read =
        HistoryFile.read(
            file(
                HEADER
                    + PHASE
                    + ATTEMPT.replace("\"index\":0", "\"index\":0,\"message\":41")
                    + RECEIPT
                    + RECEIPT.replace(",\"message\":41", "")));

    assertThat(read.attempts()).extracting(Attempt::message).containsExactly(OptionalInt.of(41));
    var by = new Attempt.Served("east", "b", 7);
    assertThat(read.receipts())
        .containsExactly(
            new Receipt(by, 22, OptionalInt.of(41)), new Receipt(by, 22, OptionalInt.empty()));
  }

  @Test
  void receipt_thatMakesNoSense_isRefused() throws IOException {
    assertRefused(
        HEADER + RECEIPT.replace("\"bytes\":22", "\"bytes\":0"), "bytes, must be at least 1");
    assertRefused(HEADER + RECEIPT.replace("41", "\"x\""), "message");
  }

  @Test
  void file_ofVersion2_isReadAsOneThatDoesNotSayWhatItsGateAskedFor() throws IOException {
    String purpose = ",\"purpose\":{\"spillway\":\"0\",\"rulebook\":\"0\",\"questions\":[]}}";
    String header = HEADER.replace("history/3", "history/2").replace("[]}", "[]" + purpose);

    Optional<Purpose> read = HistoryFile.readWithPurpose(file(header + PHASE)).purpose();

    assertThat(read).contains(new Purpose("0", "0", List.of(), Optional.empty()));
  }

  @Test
  void stream_isReadAsItWasWritten() throws IOException {
    History read = HistoryFile.read(file(HEADER + PHASE + STREAM));

    assertThat(read.streams("p"))
        .containsExactly(
            new StreamEvent(
                "p",
                "west",
                "far",
                new Attempt.Served("east", "b", 7),
                new Attempt.Served("north", "b", 1),
                5,
                30,
                1_000,
                640,
                OptionalLong.of(640),
                12,
                15,
                StreamEvent.Ending.RELEASED,
                ""));
    assertThat(read.phase("p").endNanos()).as("the last time that the file names").isEqualTo(30);
  }

  @Test
  void stream_thatMakesNoSense_isRefused() throws IOException {
    assertRefused(HEADER + STREAM.replace("released", "vanished"), "vanished");
    assertRefused(
        HEADER + STREAM.replace("\"sentBytes\":1000", "\"sentBytes\":1"), "verified 640 of 1");
    assertRefused(HEADER + STREAM.replace("\"endNanos\":30", "\"endNanos\":4"), "before 5");
  }

  @Test
  void file_ofAnotherVersion_isRefusedByName() throws IOException {
    Path file = file(HEADER.replace("history/3", "history/4"));

    assertThatThrownBy(() -> HistoryFile.read(file))
        .isInstanceOf(HistoryFormatException.class)
        .hasMessageContaining(
            "h.jsonl line 1 says version history/4, this Spillway reads history/3 and");
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
