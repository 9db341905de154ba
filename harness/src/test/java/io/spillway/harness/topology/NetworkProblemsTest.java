package io.spillway.harness.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the reader refuses, and what it says then. */
final class NetworkProblemsTest {

  private static final String LISTENER =
      """
      apiVersion: skupper.io/v2alpha1
      kind: Listener
      metadata:
        name: backend
        namespace: west
      spec:
        routingKey: backend
        host: backend
        port: 8080
      """;

  private static final String CONNECTOR =
      """
      apiVersion: skupper.io/v2alpha1
      kind: Connector
      metadata:
        name: backend
        namespace: west
      spec:
        selector: app=backend
        port: 8080
      """;

  private static final String LINK =
      """
      apiVersion: skupper.io/v2alpha1
      kind: Link
      metadata:
        name: to-east
        namespace: west
      spec:
        endpoints:
          - name: inter-router
            host: east
            port: "55671"
        cost: 2
      ---
      apiVersion: skupper.io/v2alpha1
      kind: Site
      metadata:
        name: east
        namespace: east
      """;

  private static final String WEIGHTED =
      """
      apiVersion: skupper.io/v2alpha1
      kind: MultiKeyListener
      metadata:
        name: shop
        namespace: west
      spec:
        host: shop
        port: 9092
        strategy:
          weighted:
            routingKeys:
              a: 25
              b: 75
      """;

  @TempDir private Path folder;

  @Test
  void everyProblemOfEveryFile_isToldAtOnceInOrder() throws IOException {
    Path east = Files.createDirectory(folder.resolve("east"));
    Path west = Files.createDirectory(folder.resolve("west"));
    Files.writeString(west.resolve("listener.yaml"), LISTENER.replace("8080", "80800"));
    Files.writeString(
        east.resolve("connector.yaml"),
        CONNECTOR.replace("selector:", "selecter:").replace("port: 8080", "port: 0"));
    Files.writeString(west.resolve("link.yaml"), LINK.replace("cost: 2", "cost: -1"));

    NetworkException thrown =
        catchThrowableOfType(NetworkException.class, () -> NetworkReader.read(folder));

    assertThat(thrown)
        .hasMessage(
            "network "
                + folder.getFileName()
                + " has 4 problems:\n  "
                + east
                + "/connector.yaml:7: Connector backend: spec has neither selector nor host; give"
                + " exactly one of them\n  "
                + east
                + "/connector.yaml:7: Connector backend: unknown field spec.selecter; did you mean"
                + " selector?\n  "
                + west
                + "/link.yaml:11: Link to-east: spec.cost is -1; a cost is 1 to 2147483647\n  "
                + west
                + "/listener.yaml:9: Listener backend: spec.port is 80800; a port is 1 to 65535");
    assertThat(thrown.problems())
        .last()
        .isEqualTo(
            new NetworkException.Problem(
                west + "/listener.yaml:9",
                "Listener backend: spec.port is 80800; a port is 1 to 65535"));
  }

  @Test
  void unknownKind_isRefusedWithASuggestion() {
    assertRefused(
        LISTENER.replace("kind: Listener", "kind: Listner"),
        "net.yaml:2: Listner backend: kind is Listner, which is unknown; did you mean Listener?");
    assertRefused(
        LISTENER.replace("kind: Listener", "kind: Gateway"),
        "net.yaml:2: Gateway backend: kind is Gateway, which is unknown; known are Site, Link,"
            + " AccessToken, Listener, MultiKeyListener, TrafficSplit, Connector");
  }

  @Test
  void kindThatIsNotHeeded_isRefusedWithWhatToDoInstead() {
    assertRefused(
        "{apiVersion: skupper.io/v2alpha1, kind: AttachedConnector, metadata: {name: shop}}",
        "net.yaml:1: AttachedConnector shop: kind is AttachedConnector, which connects across"
            + " namespaces, and Spillway does not; declare a Connector in the site's own"
            + " namespace");
  }

  @Test
  void otherApiVersion_isRefused() {
    assertRefused(
        LISTENER.replace("v2alpha1", "v1alpha1"),
        "net.yaml:1: Listener backend: apiVersion is skupper.io/v1alpha1; Spillway reads"
            + " skupper.io/v2alpha1");
  }

