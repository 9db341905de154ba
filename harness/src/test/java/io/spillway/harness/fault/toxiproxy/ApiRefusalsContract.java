package io.spillway.harness.fault.toxiproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.fault.toxiproxy.RawApi.Response;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the HTTP API refuses, to the letter: every expected body is what toxiproxy-server 2.12.0
 * answers.
 */
abstract class ApiRefusalsContract {

  private static final int NOWHERE = 9;

  private final RawApi api;

  ApiRefusalsContract(ToxiproxyServer server) {
    this.api = new RawApi(server);
  }

  @AfterEach
  void deleteAllProxies() {
    api.get("/proxies")
        .json()
        .fieldNames()
        .forEachRemaining(name -> api.send("DELETE", "/proxies/" + name, ""));
  }

  record Refusal(String method, String path, String body, Response answer) {}

  static Stream<Refusal> refusals() {
    String invalid = "bad request body: ";
    String cannot = invalid + "json: cannot unmarshal ";
    return Stream.of(
        post("/proxies", "", error(400, invalid + "EOF")),
        post("/proxies", "{\"name\":", error(400, invalid + "unexpected EOF")),
        post(
            "/proxies",
            "hello",
            error(400, invalid + "invalid character 'h' looking for beginning of value")),
        post(
            "/proxies",
            "{\"name\":5}",
            error(400, cannot + "number into Go struct field Proxy.name of type string")),
        post("/proxies", "[]", error(400, cannot + "array into Go value of type toxiproxy.Proxy")),
        post("/proxies", "{\"upstream\":\"x\"}", error(400, "missing required field: name")),
        post("/proxies", "{\"name\":\"x\"}", error(400, "missing required field: upstream")),
        post("/proxies", proxy("p", ""), error(409, "proxy already exists")),
        post(
            "/proxies",
            "{\"name\":\"q\",\"listen\":\"127.0.0.1\",\"upstream\":\"127.0.0.1:9\"}",
            error(500, "listen tcp: address 127.0.0.1: missing port in address")),
        post(
            "/proxies",
            "{\"name\":\"q\",\"listen\":\"127.0.0.1:99999\",\"upstream\":\"127.0.0.1:9\"}",
            error(500, "listen tcp: address 99999: invalid port")),
        post(
            "/proxies/p",
            "{\"listen\":\"nope\"}",
            error(500, "address nope: missing port in address")),
        post("/proxies/nobody", "{}", error(404, "proxy not found")),
        new Refusal("GET", "/proxies/nobody", "", error(404, "proxy not found")),
        new Refusal("DELETE", "/proxies/nobody", "", error(404, "proxy not found")),
        new Refusal("GET", "/proxies/nobody/toxics", "", error(404, "proxy not found")),
        post("/proxies/nobody/toxics", "{}", error(404, "proxy not found")),
        new Refusal("GET", "/proxies/p/toxics/none", "", error(404, "toxic not found")),
        new Refusal("PATCH", "/proxies/p/toxics/none", "{}", error(404, "toxic not found")),
        new Refusal("DELETE", "/proxies/p/toxics/none", "", error(404, "toxic not found")),
        post("/proxies/p/toxics", "{\"type\":\"nope\"}", error(400, "invalid toxic type")),
        post("/proxies/p/toxics", "{}", error(400, "invalid toxic type")),
        post(
            "/proxies/p/toxics",
            "{\"type\":\"noop\",\"stream\":\"side\"}",
            error(400, "stream was invalid, can be either upstream or downstream")),
        post(
            "/proxies/p/toxics",
            "{\"type\":\"noop\",\"name\":\"t\"}",
            error(409, "toxic already exists")),
        post(
            "/proxies/p/toxics",
            "{\"type\":\"latency\",\"toxicity\":\"x\"}",
            error(
                400, cannot + "string into Go struct field ToxicWrapper.toxicity of type float32")),
        post(
            "/proxies/p/toxics",
            "{\"type\":\"latency\",\"attributes\":{\"latency\":1.5}}",
            error(
                400,
                cannot
                    + "number 1.5 into Go struct field LatencyToxic.attributes.latency of type int64")),
        post(
            "/proxies/p/toxics",
            "{\"type\":\"latency\",\"attributes\":5}",
            error(
                400,
                cannot
                    + "number into Go struct field ToxicWrapper.attributes of type toxics.NoopToxic")),
        post("/populate", "[]", json(201, "{\"proxies\":null}")),
        post(
            "/populate",
            "[{\"name\":\"x\"}]",
            json(
                400,
                "{\"error\":\"missing required field: upstream at proxy 1\",\"status\":400,\"proxies\":null}")),
        post(
            "/populate",
            "[{}]",
            json(
                400,
                "{\"error\":\"missing required field: name at proxy 1\",\"status\":400,\"proxies\":null}")),
        new Refusal("GET", "/nothing", "", text(404, "404 page not found\n")),
        new Refusal("GET", "/proxies/", "", text(404, "404 page not found\n")),
        new Refusal("PUT", "/proxies", "", new Response(405, "", "")),
        new Refusal("DELETE", "/version", "", new Response(405, "", "")));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void request_thatIsRefused_isRefusedInTheOriginalsWords(Refusal refusal) {
    api.createProxy("p", NOWHERE);
    api.addToxic("p", "noop", "upstream", "");

    assertThat(api.send(refusal.method(), refusal.path(), refusal.body()))
        .isEqualTo(refusal.answer());
  }

  @Test
  void browser_isRefused() {
    assertThat(api.send("GET", "/version", "", "Mozilla/5.0"))
        .isEqualTo(text(403, "User agent not allowed\n"));
  }

  private static Refusal post(String path, String body, Response answer) {
    return new Refusal("POST", path, body, answer);
  }

  private static String proxy(String name, String more) {
    return "{\"name\":\"%s\",\"listen\":\"127.0.0.1:0\",\"upstream\":\"127.0.0.1:9\"%s}"
        .formatted(name, more);
  }

  private static Response json(int status, String body) {
    return new Response(status, "application/json", body);
  }

  private static Response text(int status, String body) {
    return new Response(status, "text/plain; charset=utf-8", body);
  }

  private static Response error(int status, String message) {
    return text(status, "{\"error\":\"" + message + "\",\"status\":" + status + "}\n");
  }
}
