package io.spillway.harness.driver.exec;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a command line into words as a POSIX shell does: blanks separate, {@code '…'} and {@code
 * "…"} keep together, a backslash takes the next character as it is (between double quotes only
 * {@code " \ $ `}). Nothing is expanded, and what a shell would do something with is refused where
 * it is not quoted: {@code | & ; < > ( ) $ `}. Pure.
 */
final class CommandLine {

  private static final String OPERATORS = "|&;<>()";
  private static final String EXPANSIONS = "$`";
  private static final String REMEDY =
      "; no shell reads this: quote it with '…', or have one read it with sh -c '…'";

  private final String line;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean isInWord;
  private int at;

  private CommandLine(String line) {
    this.line = line;
  }

  /**
   * {@return the words}
   *
   * @param line a command, with its arguments
   * @throws IllegalArgumentException if a quote does not end, there is no word, or a shell is
   *     needed; the message says at which character, from 1
   */
  static List<String> split(String line) {
    return new CommandLine(line).words();
  }

  private List<String> words() {
    while (at < line.length()) {
      char c = line.charAt(at);
      if (Character.isWhitespace(c)) {
        endWord();
        at++;
        continue;
      }
      isInWord = true;
      switch (c) {
        case '\'' -> single();
        case '"' -> quoted();
        case '\\' -> escaped();
        default -> plain(c);
      }
    }
    endWord();
    if (words.isEmpty()) {
      throw new IllegalArgumentException("there is no word in it");
    }
    return List.copyOf(words);
  }

  private void endWord() {
    if (isInWord) {
      words.add(word.toString());
      word.setLength(0);
      isInWord = false;
    }
  }

  private void plain(char c) {
    if (OPERATORS.indexOf(c) >= 0) {
      throw problem(at, c + " means something to a shell" + REMEDY);
    }
    refuseExpansion(c);
    word.append(c);
    at++;
  }

  private void single() {
    int end = line.indexOf('\'', at + 1);
    if (end < 0) {
      throw problem(at, "the quote ' that begins here does not end");
    }
    word.append(line, at + 1, end);
    at = end + 1;
  }

  private void quoted() {
    int begin = at;
    at++;
    while (at < line.length() && line.charAt(at) != '"') {
      char c = line.charAt(at);
      boolean isEscape =
          c == '\\' && at + 1 < line.length() && "\"\\$`".indexOf(line.charAt(at + 1)) >= 0;
      if (isEscape) {
        at++;
        word.append(line.charAt(at));
      } else {
        refuseExpansion(c);
        word.append(c);
      }
      at++;
    }
    if (at == line.length()) {
      throw problem(begin, "the quote \" that begins here does not end");
    }
    at++;
  }

  private void escaped() {
    if (at + 1 == line.length()) {
      throw problem(at, "nothing follows the backslash");
    }
    word.append(line.charAt(at + 1));
    at += 2;
  }

  private void refuseExpansion(char c) {
    if (EXPANSIONS.indexOf(c) >= 0) {
      throw problem(at, c + " would be replaced by a shell" + REMEDY);
    }
  }

  private IllegalArgumentException problem(int index, String what) {
    return new IllegalArgumentException("at character " + (index + 1) + " " + what);
  }
}
