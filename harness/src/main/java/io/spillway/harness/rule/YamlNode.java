package io.spillway.harness.rule;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A piece of YAML that knows its line; Jackson's own tree forgets it. */
sealed interface YamlNode {

  /** {@return the line on which it begins, from 1} */
  int line();

  /** A text, number or other single value, as it was written. */
  record Scalar(String text, int line) implements YamlNode {}

  /** A list. */
  record Sequence(List<YamlNode> items, int line) implements YamlNode {}

  /** Named values, in the order of the file. */
  record Mapping(Map<String, YamlNode> entries, int line) implements YamlNode {}

  /**
   * Reads one document.
   *
   * @param source what to call it in errors
   * @param text the document
   * @throws RulebookException if it is empty, no YAML, more than one document, or names a field
   *     twice
   */
  static YamlNode read(String source, String text) {
    try (JsonParser parser = new YAMLFactory().createParser(text)) {
      if (parser.nextToken() == null) {
        throw new RulebookException(source, 1, "is empty; it must hold a list named rules");
      }
      YamlNode root = node(source, parser);
      if (parser.nextToken() != null) {
        throw new RulebookException(source, line(parser), "holds more than one document");
      }
      return root;
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw new RulebookException(
          source, at == null ? 1 : at.getLineNr(), "is not YAML: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new RulebookException(source, 1, "cannot be read: " + e.getMessage(), e);
    }
  }

  private static YamlNode node(String source, JsonParser parser) throws IOException {
    int line = line(parser);
    return switch (parser.currentToken()) {
      case START_OBJECT -> mapping(source, parser, line);
      case START_ARRAY -> sequence(source, parser, line);
      default -> new Scalar(parser.getText(), line);
    };
  }

  private static Mapping mapping(String source, JsonParser parser, int line) throws IOException {
    Map<String, YamlNode> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      int nameLine = line(parser);
      parser.nextToken();
      if (entries.put(name, node(source, parser)) != null) {
        throw new RulebookException(source, nameLine, "field " + name + " stands twice");
      }
    }
    return new Mapping(entries, line);
  }

  private static Sequence sequence(String source, JsonParser parser, int line) throws IOException {
    List<YamlNode> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node(source, parser));
    }
    return new Sequence(items, line);
  }

  private static int line(JsonParser parser) {
    return parser.currentTokenLocation().getLineNr();
  }
}
