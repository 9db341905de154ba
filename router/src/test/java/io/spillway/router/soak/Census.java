package io.spillway.router.soak;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a router holds at one moment.
 *
 * @param relaying streams that are relayed
 * @param buffers buffers in use
 * @param descriptors open file descriptors of its process
 * @param objects live objects by class: channels, selector keys, and everything of the router that
 *     owns something, such as timers, connections and relays
 */
record Census(int relaying, int buffers, int descriptors, Map<String, Integer> objects) {

  /** Copies the map. */
  Census {
    objects = new TreeMap<>(objects);
  }

  static Census of(Child router) {
    Map<String, Integer> stats = pairs(router.ask("stats"));
    Map<String, Integer> objects = pairs(router.ask("objects"));
    return new Census(stats.get("relaying"), stats.get("buffers"), router.descriptors(), objects);
  }

  /** {@return what is more, or less, than before; nothing if all is as it was and idle} */
  List<String> differencesFrom(Census before) {
    List<String> differences = new ArrayList<>();
    difference(differences, "relaying", 0, relaying);
    difference(differences, "buffers", 0, buffers);
    difference(differences, "descriptors", before.descriptors, descriptors);
    TreeMap<String, Integer> all = new TreeMap<>(objects);
    before.objects.forEach((name, count) -> all.putIfAbsent(name, 0));
    all.forEach(
        (name, count) ->
            difference(differences, name, before.objects.getOrDefault(name, 0), count));
    return differences;
  }

  private static void difference(List<String> differences, String what, int before, int now) {
    if (before != now) {
      differences.add(what + " " + before + " -> " + now);
    }
  }

  private static Map<String, Integer> pairs(String line) {
    Map<String, Integer> pairs = new TreeMap<>();
    Arrays.stream(line.split(" ", -1))
        .map(pair -> pair.split("=", -1))
        .forEach(pair -> pairs.put(pair[0], Integer.parseInt(pair[1])));
    return pairs;
  }
}
