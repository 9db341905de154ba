package io.spillway.suites.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.Outcome;
import io.spillway.harness.stats.Effect;
import io.spillway.harness.stats.SequentialShares;
import io.spillway.harness.stats.SequentialShares.Decision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharesSampleTest {

  private static final int SAMPLES = 200;
  private static final int MOST_LATE = 30;
  private static final int UNDER_WAY = 15;

  @ParameterizedTest(name = "{0} ns late")
  @ValueSource(ints = {0, 30})
  void whatIsEnough_isEnoughForTheCheckToo_thoughSomeBeganLate(int mostLate) {
    SplittableRandom random = new SplittableRandom(4);
    int inAnotherOrder = 0;
    for (int run = 0; run < SAMPLES; run++) {
      SharesSample sample = new SharesSample(0, test(), Attempt.Served::site, attempt -> true);
      List<Attempt> shown = new ArrayList<>();
      while (!sample.isDecided()) {
        Attempt next = attempt(shown.size(), random.nextInt(mostLate + 1), random);
        shown.add(next);
        sample.isEnough(next);
      }

      assertThat(decision(shown, Comparator.comparingLong(Attempt::dueNanos)))
          .isNotEqualTo(Decision.CONTINUE);
      Decision earlier =
          decision(shown.subList(0, shown.size() - 1), Comparator.comparingInt(Attempt::index));
      inAnotherOrder += earlier == Decision.CONTINUE ? 0 : 1;
    }
    // Where none began late, one order is the other; else it is to be seen that they differ.
    assertThat(inAnotherOrder > 0).isEqualTo(mostLate > 0);
  }

  @Test
  void whatWasUnderWay_isTakenInBeforeItIsEnough() {
    SplittableRandom random = new SplittableRandom(5);
    int notEnoughThen = 0;
    for (int run = 0; run < SAMPLES; run++) {
      SharesSample sample = new SharesSample(0, test(), Attempt.Served::site, attempt -> true);
      List<Attempt> made = new ArrayList<>();
      boolean enough = false;
      while (!enough) {
        Attempt last = attempt(made.size(), random.nextInt(MOST_LATE + 1), random);
        made.add(last);
        if (sample.isEnough(last)) {
          for (int underWay = 0; underWay < UNDER_WAY; underWay++) {
            made.add(attempt(made.size(), MOST_LATE, random));
          }
          enough = sample.stillEnough(made);
          notEnoughThen += enough ? 0 : 1;
        }
      }

      assertThat(decision(made, Attempt.AS_DUE)).isNotEqualTo(Decision.CONTINUE);
    }
    assertThat(notEnoughThen).as("or nothing is shown here").isPositive();
  }

  private static Decision decision(List<Attempt> attempts, Comparator<Attempt> order) {
    SequentialShares test = test();
    attempts.stream()
        .sorted(order)
        .forEach(attempt -> test.add(attempt.servedBy().orElseThrow().site()));
    return test.decision();
  }

  /** Looks after each round of weights, as the scenarios' tests do. */
  private static SequentialShares test() {
    return SequentialShares.of(
            Map.of("east", 0.25, "west", 0.75), new Effect(0.1, 2), 1e-7, 0.999, 20_000)
        .lookingEvery(4);
  }

  /** One that was due some time before it began. */
  private static Attempt attempt(int index, int late, SplittableRandom random) {
    long due = Math.max(0, index - late);
    return new Attempt(
        index,
        "load",
        "closed-loop-1",
        "edge",
        "listener",
        due,
        OptionalLong.of(index + 1L),
        OptionalLong.of(index + 2L),
        OptionalLong.of(index + 3L),
        Optional.of(new Attempt.Served(random.nextInt(4) == 0 ? "east" : "west", "shop", index)),
        Outcome.SERVED,
        "");
  }
}
