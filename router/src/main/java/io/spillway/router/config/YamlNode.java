package io.spillway.router.config;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A YAML value that knows its line, as errors need it. */
sealed interface YamlNode {

  /**
   * The longest text that is read, in characters. The parser's time for a long value grows with the
   * square of its length, to some 2 s for one of this length.
   */
  int MAX_TEXT = 1024 * 1024;

  /** {@return the line where the value begins, counted from 1} */
  int line();

  /** A text, number, boolean or null, as it is written. */
  record Scalar(String text, int line) implements YamlNode {}

  /** A reference to a value elsewhere ({@code *name}). It is not followed: nobody needs it here. */
  record Alias(String name, int line) implements YamlNode {}

  /** A list. */
  record Sequence(List<YamlNode> items, int line) implements YamlNode {}

  /** A mapping; a name that is written twice is in it twice. */
  record Mapping(List<Entry> entries, int line) implements YamlNode {}

  /** A name of a mapping and its value. */
  record Entry(String name, YamlNode value, int line) {}

  /**
   * Refuses a text that is too long.
   *
   * @throws RouterConfigException if it has more than {@value #MAX_TEXT} characters
   */
  static void requireLength(String yaml, String source) {
    if (yaml.length() > MAX_TEXT) {
      String what =
          "has " + yaml.length() + " characters, of which at most " + MAX_TEXT + " are read";
      String remedy = "Shorten it, or keep credentials in files of their own";
      throw new RouterConfigException(
          List.of(new RouterConfigException.Problem(source, 0, what, remedy)));
    }
  }

  /**
   * Reads all documents of a text. What is nested deeper than 1,000 values is not read; that is the
   * parser's own bound.
   *
   * @throws com.fasterxml.jackson.core.JacksonException if the text is not YAML
   * @throws IOException never, as the text is in memory; declared by the parser
   */
  static List<YamlNode> documents(String yaml) throws IOException {
    List<YamlNode> documents = new ArrayList<>();
    try (YAMLParser parser = new YAMLFactory().createParser(yaml)) {
      while (parser.nextToken() != null) {
        documents.add(read(parser));
      }
    }
    return documents;
  }

  private static YamlNode read(YAMLParser parser) throws IOException {
    int line = parser.currentTokenLocation().getLineNr();
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      List<Entry> entries = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        int entryLine = parser.currentTokenLocation().getLineNr();
        parser.nextToken();
        entries.add(new Entry(name, read(parser), entryLine));
      }
      return new Mapping(entries, line);
    }
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      List<YamlNode> items = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        items.add(read(parser));
      }
      return new Sequence(items, line);
    }
    if (parser.isCurrentAlias()) {
      return new Alias(parser.getText(), line);
    }
    return new Scalar(parser.currentToken() == JsonToken.VALUE_NULL ? "" : parser.getText(), line);
  }
}
