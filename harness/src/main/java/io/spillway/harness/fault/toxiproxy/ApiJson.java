package io.spillway.harness.fault.toxiproxy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.harness.fault.Fault.Direction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/**
 * The API's JSON. It is read as leniently as Go reads it: field names in any case, unknown fields
 * and whatever follows the first value ignored, {@code null} as not given. What is refused is
 * refused in Go's words where a client is likely to meet them.
 */
final class ApiJson {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ApiJson() {}

  /** {@return an object to be filled} */
  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /**
   * Reads a request's body.
   *
   * @throws ApiException if it is not JSON
   */
  static JsonNode parse(String body) {
    try {
      JsonNode node = MAPPER.readTree(body);
      if (node.isMissingNode()) {
        throw ApiException.badBody("EOF");
      }
      return node;
    } catch (JsonEOFException e) {
      throw ApiException.badBody("unexpected EOF");
    } catch (JsonProcessingException e) {
      char first = body.strip().charAt(0);
      boolean startsValue = "{[\"-0123456789tfn".indexOf(first) >= 0;
      throw ApiException.badBody(
          startsValue
              ? e.getOriginalMessage()
              : "invalid character '" + first + "' looking for beginning of value");
    }
  }

  /**
   * An object that a request has sent.
   *
   * @param node the object
   * @param goName the original's name for its type, for error messages
   */
  record Fields(JsonNode node, String goName) {

    /**
     * Takes a value for an object.
     *
     * @param goType the original's full name for its type
     * @throws ApiException if it is something else
     */
    static Fields of(JsonNode node, String goName, String goType) {
      if (!node.isObject() && !node.isNull()) {
        throw cannotUnmarshal(node, "value of type " + goType);
      }
      return new Fields(node, goName);
    }

    /** {@return the field of this name, in any case, if it is there and not null} */
    Optional<JsonNode> field(String name) {
      Iterable<Map.Entry<String, JsonNode>> fields = node.properties();
      return StreamSupport.stream(fields.spliterator(), false)
          .filter(field -> field.getKey().equalsIgnoreCase(name))
          .map(Map.Entry::getValue)
          .filter(value -> !value.isNull())
          .reduce((earlier, later) -> later);
    }

    Optional<String> text(String name) {
      return field(name, "string", JsonNode::isTextual).map(JsonNode::textValue);
    }

    Optional<Boolean> flag(String name) {
      return field(name, "bool", JsonNode::isBoolean).map(JsonNode::booleanValue);
    }

    Optional<Float> real(String name) {
      return field(name, "float32", JsonNode::isNumber).map(JsonNode::floatValue);
    }

    Optional<Long> integer(String name, String goType) {
      return field(name, goType, value -> value.isIntegralNumber() && value.canConvertToLong())
          .map(JsonNode::longValue);
    }

    /** {@return the field of this name if it is there, refused if it does not fit its type} */
    Optional<JsonNode> field(String name, String goType, Predicate<JsonNode> fits) {
      Optional<JsonNode> value = field(name);
      if (value.isPresent() && !fits.test(value.get())) {
        throw cannotUnmarshal(
            value.get(), "struct field " + goName + "." + name + " of type " + goType);
      }
      return value;
    }
  }

  /** {@return Go's refusal of a value that does not fit where it should go} */
  static ApiException cannotUnmarshal(JsonNode value, String where) {
    boolean badInteger = value.isNumber() && where.contains(" of type int");
    String kind = value.isBoolean() ? "bool" : value.getNodeType().name().toLowerCase(Locale.ROOT);
    return ApiException.badBody(
        "json: cannot unmarshal "
            + (badInteger ? "number " + value.asText() : kind)
            + " into Go "
            + where);
  }

  /** {@return the toxic's attributes: those that the request gives, and for the others these} */
  static Map<String, Long> attributes(Fields toxic, ToxicType type, Map<String, Long> others) {
    Map<String, Long> attributes = new LinkedHashMap<>();
    Optional<JsonNode> given = toxic.field("attributes", "toxics.NoopToxic", JsonNode::isObject);
    Fields fields = new Fields(given.orElseGet(ApiJson::object), type.goName() + ".attributes");
    for (String name : type.attributes()) {
      attributes.put(
          name, fields.integer(name, type.goType()).orElse(others.getOrDefault(name, 0L)));
    }
    return attributes;
  }

  /** {@return an error as the API writes it} */
  static ObjectNode error(ApiException error) {
    return object().put("error", error.getMessage()).put("status", error.status());
  }

  /** {@return a proxy as the API writes it, with its toxics} */
  static ObjectNode proxy(EmbeddedProxy proxy) {
    ObjectNode json =
        object()
            .put("name", proxy.name())
            .put("listen", proxy.listen())
            .put("upstream", proxy.upstream())
            .put("enabled", proxy.isEnabled());
    json.putObject("Logger"); // The original shows this field of its own by accident.
    json.set("toxics", toxics(proxy.toxics()));
    return json;
  }

  /** {@return toxics as the API writes them: upstream before downstream} */
  static ArrayNode toxics(List<ToxicSpec> toxics) {
    ArrayNode json = MAPPER.createArrayNode();
    for (Direction direction : Direction.values()) {
      toxics.stream()
          .filter(toxic -> toxic.direction() == direction)
          .forEach(toxic -> json.add(toxic(toxic)));
    }
    return json;
  }

  /** {@return a toxic as the API writes it} */
  static ObjectNode toxic(ToxicSpec toxic) {
    ObjectNode json = object();
    ObjectNode attributes = json.putObject("attributes");
    toxic.type().attributes().forEach(name -> attributes.put(name, toxic.attributes().get(name)));
    json.put("name", toxic.name())
        .put("type", toxic.type().apiName())
        .put("stream", toxic.stream());
    float toxicity = toxic.toxicity();
    if (toxicity == Math.rint(toxicity)) {
      return json.put("toxicity", (long) toxicity);
    }
    return json.put("toxicity", toxicity);
  }
}
