package io.spillway.router.route;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The newest advertisement of every site that was ever heard of. For one thread.
 *
 * <p>A site that is gone stays in it, and cannot be reached, because its neighbours no longer
 * advertise their ends of its links. When it returns with the same name, its higher incarnation
 * replaces what was there.
 */
public final class LinkStateDatabase {

  /** The most sites that it holds: what peers send is bounded. */
  public static final int MAX_SITES = 4096;

  private final Map<String, Advertisement> bySite = new TreeMap<>();

  /**
   * Takes an advertisement in, if it is news.
   *
   * @param advertisement what a site says of itself
   * @return whether it was newer than what was known, and should be flooded on
   */
  public boolean offer(Advertisement advertisement) {
    Advertisement known = bySite.get(advertisement.site());
    boolean news = known == null ? bySite.size() < MAX_SITES : advertisement.isNewerThan(known);
    if (news) {
      bySite.put(advertisement.site(), advertisement);
    }
    return news;
  }

  /**
   * Looks a site up.
   *
   * @param site the site
   * @return its newest advertisement, if there is one
   */
  public Optional<Advertisement> get(String site) {
    return Optional.ofNullable(bySite.get(site));
  }

  /** {@return a read-only view of everything, by the sites' names} */
  public Collection<Advertisement> all() {
    return Collections.unmodifiableCollection(bySite.values());
  }
}
