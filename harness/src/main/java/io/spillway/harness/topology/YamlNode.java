package io.spillway.harness.topology;

import java.util.List;
import java.util.Map;

/** A piece of YAML with the line where it begins, from 1. */
sealed interface YamlNode {

  int line();

  /** What it is, for messages: {@code the text "x"}, {@code a list}. */
  String describe();

  /** Fields by name, in the order of the file. */
  record Mapping(int line, Map<String, Field> fields) implements YamlNode {
    @Override
    public String describe() {
      return "a mapping";
    }
  }

  /** A field of a mapping; the line is that of its name. */
  record Field(int line, YamlNode value) {}

  /** A list. */
  record Sequence(int line, List<YamlNode> items) implements YamlNode {
    @Override
    public String describe() {
      return "a list";
    }
  }

  /** A single value; whole numbers in their decimal form. */
  record Scalar(int line, Type type, String text) implements YamlNode {

    /** What YAML takes the value for. */
    enum Type {
      TEXT,
      INTEGER,
      DECIMAL,
      BOOLEAN,
      NOTHING
    }

    @Override
    public String describe() {
      return switch (type) {
        case TEXT -> "the text \"" + text + "\"";
        case INTEGER, DECIMAL -> "the number " + text;
        case BOOLEAN -> "the boolean " + text;
        case NOTHING -> "empty";
      };
    }
  }
}
