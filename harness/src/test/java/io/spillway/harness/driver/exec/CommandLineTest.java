package io.spillway.harness.driver.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandLineTest {

  @Test
  void blanks_separateWordsHoweverMany() {
    assertThat(CommandLine.split("  router\t-v  {site} \n"))
        .containsExactly("router", "-v", "{site}");
  }

  @Test
  void quotes_keepBlanksTogether() {
    assertThat(CommandLine.split("'my router' \"a b\" --name='x y'z"))
        .containsExactly("my router", "a b", "--name=x yz");
  }

  @Test
  void emptyQuotes_areAnEmptyWord() {
    assertThat(CommandLine.split("router '' \"\"")).containsExactly("router", "", "");
  }

  @Test
  void singleQuotes_takeEverythingAsItIs() {
    assertThat(CommandLine.split("sh -c 'exec \"$0\" | cat \\n' x"))
        .containsExactly("sh", "-c", "exec \"$0\" | cat \\n", "x");
  }

  @Test
  void doubleQuotes_takeBackslashesAsTheyAreButBeforeFourCharacters() {
    assertThat(CommandLine.split("\"a\\\"b\\\\c\\$d\\`e\\n\"")).containsExactly("a\"b\\c$d`e\\n");
  }

  @Test
  void backslash_takesTheNextCharacterAsItIs() {
    assertThat(CommandLine.split("my\\ router \\| \\'")).containsExactly("my router", "|", "'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '~',
      value = {
        "router 'x! at character 8 the quote ' that begins here does not end",
        "router \"x\\\"! at character 8 the quote \" that begins here does not end",
        "router \\! at character 8 nothing follows the backslash",
        "router | tee log! at character 8 | means something to a shell; no shell reads this: quote"
            + " it with '…', or have one read it with sh -c '…'",
        "$HOME/router! at character 1 $ would be replaced by a shell; no shell reads this: quote it"
            + " with '…', or have one read it with sh -c '…'",
        "router \"`date`\"! at character 9 ` would be replaced by a shell; no shell reads this:"
            + " quote it with '…', or have one read it with sh -c '…'"
      })
  void mistake_isNamedWithItsPlace(String line, String message) {
    assertThatThrownBy(() -> CommandLine.split(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  \t"})
  void nothing_isNoCommand(String line) {
    assertThatThrownBy(() -> CommandLine.split(line)).hasMessage("there is no word in it");
  }
}
