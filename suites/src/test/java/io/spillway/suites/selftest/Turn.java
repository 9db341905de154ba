package io.spillway.suites.selftest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which part of the self-test is tried. All of it takes about an hour, which is too long for every
 * change; with {@code -Dselftest.turn=N} only a part is, and consecutive numbers take turns: in as
 * many turns in a row as the longest of the lists has elements, each element is tried.
 *
 * @param number the number of the turn, at least 0; empty if everything is tried
 */
record Turn(OptionalInt number) {

  private static final String PROPERTY = "selftest.turn";

  /**
   * {@return the one that was asked for}
   *
   * @throws IllegalArgumentException if it is no whole number from 0 on
   */
  static Turn asked() {
    return of(System.getProperty(PROPERTY, ""));
  }

  static Turn of(String text) {
    if (text.isEmpty()) {
      return new Turn(OptionalInt.empty());
    }
    if (!text.matches("\\d{1,9}")) {
      throw new IllegalArgumentException(
          "-D" + PROPERTY + " is a whole number from 0 on, not '" + text + "'");
    }
    return new Turn(OptionalInt.of(Integer.parseInt(text)));
  }

  /** {@return of those that are alike in this one each} */
  <T> List<T> oneOfEach(List<T> all, Function<T, ?> alike) {
    if (number.isEmpty()) {
      return all;
    }
    Map<Object, List<T>> groups =
        all.stream().collect(Collectors.groupingBy(alike, LinkedHashMap::new, Collectors.toList()));
    return groups.values().stream()
        .map(group -> group.get(number.getAsInt() % group.size()))
        .toList();
  }

  /** {@return every so-manyth of them, and one at least of those that are fewer} */
  <T> List<T> every(int distance, List<T> all) {
    if (number.isEmpty() || all.isEmpty()) {
      return all;
    }
    int step = Math.min(distance, all.size());
    int first = number.getAsInt() % step;
    return IntStream.range(0, all.size())
        .filter(index -> index % step == first)
        .<T>mapToObj(all::get)
        .toList();
  }
}
