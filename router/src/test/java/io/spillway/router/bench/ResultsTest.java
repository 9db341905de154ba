package io.spillway.router.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultsTest {

  private static final List<String> OTHERS = List.of("a", "b");

  private final Results results = new Results();

  @Test
  void median_of_an_odd_number_of_rounds_is_the_middle_one() {
    add(Measure.BYTES_1, "x", 9, 1, 5);

    assertThat(results.summary(Measure.BYTES_1, "x")).contains(new Results.Summary(5, 1, 9, 3));
  }

  @Test
  void median_of_an_even_number_of_rounds_lies_between_the_middle_ones() {
    add(Measure.BYTES_1, "x", 9, 1, 5, 6);

    assertThat(results.summary(Measure.BYTES_1, "x")).contains(new Results.Summary(5.5, 1, 9, 4));
  }

  @Test
  void subject_that_gave_no_figure_has_no_summary_and_is_not_compared() {
    add(Measure.BYTES_1, "a", 1);

    assertThat(results.summary(Measure.BYTES_1, "x")).isEmpty();
    assertThat(results.compare(Measure.BYTES_1, "x", OTHERS)).isEmpty();
  }

  @Test
  void ratio_is_the_median_of_the_ratios_to_the_better_one_of_each_round() {
    add(Measure.BYTES_1, "x", 20, 30, 90);
    add(Measure.BYTES_1, "a", 10, 5, 100);
    add(Measure.BYTES_1, "b", 5, 10, 50);

    Comparison ratios = results.compare(Measure.BYTES_1, "x", OTHERS).orElseThrow();
    assertThat(ratios).isEqualTo(new Comparison(2, 0.9, 3, 3, 0.75));
  }

  @Test
  void better_one_is_the_smaller_one_where_less_is_better() {
    add(Measure.CPU_PER_GB, "x", 6);
    add(Measure.CPU_PER_GB, "a", 3);
    add(Measure.CPU_PER_GB, "b", 2);

    assertThat(results.compare(Measure.CPU_PER_GB, "x", OTHERS))
        .contains(new Comparison(3, 3, 3, 1, 0));
  }

  @Test
  void round_in_which_anybody_failed_takes_no_part_in_the_ratio_and_is_not_counted() {
    add(Measure.BYTES_1, "x", 20, 30, 40);
    results.add(1, Measure.BYTES_1, "a", 10);
    results.add(2, Measure.BYTES_1, "a", 10);
    add(Measure.BYTES_1, "b", 1, 1);

    assertThat(results.compare(Measure.BYTES_1, "x", OTHERS))
        .contains(new Comparison(3, 3, 3, 1, 0));
  }

  @Test
  void rival_that_is_not_there_at_all_is_left_out() {
    add(Measure.BYTES_1, "x", 20);
    add(Measure.BYTES_1, "b", 10);

    assertThat(results.compare(Measure.BYTES_1, "x", OTHERS))
        .contains(new Comparison(2, 2, 2, 1, 0));
  }

  @Test
  void figure_that_is_not_positive_leaves_no_ratio_instead_of_one_of_the_other_rounds() {
    add(Measure.MEMORY, "x", 3, -1, 4);
    add(Measure.MEMORY, "a", 2, 2, 2);

    assertThat(results.compare(Measure.MEMORY, "x", OTHERS)).isEmpty();
  }

  @Test
  void added_latencies_are_compared_by_their_differences_in_every_round_also_below_zero() {
    add(Measure.P99, Subjects.DIRECT, 100, 500, 100, 100, 100);
    add(Measure.P99, "x", 150, 300, 180, 130, 140); // adds 50, -200, 80, 30, 40
    add(Measure.P99, "a", 120, 350, 190, 150, 150); // adds 20, -150, 90, 50, 50
    add(Measure.P99, "b", 130, 310, 170, 100, 900); // adds 30, -190, 70, 0, 800

    Comparison differences = results.compare(Measure.P99, "x", OTHERS).orElseThrow();

    assertThat(differences) // of 30, -10, 10, 30 and -10
        .isEqualTo(new Comparison(10, -10, 30, 5, 0.9375));
    assertThat(differences.sideOf(0)).isEqualTo(Comparison.Side.UNDECIDED);
  }

  @Test
  void added_latency_is_what_is_above_the_direct_connection_in_the_same_round() {
    add(Measure.P99, Subjects.DIRECT, 100, 200, 300);
    add(Measure.P99, "x", 150, 220, 390);

    assertThat(results.summary(Measure.P99, "x")).contains(new Results.Summary(50, 20, 90, 3));
    assertThat(results.summary(Measure.P99, Subjects.DIRECT))
        .contains(new Results.Summary(200, 100, 300, 3));
  }

  @Test
  void same_failure_is_told_once_with_its_number() {
    results.fail("x: refused");
    results.fail("x: refused");

    assertThat(results.failures()).containsExactly(Map.entry("x: refused", 2));
  }

  @Test
  void used_heap_is_the_sum_of_the_serial_collectors_generations() {
    String info =
        """
        27:
         def new generation   total 78656K, used 1000K [0x00000000f0000000, 0x00000000f5550000)
          eden space 69952K,   1% used [0x00000000f0000000, 0x00000000f0000000)
         tenured generation   total 174784K, used 24K [0x00000000f5550000, 0x0000000100000000)
         Metaspace       used 5000K, committed 5000K, reserved 1114112K
        """;

    assertThat(JavaHeap.usedBytes(info)).isEqualTo(1024 * 1024);
  }

  @Test
  void heap_of_another_collector_is_an_error() {
    assertThatThrownBy(() -> JavaHeap.usedBytes("garbage-first heap   total 1K, used 1K"))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("serial collector")
        .hasMessageContaining("garbage-first");
  }

  private void add(Measure measure, String subject, double... byRound) {
    for (int round = 0; round < byRound.length; round++) {
      results.add(round, measure, subject, byRound[round]);
    }
  }
}
