package io.spillway.harness.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** TrafficSplits in files: what becomes of them, and what is refused. */
final class TrafficSplitTest {

  private static final String LISTENER =
      """
      apiVersion: skupper.io/v2alpha1
      kind: Listener
      metadata: {name: sample, namespace: west}
      spec: {routingKey: unused, host: sample-svc, port: 8080}
      ---
      apiVersion: skupper.io/v2alpha1
      kind: Connector
      metadata: {name: sample-svc, namespace: west}
      spec: {selector: app=sample, port: 8080}
      ---
      apiVersion: skupper.io/v2alpha1
      kind: Connector
      metadata: {name: sample-svc-central1, namespace: west}
      spec: {selector: app=central, port: 8080}
      ---
      """;

  /** In the form of linkerd-failover's own example, with its three backends cut to two. */
  private static final String SPLIT =
      """
      apiVersion: split.smi-spec.io/v1alpha2
      kind: TrafficSplit
      metadata:
        name: sample-svc
        namespace: west
        annotations:
          failover.linkerd.io/primary-service: sample-svc
        labels:
          failover.linkerd.io/controlled-by: linkerd-failover
          app.kubernetes.io/part-of: shop
      spec:
        service: sample-svc
        backends:
          - service: sample-svc
            weight: 1
          - service: sample-svc-central1
            weight: 0
      """;

  private static final String NETWORK = LISTENER + SPLIT;

  @Test
  void split_governsTheListenerOfItsHost() {
    ReadResult result = NetworkReader.parse("net", NETWORK);

    assertThat(result.network().site("west").trafficSplits())
        .containsExactly(
            new TrafficSplit(
                "sample-svc",
                "sample",
                new Strategy.Split(
                    Map.of("sample-svc", 1, "sample-svc-central1", 0),
                    Optional.of("sample-svc"),
                    true)));
    assertThat(result.notes()).isEmpty();
  }

  @Test
  void split_governsTheListenerOfItsNameBeforeThatOfItsHost() {
    String other =
        """
        apiVersion: skupper.io/v2alpha1
        kind: Listener
        metadata: {name: sample-svc, namespace: west}
        spec: {routingKey: sample-svc, host: other, port: 8080}
        ---
        """;

    assertThat(governed(other + NETWORK)).containsExactly("sample-svc");
  }

  @Test
  void split_withoutAnnotationAndLabel_saysNeither() {
    Strategy.Split strategy =
        NetworkReader.parse(
                "net",
                NETWORK.replaceFirst("(?s)  annotations:.*spec:\n  service", "spec:\n  service"))
            .network()
            .site("west")
            .trafficSplits()
            .get(0)
            .strategy();

    assertThat(strategy.givenPrimary()).isEmpty();
    assertThat(strategy.primary()).isEqualTo("sample-svc");
    assertThat(strategy.controlled()).isFalse();
    assertThat(strategy.routingKeys()).containsExactly("sample-svc", "sample-svc-central1");
  }

  @Test
  void backendThatNobodyServes_isNotedAndTheListenersOwnKeyIsNot() {
    assertThat(
            NetworkReader.parse(
                    "net", NETWORK.replace("service: sample-svc-central1", "service: x"))
                .notes())
        .containsExactly(
            "net.yaml:16: TrafficSplit sample-svc: no connector of this network serves routing key"
                + " x");
  }

  @Test
  void serviceOfNoListener_isRefused() {
    assertRefused(
        NETWORK.replace("  service: sample-svc\n  backends", "  service: simple\n  backends"),
        "net.yaml:27: TrafficSplit sample-svc: spec.service is simple, and site west has no"
            + " Listener of that name or host; did you mean sample?");
    assertRefused(
        NETWORK.replace("namespace: west\n  annotations", "namespace: east\n  annotations"),
        "net.yaml:27: TrafficSplit sample-svc: spec.service is sample-svc, and site east has no"
            + " Listener of that name or host; declare one");
    assertRefused(
        NETWORK
            .replace("kind: Listener", "kind: MultiKeyListener")
            .replace("routingKey: unused", "strategy: {priority: {routingKeys: [sample-svc]}}"),
        "net.yaml:27: TrafficSplit sample-svc: spec.service is sample-svc, and MultiKeyListener"
            + " sample has a strategy of its own; split a Listener");
  }

  @Test
  void serviceThatIsTheHostOfSeveralListeners_isRefusedWithTheirNames() {
    String second =
        """
        apiVersion: skupper.io/v2alpha1
        kind: Listener
        metadata: {name: metrics, namespace: west}
        spec: {routingKey: sample-svc, host: sample-svc, port: 9090}
        ---
        """;

    assertRefused(
        second + NETWORK,
        "net.yaml:32: TrafficSplit sample-svc: spec.service is sample-svc, which is the host of"
            + " several Listeners; give the name of one: metrics, sample");
  }

  @Test
  void secondSplitOfAListener_isRefusedWithTheFirst() {
    assertRefused(
        NETWORK + "---\n" + SPLIT.replace("name: sample-svc\n", "name: again\n"),
        "net.yaml:45: TrafficSplit again: spec.service is sample-svc, which TrafficSplit sample-svc"
            + " at net.yaml:16 governs already; keep one of the two");
  }

