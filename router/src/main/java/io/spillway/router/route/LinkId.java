package io.spillway.router.route;

import java.util.Comparator;

/**
 * A link of the network. Two sites may have several links between them.
 *
 * @param dialler the site that opens the link
 * @param name the link's name, unique in that site
 */
public record LinkId(String dialler, String name) implements Comparable<LinkId> {

  private static final Comparator<LinkId> ORDER =
      Comparator.comparing(LinkId::dialler).thenComparing(LinkId::name);

  @Override
  public int compareTo(LinkId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return dialler + "/" + name;
  }
}
