package io.spillway.router.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A YAML value that knows its line, as errors need it. */
sealed interface YamlNode {

  /** {@return the line where the value begins, counted from 1} */
  int line();

  /** A text, number, boolean or null, as it is written. */
  record Scalar(String text, int line) implements YamlNode {}

  /** A list. */
  record Sequence(List<YamlNode> items, int line) implements YamlNode {}

  /** A mapping; a name that is written twice is in it twice. */
  record Mapping(List<Entry> entries, int line) implements YamlNode {}

  /** A name of a mapping and its value. */
  record Entry(String name, YamlNode value, int line) {}

  /**
   * Reads all documents of a text.
   *
   * @throws com.fasterxml.jackson.core.JacksonException if the text is not YAML
   * @throws IOException never, as the text is in memory; declared by the parser
   */
  static List<YamlNode> documents(String yaml) throws IOException {
    List<YamlNode> documents = new ArrayList<>();
    try (JsonParser parser = new YAMLFactory().createParser(yaml)) {
      while (parser.nextToken() != null) {
        documents.add(read(parser));
      }
    }
    return documents;
  }

  private static YamlNode read(JsonParser parser) throws IOException {
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
    return new Scalar(parser.currentToken() == JsonToken.VALUE_NULL ? "" : parser.getText(), line);
  }
}
