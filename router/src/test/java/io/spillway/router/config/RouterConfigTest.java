package io.spillway.router.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spillway.router.config.RouterConfig.Access;
import io.spillway.router.config.RouterConfig.Connector;
import io.spillway.router.config.RouterConfig.HealthCheck;
import io.spillway.router.config.RouterConfig.Link;
import io.spillway.router.config.RouterConfig.Listener;
import io.spillway.router.config.RouterConfig.Strategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouterConfigTest {

  private static final String SITE =
      """
      apiVersion: skupper.io/v2alpha1
      kind: Site
      metadata: {name: west}
      """;

  @Test
  void whole_site_is_read() {
    RouterConfig config =
        RouterConfig.parse(
            SITE
                + resource(
                    "RouterAccess",
                    "access",
                    "{bindHost: 127.0.0.2, roles: [{name: inter-router, port: 5671}]}")
                + resource(
                    "Link",
                    "to-east",
                    "{cost: 5, endpoints: [{name: inter-router, host: 127.0.0.9, port: '5671'}]}")
                + resource(
                    "Link",
                    "to-north",
                    "{endpoints: [{name: inter-router, host: north, port: 5671}]}")
                + resource(
                    "Listener", "backend", "{host: 127.0.0.2, port: 8080, routingKey: backend}")
                + resource(
                    "MultiKeyListener",
                    "shop",
                    "{host: 127.0.0.2, port: 0, strategy: {weighted: {routingKeys: {a: 25, b: 0}}}}")
                + resource(
                    "MultiKeyListener",
                    "spare",
                    "{host: 127.0.0.2, port: 8082, strategy: {priority: {routingKeys: [a, b, c]}}}")
                + resource(
                    "Connector", "backend", "{host: 127.0.0.2, port: 9090, routingKey: backend}")
                + "---\n",
            "west.yaml");

    assertThat(config.site()).isEqualTo("west");
    assertThat(config.access()).contains(new Access("access", "127.0.0.2", 5671, Optional.empty()));
    assertThat(config.links())
        .containsExactly(
            new Link("to-east", "127.0.0.9", 5671, 5, Optional.empty()),
            new Link("to-north", "north", 5671, 1, Optional.empty()));
    assertThat(config.listeners())
        .containsExactly(
            new Listener("backend", "127.0.0.2", 8080, new Strategy.Single("backend")),
            new Listener("shop", "127.0.0.2", 0, new Strategy.Weighted(Map.of("a", 25, "b", 0))),
            new Listener(
                "spare", "127.0.0.2", 8082, new Strategy.Priority(List.of("a", "b", "c"))));
    assertThat(config.connectors())
        .containsExactly(
            new Connector("backend", "127.0.0.2", 9090, "backend", new HealthCheck.Connect()));
  }

  @Test
  void file_is_read_and_named_in_errors(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("west.yaml"), SITE.replace("Site", "Sight"));

    RouterConfigException e =
        catchThrowableOfType(RouterConfigException.class, () -> RouterConfig.load(file));

    assertThat(e).hasMessageContaining("west.yaml:2: Sight 'west' is of a kind");
  }

  @Test
  void control_character_in_a_name_or_key_is_an_error() {
    assertThat(problems(SITE.replace("west", "\"we\\nst\"")))
        .contains(
            "t.yaml:3: resource metadata has a control character in name 'we?st'. Give the resource a name.");
    assertThat(errorsOf(resource("Connector", "c", "{host: h, port: 1, routingKey: \"k\\t\"}")))
        .containsExactly(
            "t.yaml:8: Connector 'c' spec has a control character in routingKey 'k?'."
                + " Name the key that the workload serves.");
    assertThat(errorsOf(weighted("{\"k\\t\": 1}")))
        .containsExactly(
            "t.yaml:8: MultiKeyListener 'm' spec strategy weighted routingKeys has a control"
                + " character in routing key 'k?'. Write the key's name.");
    assertThat(errorsOf(priority("\"k\\u0085\"")))
        .containsExactly(
            "t.yaml:8: MultiKeyListener 'm' spec strategy priority has a control character in"
                + " routing key 'k?'. Write the key's name.");
  }

  @Test
  void key_of_a_multi_key_listener_that_is_too_long_is_an_error() {
    String expected =
        " needs a text of 1 to 253 characters as 'routing key', not '"
            + "k".repeat(80)
            + "…'. Write the key's name.";

    assertThat(errorsOf(weighted("{" + "k".repeat(254) + ": 1}")))
        .containsExactly(
            "t.yaml:8: MultiKeyListener 'm' spec strategy weighted routingKeys" + expected);
    assertThat(errorsOf(priority("k".repeat(254))))
        .containsExactly("t.yaml:8: MultiKeyListener 'm' spec strategy priority" + expected);
  }

  @Test
  void unknown_kind_is_an_error_that_lists_the_known_ones() {
    assertThat(errorsOf(resource("Listner", "backend", "{port: 1}")))
        .containsExactly(
            "t.yaml:6: Listner 'backend' is of a kind that this router does not know."
                + " Use Site, RouterAccess, Link, Secret, Listener, MultiKeyListener, TrafficSplit or Connector.");
  }

  @Test
  void unknown_field_is_an_error_that_lists_the_known_ones() {
    assertThat(
            errorsOf(
                resource("Listener", "b", "{host: h, port: 1, routingKey: k, tlsCredentials: c}")))
        .containsExactly(
            "t.yaml:8: Listener 'b' spec has an unknown field 'tlsCredentials'."
                + " This router knows here: host, port, routingKey.");
  }

  @Test
  void listener_without_a_key_is_an_error() {
    assertThat(errorsOf(resource("Listener", "b", "{host: h, port: 1}")))
        .containsExactly(
            "t.yaml:8: Listener 'b' spec has no 'routingKey'. Name the key to route to.");
  }

  @Test
  void bad_port_is_an_error_with_its_value() {
    assertThat(errorsOf(resource("Connector", "b", "{host: h, port: 70000, routingKey: k}")))
        .containsExactly(
            "t.yaml:8: Connector 'b' spec needs a whole number from 1 to 65535 as 'port',"
                + " not '70000'. Use the workload's port.");
    assertThat(errorsOf(resource("Listener", "b", "{host: h, port: http, routingKey: k}")))
        .singleElement()
        .asString()
        .contains("as 'port', not 'http'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          RouterAccess | {bindHost: 0.0.0.256, roles: [{name: inter-router, port: 1}]} | RouterAccess 'n' spec has the bindHost '0.0.0.256', which is no IPv4 address: that is four numbers from 0 to 255. Name the address to bind.
          Link | {endpoints: [{name: inter-router, host: '::1::', port: 1}]} | Link 'n' spec endpoints has the host '::1::', which is no IPv6 address. Name the other router's host.
          Listener | {host: 127.1, port: 1, routingKey: k} | Listener 'n' spec has the host '127.1', which is no IPv4 address: that is four numbers from 0 to 255. Name the address to bind.
          MultiKeyListener | {host: a b, port: 1, strategy: {priority: {routingKeys: [k]}}} | MultiKeyListener 'n' spec has the host 'a b', which is neither an address nor a host's name. Name the address to bind.
          Connector | {host: 10.0.0.256, port: 1, routingKey: k} | Connector 'n' spec has the host '10.0.0.256', which is no IPv4 address: that is four numbers from 0 to 255. Name the workload's host.
          """)
  void host_that_can_be_none_is_an_error_with_its_value(String kind, String spec, String message) {
    assertThat(errorsOf(resource(kind, "n", spec))).containsExactly("t.yaml:8: " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          split.smi-spec.io/v1alpha2 | TrafficSplit | metadata: {name: s}, spec: {service: x, backends: [{service: a, weight: 1}]} | TrafficSplit 's' spec governs the service 'x', and there is no Listener of that name. Add the Listener, or name another one as service.
          split.smi-spec.io/v1alpha2 | TrafficSplit | metadata: {name: s, annotations: {failover.linkerd.io/primary-service: c}}, spec: {service: l, backends: [{service: a, weight: 1}, {service: b, weight: 0}]} | resource metadata annotations name the primary service 'c'. Name one of the backends: a, b.
          split.smi-spec.io/v1alpha2 | TrafficSplit | metadata: {name: s}, spec: {service: l, backends: [{service: a, weight: 0}, {service: b, weight: 0}]} | TrafficSplit 's' spec gives no backend a weight above 0. Give one a weight, or the label failover.linkerd.io/controlled-by.
          v1 | Secret | metadata: {name: s}, type: Opaque, data: {ca.crt: LS0tLS1CRUdJTiA=, tls.crt: LS0tLS1CRUdJTiA=, tls.key: LS0tLS1CRUdJTiA=} | Secret 's' has type 'Opaque'. This router knows only kubernetes.io/tls.
          v1 | Secret | metadata: {name: s}, type: kubernetes.io/tls, data: {ca.crt: A, tls.crt: LS0tLS1CRUdJTiA=, tls.key: LS0tLS1CRUdJTiA=} | Secret 's' data has a 'ca.crt' that is not base64. Write the PEM file in base64.
          v1 | Secret | metadata: {name: s}, type: kubernetes.io/tls, data: {ca.crt: LS0tLS1CRUdJTiA=, tls.crt: bm90IGEgY2VydGlmaWNhdGU=, tls.key: LS0tLS1CRUdJTiA=} | Secret 's' data has a 'tls.crt' without a PEM block. Encode a PEM file.
          skupper.io/v2alpha1 | RouterAccess | metadata: {name: a}, spec: {bindHost: h, roles: [{name: normal, port: 1}, {name: inter-router, port: 2}]} | RouterAccess 'a' spec roles has a role 'normal'. This router plays only inter-router.
          skupper.io/v2alpha1 | RouterAccess | metadata: {name: a}, spec: {bindHost: h, roles: [{name: inter-router, port: 2}, {name: inter-router, port: 3}]} | RouterAccess 'a' spec roles has the role 'inter-router' a second time. Keep one of them.
          skupper.io/v2alpha1 | Connector | metadata: {name: c, annotations: {spillway.dev/health-check: https://h:1/}}, spec: {host: h, port: 1, routingKey: k} | resource metadata annotations have spillway.dev/health-check 'https://h:1/'. Write connect, none, or a URL such as http://127.0.0.1:8081/ready.
          skupper.io/v2alpha1 | Connector | metadata: {name: c, annotations: {spillway.dev/health-check: http://h/}}, spec: {host: h, port: 1, routingKey: k} | resource metadata annotations have spillway.dev/health-check 'http://h/'. Write connect, none, or a URL such as http://127.0.0.1:8081/ready.
          skupper.io/v2alpha1 | Connector | metadata: {name: c, annotations: {spillway.dev/health-check: http://10.0.0.256:1/}}, spec: {host: h, port: 1, routingKey: k} | resource metadata annotations have spillway.dev/health-check 'http://10.0.0.256:1/'. Write connect, none, or a URL such as http://127.0.0.1:8081/ready.
          skupper.io/v2alpha1 | Connector | metadata: {name: c, annotations: {spillway.dev/health-check: http://h:65536/}}, spec: {host: h, port: 1, routingKey: k} | resource metadata annotations have spillway.dev/health-check 'http://h:65536/' with the port 65536. Use a port from 1 to 65535.
          skupper.io/v1 | Connector | metadata: {name: c}, spec: {host: h, port: 1, routingKey: k} | resource has apiVersion 'skupper.io/v1'. This router knows skupper.io/v2alpha1.
          v2 | Secret | metadata: {name: s}, type: kubernetes.io/tls, data: {ca.crt: LS0tLS1CRUdJTiA=, tls.crt: LS0tLS1CRUdJTiA=, tls.key: LS0tLS1CRUdJTiA=} | resource has apiVersion 'v2'. This router knows v1.
          skupper.io/v2alpha1 | Connector | spec: {host: h, port: 1, routingKey: k} | resource has no 'metadata'. Add metadata with a name.
          skupper.io/v2alpha1 | Connector | metadata: c, spec: {host: h, port: 1, routingKey: k} | resource needs a mapping as 'metadata', not 'c'. Add metadata with a name.
          skupper.io/v2alpha1 | Connector | metadata: {}, spec: {host: h, port: 1, routingKey: k} | resource metadata has no 'name'. Give the resource a name.
          skupper.io/v2alpha1 | Connector | metadata: {name: c} | Connector 'c' has no 'spec'. Add a spec.
          skupper.io/v2alpha1 | Connector | metadata: {name: c}, spec: [a] | Connector 'c' needs a mapping as 'spec', not a list. Add a spec.
          skupper.io/v2alpha1 | Connector | metadata: {name: c}, spec: {host: h, port: 1, routingKey: ''} | Connector 'c' spec needs a text of 1 to 253 characters as 'routingKey', not nothing. Name the key that the workload serves.
          skupper.io/v2alpha1 | Connector | metadata: {name: c}, spec: {host: h, port: 1, routingKey: {a: b}} | Connector 'c' spec needs a text of 1 to 253 characters as 'routingKey', not a mapping. Name the key that the workload serves.
          skupper.io/v2alpha1 | Link | metadata: {name: t}, spec: {endpoints: {host: h}} | Link 't' spec needs a list as 'endpoints', not a mapping. Add an endpoint with name: inter-router, host and port.
          skupper.io/v2alpha1 | Link | metadata: {name: t}, spec: {endpoints: []} | Link 't' spec needs a list as 'endpoints', not an empty list. Add an endpoint with name: inter-router, host and port.
          skupper.io/v2alpha1 | Link | metadata: {name: t}, spec: {endpoints: [h]} | Link 't' spec needs mappings in 'endpoints', not 'h'. Add an endpoint with name: inter-router, host and port.
          skupper.io/v2alpha1 | Link | metadata: {name: t}, spec: {tlsCredentials: c, endpoints: [{name: inter-router, host: h, port: 1}]} | Link 't' spec names tlsCredentials 'c', which are not here. Add a Secret c.
          skupper.io/v2alpha1 | MultiKeyListener | metadata: {name: m}, spec: {host: h, port: 2, strategy: {priority: {routingKeys: [k, [a]]}}} | MultiKeyListener 'm' spec strategy priority needs a text of 1 to 253 characters as 'routing key', not a list. Write the key's name.
          split.smi-spec.io/v1alpha2 | TrafficSplit | metadata: {name: s}, spec: {service: l, backends: [{service: a, weight: 1}, {service: a, weight: 2}]} | TrafficSplit 's' spec backends is 'a' again. List it once.
          """)
  void bad_resource_is_an_error_that_says_what_is_right(
      String apiVersion, String kind, String rest, String message) {
    String listener = resource("Listener", "l", "{host: h, port: 1, routingKey: k}");

    assertThat(
            errorsOf(
                listener
                    + "---\n{apiVersion: %s, kind: %s, %s}\n".formatted(apiVersion, kind, rest)))
        .containsExactly("t.yaml:10: " + message);
  }

  @Test
  void traffic_split_of_a_multi_key_listener_is_told_what_that_is() {
    String shop =
        resource(
            "MultiKeyListener",
            "shop",
            "{host: h, port: 1, strategy: {priority: {routingKeys: [a, b]}}}");

    assertThat(errorsOf(shop + splitOf("shop")))
        .containsExactly(
            "t.yaml:10: TrafficSplit 's' spec governs the service 'shop', which is a"
                + " MultiKeyListener and has a strategy of its own. Name a Listener as service, or"
                + " make this one a Listener.");
  }

  @Test
  void traffic_split_of_a_listener_with_an_error_is_not_told_that_there_is_none() {
    String bad = resource("Listener", "shop", "{host: h, port: 70000, routingKey: k}");

    assertThat(errorsOf(bad + splitOf("shop"))).singleElement().asString().contains("'70000'");
  }

  @Test
  void second_traffic_split_of_a_listener_is_the_only_error() {
    String shop = resource("Listener", "shop", "{host: h, port: 1, routingKey: k}");

    assertThat(errorsOf(shop + splitOf("shop") + splitOf("shop")))
        .singleElement()
        .asString()
        .contains("is there a second time; a TrafficSplit like it stands at line 10");
  }

  private static String splitOf(String service) {
    return ("---\n{apiVersion: split.smi-spec.io/v1alpha2, kind: TrafficSplit, metadata: {name: s},"
            + " spec: {service: %s, backends: [{service: a, weight: 1}]}}\n")
        .formatted(service);
  }

  @Test
  void document_without_kind_or_api_version_and_one_that_is_no_resource_are_errors() {
    String spec = "metadata: {name: c}\nspec: {host: h, port: 1, routingKey: k}\n";

    assertThat(errorsOf("---\napiVersion: skupper.io/v2alpha1\n" + spec))
        .containsExactly("t.yaml:5: resource has no 'kind'. Name its kind.");
    assertThat(errorsOf("---\nkind: Connector\n" + spec))
        .containsExactly(
            "t.yaml:5: resource has no 'apiVersion'. Write apiVersion: skupper.io/v2alpha1.");
    assertThat(errorsOf("---\n- a\n"))
        .containsExactly(
            "t.yaml:5: a document that is no resource. Write one resource per document.");
    assertThat(errorsOf("---\nplain text\n")).singleElement().asString().contains("no resource");
  }

  @Test
  void text_that_is_too_long_is_an_error_with_its_beginning() {
    String spec = "{host: h, port: 1, routingKey: " + "k".repeat(254) + "}";

    assertThat(errorsOf(resource("Connector", "c", spec)))
        .containsExactly(
            "t.yaml:8: Connector 'c' spec needs a text of 1 to 253 characters as 'routingKey', not '"
                + "k".repeat(80)
                + "…'. Name the key that the workload serves.");
  }

  @Test
  void negative_weight_is_an_error_and_so_are_weights_that_are_all_zero() {
    assertThat(errorsOf(weighted("{a: -1, b: 2}")))
        .singleElement()
        .asString()
        .contains("as 'a', not '-1'. Use a weight of 0 or more");
    assertThat(errorsOf(weighted("{a: 0, b: 0}")))
        .singleElement()
        .asString()
        .contains("has no key with a weight above 0");
  }

  @Test
  void strategy_has_to_be_exactly_one() {
    String both = "{host: h, port: 1, strategy: {weighted: {}, priority: {}}}";
    String none = "{host: h, port: 1, strategy: {}}";

    for (String spec : List.of(both, none)) {
      assertThat(errorsOf(resource("MultiKeyListener", "m", spec)))
          .singleElement()
          .asString()
          .contains("has to be exactly one of weighted and priority");
    }
  }

  @Test
  void names_that_are_there_twice_are_an_error_with_both_lines() {
    String listener = resource("Listener", "b", "{host: h, port: 1, routingKey: k}");

    assertThat(errorsOf(listener + listener.replace("kind: Listener", "kind: Listener")))
        .containsExactly(
            "t.yaml:10: Listener 'b' is there a second time; a listener like it stands at line 5."
                + " Rename or remove one of them.");
    assertThat(errorsOf("---\n" + SITE)).singleElement().asString().contains("a second time");
  }

  @Test
  void address_at_which_two_resources_listen_is_an_error_with_both_lines() {
    String listener = resource("Listener", "a", "{host: h, port: 1, routingKey: k}");
    String same =
        resource(
            "MultiKeyListener",
            "b",
            "{host: h, port: 1, strategy: {priority: {routingKeys: [k]}}}");
    String access =
        resource("RouterAccess", "c", "{bindHost: h, roles: [{name: inter-router, port: 1}]}");

    assertThat(errorsOf(listener + same + access))
        .containsExactly(
            "t.yaml:10: MultiKeyListener 'b' listens at h:1, and so does the resource at line 5."
                + " Change host or port of one of them.",
            "t.yaml:15: RouterAccess 'c' listens at h:1, and so does the resource at line 5."
                + " Change host or port of one of them.");
  }

  @Test
  void ports_that_the_system_chooses_and_ports_of_several_addresses_are_not_the_same() {
    RouterConfig config =
        RouterConfig.parse(
            SITE
                + resource("Listener", "a", "{host: 127.0.0.1, port: 0, routingKey: k}")
                + resource("Listener", "b", "{host: 127.0.0.1, port: 0, routingKey: k}")
                + resource("Listener", "c", "{host: 127.0.0.1, port: 80, routingKey: k}")
                + resource("Listener", "d", "{host: 127.0.0.2, port: 80, routingKey: k}"),
            "t.yaml");

    assertThat(config.listeners()).hasSize(4);
  }

  @Test
  void key_that_is_listed_twice_is_an_error() {
    assertThat(
            errorsOf(
                resource(
                    "MultiKeyListener",
                    "m",
                    "{host: h, port: 1, strategy: {priority: {routingKeys: [a, a]}}}")))
        .singleElement()
        .asString()
        .contains("lists 'a' twice");
    assertThat(errorsOf(weighted("{a: 1, a: 2}"))).singleElement().asString().contains("'a' twice");
  }

  @Test
  void link_needs_an_endpoint_of_the_right_name_and_a_cost_of_at_least_1() {
    assertThat(errorsOf(resource("Link", "l", "{endpoints: [{name: edge, host: h, port: 1}]}")))
        .singleElement()
        .asString()
        .contains("has no endpoint named inter-router");
    assertThat(
            errorsOf(
                resource(
                    "Link", "l", "{cost: 0, endpoints: [{name: inter-router, host: h, port: 1}]}")))
        .singleElement()
        .asString()
        .contains("as 'cost', not '0'");
  }

  @Test
  void several_errors_are_reported_together() {
    List<String> errors =
        errorsOf(
            resource("Listener", "b", "{host: h, port: -1}")
                + resource("Connector", "c", "{port: 1, routingKey: k}"));

    assertThat(errors).hasSize(3);
    assertThat(errors.get(0)).contains("port");
    assertThat(errors.get(1)).contains("routingKey");
    assertThat(errors.get(2)).contains("host");
  }

  @Test
  void site_or_endpoint_that_is_missing_is_reported_beside_other_errors() {
    assertThat(
            problems(
                resource("Link", "l", "{endpoints: [{name: edge, host: h, port: 1}]}")
                    + resource("Connector", "c", "{host: h, port: 0, routingKey: k}")))
        .containsExactly(
            "t.yaml: no resource of kind Site. Add one with the site's name.",
            "t.yaml:5: Link 'l' spec has no endpoint named inter-router. Add an endpoint with name:"
                + " inter-router, host and port.",
            "t.yaml:10: Connector 'c' spec needs a whole number from 1 to 65535 as 'port', not"
                + " '0'. Use the workload's port.");
  }

  @Test
  void text_that_is_not_yaml_is_an_error_with_its_line() {
    assertThat(errorsOf("---\nkind: [unclosed\n")).singleElement().asString().contains("not YAML");
  }

  @Test
  void empty_file_and_file_without_a_site_are_errors() {
    assertThat(problems(""))
        .containsExactly("t.yaml: no resource of kind Site. Add one with the site's name.");
  }

  @Test
  void alias_is_refused_and_not_read_as_a_text() {
    assertThat(problems(SITE.replace("west", "*a").replace("skupper.io", "&a skupper.io")))
        .anySatisfy(problem -> assertThat(problem).contains("not the alias '*a'"));
  }

  @Test
  void text_that_is_too_long_is_refused_before_it_is_read() {
    assertThat(errorsOf("#".repeat(1024 * 1024)))
        .singleElement()
        .asString()
        .startsWith("t.yaml: has 10486")
        .contains("at most 1048576 are read");
  }

  @Test
  void nesting_that_is_too_deep_is_refused() {
    assertThat(errorsOf("---\n" + "[".repeat(100_000)))
        .singleElement()
        .asString()
        .contains("nesting depth (1001)");
  }

  private static String priority(String keys) {
    return resource(
        "MultiKeyListener",
        "m",
        "{host: h, port: 1, strategy: {priority: {routingKeys: [" + keys + "]}}}");
  }

  private static String weighted(String weights) {
    return resource(
        "MultiKeyListener",
        "m",
        "{host: h, port: 1, strategy: {weighted: {routingKeys: " + weights + "}}}");
  }

  private static String resource(String kind, String name, String spec) {
    return String.format(
        java.util.Locale.ROOT,
        """
        ---
        apiVersion: skupper.io/v2alpha1
        kind: %s
        metadata: {name: %s}
        spec: %s
        """,
        kind,
        name,
        spec);
  }

  private static List<String> errorsOf(String resources) {
    return problems(SITE + resources);
  }

  private static List<String> problems(String yaml) {
    RouterConfigException e =
        catchThrowableOfType(RouterConfigException.class, () -> RouterConfig.parse(yaml, "t.yaml"));
    assertThat(e).as("an error of %s", yaml).isNotNull();
    return e.problems().stream().map(Object::toString).toList();
  }
}
