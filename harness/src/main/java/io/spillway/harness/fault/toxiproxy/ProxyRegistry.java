package io.spillway.harness.fault.toxiproxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.channel.EventLoopGroup;
import io.spillway.harness.fault.Fault.Direction;
import io.spillway.harness.fault.toxiproxy.ApiJson.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The proxies of one embedded server, and what the API does to them. Used by the API's thread only.
 *
 * <p>Source: Shopify/toxiproxy {@code api.go}, {@code proxy_collection.go} and {@code
 * toxic_collection.go}.
 */
final class ProxyRegistry {

  private final Map<String, EmbeddedProxy> proxies = new TreeMap<>();
  private final EventLoopGroup loops;
  private final long seed;

  /**
   * Creates an empty one.
   *
   * @param loops on which connections live
   * @param seed fixes what is left to chance
   */
  ProxyRegistry(EventLoopGroup loops, long seed) {
    this.loops = loops;
    this.seed = seed;
  }

  /** {@return all proxies, by name} */
  ObjectNode index() {
    ObjectNode json = ApiJson.object();
    proxies.forEach((name, proxy) -> json.set(name, ApiJson.proxy(proxy)));
    return json;
  }

  ObjectNode create(String body) {
    Fields input = Fields.of(ApiJson.parse(body), "Proxy", "toxiproxy.Proxy");
    String name = input.text("name").orElse("");
    String listen = input.text("listen").orElse("");
    String upstream = input.text("upstream").orElse("");
    boolean enabled = input.flag("enabled").orElse(true);
    if (name.isEmpty()) {
      throw ApiException.missingField("name");
    }
    if (upstream.isEmpty()) {
      throw ApiException.missingField("upstream");
    }
    if (proxies.containsKey(name)) {
      throw new ApiException(409, "proxy already exists");
    }
    return ApiJson.proxy(add(name, listen, upstream, enabled));
  }

  private EmbeddedProxy add(String name, String listen, String upstream, boolean enabled) {
    EmbeddedProxy proxy = new EmbeddedProxy(name, listen, upstream, loops, seed);
    if (enabled) {
      proxy.enable();
    }
    proxies.put(name, proxy);
    return proxy;
  }

  /**
   * Adds many proxies; one that is there and would not move stays as it is.
   *
   * @return what was done, and with it the error that ended it, if there was one
   */
  Populated populate(String body) {
    ArrayNode done = ApiJson.object().putArray("proxies");
    Optional<ApiException> failure = Optional.empty();
    try {
      for (Fields input : populateInput(body)) {
        done.add(ApiJson.proxy(addOrReplace(input)));
      }
    } catch (ApiException e) {
      failure = Optional.of(e);
    }
    ObjectNode json = failure.map(ApiJson::error).orElseGet(ApiJson::object);
    if (done.isEmpty()) {
      json.putNull("proxies");
    } else {
      json.set("proxies", done);
    }
    return new Populated(failure.map(ApiException::status).orElse(201), json);
  }

  /**
   * The answer to a request to populate.
   *
   * @param status the HTTP status
   * @param json the body
   */
  record Populated(int status, ObjectNode json) {}

  private static List<Fields> populateInput(String body) {
    JsonNode array = ApiJson.parse(body);
    if (!array.isArray()) {
      throw ApiJson.cannotUnmarshal(
          array,
          "value of type []struct { toxiproxy.Proxy; Enabled *bool \"json:\\\"enabled\\\"\" }");
    }
    List<Fields> inputs = new ArrayList<>();
    for (JsonNode element : array) {
      Fields input = Fields.of(element, "Proxy", "toxiproxy.Proxy");
      int position = inputs.size() + 1;
      for (String field : List.of("name", "upstream")) {
        if (input.text(field).orElse("").isEmpty()) {
          throw ApiException.missingField(field + " at proxy " + position);
        }
      }
      inputs.add(input);
    }
    return inputs;
  }

  private EmbeddedProxy addOrReplace(Fields input) {
    String name = input.text("name").orElseThrow();
    String listen = input.text("listen").orElse("");
    String upstream = input.text("upstream").orElseThrow();
    EmbeddedProxy existing = proxies.get(name);
    if (existing != null) {
      if (!existing.differs(listen, upstream)) {
        return existing;
      }
      existing.delete();
    }
    return add(name, listen, upstream, input.flag("enabled").orElse(true));
  }

