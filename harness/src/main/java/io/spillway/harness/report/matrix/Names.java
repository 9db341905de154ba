package io.spillway.harness.report.matrix;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Names for columns, no two the same: the router with its version; where that is not enough, with
 * its runtime, or else with its folder, or else with a number.
 */
final class Names {

  private static final String JOINT = " · ";

  private Names() {}

  static List<String> of(List<Entry> entries) {
    Map<String, List<Integer>> alike = new LinkedHashMap<>();
    for (int index = 0; index < entries.size(); index++) {
      alike.computeIfAbsent(plain(entries.get(index)), name -> new ArrayList<>()).add(index);
    }
    List<String> names = entries.stream().map(Names::plain).collect(Collectors.toList());
    alike.forEach(
        (name, indexes) -> {
          if (indexes.size() > 1) {
            Function<Entry, String> apart = apart(indexes.stream().map(entries::get).toList());
            indexes.forEach(index -> names.set(index, name + apart.apply(entries.get(index))));
          }
        });
    return numbered(names);
  }

  private static String plain(Entry entry) {
    String router = (entry.report().router() + " " + entry.report().routerVersion()).strip();
    return !entry.name().isBlank()
        ? entry.name().strip()
        : router.isEmpty() ? entry.place() : router;
  }

  /** What tells all of these apart; nothing where neither runtime nor folder does. */
  private static Function<Entry, String> apart(List<Entry> entries) {
    List<Function<Entry, String>> ways = List.of(one -> one.report().runtime(), Entry::place);
    for (Function<Entry, String> way : ways) {
      if (entries.stream().map(way).filter(word -> !word.isBlank()).distinct().count()
          == entries.size()) {
        return way.andThen(word -> JOINT + word);
      }
    }
    return one -> "";
  }

  private static List<String> numbered(List<String> names) {
    Set<String> taken = new HashSet<>();
    List<String> unique = new ArrayList<>();
    for (String name : names) {
      String candidate = name;
      for (int number = 2; !taken.add(candidate); number++) {
        candidate = name + JOINT + number;
      }
      unique.add(candidate);
    }
    return List.copyOf(unique);
  }
}
