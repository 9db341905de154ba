package io.spillway.harness.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

class LagOneTest {

  @Test
  void followers_areCounted() {
    LagOne lag = LagOne.of(List.of("a", "a", "b", "c", "a", "b"));

    assertThat(lag.groups()).containsExactly("a", "b", "c");
    assertThat(lag.followed("a", "a")).isEqualTo(1);
    assertThat(lag.followed("a", "b")).isEqualTo(2);
    assertThat(lag.followed("b", "c")).isEqualTo(1);
    assertThat(lag.followed("c", "a")).isEqualTo(1);
    assertThat(lag.followed("b", "a")).isZero();
    assertThat(lag.repeats()).isEqualTo(1);
  }

  @Test
  void expectedRepeats_areTheMeanOverEveryOrder() {
    List<String> observations = List.of("a", "a", "a", "b", "b", "c");
    List<List<String>> orders = new ArrayList<>();
    permute(new ArrayList<>(observations), 0, orders);
    double mean =
        orders.stream().mapToInt(order -> LagOne.of(order).repeats()).average().orElseThrow();

    assertThat(orders).hasSize(720);
    assertThat(LagOne.of(observations).expectedRepeats()).isCloseTo(mean, within(1e-12));
    assertThat(mean).isCloseTo(8 / 6.0, within(1e-12));
  }

  @Test
  void pValue_comesNearThatOfEveryOrder() {
    // Of all 40,320 orders, those in which each group follows only the other: 2 in 70.
    List<String> turns = List.of("a", "b", "a", "b", "a", "b", "a", "b");
    List<List<String>> orders = new ArrayList<>();
    permute(new ArrayList<>(turns), 0, orders);
    long asMuch = orders.stream().filter(order -> LagOne.of(order).repeats() == 0).count();

    assertThat((double) asMuch / orders.size()).isCloseTo(2 / 70.0, within(1e-12));
    assertThat(LagOne.of(turns).pValue(20_000, 1)).isCloseTo(2 / 70.0, within(0.006));
  }

  private static void permute(List<String> order, int from, List<List<String>> into) {
    if (from == order.size()) {
      into.add(List.copyOf(order));
      return;
    }
    for (int i = from; i < order.size(); i++) {
      Collections.swap(order, from, i);
      permute(order, from + 1, into);
      Collections.swap(order, from, i);
    }
  }

  @Test
  void routerThatTakesTurns_dependsOnItsPast() {
    List<String> sequence = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      sequence.addAll(List.of("a", "b", "c"));
    }
    LagOne lag = LagOne.of(sequence);

    assertThat(lag.repeats()).isZero();
    assertThat(lag.dependence()).isCloseTo(-0.49, within(0.01));
    assertThat(lag.pValue(999, 7)).isEqualTo(0.001);
  }

  @Test
  void routerThatSticks_dependsOnItsPast() {
    List<String> sequence = new ArrayList<>(Collections.nCopies(40, "a"));
    sequence.addAll(Collections.nCopies(40, "b"));

    assertThat(LagOne.of(sequence).dependence()).isGreaterThan(0.97);
    assertThat(LagOne.of(sequence).pValue(999, 7)).isEqualTo(0.001);
  }

  @Test
  void pValue_ofRandomSequences_isSmallNoOftenerThanItSays() {
    SplittableRandom random = new SplittableRandom(3);
    int small = 0;
    int runs = 100_000;
    for (int run = 0; run < runs; run++) {
      List<String> sequence = new ArrayList<>(List.of("a", "b"));
      for (int i = 0; i < 38; i++) {
        sequence.add(random.nextInt(4) == 0 ? "a" : "b");
      }
      Collections.swap(sequence, 0, 2 + random.nextInt(38));
      Collections.swap(sequence, 1, 2 + random.nextInt(38));
      small += LagOne.of(sequence).pValue(19, run) <= 0.05 ? 1 : 0;
    }

    assertThat(small).isLessThanOrEqualTo(Binomials.acceptanceRegion(runs, 0.05, 1e-6).high());
    assertThat(small).isGreaterThan(runs / 50);
  }

  /** As large a dependence as {@code randomness} says of so few connections that it is told. */
  @Test
  void dependenceThatIsStated_isFoundOutAlmostEveryTime() {
    int n = 100;
    NormalDistribution normal = NormalDistribution.of(0, 1);
    double dependence =
        (normal.inverseSurvivalProbability(5e-4) + normal.inverseCumulativeProbability(0.999))
            / Math.sqrt(n);
    SplittableRandom random = new SplittableRandom(5);
    int runs = 100_000;
    int missed = 0;
    for (int run = 0; run < runs; run++) {
      double repeats = (1 + (run % 2 == 0 ? dependence : -dependence)) / 2;
      List<String> sequence = new ArrayList<>(List.of("a", "b"));
      while (sequence.size() < n) {
        boolean last = sequence.get(sequence.size() - 1).equals("a");
        sequence.add(random.nextDouble() < repeats == last ? "a" : "b");
      }
      missed += LagOne.of(sequence).pValue(19, run) <= 0.05 ? 0 : 1;
    }

    assertThat(dependence).isBetween(0.6, 0.7);
    assertThat(missed).isLessThanOrEqualTo(Binomials.acceptanceRegion(runs, 1e-3, 1e-6).high());
  }

  @Test
  void pValue_ofTheSameSeed_isTheSame() {
    LagOne lag = LagOne.of(List.of("a", "b", "b", "a", "b", "a", "a", "b"));

    assertThat(lag.pValue(500, 4)).isEqualTo(lag.pValue(500, 4));
  }

  @Test
  void sequencesThatShowNothing_areRefused() {
    assertThatThrownBy(() -> LagOne.of(List.of("a", "a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("only [a]");
    LagOne lag = LagOne.of(List.of("a", "b"));
    assertThatThrownBy(() -> lag.pValue(0, 1)).hasMessageContaining("at least one order");
    assertThatThrownBy(() -> lag.followed("a", "x")).hasMessageContaining("no group x");
  }
}
