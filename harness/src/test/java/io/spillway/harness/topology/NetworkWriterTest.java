package io.spillway.harness.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.topology.Connector.Workload.Real;
import io.spillway.harness.topology.Connector.Workload.StandIn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class NetworkWriterTest {

  /** What YAML would take for something else, or stumble over, if it were not quoted. */
  private static final List<String> TREACHEROUS =
      List.of(
          "on",
          "no",
          "null",
          "true",
          "~",
          "123",
          "-1",
          "1e3",
          "0x1F",
          "010",
          "1_000",
          "1:30",
          "=",
          "<<",
          "a:b",
          ":a",
          "a:",
          "#a",
          "a#b",
          "-",
          "?",
          "*a",
          "&a",
          "!a",
          "%a",
          "@a",
          "`a",
          "'",
          "\"",
          "[a]",
          "{a}",
          "a,b",
          "|",
          ">",
          "\\n",
          "---",
          "...",
          "2020-01-01",
          ".inf",
          "a");

  @Test
  void writtenNetwork_isInSkuppersStyle() {
    Network network =
        NetworkBuilder.network("shop")
            .site("west")
            .listener("backend", 8080, "backend")
            .weighted("cart", 9092, Map.of("a", 25, "b", 75))
            .failover("backend", "a", "b")
            .link("east", 5)
            .link("spare", "east", OptionalInt.empty())
            .site("east")
            .connector(
                "backend",
                "backend",
                9090,
                new StandIn("app=backend").withServiceTime(Duration.ofMillis(250)).withReadiness())
            .connector("old", "b", 9091, new Real("192.0.2.7"))
            .build();

    assertThat(NetworkWriter.yaml(network))
        .isEqualTo(
            """
            ---
            apiVersion: skupper.io/v2alpha1
            kind: Site
            metadata:
              name: west
              namespace: west
            ---
            apiVersion: skupper.io/v2alpha1
            kind: Site
            metadata:
              name: east
              namespace: east
            ---
            apiVersion: skupper.io/v2alpha1
            kind: Link
            metadata:
              name: to-east
              namespace: west
            spec:
              cost: 5
              endpoints:
                - name: inter-router
                  host: east
                  port: "55671"
            ---
            apiVersion: skupper.io/v2alpha1
            kind: Link
            metadata:
              name: spare
              namespace: west
            spec:
              endpoints:
                - name: inter-router
                  host: east
                  port: "55671"
            ---
            apiVersion: skupper.io/v2alpha1
            kind: Listener
            metadata:
              name: backend
              namespace: west
            spec:
              host: backend
              port: 8080
              routingKey: backend
            ---
            apiVersion: skupper.io/v2alpha1
            kind: MultiKeyListener
            metadata:
              name: cart
              namespace: west
            spec:
              host: cart
              port: 9092
              strategy:
                weighted:
                  routingKeys:
                    a: 25
                    b: 75
            ---
            apiVersion: split.smi-spec.io/v1alpha2
            kind: TrafficSplit
            metadata:
              name: backend
              namespace: west
              annotations:
                failover.linkerd.io/primary-service: a
              labels:
                failover.linkerd.io/controlled-by: linkerd-failover
            spec:
              service: backend
              backends:
                - service: a
                  weight: 1
                - service: b
                  weight: 0
            ---
            apiVersion: skupper.io/v2alpha1
            kind: Connector
            metadata:
              name: backend
              namespace: east
              annotations:
                spillway.dev/service-time: 250ms
                spillway.dev/readiness: "true"
            spec:
              selector: app=backend
              port: 9090
              routingKey: backend
            ---
            apiVersion: skupper.io/v2alpha1
            kind: Connector
            metadata:
              name: old
              namespace: east
              annotations:
                spillway.dev/workload: real
            spec:
              host: 192.0.2.7
              port: 9091
              routingKey: b
            """);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void writtenNetwork_readsBackEqualAndInTheSameOrder(long seed) {
    Network network = randomNetwork(new Random(seed));

    Network read = NetworkReader.parse(network.name(), NetworkWriter.yaml(network)).network();

    assertThat(read).isEqualTo(network);
    assertThat(NetworkWriter.yaml(read)).isEqualTo(NetworkWriter.yaml(network));
  }

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  private static Network randomNetwork(Random random) {
    List<String> names = new ArrayList<>(List.of("west", "east", "a", "1", "null", "no", "on-1"));
    Collections.shuffle(names, random);
    names = names.subList(0, 1 + random.nextInt(names.size()));
    List<Site> sites = new ArrayList<>();
    for (String name : names) {
      List<String> others = new ArrayList<>(names);
      others.remove(name);
      List<Listener> listeners = listeners(random);
      sites.add(
          new Site(
              name,
              others.isEmpty() ? List.of() : links(random, others),
              listeners,
              multiKeyListeners(random),
              splits(random, listeners),
              connectors(random)));
    }
    return new Network("n" + random.nextInt(10), sites);
  }

  private static List<Link> links(Random random, List<String> others) {
    List<Link> links = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      OptionalInt cost =
          random.nextBoolean()
              ? OptionalInt.empty()
              : OptionalInt.of(1 + random.nextInt(Integer.MAX_VALUE));
      links.add(new Link("link-" + i, any(random, others), cost));
    }
    return links;
  }

  private static List<Listener> listeners(Random random) {
    List<Listener> listeners = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      listeners.add(new Listener("l" + i, any(random, TREACHEROUS), i, any(random, TREACHEROUS)));
    }
    return listeners;
  }

  private static List<MultiKeyListener> multiKeyListeners(Random random) {
    List<MultiKeyListener> listeners = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      listeners.add(new MultiKeyListener(i + ".5", "h", 65_535 - i, strategy(random)));
    }
    return listeners;
  }

  private static Strategy strategy(Random random) {
    List<String> keys = new ArrayList<>(TREACHEROUS);
    Collections.shuffle(keys, random);
    keys = keys.subList(0, 1 + random.nextInt(5));
    if (random.nextBoolean()) {
      return new Strategy.Priority(keys);
    }
    Map<String, Integer> weights = new LinkedHashMap<>();
    for (String key : keys) {
      weights.put(key, random.nextInt(100));
    }
    weights.put(keys.get(0), 1);
    return new Strategy.Weighted(weights);
  }

  private static List<TrafficSplit> splits(Random random, List<Listener> listeners) {
    List<TrafficSplit> splits = new ArrayList<>();
    for (Listener listener : listeners) {
      Strategy strategy = strategy(random);
      if (random.nextBoolean() && strategy instanceof Strategy.Weighted weighted) {
        Optional<String> primary =
            random.nextBoolean()
                ? Optional.empty()
                : Optional.of(any(random, weighted.routingKeys()));
        splits.add(
            new TrafficSplit(
                "split-of-" + listener.name(),
                listener.name(),
                new Strategy.Split(weighted.weights(), primary, random.nextBoolean())));
      }
    }
    return splits;
  }

  private static List<Connector> connectors(Random random) {
    List<Connector> connectors = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      Connector.Workload workload =
          switch (random.nextInt(3)) {
            case 0 -> new StandIn("app=" + any(random, TREACHEROUS) + ", tier in (a, b)");
            case 1 ->
                new StandIn(
                    i + any(random, TREACHEROUS),
                    Duration.ofMillis(random.nextInt(60_001)),
                    random.nextBoolean());
            default -> new Real(any(random, TREACHEROUS));
          };
      connectors.add(new Connector("c" + i, any(random, TREACHEROUS), 1 + i, workload));
    }
    return connectors;
  }

  private static String any(Random random, List<String> list) {
    return list.get(random.nextInt(list.size()));
  }
}
