package io.spillway.harness.report.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A place in a JSON document. Every value is taken by name and type; an error says where in the
 * document it is, what belongs there and what was found.
 *
 * @param node what stands there
 * @param path the place, as a JSON pointer
 */
record Cursor(JsonNode node, String path) {

  /** Makes a value of an element. */
  interface Reader<T> {
    T read(Cursor element) throws IOException;
  }

  boolean has(String name) {
    return node.hasNonNull(name);
  }

  String text(String name) throws IOException {
    return field(name, "a text", JsonNode::isTextual).node.textValue();
  }

  long integer(String name) throws IOException {
    return field(
            name, "a whole number", value -> value.isIntegralNumber() && value.canConvertToLong())
        .node
        .longValue();
  }

  boolean truth(String name) throws IOException {
    return field(name, "true or false", JsonNode::isBoolean).node.booleanValue();
  }

  /** {@return a number; NaN for null} */
  double number(String name) throws IOException {
    Cursor field = field(name, "a number or null", value -> value.isNumber() || value.isNull());
    return field.node.isNull() ? Double.NaN : field.node.doubleValue();
  }

  BigDecimal decimal(String name) throws IOException {
    return field(name, "a number", JsonNode::isNumber).node.decimalValue();
  }

  Cursor object(String name) throws IOException {
    return field(name, "an object", JsonNode::isObject);
  }

  Map<String, String> texts(String name) throws IOException {
    Cursor object = object(name);
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : object.node.properties()) {
      texts.put(entry.getKey(), object.text(entry.getKey()));
    }
    return texts;
  }

  <T> List<T> list(String name, Reader<T> reader) throws IOException {
    Cursor array = field(name, "an array", JsonNode::isArray);
    List<T> values = new ArrayList<>();
    for (int index = 0; index < array.node.size(); index++) {
      values.add(reader.read(new Cursor(array.node.get(index), array.path + "/" + index)));
    }
    return values;
  }

  List<String> words(String name) throws IOException {
    return values(name, "a text", JsonNode::isTextual, JsonNode::textValue);
  }

  List<Integer> integers(String name) throws IOException {
    return values(name, "a whole number", JsonNode::isInt, JsonNode::intValue);
  }

  private <T> List<T> values(
      String name, String wanted, Predicate<JsonNode> is, Function<JsonNode, T> value)
      throws IOException {
    return list(
        name,
        element -> {
          if (!is.test(element.node)) {
            throw element.error(wanted);
          }
          return value.apply(element.node);
        });
  }

  /** {@return the error that something else belongs here} */
  IOException error(String wanted) {
    String found = node.isMissingNode() ? "nothing" : node.toString();
    return new IOException(
        (path.isEmpty() ? "/" : path)
            + ": expected "
            + wanted
            + ", found "
            + (found.length() > 80 ? found.substring(0, 80) + "…" : found));
  }

  /** {@return the field, whatever it holds; a missing one too, to raise an error at} */
  Cursor at(String name) {
    return new Cursor(node.path(name), path + "/" + name);
  }

  private Cursor field(String name, String wanted, Predicate<JsonNode> suits) throws IOException {
    Cursor field = at(name);
    if (!suits.test(field.node)) {
      throw field.error(wanted);
    }
    return field;
  }
}
