package io.spillway.router.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.router.LogLines;
import io.spillway.router.config.RouterConfig.Access;
import io.spillway.router.config.RouterConfig.Connector;
import io.spillway.router.config.RouterConfig.HealthCheck;
import io.spillway.router.config.RouterConfig.Link;
import io.spillway.router.config.RouterConfig.Listener;
import io.spillway.router.config.RouterConfig.Strategy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Resources with the fields that the ecosystem writes and this router has no use for. */
class EcosystemFileTest {

  private static final Path FILE = Path.of("src/test/resources/ecosystem/west.yaml");

  private final LogLines log = new LogLines(RouterConfig.class);

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void fields_that_change_no_routing_are_accepted() throws IOException {
    RouterConfig config = RouterConfig.load(FILE);

    assertThat(config.access())
        .contains(new Access("router-access-west", "127.0.0.1", 55671, Optional.empty()));
    assertThat(config.links())
        .containsExactly(
            new Link("link-east-4d7f1", "router.east.example.com", 55671, 5, Optional.empty()));
    assertThat(config.listeners())
        .containsExactly(
            new Listener("backend", "127.0.0.1", 8080, new Strategy.Single("backend")),
            new Listener(
                "sample-svc",
                "127.0.0.1",
                8081,
                new Strategy.Split(
                    Map.of("sample-svc", 1, "sample-svc-central1", 0), "sample-svc", true)),
            new Listener(
                "shop",
                "127.0.0.1",
                8082,
                new Strategy.Priority(List.of("shop-private", "shop-public"))));
    assertThat(config.connectors())
        .containsExactly(
            new Connector("backend", "127.0.0.1", 9090, "backend", new HealthCheck.Connect()));
  }

  @Test
  void fields_of_which_somebody_could_expect_an_effect_are_warned_of() throws IOException {
    RouterConfig.load(FILE);

    String edge =
        ": RouterAccess 'router-access-west' spec roles has a role 'edge', whose port this router"
            + " does not open. Edge routers cannot be linked to it.";
    String end = ", which has no effect on this router. Leave it out, or do not rely on it.";
    assertThat(log.warnings())
        .containsExactly(
            FILE + ":10: Site 'west' spec has 'linkAccess' with 'default'" + end,
            FILE + ":20" + edge,
            FILE + ":24" + edge,
            FILE
                + ":27: RouterAccess 'router-access-west' spec has 'subjectAlternativeNames' with a"
                + " list"
                + end,
            FILE + ":57: Listener 'backend' spec has 'exposePodsByName' with 'true'" + end,
            FILE + ":62: Listener 'backend' spec has 'settings' with a mapping" + end,
            FILE + ":82: Listener 'sample-svc' spec has 'type' with 'http'" + end,
            FILE + ":90: MultiKeyListener 'shop' spec has 'observer' with 'http1'" + end,
            FILE + ":104: Connector 'backend' spec has 'includeNotReadyPods' with 'true'" + end);
  }

  @Test
  void first_of_several_endpoints_is_dialled_and_the_others_are_warned_of() {
    RouterConfig config =
        RouterConfig.parse(
            """
            apiVersion: skupper.io/v2alpha1
            kind: Site
            metadata: {name: west}
            ---
            apiVersion: skupper.io/v2alpha1
            kind: Link
            metadata: {name: to-east}
            spec:
              endpoints:
              - {name: inter-router, host: first.example, port: 1, group: skupper-router}
              - {name: edge, host: first.example, port: 2, group: skupper-router}
              - {name: inter-router, host: second.example, port: 3, group: skupper-router-2}
            """,
            "ha.yaml");

    assertThat(config.links())
        .containsExactly(new Link("to-east", "first.example", 1, 1, Optional.empty()));
    assertThat(log.warnings())
        .containsExactly(
            "ha.yaml:12: Link 'to-east' spec endpoints has a second 'inter-router', which this"
                + " router does not dial. It dials the first; add a Link for each router that is"
                + " to be dialled.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          "port: 8080" | "port: 8080\\n  tlsCredentials: c" | Listener 'backend' spec has an unknown field 'tlsCredentials'. This router knows here: host, port, routingKey.
          "port: 9090" | "port: 9090\\n  tlsCredentials: c" | Connector 'backend' spec has an unknown field 'tlsCredentials'. This router knows here: host, port, routingKey.
          "name: inter-router\\n      port: 55671" | "name: edge\\n      port: 1" | RouterAccess 'router-access-west' spec has no role inter-router. Add a role inter-router with a port.
          "bindHost: 127.0.0.1" | "bindHost: 127.0.0.1\\n  generateTlsCredentials: true" | RouterAccess 'router-access-west' spec has generateTlsCredentials 'true', and this router generates none. Name a Secret as tlsCredentials instead.
          """)
  void field_that_somebody_relies_on_for_security_or_routing_is_an_error(
      String from, String to, String message) throws IOException {
    String text = Files.readString(FILE);
    String changed = text.replace(unescaped(from), unescaped(to));
    assertThat(changed).isNotEqualTo(text);

    RouterConfigException e =
        catchThrowableOfType(
            RouterConfigException.class, () -> RouterConfig.parse(changed, "west.yaml"));

    assertThat(e.problems()).singleElement().asString().endsWith(": " + message);
    assertThat(log.warnings()).isEmpty();
  }

  @Test
  void sample_of_the_manual_is_read_and_leaves_the_port_of_the_admin_endpoint_alone()
      throws IOException {
    String manual = Files.readString(Path.of("..", "docs", "router.md"));
    int begin = manual.indexOf("```yaml\n") + "```yaml\n".length();
    String sample = manual.substring(begin, manual.indexOf("```\n", begin));
    assertThat(manual).contains("| `--admin HOST:PORT` | `127.0.0.1:9090` |");

    RouterConfig config =
        RouterConfig.parse(sample.replace("LS0t…", "LS0tLS1CRUdJTiA="), "manual.yaml");

    assertThat(config.connectors()).extracting(Connector::port).isNotEmpty().doesNotContain(9090);
    assertThat(config.listeners()).extracting(Listener::port).isNotEmpty().doesNotContain(9090);
    assertThat(config.connectors())
        .extracting(Connector::health)
        .containsExactly(new HealthCheck.Http(URI.create("http://127.0.0.1:9001/ready")));
  }

  private static String unescaped(String text) {
    return text.replace("\\n", "\n");
  }
}
