package io.spillway.router.soak;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How many objects of the classes that own something are alive: those of the router but for its
 * routing tables, and the channels and selector keys.
 */
final class LiveObjects {

  private LiveObjects() {}

  /**
   * Reads a class histogram of the JVM.
   *
   * @return the classes and their numbers, {@code name=number}. The lambdas of a class count
   *     together: what a timer runs the first time and what it runs from then on are two of them,
   *     and at any time there is one.
   */
  static String owners(String histogram) {
    Map<String, Integer> owners = new TreeMap<>();
    histogram
        .lines()
        .map(line -> line.strip().split("\\s+", 5))
        .filter(cells -> cells.length >= 4 && isOwner(cells[3]))
        .forEach(
            cells ->
                owners.merge(
                    cells[3].replaceFirst("(\\$\\$Lambda).*", "$1"),
                    Integer.parseInt(cells[1]),
                    Integer::sum));
    return owners.entrySet().stream().map(Object::toString).collect(Collectors.joining(" "));
  }

  private static boolean isOwner(String className) {
    return className.matches("io\\.spillway\\.router\\.(loop|relay|link|stream)\\..*")
        || className.matches("sun\\.nio\\.ch\\.(SelectionKeyImpl|SocketChannelImpl)");
  }
}