  @Test
  void missingKindOrApiVersionOrMetadata_isRefused() {
    assertRefused(
        LISTENER.replace("kind: Listener\n", ""),
        "net.yaml:1: resource backend: kind is missing; known are Site, Link, AccessToken,"
            + " Listener, MultiKeyListener, TrafficSplit, Connector");
    assertRefused(
        LISTENER.replace("apiVersion: skupper.io/v2alpha1\n", ""),
        "net.yaml:1: Listener backend: apiVersion is missing; Skupper's is skupper.io/v2alpha1");
    assertRefused(
        "{apiVersion: skupper.io/v2alpha1, kind: Site}",
        "net.yaml:1: Site: metadata is missing; every resource has one, with a name");
    assertRefused(
        LISTENER.replace("  name: backend\n", ""),
        "net.yaml:4: Listener: metadata.name is missing; every resource has one");
  }

  @Test
  void resourceWithoutASite_isRefused() {
    assertRefused(
        LISTENER.replace("  namespace: west\n", ""),
        "net.yaml:4: Listener backend: metadata.namespace is missing; name the resource's site"
            + " there, or put the file into a folder with the site's name");
  }

  @Test
  void unknownField_isRefusedWithASuggestion() {
    assertRefused(
        LISTENER.replace("  port:", "  prot: 1\n  port:"),
        "net.yaml:9: Listener backend: unknown field spec.prot; did you mean port?");
    assertRefused(
        LISTENER.replace("  namespace:", "  annotation: {}\n  namespace:"),
        "net.yaml:5: Listener backend: unknown field metadata.annotation; did you mean"
            + " annotations?");
    assertRefused(
        LINK.replace("cost:", "linkCost: 7\n  cost:"),
        "net.yaml:11: Link to-east: unknown field spec.linkCost; known are endpoints, cost,"
            + " tlsCredentials, settings");
    assertRefused(
        LINK.replace("host: east", "host: east\n      hots: east"),
        "net.yaml:10: Link to-east: unknown field spec.endpoints[0].hots; did you mean host?");
    assertRefused(
        WEIGHTED.replace("routingKeys:", "routingKeys: {a: 1}\n      keys:"),
        "net.yaml:12: MultiKeyListener shop: unknown field spec.strategy.weighted.keys; known are"
            + " routingKeys");
    assertRefused(
        WEIGHTED.replace("    weighted:", "    weigthed:"),
        "net.yaml:10: MultiKeyListener shop: unknown field spec.strategy.weigthed; did you mean"
            + " weighted?",
        "net.yaml:10: MultiKeyListener shop: spec.strategy has neither priority nor weighted; give"
            + " exactly one of them");
    assertRefused(
        LISTENER + "specs: {}\n",
        "net.yaml:10: Listener backend: unknown field specs; did you mean spec?");
    assertRefused(
        "{apiVersion: skupper.io/v2alpha1, kind: Site, metadata: {name: a, namespace: a},\n"
            + " spec: {linkaccess: default}}",
        "net.yaml:2: Site a: unknown field spec.linkaccess; did you mean linkAccess?");
  }

  @Test
  void unknownAnnotationOfSpillway_isRefused() {
    assertRefused(
        LINK.replaceFirst(
            "namespace: west", "namespace: west\n  annotations: {spillway.dev/too: x}"),
        "net.yaml:6: Link to-east: metadata.annotations.spillway.dev/too is not known on a Link; did"
            + " you mean spillway.dev/to?");
    assertRefused(
        LISTENER.replace("namespace: west", "namespace: west\n  annotations: {spillway.dev/to: x}"),
        "net.yaml:6: Listener backend: metadata.annotations.spillway.dev/to is not known on a"
            + " Listener; Spillway has no annotation for it");
  }

  @Test
  void fieldGivenTwice_isRefusedWithBothLines() {
    assertRefused(
        LISTENER + "  port: 9090\n",
        "net.yaml:10: port is given twice, first in line 9; keep one of the two");
  }

