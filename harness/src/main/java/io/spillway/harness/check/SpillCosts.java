package io.spillway.harness.check;

import io.spillway.harness.model.LinkCostModel;
import io.spillway.harness.model.LinkCostModel.Reading;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The costs that a case sets for two paths, and the readings of the texts that it accepts. */
public final class SpillCosts {

  private static final String ANY = "any";
  private static final String LINKS = "0|[1-9][0-9]{0,8}([+][1-9][0-9]{0,8})*";

  private SpillCosts() {}

  /**
   * {@return the costs of a path's links, in order from the ingress}
   *
   * @param text each link's cost, with {@code +} between them, such as {@code 5} or {@code 4+9+2};
   *     {@code 0} for a workload at the ingress site, to which no link leads
   * @throws IllegalArgumentException if it does not read so
   */
  public static List<Integer> links(String text) {
    if (!text.matches(LINKS)) {
      throw new IllegalArgumentException(
          "a path's cost must read 0 or, each link's at least 1, like 5 or 4+9+2: " + text);
    }
    return text.equals("0")
        ? List.of()
        : Arrays.stream(text.split("[+]", -1)).map(Integer::valueOf).toList();
  }

  /** The model of the paths that the parameters {@code best} and {@code alternative} describe. */
  static LinkCostModel model(Question question) {
    return new LinkCostModel(
        sum(question.ruleCase().text("best")), sum(question.ruleCase().text("alternative")));
  }

  /**
   * {@return the readings that the parameter {@code reading} accepts; all where there is none, as
   * in histories that were recorded before there was}
   *
   * @throws IllegalArgumentException if it is the word of no reading and not {@value #ANY}
   */
  static Set<Reading> accepted(Question question) {
    String word = question.ruleCase().text("reading", ANY);
    return word.equals(ANY)
        ? EnumSet.allOf(Reading.class)
        : EnumSet.of(
            Reading.named(word)
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "there is no reading " + word + " of the texts on link cost")));
  }

  /** {@return the readings that explain something, in words} */
  static String words(Set<Reading> readings) {
    if (readings.isEmpty()) {
      return "different readings in the two orders";
    }
    return readings.size() == Reading.values().length
        ? "either reading"
        : readings.iterator().next().word() + " reading";
  }

  private static int sum(String text) {
    return links(text).stream().reduce(0, Math::addExact);
  }
}
