package io.spillway.harness.fault.toxiproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.fault.toxiproxy.RawApi.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The HTTP API, to the letter. Every expected body is what toxiproxy-server 2.12.0 answers; the
 * same tests run against it where there is one.
 */
abstract class ApiContract {

  private static final int NOWHERE = 9;

  private final RawApi api;

  ApiContract(ToxiproxyServer server) {
    this.api = new RawApi(server);
  }

  @AfterEach
  void deleteAllProxies() {
    api.get("/proxies")
        .json()
        .fieldNames()
        .forEachRemaining(name -> api.send("DELETE", "/proxies/" + name, ""));
  }

  @Test
  void version_isJson() {
    Response version = api.get("/version");

    assertThat(version.status()).isEqualTo(200);
    assertThat(version.contentType()).isEqualTo("application/json;charset=utf-8");
    assertThat(version.json().get("version").asText()).isNotEmpty();
    assertThat(version.body()).endsWith("}\n");
  }

  @Test
  void proxies_ofAFreshServer_isEmpty() {
    assertThat(api.get("/proxies")).isEqualTo(json(200, "{}"));
  }

  @Test
  void proxyCreated_isEnabledOnItsActualPort_andShown() {
    Response created =
        api.send(
            "POST",
            "/proxies",
            "{\"NAME\":\"p\",\"Listen\":\"127.0.0.1:0\",\"upstream\":\"127.0.0.1:9\"} and more");

    String listen = created.json().get("listen").asText();
    String shown =
        "{\"name\":\"p\",\"listen\":\""
            + listen
            + "\",\"upstream\":\"127.0.0.1:9\",\"enabled\":true,\"Logger\":{},\"toxics\":[]}";
    assertThat(listen).startsWith("127.0.0.1:").doesNotEndWith(":0");
    assertThat(created).isEqualTo(json(201, shown));
    assertThat(api.get("/proxies/p")).isEqualTo(json(200, shown));
    assertThat(api.get("/proxies")).isEqualTo(json(200, "{\"p\":" + shown + "}"));
  }

  @Test
  void proxyCreatedDisabled_listensWhenEnabled() {
    Response created = api.send("POST", "/proxies", proxy("p", ",\"enabled\":false"));
    assertThat(created.json().get("listen").asText()).isEqualTo("127.0.0.1:0");

    Response enabled = api.send("POST", "/proxies/p", "{\"enabled\":true}");

    assertThat(enabled.json().get("enabled").asBoolean()).isTrue();
    assertThat(enabled.json().get("listen").asText()).doesNotEndWith(":0");
  }

  @Test
  void proxyUpdated_movesAndKeepsItsNameAndToxics() {
    api.createProxy("p", NOWHERE);
    api.addToxic("p", "latency", "upstream", "\"latency\":5");

    Response moved =
        api.send("PATCH", "/proxies/p", "{\"name\":\"q\",\"upstream\":\"127.0.0.1:10\"}");

    assertThat(moved.status()).isEqualTo(200);
    assertThat(moved.json().get("name").asText()).isEqualTo("p");
    assertThat(moved.json().get("upstream").asText()).isEqualTo("127.0.0.1:10");
    assertThat(moved.json().get("enabled").asBoolean()).isTrue();
    assertThat(moved.json().get("toxics")).hasSize(1);
  }