  @Test
  void wrongType_isRefusedWithWhatItIs() {
    assertRefused(
        LISTENER.replace("8080", "\"8080\""),
        "net.yaml:9: Listener backend: spec.port is the text \"8080\"; it must be a whole number:"
            + " leave out the quotes");
    assertRefused(
        LISTENER.replace("8080", "http"),
        "net.yaml:9: Listener backend: spec.port is the text \"http\"; it must be a whole number");
    assertRefused(
        LISTENER.replace("8080", "80.5"),
        "net.yaml:9: Listener backend: spec.port is the number 80.5; it must be a whole number");
    assertRefused(
        LISTENER.replace("8080", "99999999999999999999"),
        "net.yaml:9: Listener backend: spec.port is the number 99999999999999999999; it must fit in"
            + " 64 bits");
    assertRefused(
        LISTENER.replace("routingKey: backend", "routingKey: 7"),
        "net.yaml:7: Listener backend: spec.routingKey is the number 7; it must be text: write \"7\""
            + " in quotes");
    assertRefused(
        LISTENER.replace("host: backend", "host: [backend]"),
        "net.yaml:8: Listener backend: spec.host is a list; it must be text");
    assertRefused(
        LISTENER.replace("host: backend", "host: true"),
        "net.yaml:8: Listener backend: spec.host is the boolean true; it must be text: write"
            + " \"true\" in quotes");
    assertRefused(
        "{apiVersion: skupper.io/v2alpha1, kind: Listener, metadata: {name: a, namespace: a},\n"
            + " spec: [1]}",
        "net.yaml:2: Listener a: spec is a list; it must be a mapping");
    assertRefused(
        "{apiVersion: skupper.io/v2alpha1, kind: Site, metadata: a}",
        "net.yaml:1: Site: metadata is the text \"a\"; it must be a mapping");
    assertRefused(
        LINK.replace("cost: 2", "cost: cheap"),
        "net.yaml:11: Link to-east: spec.cost is the text \"cheap\"; it must be a whole number");
    assertRefused(
        WEIGHTED.replace("a: 25", "a: many"),
        "net.yaml:12: MultiKeyListener shop: spec.strategy.weighted.routingKeys.a is the text"
            + " \"many\"; it must be a whole number");
    assertRefused(
        WEIGHTED.replace("weighted", "priority"),
        "net.yaml:12: MultiKeyListener shop: spec.strategy.priority.routingKeys is a mapping; it"
            + " must be a list");
    assertRefused(
        priority("[a, 1]"),
        "net.yaml:11: MultiKeyListener shop: spec.strategy.priority.routingKeys[1] is the number 1;"
            + " it must be text: write \"1\" in quotes");
    assertRefused(
        LINK.replaceFirst("(?s)endpoints:.*  cost", "endpoints: [east]\n  cost"),
        "net.yaml:7: Link to-east: spec.endpoints[0] is the text \"east\"; it must be a mapping");
  }

  @Test
  void requiredField_isNamedWhereItIsMissing() {
    assertRefused(
        LISTENER.replace("  routingKey: backend\n", ""),
        "net.yaml:7: Listener backend: spec.routingKey is missing; it names the connectors that"
            + " serve this listener");
    assertRefused(
        LISTENER.replace("  host: backend\n", ""),
        "net.yaml:7: Listener backend: spec.host is missing; it is the name or address at which"
            + " clients reach the listener");
    assertRefused(
        LISTENER.replace("  port: 8080\n", "  port:\n"),
        "net.yaml:7: Listener backend: spec.port is missing; it is 1 to 65535");
    assertRefused(
        "{apiVersion: skupper.io/v2alpha1, kind: Connector, metadata: {name: a, namespace: a}}",
        "net.yaml:1: Connector a: spec is missing; only a Site can be without");
    assertRefused(
        WEIGHTED.replaceFirst("(?s)  strategy.*", ""),
        "net.yaml:7: MultiKeyListener shop: spec.strategy is missing; it is either priority or"
            + " weighted");
    assertRefused(
        WEIGHTED.replaceFirst("(?s)routingKeys.*", "{}"),
        "net.yaml:11: MultiKeyListener shop: spec.strategy.weighted.routingKeys is missing; it maps"
            + " each key to its weight");
    assertRefused(
        priority("").replace("routingKeys:", "{}"),
        "net.yaml:11: MultiKeyListener shop: spec.strategy.priority.routingKeys is missing; it lists"
            + " the keys");
  }

