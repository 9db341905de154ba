package io.spillway.harness.topology;

import java.util.OptionalInt;

/**
 * A channel between two sites, opened by the site that declares it and used in both directions.
 *
 * @param name the resource's name, unique in its site
 * @param to the site at the other end
 * @param givenCost the cost that is declared, at least 1; empty where nothing is said, and then the
 *     router is told nothing either (rule C1 compares the two)
 */
public record Link(String name, String to, OptionalInt givenCost) {

  /** What a link costs that does not say (skupper-2.2, Understanding link cost behavior). */
  public static final int DEFAULT_COST = 1;

  /**
   * Creates a link whose cost is declared.
   *
   * @param name the resource's name, unique in its site
   * @param to the site at the other end
   * @param cost at least 1
   */
  public Link(String name, String to, int cost) {
    this(name, to, OptionalInt.of(cost));
  }

  /** {@return what the link costs: what is declared, or else {@value #DEFAULT_COST}} */
  public int cost() {
    return givenCost.orElse(DEFAULT_COST);
  }
}
