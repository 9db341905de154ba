package io.spillway.router.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

  private static final int ROUNDS = 5;

  private final Results results = new Results();

  @Test
  void added_latency_has_no_ratio_but_a_difference_with_its_interval_and_what_that_decides() {
    add(Measure.P99, Subjects.DIRECT, 100, 100, 100, 100, 100);
    add(Measure.P99, Subjects.SPILLWAY_1, 90, 150, 130, 140, 160);
    add(Measure.P99, Subjects.SPILLWAY_2, 190, 250, 230, 240, 260);
    add(Measure.P99, Subjects.HAPROXY, 95, 120, 125, 130, 135);
    add(Measure.P99, Subjects.NGINX, 100, 130, 120, 200, 300);

    assertThat(row(Measure.P99))
        .isEqualTo(
            "| added latency p99, µs | 100 (100–100)"
                + " | 40.0 (-10.0–60.0), **+10.0** (-5.00 to +30.0) undecided"
                + " | 25.0 (-5.00–35.0) | 30.0 (0.00–200)"
                + " | 140 (90.0–160), **+110** (+95.0 to +130) |");
    assertThat(aim("spillway, 1 hop, added latency p99"))
        .isEqualTo(
            "- spillway, 1 hop, added latency p99, µs: +10.0 against the better of HAProxy and nginx"
                + " (-5.00 to +30.0, n = 5, 94 %); aim at most 0: undecided");
  }

  @Test
  void cell_of_fewer_rounds_than_the_others_says_of_how_many() {
    add(Measure.BYTES_1, Subjects.SPILLWAY_1, 20, 22, 21);
    add(Measure.BYTES_1, Subjects.HAPROXY, 10, 11);

    assertThat(row(Measure.BYTES_1))
        .contains("| 21.0 **×2.00** (n = 2) (20.0–22.0; n = 3) |")
        .contains("| 10.5 **×1.00** (n = 2) (10.0–11.0; n = 2) |");
  }

  @Test
  void aim_is_met_missed_or_undecided_as_its_interval_lies() {
    add(Measure.CONNECTIONS, Subjects.HAPROXY, 100, 100, 100, 100, 100);
    add(Measure.CONNECTIONS, Subjects.SPILLWAY_1, 101, 120, 130, 140, 150);
    add(Measure.BYTES_1, Subjects.HAPROXY, 100, 100, 100, 100, 100);
    add(Measure.BYTES_1, Subjects.SPILLWAY_1, 101, 120, 129, 110, 105);
    add(Measure.BYTES_16, Subjects.HAPROXY, 100, 100, 100, 100, 100);
    add(Measure.BYTES_16, Subjects.SPILLWAY_1, 129, 150, 160, 170, 180);
    add(Measure.P99, Subjects.HAPROXY, 100, 100, 100, 100, 100);
    add(Measure.P99, Subjects.SPILLWAY_1, 90, 91, 92, 93, 94);

    assertThat(aim("spillway, 1 hop, new connections")).endsWith("aim at least ×1.00: met");
    assertThat(aim("spillway, 1 hop, MB/s, 1 stream")).endsWith("aim at least ×1.30: missed");
    assertThat(aim("spillway, 1 hop, MB/s, 16 streams")).endsWith("at least ×1.30: undecided");
    assertThat(aim("spillway, 1 hop, added latency p99")).endsWith("aim at most 0: met");
    assertThat(aim("spillway, 2 hops, MB/s, 1 stream"))
        .isEqualTo("- spillway, 2 hops, MB/s, 1 stream: not compared with skupper-router, 2 hops");
  }

  @Test
  void one_round_decides_nothing() {
    add(Measure.BYTES_1, Subjects.HAPROXY, 100);
    add(Measure.BYTES_1, Subjects.SPILLWAY_1, 900);

    assertThat(aim("spillway, 1 hop, MB/s, 1 stream"))
        .endsWith("(×9.00 to ×9.00, n = 1, 0 %);" + " aim at least ×1.30: undecided");
  }

  private String row(Measure measure) {
    return line(table().markdown(), "| " + measure.title());
  }

  private String aim(String begin) {
    return line(table().aims(), "- " + begin);
  }

  private static String line(String text, String begin) {
    return text.lines().filter(line -> line.startsWith(begin)).findFirst().orElseThrow();
  }

  private Table table() {
    return new Table(
        results,
        List.of(
            Subjects.DIRECT,
            Subjects.SPILLWAY_1,
            Subjects.HAPROXY,
            Subjects.NGINX,
            Subjects.SPILLWAY_2),
        ROUNDS);
  }

  private void add(Measure measure, String subject, double... byRound) {
    for (int round = 0; round < byRound.length; round++) {
      results.add(round, measure, subject, byRound[round]);
    }
  }
}
