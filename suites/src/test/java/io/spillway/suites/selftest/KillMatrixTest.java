package io.spillway.suites.selftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.check.Verdict;
import io.spillway.router.route.Policies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KillMatrixTest {

  /** Breaks C4, breaks C6 as well and C8 at times, and never gets as far as C9. */
  private static final Mutant ONE =
      new Mutant("one", "C4", "0 v 5", Policies::documented)
          .alsoBreaking("C6")
          .alsoBreakingAtTimes("C8")
          .notJudgedBy("C9");

  private static final Mutant OTHER = new Mutant("other", "M1", "equal of 2", Policies::documented);
  private static final List<Mutant> MUTANTS = List.of(ONE, OTHER);

  private static final List<Cell> FIRST_PIECE =
      List.of(cell(ONE, "C4", Verdict.FAIL), cell(ONE, "C5", Verdict.PASS));
  private static final List<Cell> SECOND_PIECE =
      List.of(cell(OTHER, "M1", Verdict.FAIL), cell(OTHER, "C4", Verdict.INCONCLUSIVE));

  @TempDir Path folder;

  @Test
  void pieces_joined_giveThePageOfTheWhole() throws IOException {
    KillMatrix whole = matrix(Stream.concat(FIRST_PIECE.stream(), SECOND_PIECE.stream()).toList());
    Path first = folder.resolve("first.jsonl");
    Path second = folder.resolve("second.jsonl");
    CellFile.write(first, matrix(FIRST_PIECE).cells());
    CellFile.write(second, matrix(SECOND_PIECE).cells());

    KillMatrix joined = new KillMatrix(MUTANTS);
    CellFile.read(first).forEach(joined::enter);
    CellFile.read(second).forEach(joined::enter);

    assertThat(joined.cells()).hasSize(4).hasSameElementsAs(whole.cells());
    assertThat(joined.page())
        .isEqualTo(whole.page())
        .contains("2 of 2 mutants", "cells: 1 pass, 1 inconclusive, 2 fail.")
        .contains("\n| C4/0 v 5: one |", "\n| M1/equal of 2: other |");
    assertThat(matrix(FIRST_PIECE).page()).doesNotContain("| M1/equal of 2: other |");
    assertThat(matrix(SECOND_PIECE).page()).doesNotContain("| C4/0 v 5: one |");
  }

  @Test
  void cell_thatIsTriedAgain_countsAsItWasTheLastTime() {
    KillMatrix matrix = matrix(FIRST_PIECE);

    matrix.enter(cell(ONE, "C5", Verdict.FAIL));

    assertThat(matrix.cells())
        .containsExactly(cell(ONE, "C4", Verdict.FAIL), cell(ONE, "C5", Verdict.FAIL));
  }

  @Test
  void cell_ofAMutantOrARuleThatIsNot_isRefused() {
    KillMatrix matrix = new KillMatrix(List.of(ONE));

    assertThatThrownBy(() -> matrix.enter(cell(OTHER, "C4", Verdict.FAIL)))
        .hasMessageContaining("no mutant M1/equal of 2: other");
    assertThatThrownBy(() -> matrix.enter(cell(ONE, "C99", Verdict.FAIL)))
        .hasMessageContaining("no rule C99");
    assertThat(matrix.cells()).isEmpty();
  }

  @Test
  void file_withALineThatIsNoCell_isRefusedByThatLine() throws IOException {
    Path file = folder.resolve("cells.jsonl");
    CellFile.write(file, FIRST_PIECE);
    for (String line :
        List.of("", "{", "{\"mutant\":\"one\"}", Files.readAllLines(file).get(0) + "x")) {
      CellFile.write(file, FIRST_PIECE);
      Files.writeString(file, Files.readString(file) + line + "\n");

      assertThatThrownBy(() -> CellFile.read(file))
          .as(line)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("cells.jsonl, line 3 is no cell");
    }
  }

  @Test
  void file_thatIsNotThere_isNotTakenForAnEmptyOne() {
    assertThatThrownBy(() -> CellFile.read(folder.resolve("none.jsonl")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @ParameterizedTest(name = "{0} that is {1}: complaint when sampled {2}, in full {3}")
  @CsvSource({
    "C4, FAIL,         false, false", // its own rule
    "C4, PASS,         true,  true",
    "C4, INCONCLUSIVE, true,  true",
    "C4, ERROR,        true,  true",
    "C6, FAIL,         false, false", // another one that it breaks
    "C6, PASS,         true,  true",
    "C6, INCONCLUSIVE, true,  true",
    "C8, FAIL,         false, false", // one that it breaks at times
    "C8, PASS,         false, false",
    "C8, INCONCLUSIVE, false, true",
    "C9, INCONCLUSIVE, false, false", // one that cannot judge it
    "C9, PASS,         true,  true",
    "C9, FAIL,         true,  true",
    "C5, PASS,         false, false", // one that it does not break
    "C5, FAIL,         true,  true",
    "C5, INCONCLUSIVE, false, true",
    "C5, ERROR,        false, true",
    "B4, FAIL,         true,  true", // and one that need not be kept
    "B4, INCONCLUSIVE, false, false"
  })
  void cell_thatIsNotAsItMustBe_isNamedWithItsReason(
      String rule, Verdict verdict, boolean sampled, boolean full) {
    KillMatrix matrix = matrix(List.of(cell(ONE, rule, verdict)));

    assertComplaint(matrix.complaints(Strictness.SAMPLED), sampled, rule, verdict);
    assertComplaint(matrix.complaints(Strictness.FULL), full, rule, verdict);
  }

  @ParameterizedTest(name = "{0} that is {1} is marked {2}")
  @CsvSource({
    "C4, FAIL,         **✗**",
    "C4, PASS,         !",
    "C6, FAIL,         ✗",
    "C6, PASS,         !",
    "C8, FAIL,         ✗",
    "C8, PASS,         ·",
    "C8, INCONCLUSIVE, ?",
    "C9, INCONCLUSIVE, –",
    "C9, FAIL,         !",
    "C5, PASS,         ·",
    "C5, FAIL,         !",
    "C5, INCONCLUSIVE, ?",
    "C5, ERROR,        ?"
  })
  void cell_isMarkedByWhatItIsAndMustBe(String rule, Verdict verdict, String mark) {
    String page = matrix(List.of(cell(ONE, rule, verdict))).page();

    assertThat(page.lines().filter(line -> line.startsWith("| C4/0 v 5: one |")))
        .singleElement()
        .extracting(row -> row.substring("| C4/0 v 5: one |".length()).replaceAll("[ |]+", ""))
        .isEqualTo(mark);
  }

  private static void assertComplaint(
      List<String> complaints, boolean expected, String rule, Verdict verdict) {
    if (expected) {
      assertThat(complaints)
          .singleElement()
          .asString()
          .startsWith(rule + " on C4/0 v 5: one: " + verdict.word())
          .contains("because of " + rule);
    } else {
      assertThat(complaints).isEmpty();
    }
  }

  private static KillMatrix matrix(List<Cell> cells) {
    KillMatrix matrix = new KillMatrix(MUTANTS);
    cells.forEach(matrix::enter);
    return matrix;
  }

  private static Cell cell(Mutant mutant, String rule, Verdict verdict) {
    return new Cell(mutant.toString(), rule, verdict, "because of " + rule);
  }
}
