package io.spillway.router.route;

/**
 * A link of the network. Two sites may have several links between them.
 *
 * @param dialler the site that opens the link
 * @param name the link's name, unique in that site
 */
public record LinkId(String dialler, String name) {
  @Override
  public String toString() {
    return dialler + "/" + name;
  }
}
