package io.spillway.harness.topology;

/**
 * A channel between two sites, opened by the site that declares it and used in both directions.
 *
 * @param name the resource's name, unique in its site
 * @param to the site at the other end
 * @param cost the link's cost, at least 1; {@value #DEFAULT_COST} where a file says nothing
 */
public record Link(String name, String to, int cost) {

  /** What a link costs that does not say (skupper-2.2, Understanding link cost behavior). */
  public static final int DEFAULT_COST = 1;
}