  @Test
  void proxyDeleted_isGone() {
    api.createProxy("p", NOWHERE);

    assertThat(api.send("DELETE", "/proxies/p", "")).isEqualTo(new Response(204, "", ""));
    assertThat(api.get("/proxies/p")).isEqualTo(error(404, "proxy not found"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "latency    | `\"latency\":0,\"jitter\":0`",
        "bandwidth  | `\"rate\":0`",
        "slow_close | `\"delay\":0`",
        "timeout    | `\"timeout\":0`",
        "reset_peer | `\"timeout\":0`",
        "slicer     | `\"average_size\":0,\"size_variation\":0,\"delay\":0`",
        "limit_data | `\"bytes\":0`",
        "noop       | ``",
      })
  void toxicCreatedWithoutSettings_hasTheDefaults(String type, String attributes) {
    api.createProxy("p", NOWHERE);

    Response created = api.send("POST", "/proxies/p/toxics", "{\"type\":\"" + type + "\"}");

    String shown =
        "{\"attributes\":{%s},\"name\":\"%s_downstream\",\"type\":\"%s\",\"stream\":\"downstream\",\"toxicity\":1}"
            .formatted(attributes, type, type);
    assertThat(created).isEqualTo(json(200, shown));
    assertThat(api.get("/proxies/p/toxics/" + type + "_downstream")).isEqualTo(json(200, shown));
    assertThat(api.get("/proxies/p/toxics")).isEqualTo(json(200, "[" + shown + "]"));
  }

  @Test
  void toxicUpdated_keepsWhatTheRequestDoesNotGive() {
    api.createProxy("p", NOWHERE);
    api.addToxic("p", "slow", "latency", "UPSTREAM", 0.3, "\"latency\":5,\"jitter\":2");
    String path = "/proxies/p/toxics/slow";
    String shown =
        "{\"attributes\":{\"latency\":%d,\"jitter\":%d},\"name\":\"slow\",\"type\":\"latency\",\"stream\":\"UPSTREAM\",\"toxicity\":%s}";

    assertThat(api.get(path)).isEqualTo(json(200, shown.formatted(5, 2, "0.3")));
    assertThat(api.send("PATCH", path, "{\"attributes\":{\"jitter\":4}}"))
        .isEqualTo(json(200, shown.formatted(5, 4, "0.3")));
    assertThat(api.send("POST", path, "{\"toxicity\":0.25,\"stream\":\"downstream\"}"))
        .isEqualTo(json(200, shown.formatted(5, 4, "0.25")));
  }

  @Test
  void toxics_areListedUpstreamFirst() {
    api.createProxy("p", NOWHERE);
    api.addToxic("p", "a", "noop", "downstream", 1, "");
    api.addToxic("p", "b", "noop", "upstream", 1, "");

    assertThat(api.get("/proxies/p").json().get("toxics").findValuesAsText("name"))
        .containsExactly("b", "a");
  }

  @Test
  void toxicDeleted_isGone() {
    api.createProxy("p", NOWHERE);
    api.addToxic("p", "noop", "upstream", "");

    assertThat(api.send("DELETE", "/proxies/p/toxics/t", "")).isEqualTo(new Response(204, "", ""));
    assertThat(api.get("/proxies/p/toxics/t")).isEqualTo(error(404, "toxic not found"));
  }

  @Test
  void reset_enablesAllProxiesAndTakesAllToxicsAway() {
    api.createProxy("p", NOWHERE);
    api.addToxic("p", "latency", "upstream", "\"latency\":5");
    api.enable("p", false);

    assertThat(api.send("POST", "/reset", "")).isEqualTo(new Response(204, "", ""));

    assertThat(api.get("/proxies/p").json().get("enabled").asBoolean()).isTrue();
    assertThat(api.get("/proxies/p/toxics")).isEqualTo(json(200, "[]"));
  }

  @Test
  void populate_addsReplacesAndKeeps() {
    String listen = HostPort.format(api.createProxy("kept", NOWHERE));
    api.addToxic("kept", "noop", "upstream", "");
    api.createProxy("moved", NOWHERE);
    api.addToxic("moved", "noop", "upstream", "");

    Response populated =
        api.send(
            "POST",
            "/populate",
            "[{\"name\":\"kept\",\"listen\":\"%s\",\"upstream\":\"127.0.0.1:9\"},%s,%s]"
                .formatted(listen, proxy("moved", ""), proxy("new", ",\"enabled\":false")));

    assertThat(populated.status()).isEqualTo(201);
    assertThat(populated.json().get("proxies").findValuesAsText("name"))
        .contains("kept", "moved", "new");
    assertThat(api.get("/proxies/kept/toxics").json()).hasSize(1);
    assertThat(api.get("/proxies/moved/toxics").json()).isEmpty();
    assertThat(api.get("/proxies/new").json().get("enabled").asBoolean()).isFalse();
  }

  @Test
  void listenAddressInUse_isSaidSo() {
    String taken = HostPort.format(api.createProxy("p", NOWHERE));

    Response refused =
        api.send(
            "POST",
            "/proxies",
            "{\"name\":\"q\",\"listen\":\"" + taken + "\",\"upstream\":\"127.0.0.1:9\"}");

    assertThat(refused)
        .isEqualTo(error(500, "listen tcp " + taken + ": bind: address already in use"));
    assertThat(api.get("/proxies/q").status()).isEqualTo(404);
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