  @Test
  void portOutOfRange_isRefused() {
    for (String port : new String[] {"0", "-1", "65536"}) {
      String rule = "spec.port is " + port + "; a port is 1 to 65535";
      assertRefused(LISTENER.replace("8080", port), "net.yaml:9: Listener backend: " + rule);
      assertRefused(CONNECTOR.replace("8080", port), "net.yaml:8: Connector backend: " + rule);
      assertRefused(WEIGHTED.replace("9092", port), "net.yaml:8: MultiKeyListener shop: " + rule);
    }
  }

  @Test
  void secretsContents_areNeverToldWhateverIsWrongWithIt() {
    String secret =
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: link, namespace: east}
        stringData:
          tls.key: c2VjcmV0
        """;

    assertThat(NetworkReader.parse("net", LISTENER + "---\n" + secret).notes())
        .contains("Secret is accepted without effect (net.yaml:11)");
    for (String broken :
        List.of(
            secret.replace("c2VjcmV0", "[c2VjcmV0"),
            secret.replace("c2VjcmV0", "c2VjcmV0: c2VjcmV0"),
            secret + "  tls.key: c2VjcmV0\n",
            secret.replace("c2VjcmV0", "\"c2VjcmV0"))) {
      assertThatThrownBy(() -> NetworkReader.parse("net", broken))
          .isInstanceOf(NetworkException.class)
          .message()
          .doesNotContain("c2VjcmV0");
    }
  }

  @Test
  void costBelowOne_isRefused() {
    assertRefused(
        LINK.replace("cost: 2", "cost: 0"),
        "net.yaml:11: Link to-east: spec.cost is 0; a cost is 1 to 2147483647; Skupper takes 0 for"
            + " 1: write 1 or leave it out");
    assertRefused(
        LINK.replace("kind: Link", "kind: AccessToken")
            .replaceFirst("(?s)endpoints.*cost: 2", "url: https://east/\n  linkCost: -5"),
        "net.yaml:8: AccessToken to-east: spec.linkCost is -5; a cost is 1 to 2147483647");
  }

  @Test
  void strategyThatIsNotExactlyOne_isRefused() {
    assertRefused(
        WEIGHTED + "    priority:\n      routingKeys: [a]\n",
        "net.yaml:10: MultiKeyListener shop: spec.strategy has both priority and weighted; keep"
            + " exactly one of them");
    assertRefused(
        WEIGHTED.replaceFirst("(?s)weighted.*", "{}"),
        "net.yaml:10: MultiKeyListener shop: spec.strategy has neither priority nor weighted; give"
            + " exactly one of them");
  }

  @Test
  void weights_areRefusedIfNegativeTooLargeOrAllZero() {
    assertRefused(
        WEIGHTED.replace("a: 25", "a: -25"),
        "net.yaml:12: MultiKeyListener shop: spec.strategy.weighted.routingKeys.a is -25; a weight"
            + " is 0 to 2147483647");
    assertRefused(
        WEIGHTED.replace("b: 75", "b: 2147483648"),
        "net.yaml:13: MultiKeyListener shop: spec.strategy.weighted.routingKeys.b is 2147483648; a"
            + " weight is 0 to 2147483647");
    assertRefused(
        WEIGHTED.replace("25", "0").replace("75", "0"),
        "net.yaml:11: MultiKeyListener shop: spec.strategy.weighted.routingKeys gives weight 0 to"
            + " every key (a, b); at least one needs more");
  }

  @Test
  void routingKeys_areRefusedIfNoneTooManyOrTwice() {
    String keys = "spec.strategy.priority.routingKeys";
    assertRefused(
        priority("[]"),
        "net.yaml:11: MultiKeyListener shop: " + keys + " has 0 keys; a strategy has 1 to 256");
    assertRefused(
        priority(
            Stream.iterate(0, i -> i + 1)
                .limit(257)
                .map(i -> "k" + i)
                .collect(Collectors.joining(", ", "[", "]"))),
        "net.yaml:11: MultiKeyListener shop: " + keys + " has 257 keys; a strategy has 1 to 256");
    assertRefused(
        priority("[a, b, a]"),
        "net.yaml:11: MultiKeyListener shop: " + keys + " names a more than once; keep the first");
  }

  @Test
  void words_areRefusedIfTheyCannotBeNames() {
    assertRefused(
        LISTENER.replace("name: backend", "name: Back_End"),
        "net.yaml:4: Listener Back_End: metadata.name is \"Back_End\"; a name is at most 253"
            + " lower-case letters, digits, '-' and '.', with a letter or digit at each end");
    assertRefused(
        LISTENER.replace("namespace: west", "namespace: ../west"),
        "net.yaml:1: the site's name is \"../west\"; a site's name is at most 63 lower-case letters,"
            + " digits and '-', with a letter or digit at each end");
    assertRefused(
        LISTENER.replace("routingKey: backend", "routingKey: back end"),
        "net.yaml:7: Listener backend: spec.routingKey is \"back end\"; a routing key is one word of"
            + " printable ASCII characters");
    assertRefused(
        LISTENER.replace("host: backend", "host: ''"),
        "net.yaml:8: Listener backend: spec.host is \"\"; a host is a name or an address, without"
            + " blanks");
    assertRefused(
        CONNECTOR.replace("app=backend", "' '"),
        "net.yaml:7: Connector backend: spec.selector is \" \"; a workload is named by"
            + " printable ASCII text, such as app=backend");
    assertRefused(
        CONNECTOR.replace("selector: app=backend", "host: ''"),
        "net.yaml:7: Connector backend: spec.host is \"\"; a workload is named by printable ASCII"
            + " text, such as app=backend");
  }

  @Test
  void connectorsWorkload_isExactlyOneAndReachable() {
    assertRefused(
        CONNECTOR.replace("  port:", "  host: backend\n  port:"),
        "net.yaml:7: Connector backend: spec has both selector and host; keep exactly one of them");
    assertRefused(
        CONNECTOR.replace("  selector: app=backend\n", ""),
        "net.yaml:7: Connector backend: spec has neither selector nor host; give exactly one of"
            + " them");
    assertRefused(
        CONNECTOR.replace("west", "west\n  annotations: {spillway.dev/workload: real}"),
        "net.yaml:6: Connector backend: metadata.annotations.spillway.dev/workload is real, and"
            + " spec.selector does not say where that is; give spec.host");
    assertRefused(
        CONNECTOR.replace("west", "west\n  annotations: {spillway.dev/workload: reel}"),
        "net.yaml:6: Connector backend: metadata.annotations.spillway.dev/workload is \"reel\"; it"
            + " is stand-in (the default) or real");
  }

  @Test
  void nameTakenInItsSite_isRefusedWithTheFirst() {
    assertRefused(
        LISTENER + "---\n" + LISTENER.replace("8080", "8081"),
        "net.yaml:14: Listener backend: site west has that name already, Listener backend at"
            + " net.yaml:1; give each listener of a site a name of its own");
    assertRefused(
        LISTENER + "---\n" + WEIGHTED.replace("name: shop", "name: backend"),
        "net.yaml:14: MultiKeyListener backend: site west has that name already, Listener backend at"
            + " net.yaml:1; give each listener of a site a name of its own");
    assertRefused(
        CONNECTOR + "---\n" + CONNECTOR,
        "net.yaml:13: Connector backend: site west has that name already, Connector backend at"
            + " net.yaml:1; give each connector of a site a name of its own");
    assertRefused(
        LINK + "---\n" + LINK.replaceFirst("(?s)---.*", ""),
        "net.yaml:22: Link to-east: site west has that name already, Link to-east at net.yaml:1;"
            + " give each link of a site a name of its own");
  }

  @Test
  void secondSiteResourceOfASite_isRefused() {
    String site =
        "{apiVersion: skupper.io/v2alpha1, kind: Site, metadata: {name: a, namespace: x}}";
    assertRefused(
        site + "\n---\n" + site.replace("name: a", "name: b"),
        "net.yaml:3: Site b: site x has a Site already, Site a at net.yaml:1; a namespace or folder"
            + " is one site");
  }

  @Test
  void addressTakenAtItsSite_isRefusedWithTheFirst() {
    assertRefused(
        LISTENER + "---\n" + LISTENER.replace("name: backend", "name: other"),
        "net.yaml:19: Listener other: backend:8080 is taken at site west by Listener backend at"
            + " net.yaml:1; give one of them another host or port");
    assertRefused(
        WEIGHTED
            + "---\n"
            + LISTENER.replace("host: backend", "host: shop").replace("8080", "9092"),
        "net.yaml:23: Listener backend: shop:9092 is taken at site west by MultiKeyListener shop at"
            + " net.yaml:1; give one of them another host or port");
  }

  @Test
  void sameNamesAndAddressesAtTwoSites_areFine() {
    assertThat(
            NetworkReader.parse("net", LISTENER + "---\n" + LISTENER.replace("west", "east"))
                .network()
                .sites())
        .hasSize(2);
  }

  @Test
  void brokenYaml_isToldWithItsLineAndWithoutWhatFollowsFromIt() {
    assertRefused(
        LINK.replaceFirst("(?s)---.*", "---\nkind: {Site\n"),
        "net.yaml:14: this is not YAML: while parsing a flow mapping, expected ',' or '}', but got"
            + " <stream end>");
    assertRefused(
        LISTENER.replace("  port", "\tport"),
        "net.yaml:9: this is not YAML: while scanning for the next token, found character '\\t(TAB)'"
            + " that cannot start any token. (Do not use \\t(TAB) for indentation)");
  }

  @Test
  void documentThatIsNoResource_isRefused() {
    assertRefused(
        "- a\n- b\n",
        "net.yaml:1: this is a list; a resource is a mapping with apiVersion, kind and metadata");
    assertRefused(
        "hello\n",
        "net.yaml:1: this is the text \"hello\"; a resource is a mapping with apiVersion, kind and"
            + " metadata");
  }

  @Test
  void alias_isRefused() {
    assertRefused(
        LISTENER
            .replace("name: backend", "name: &it backend")
            .replace("host: backend", "host: *it"),
        "net.yaml:8: *it is an alias, which Spillway does not read; write the value");
  }

  @Test
  void nothingToRead_isRefused() throws IOException {
    String noSite =
        "net.yaml: it has no site; declare at least one of Site, Link, AccessToken, Listener,"
            + " MultiKeyListener, TrafficSplit, Connector";
    assertRefused("", noSite);
    assertRefused("# only a comment\n---\n", noSite);
    assertRefused("{apiVersion: v1, kind: Secret, metadata: {name: a}}", noSite);

    Path missing = folder.resolve("missing.yaml");
    assertThatThrownBy(() -> NetworkReader.read(missing))
        .hasMessage(
            "network missing has 1 problem:\n  " + missing + ": there is no such file or folder");
    assertThatThrownBy(() -> NetworkReader.read(folder))
        .hasMessage(
            "network "
                + folder.getFileName()
                + " has 1 problem:\n  "
                + folder
                + ": the folder has no .yaml, .yml or .json file in it");
    Path latin = Files.write(folder.resolve("a.yaml"), "é".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> NetworkReader.read(latin))
        .hasMessage("network a has 1 problem:\n  " + latin + ": the file is not UTF-8 text");
  }

  private static String priority(String keys) {
    return WEIGHTED.replaceFirst("(?s)weighted.*", "priority:\n      routingKeys: " + keys + "\n");
  }

  private static void assertRefused(String yaml, String... problems) {
    String count = problems.length == 1 ? "1 problem" : problems.length + " problems";
    assertThatThrownBy(() -> NetworkReader.parse("net", yaml))
        .isInstanceOf(NetworkException.class)
        .hasMessage("network net has " + count + ":\n  " + String.join("\n  ", problems));
  }
}