  @Test
  void primaryThatIsNoBackend_isRefused() {
    assertRefused(
        NETWORK.replace("primary-service: sample-svc", "primary-service: sample-scv"),
        "net.yaml:22: TrafficSplit sample-svc:"
            + " metadata.annotations.failover.linkerd.io/primary-service is sample-scv, which is not"
            + " a backend; did you mean sample-svc?");
  }

  @Test
  void noWeightAboveZero_isRefusedWithoutTheLabelAndFineWithIt() {
    String zero = NETWORK.replace("weight: 1", "weight: 0");

    assertThat(governed(zero)).containsExactly("sample");
    assertRefused(
        zero.replace("    failover.linkerd.io/controlled-by: linkerd-failover\n", ""),
        "net.yaml:27: TrafficSplit sample-svc: spec.backends gives weight 0 to every key"
            + " (sample-svc, sample-svc-central1); give one of them more, or the split the label"
            + " failover.linkerd.io/controlled-by, with which weights do not count");
  }

  @Test
  void backends_areRefusedEachAtItsLine() {
    assertRefused(
        NETWORK
            .replace("service: sample-svc-central1", "service: sample-svc")
            .replace("weight: 0", "weight: -1"),
        "net.yaml:31: TrafficSplit sample-svc: spec.backends[1].service is sample-svc again; list"
            + " each key once",
        "net.yaml:32: TrafficSplit sample-svc: spec.backends[1].weight is -1; a weight is 0 to"
            + " 2147483647");
    assertRefused(
        NETWORK.replace("- service: sample-svc-central1", "- service: sample svc"),
        "net.yaml:31: TrafficSplit sample-svc: spec.backends[1].service is \"sample svc\"; a routing"
            + " key is one word of printable ASCII characters");
    assertRefused(
        NETWORK.replaceFirst("(?s)backends:.*", "backends: []\n"),
        "net.yaml:28: TrafficSplit sample-svc: spec.backends has 0 keys; a strategy has 1 to 256");
  }

  @Test
  void requiredFieldsOfASplit_areNamedWhereTheyAreMissing() {
    assertRefused(
        NETWORK.replace("  service: sample-svc\n  backends", "  backends"),
        "net.yaml:27: TrafficSplit sample-svc: spec.service is missing; it names the Listener that"
            + " the split governs");
    assertRefused(
        NETWORK.replaceFirst("(?s)  backends:.*", ""),
        "net.yaml:27: TrafficSplit sample-svc: spec.backends is missing; it lists routing keys, each"
            + " as service with its weight");
    assertRefused(
        NETWORK.replace("      weight: 0\n", ""),
        "net.yaml:31: TrafficSplit sample-svc: spec.backends[1].weight is missing; it is 0 or more");
    assertRefused(
        NETWORK.replace("- service: sample-svc-central1\n      weight", "- weight"),
        "net.yaml:31: TrafficSplit sample-svc: spec.backends[1].service is missing; it is the"
            + " routing key of the backend");
    assertRefused(
        NETWORK.replace("weight: 0", "weight: 500m"),
        "net.yaml:32: TrafficSplit sample-svc: spec.backends[1].weight is the text \"500m\"; it must"
            + " be a whole number");
  }

  @Test
  void whatLinkerdFailoverWouldNotSee_isRefused() {
    assertRefused(
        NETWORK.replace("controlled-by", "controled-by"),
        "net.yaml:24: TrafficSplit sample-svc: metadata.labels.failover.linkerd.io/controled-by is"
            + " not known on a TrafficSplit; did you mean failover.linkerd.io/controlled-by?");
    assertRefused(
        NETWORK.replace("primary-service", "primary"),
        "net.yaml:22: TrafficSplit sample-svc: metadata.annotations.failover.linkerd.io/primary is"
            + " not known on a TrafficSplit; did you mean failover.linkerd.io/primary-service?");
    assertRefused(
        NETWORK.replace("split.smi-spec.io/v1alpha2", "split.smi-spec.io/v1alpha1"),
        "net.yaml:16: TrafficSplit sample-svc: apiVersion is split.smi-spec.io/v1alpha1; Spillway"
            + " reads split.smi-spec.io/v1alpha2");
    assertRefused(
        NETWORK.replace("  backends:", "  matches: []\n  backends:"),
        "net.yaml:28: TrafficSplit sample-svc: unknown field spec.matches; known are service,"
            + " backends");
  }

  private static List<String> governed(String yaml) {
    return NetworkReader.parse("net", yaml).network().site("west").trafficSplits().stream()
        .map(TrafficSplit::listener)
        .toList();
  }

  private static void assertRefused(String yaml, String... problems) {
    String count = problems.length == 1 ? "1 problem" : problems.length + " problems";
    assertThatThrownBy(() -> NetworkReader.parse("net", yaml))
        .isInstanceOf(NetworkException.class)
        .hasMessage("network net has " + count + ":\n  " + String.join("\n  ", problems));
  }
}
