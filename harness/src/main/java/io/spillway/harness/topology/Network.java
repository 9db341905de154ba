package io.spillway.harness.topology;

import java.util.List;
import java.util.Optional;

/**
 * A network of sites, checked: names are unique, every link leads to a site of this network.
 *
 * <p>Immutable. Whoever reads or builds one validates it first (see {@code NetworkReader} and
 * {@code NetworkBuilder}); the record itself only refuses what would make it meaningless.
 *
 * @param name a short name for run folders and logs
 * @param sites the sites, in the order in which they were declared
 */
public record Network(String name, List<Site> sites) {

  /** Copies the list and refuses a network without sites. */
  public Network {
    sites = List.copyOf(sites);
    if (sites.isEmpty()) {
      throw new IllegalArgumentException("network " + name + " has no site");
    }
  }

  /**
   * {@return the site of that name}
   *
   * @throws IllegalArgumentException if there is none; the message lists the sites that there are
   */
  public Site site(String siteName) {
    return find(siteName)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no site "
                        + siteName
                        + " in network "
                        + name
                        + "; its sites are "
                        + sites.stream().map(Site::name).toList()));
  }

  /** {@return the site of that name, if there is one} */
  public Optional<Site> find(String siteName) {
    return sites.stream().filter(site -> site.name().equals(siteName)).findFirst();
  }
}
