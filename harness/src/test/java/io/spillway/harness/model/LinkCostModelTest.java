package io.spillway.harness.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.model.LinkCostModel.Band;
import io.spillway.harness.model.LinkCostModel.Course;
import io.spillway.harness.model.LinkCostModel.Path;
import io.spillway.harness.model.LinkCostModel.Reading;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LinkCostModelTest {

  private static final int HELD = 120;

  @ParameterizedTest
  @CsvSource({"0, 1", "0, 5", "1, 1", "1, 5", "2, 10", "10, 20", "1, 40", "0, 40"})
  void perceivedCost_keptLevel_reachesEveryCountOfItsBandAndNoOther(int best, int alternative) {
    LinkCostModel model = new LinkCostModel(best, alternative);
    NavigableSet<Integer> reached = new TreeSet<>(List.of(0));

    for (int held = 0; held <= HELD; held++) {
      Band band = model.band(Course.PERCEIVED_LEVEL, held, spreading(0.25, 0.01));
      assertThat(reached.first()).as("fewest of %d", held).isEqualTo(band.low());
      assertThat(reached.last()).as("most of %d", held).isEqualTo(band.high());
      reached = step(model, Course.PERCEIVED_LEVEL, held, reached);
    }
  }

  @ParameterizedTest
  @EnumSource(Course.class)
  void course_spillsForTheFirstTimeWhereTheModelSaysItMay(Course course) {
    LinkCostModel model = new LinkCostModel(2, 10);
    int threshold = model.threshold(course.reading());

    for (int open = 0; open < threshold; open++) {
      assertThat(model.next(course, open, 0)).containsExactly(Path.CHEAPEST);
    }
    assertThat(model.next(course, threshold, 0)).containsExactly(Path.CHEAPEST, Path.ALTERNATIVE);
    assertThat(model.next(course, threshold + 1, 0)).contains(Path.ALTERNATIVE);
    assertThat(model.spills(EnumSet.allOf(Reading.class)))
        .contains(threshold, threshold + 1)
        .hasSize(4);
    assertThat(model.spills(EnumSet.of(course.reading())))
        .containsExactly(threshold, threshold + 1);
  }

  @ParameterizedTest
  @CsvSource({"PERCEIVED_SPREAD, 1, 5", "OPEN_SPREAD, 1, 5", "OPEN_SPREAD, 0, 20"})
  void coins_leaveTheBandOfASpreadNoOftenerThanPromised(Course course, int best, int alternative) {
    LinkCostModel model = new LinkCostModel(best, alternative);
    double alpha = 1e-3;
    Spreading spreading = spreading(0.25, alpha / HELD);
    Map<Integer, Double> inside = new TreeMap<>(Map.of(0, 1.0));

    for (int held = 1; held <= HELD; held++) {
      inside = toss(model, course, held, inside);
      Band band = model.band(course, held, spreading);
      inside.keySet().removeIf(there -> !band.contains(there));
    }

    double left = 1 - inside.values().stream().mapToDouble(p -> p).sum();
    assertThat(left).isLessThan(alpha).isPositive();
  }

  @Test
  void band_ofASpread_holdsWhatTheRuleAllowsWhereverItIsUneven() {
    LinkCostModel model = new LinkCostModel(0, 5);
    Spreading spreading = spreading(0.25, 0.5);
    Boolean[] curve = new Boolean[5 + 1 + 80];
    for (int i = 0; i < curve.length; i++) {
      int after = i - 6;
      curve[i] = i == 5 || (after >= 0 && after % 40 >= 30);
    }

    assertThat(model.leaves(Course.OPEN_SPREAD, List.of(curve), spreading)).isZero();
    curve[6 + 30] = false;
    curve[6 + 31] = false;
    assertThat(model.leaves(Course.OPEN_SPREAD, List.of(curve), spreading)).isPositive();
  }

  @Test
  void curve_thatSpillsEarly_leavesEachBandThere() {
    LinkCostModel model = new LinkCostModel(1, 5);
    List<Boolean> curve = List.of(false, false, true, false);

    for (Course course : Course.values()) {
      assertThat(model.leaves(course, curve, spreading(0.25, 0.01))).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @CsvSource({"7, -1, -3", "8, 0, -2", "9, 0, -1", "10, 1, 0", "11, 2, 0", "12, 3, 1"})
  void late_countsFromTheTieOn(long open, long perceived, long counted) {
    LinkCostModel model = new LinkCostModel(2, 10);

    assertThat(model.late(Reading.PERCEIVED_COST, open)).isEqualTo(perceived);
    assertThat(model.late(Reading.OPEN_CONNECTIONS, open)).isEqualTo(counted);
  }

  @Test
  void spreadThatNobodyAsksFor_mayBeAnything() {
    Spreading any = new Spreading(40, 0, 0.01);

    assertThat(any.fewest(1_000)).isZero();
  }

  @Test
  void costsTheWrongWayRound_areRefused() {
    assertThatThrownBy(() -> new LinkCostModel(6, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the alternative must not cost less than the best path, which costs at least 0: 5"
                + " against 6");
  }

  /** Every count of connections on the alternative that one more connection may lead to. */
  private static NavigableSet<Integer> step(
      LinkCostModel model, Course course, int held, NavigableSet<Integer> reached) {
    NavigableSet<Integer> next = new TreeSet<>();
    for (int there : reached) {
      for (Path path : model.next(course, held - there, there)) {
        next.add(there + (path == Path.ALTERNATIVE ? 1 : 0));
      }
    }
    return next;
  }

  /** One more connection, by a fair coin where both paths are free. */
  private static Map<Integer, Double> toss(
      LinkCostModel model, Course course, int held, Map<Integer, Double> before) {
    Map<Integer, Double> after = new TreeMap<>();
    before.forEach(
        (there, probability) -> {
          var paths = model.next(course, held - 1 - there, there);
          for (Path path : paths) {
            after.merge(
                there + (path == Path.ALTERNATIVE ? 1 : 0),
                probability / paths.size(),
                Double::sum);
          }
        });
    return after;
  }

  private static Spreading spreading(double shareMin, double alpha) {
    return new Spreading(40, shareMin, alpha);
  }
}
