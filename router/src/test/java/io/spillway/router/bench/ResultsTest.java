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

    assertThat(results.summary(Measure.BYTES_1, "x")).contains(new Results.Summary(5, 1, 9));
  }

  @Test
  void median_of_an_even_number_of_rounds_lies_between_the_middle_ones() {
    add(Measure.BYTES_1, "x", 9, 1, 5, 6);

    assertThat(results.summary(Measure.BYTES_1, "x")).contains(new Results.Summary(5.5, 1, 9));
  }

  @Test
  void subject_that_gave_no_figure_has_no_summary_and_no_ratio() {
    add(Measure.BYTES_1, "a", 1);

    assertThat(results.summary(Measure.BYTES_1, "x")).isEmpty();
    assertThat(results.ratio(Measure.BYTES_1, "x", OTHERS)).isEmpty();
  }

  @Test
  void ratio_is_the_median_of_the_ratios_to_the_better_one_of_each_round() {
    add(Measure.BYTES_1, "x", 20, 30, 90);
    add(Measure.BYTES_1, "a", 10, 5, 100);
    add(Measure.BYTES_1, "b", 5, 10, 50);

    assertThat(results.ratio(Measure.BYTES_1, "x", OTHERS)).hasValue(2); // of 2, 3 and 0.9
  }

  @Test
  void better_one_is_the_smaller_one_where_less_is_better() {
    add(Measure.CPU_PER_GB, "x", 6);
    add(Measure.CPU_PER_GB, "a", 3);
    add(Measure.CPU_PER_GB, "b", 2);

    assertThat(results.ratio(Measure.CPU_PER_GB, "x", OTHERS)).hasValue(3);
  }

  @Test
  void round_in_which_either_side_failed_takes_no_part_in_the_ratio() {
    add(Measure.BYTES_1, "x", 20, 30);
    results.add(1, Measure.BYTES_1, "a", 10);

    assertThat(results.ratio(Measure.BYTES_1, "x", OTHERS)).hasValue(3);
  }

  @Test
  void added_latency_is_what_is_above_the_direct_connection_in_the_same_round() {
    add(Measure.P99, Subjects.DIRECT, 100, 200, 300);
    add(Measure.P99, "x", 150, 220, 390);

    assertThat(results.summary(Measure.P99, "x")).contains(new Results.Summary(50, 20, 90));
    assertThat(results.summary(Measure.P99, Subjects.DIRECT))
        .contains(new Results.Summary(200, 100, 300));
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