  /** Enables every proxy and takes all toxics away. */
  void reset() {
    for (EmbeddedProxy proxy : proxies.values()) {
      if (!proxy.isEnabled()) {
        proxy.enable();
      }
      proxy.removeToxics();
    }
  }

  ObjectNode show(String name) {
    return ApiJson.proxy(proxy(name));
  }

  ObjectNode update(String name, String body) {
    EmbeddedProxy proxy = proxy(name);
    Fields input = Fields.of(ApiJson.parse(body), "Proxy", "toxiproxy.Proxy");
    proxy.update(
        input.text("listen").orElse(proxy.listen()),
        input.text("upstream").orElse(proxy.upstream()),
        input.flag("enabled").orElse(proxy.isEnabled()));
    return ApiJson.proxy(proxy);
  }

  void delete(String name) {
    proxy(name).delete();
    proxies.remove(name);
  }

  /** Deletes every proxy. */
  void clear() {
    proxies.values().forEach(EmbeddedProxy::delete);
    proxies.clear();
  }

  ArrayNode toxics(String proxyName) {
    return ApiJson.toxics(proxy(proxyName).toxics());
  }

  ObjectNode addToxic(String proxyName, String body) {
    EmbeddedProxy proxy = proxy(proxyName);
    Fields input = Fields.of(ApiJson.parse(body), "ToxicWrapper", "toxics.ToxicWrapper");
    String typeName = input.text("type").orElse("");
    String stream = input.text("stream").orElse("downstream");
    float toxicity = input.real("toxicity").orElse(1f);
    Direction direction = direction(stream);
    String name =
        input.text("name").filter(given -> !given.isEmpty()).orElse(typeName + "_" + stream);
    ToxicType type =
        ToxicType.named(typeName).orElseThrow(() -> new ApiException(400, "invalid toxic type"));
    if (proxy.toxic(name).isPresent()) {
      throw new ApiException(409, "toxic already exists");
    }
    Map<String, Long> attributes = ApiJson.attributes(input, type, Map.of());
    return ApiJson.toxic(
        proxy.addToxic(
            new ToxicSpec(
                proxy.nextToxicId(), 0, name, type, stream, direction, toxicity, attributes)));
  }

  private static Direction direction(String stream) {
    return switch (stream.toLowerCase(Locale.ROOT)) {
      case "upstream" -> Direction.UPSTREAM;
      case "downstream" -> Direction.DOWNSTREAM;
      default ->
          throw new ApiException(400, "stream was invalid, can be either upstream or downstream");
    };
  }

  ObjectNode showToxic(String proxyName, String toxicName) {
    return ApiJson.toxic(toxic(proxy(proxyName), toxicName));
  }

  ObjectNode updateToxic(String proxyName, String toxicName, String body) {
    EmbeddedProxy proxy = proxy(proxyName);
    ToxicSpec toxic = toxic(proxy, toxicName);
    Fields input = Fields.of(ApiJson.parse(body), "", "struct");
    Map<String, Long> attributes = ApiJson.attributes(input, toxic.type(), toxic.attributes());
    float toxicity = input.real("toxicity").orElse(toxic.toxicity());
    return ApiJson.toxic(proxy.updateToxic(toxic, toxicity, attributes));
  }

  void removeToxic(String proxyName, String toxicName) {
    EmbeddedProxy proxy = proxy(proxyName);
    proxy.removeToxic(toxic(proxy, toxicName));
  }

  /** {@return how many connections all proxies have} */
  int connectionCount() {
    return proxies.values().stream().mapToInt(EmbeddedProxy::connectionCount).sum();
  }

  private EmbeddedProxy proxy(String name) {
    return Optional.ofNullable(proxies.get(name)).orElseThrow(ApiException::proxyNotFound);
  }

  private static ToxicSpec toxic(EmbeddedProxy proxy, String name) {
    return proxy.toxic(name).orElseThrow(ApiException::toxicNotFound);
  }
}
