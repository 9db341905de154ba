package io.spillway.harness.fault.toxiproxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A server's API as bare HTTP: what a client in any language sees. */
final class RawApi {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final InetSocketAddress api;

  RawApi(ToxiproxyServer server) {
    this.api = server.api();
  }

  record Response(int status, String contentType, String body) {

    JsonNode json() {
      try {
        return new ObjectMapper().readTree(body);
      } catch (JsonProcessingException e) {
        throw new AssertionError("not JSON: " + body, e);
      }
    }
  }

  Response send(String method, String path, String body) {
    return send(method, path, body, "contract-test");
  }

  Response send(String method, String path, String body, String userAgent) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.getPort() + path))
            .timeout(Duration.ofSeconds(30))
            .header("User-Agent", userAgent)
            .method(method, BodyPublishers.ofString(body))
            .build();
    try {
      var response = HTTP.send(request, BodyHandlers.ofString());
      String contentType = response.headers().firstValue("Content-Type").orElse("");
      return new Response(response.statusCode(), contentType, response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  Response get(String path) {
    return send("GET", path, "");
  }

  /** {@return a proxy's name that nobody has used} */
  static String newName() {
    return "contract-" + NAMES.incrementAndGet();
  }

  /** Creates a proxy on any port that leads to this loopback port; returns where it listens. */
  InetSocketAddress createProxy(String name, int upstreamPort) {
    Response created =
        send(
            "POST",
            "/proxies",
            "{\"name\":\"%s\",\"listen\":\"127.0.0.1:0\",\"upstream\":\"127.0.0.1:%d\"}"
                .formatted(name, upstreamPort));
    assertThat(created.status()).as("answer %s", created).isEqualTo(201);
    return HostPort.parse(created.json().get("listen").asText());
  }

  /** Adds a toxic with toxicity 1, called {@code t}, whose attributes are given as JSON fields. */
  void addToxic(String proxy, String type, String stream, String attributes) {
    addToxic(proxy, "t", type, stream, 1, attributes);
  }

  void addToxic(
      String proxy, String name, String type, String stream, double toxicity, String attributes) {
    Response added =
        send(
            "POST",
            "/proxies/" + proxy + "/toxics",
            "{\"name\":\"%s\",\"type\":\"%s\",\"stream\":\"%s\",\"toxicity\":%s,\"attributes\":{%s}}"
                .formatted(name, type, stream, toxicity, attributes));
    assertThat(added.status()).as("answer %s", added).isEqualTo(200);
  }

  void updateToxic(String proxy, String name, String attributes) {
    Response updated =
        send(
            "PATCH",
            "/proxies/" + proxy + "/toxics/" + name,
            "{\"attributes\":{" + attributes + "}}");
    assertThat(updated.status()).as("answer %s", updated).isEqualTo(200);
  }

  void removeToxic(String proxy, String name) {
    Response removed = send("DELETE", "/proxies/" + proxy + "/toxics/" + name, "");
    assertThat(removed.status()).as("answer %s", removed).isEqualTo(204);
  }

  void enable(String proxy, boolean enabled) {
    Response updated = send("PATCH", "/proxies/" + proxy, "{\"enabled\":" + enabled + "}");
    assertThat(updated.status()).as("answer %s", updated).isEqualTo(200);
  }
}
