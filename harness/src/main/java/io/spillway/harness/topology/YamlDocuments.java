package io.spillway.harness.topology;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.spillway.harness.topology.YamlNode.Field;
import io.spillway.harness.topology.YamlNode.Mapping;
import io.spillway.harness.topology.YamlNode.Scalar;
import io.spillway.harness.topology.YamlNode.Sequence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The documents of one YAML file, as nodes that know their lines. */
final class YamlDocuments {

  private static final YAMLFactory YAML = new YAMLFactory();

  /** How a message of the YAML parser says where something is. */
  private static final Pattern MARK = Pattern.compile("(?m)^ in 'reader', line (\\d+), column");

  private final String file;
  private final Problems problems;
  private final List<YamlNode> documents = new ArrayList<>();
  private boolean whole = true;

  private YamlDocuments(String file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  /** Reads a file. One that is not YAML gives the documents before the mistake, and a problem. */
  static YamlDocuments parse(String file, String text, Problems problems) {
    YamlDocuments documents = new YamlDocuments(file, problems);
    documents.parse(text);
    return documents;
  }

  /** Those that are not empty. */
  List<YamlNode> documents() {
    return documents;
  }

  /** Whether the file could be read to its end. */
  boolean whole() {
    return whole;
  }

  private void parse(String text) {
    try (YAMLParser parser = YAML.createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        YamlNode document = node(parser, token);
        if (!(document instanceof Scalar scalar && scalar.type() == Scalar.Type.NOTHING)) {
          documents.add(document);
        }
      }
    } catch (JsonProcessingException e) {
      whole = false;
      problems.add(new Place(file, line(e)), "this is not YAML: " + reason(e));
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory does not fail", e);
    }
  }

  private YamlNode node(YAMLParser parser, JsonToken token) throws IOException {
    int line = parser.currentTokenLocation().getLineNr();
    if (parser.isCurrentAlias()) {
      problems.add(
          new Place(file, line),
          "*" + parser.getText() + " is an alias, which Spillway does not read; write the value");
      return new Scalar(line, Scalar.Type.TEXT, parser.getText());
    }
    return switch (token) {
      case START_OBJECT -> mapping(parser, line);
      case START_ARRAY -> sequence(parser, line);
      case VALUE_STRING -> new Scalar(line, Scalar.Type.TEXT, parser.getText());
      case VALUE_NUMBER_INT ->
          new Scalar(line, Scalar.Type.INTEGER, parser.getBigIntegerValue().toString());
      case VALUE_NUMBER_FLOAT -> new Scalar(line, Scalar.Type.DECIMAL, parser.getText());
      case VALUE_TRUE, VALUE_FALSE -> new Scalar(line, Scalar.Type.BOOLEAN, parser.getText());
      default -> new Scalar(line, Scalar.Type.NOTHING, "");
    };
  }

  private Mapping mapping(YAMLParser parser, int line) throws IOException {
    Map<String, Field> fields = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      int nameLine = parser.currentTokenLocation().getLineNr();
      Field field = new Field(nameLine, node(parser, parser.nextToken()));
      Field first = fields.putIfAbsent(name, field);
      if (first != null) {
        problems.add(
            new Place(file, nameLine),
            name + " is given twice, first in line " + first.line() + "; keep one of the two");
      }
    }
    return new Mapping(line, fields);
  }

  private Sequence sequence(YAMLParser parser, int line) throws IOException {
    List<YamlNode> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      items.add(node(parser, token));
    }
    return new Sequence(line, items);
  }

  /**
   * The line that the parser's message speaks of last, which is that of the mistake; where it
   * speaks of none, the line that the parser had come to.
   */
  private static int line(JsonProcessingException e) {
    int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNr());
    Matcher mark = MARK.matcher(e.getOriginalMessage());
    while (mark.find()) {
      line = Integer.parseInt(mark.group(1));
    }
    return line;
  }

  /**
   * The parser's message without the excerpts of the file between its parts, which are indented.
   */
  private static String reason(JsonProcessingException e) {
    return e.getOriginalMessage()
        .lines()
        .filter(part -> !part.isBlank() && !part.startsWith(" "))
        .collect(Collectors.joining(", "));
  }
}
