package io.spillway.harness.report.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Checks a document against the part of JSON Schema that the report's schema uses. Stricter in one
 * respect: a field that the schema does not describe is a breach, so that the two cannot drift.
 */
final class SchemaCheck {

  private final JsonNode root;
  private final List<String> breaches = new ArrayList<>();

  SchemaCheck(JsonNode schema) {
    this.root = schema;
  }

  /** {@return what the document breaks, with the place of each} */
  List<String> breaches(JsonNode document) {
    breaches.clear();
    check(document, root, "");
    return List.copyOf(breaches);
  }

  private void check(JsonNode value, JsonNode given, String path) {
    JsonNode schema = resolved(given);
    if (schema.has("const") && !schema.get("const").equals(value)) {
      breaches.add(path + ": is not " + schema.get("const"));
    }
    if (schema.has("enum") && !contains(schema.get("enum"), value)) {
      breaches.add(path + ": " + value + " is none of " + schema.get("enum"));
    }
    if (schema.has("type") && !suits(value, schema.get("type"))) {
      breaches.add(path + ": " + value.getNodeType() + " is no " + schema.get("type"));
    }
    if (schema.has("minimum") && value.asDouble() < schema.get("minimum").asDouble()) {
      breaches.add(path + ": " + value + " is below " + schema.get("minimum"));
    }
    if (schema.has("pattern")
        && !Pattern.compile(schema.get("pattern").asText()).matcher(value.asText()).find()) {
      breaches.add(path + ": " + value + " does not match " + schema.get("pattern"));
    }
    if (schema.has("oneOf")) {
      oneOf(value, schema.get("oneOf"), path);
    }
    if (value.isObject() && !schema.has("oneOf")) {
      object(value, schema, path);
    }
    if (schema.has("items")) {
      int index = 0;
      for (JsonNode item : value) {
        check(item, schema.get("items"), path + "/" + index++);
      }
    }
  }

  private void object(JsonNode value, JsonNode schema, String path) {
    for (JsonNode required : schema.path("required")) {
      if (!value.has(required.asText())) {
        breaches.add(path + ": lacks " + required.asText());
      }
    }
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      JsonNode described = schema.path("properties").path(field.getKey());
      if (described.isMissingNode()) {
        described = schema.path("additionalProperties");
      }
      if (described.isMissingNode()) {
        breaches.add(path + "/" + field.getKey() + ": is not described");
      } else {
        check(field.getValue(), described, path + "/" + field.getKey());
      }
    }
  }

  private void oneOf(JsonNode value, JsonNode options, String path) {
    int matches = 0;
    for (JsonNode option : options) {
      SchemaCheck tried = new SchemaCheck(root);
      tried.check(value, option, path);
      matches += tried.breaches.isEmpty() ? 1 : 0;
    }
    if (matches != 1) {
      breaches.add(path + ": matches " + matches + " of " + options);
    }
  }

  private JsonNode resolved(JsonNode schema) {
    return schema.has("$ref") ? root.at(schema.get("$ref").asText().substring(1)) : schema;
  }

  private static boolean contains(JsonNode options, JsonNode value) {
    for (JsonNode option : options) {
      if (option.equals(value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean suits(JsonNode value, JsonNode type) {
    if (type.isArray()) {
      for (JsonNode option : type) {
        if (suits(value, option)) {
          return true;
        }
      }
      return false;
    }
    return switch (type.asText()) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      default -> throw new IllegalArgumentException("the schema uses an unknown type " + type);
    };
  }
}
