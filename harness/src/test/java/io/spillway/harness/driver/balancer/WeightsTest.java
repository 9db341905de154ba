package io.spillway.harness.driver.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.topology.Connector;
import io.spillway.harness.topology.Connector.Workload.StandIn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class WeightsTest {

  private static final Way A1 = way("a1", "a");
  private static final Way A2 = way("a2", "a");
  private static final Way B = way("b1", "b");

  @Test
  void keyWithTwoServers_dividesItsShareAmongThem() {
    Map<Way, Long> weights = Weights.exact(keys(50, 50), servers(List.of(A1, A2), List.of(B)));

    assertThat(weights).containsExactlyInAnyOrderEntriesOf(Map.of(A1, 1L, A2, 1L, B, 2L));
  }

  @Test
  void keyOfWeightZero_hasNoServer() {
    assertThat(Weights.exact(keys(0, 7), servers(List.of(A1), List.of(B))))
        .containsExactlyInAnyOrderEntriesOf(Map.of(B, 1L));
  }

  @Test
  void keyWithoutServer_leavesTheOthersAlone() {
    assertThat(Weights.exact(keys(5, 7), servers(List.of(), List.of(B))))
        .containsExactlyInAnyOrderEntriesOf(Map.of(B, 1L));
  }

  @Test
  void noKeyWithAServer_givesNothing() {
    Map<Way, Long> none = Weights.exact(keys(5, 0), servers(List.of(), List.of(B)));

    assertThat(none).isEmpty();
    assertThat(Weights.scaled(none, 256)).isEmpty();
  }

  @Test
  void smallWeights_growInTheSameProportion() {
    assertThat(Weights.scaled(Map.of(A1, 1L, B, 99L), 256))
        .containsExactlyInAnyOrderEntriesOf(Map.of(A1, 2L, B, 198L));
  }

  @Test
  void largeWeights_shrinkAndNoneVanishes() {
    assertThat(Weights.scaled(Map.of(A1, 1L, A2, 500L, B, 1000L), 256))
        .containsExactlyInAnyOrderEntriesOf(Map.of(A1, 1L, A2, 128L, B, 256L));
  }

  private static Way way(String name, String key) {
    return new Way("site", new Connector(name, key, 90, new StandIn(name)), 7000, Optional.empty());
  }

  private static Map<String, Integer> keys(int a, int b) {
    Map<String, Integer> weights = new LinkedHashMap<>();
    weights.put("a", a);
    weights.put("b", b);
    return weights;
  }

  private static Map<String, List<Way>> servers(List<Way> a, List<Way> b) {
    return Map.of("a", a, "b", b);
  }
}
