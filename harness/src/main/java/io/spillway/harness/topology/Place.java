package io.spillway.harness.topology;

import java.util.Comparator;

/**
 * Where something is declared.
 *
 * @param file a file's path as the user would find it, or {@code site <name>} for a network that is
 *     built in Java
 * @param line from 1; 0 for the whole file
 */
record Place(String file, int line) implements Comparable<Place> {

  private static final Comparator<Place> ORDER =
      Comparator.comparing(Place::file).thenComparingInt(Place::line);

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line;
  }
}
