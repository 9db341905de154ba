package io.spillway.router.route;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The newest advertisement of every site that was heard of lately. For one thread.
 *
 * <p>A site that is gone stays in it for a while, and cannot be reached, because its neighbours no
 * longer advertise their ends of its links. Sites that live renew their advertisements; one that
 * was not renewed for a time is forgotten, so that names cannot pile up. What remains of it is how
 * far it had counted: an older advertisement that turns up later is still known to be old.
 *
 * <p>Times are nanoseconds of one monotonic clock.
 */
public final class LinkStateDatabase {

  private final int maxSites;
  private final long forgetNanos;
  private final Map<String, Entry> bySite = new TreeMap<>();
  private final Map<String, Advertisement> forgotten = new LinkedHashMap<>();

  private record Entry(Advertisement advertisement, long heardNanos) {}

  /** What an advertisement is to the database. */
  public enum News {
    /** Nothing new: the same as what is known, or older. */
    OLD,
    /** Newer, and says what was known: the site lives. */
    RENEWED,
    /** Newer, and says something else. */
    CHANGED,
    /** Of a site that was not known, for which there is no room. */
    NO_ROOM
  }

  /**
   * Makes an empty database.
   *
   * @param maxSites the most sites that it holds, at least 1: what peers send is bounded
   * @param forgetNanos after how long a site is forgotten that does not renew what it said
   */
  public LinkStateDatabase(int maxSites, long forgetNanos) {
    this.maxSites = maxSites;
    this.forgetNanos = forgetNanos;
  }

  /**
   * Takes an advertisement in, if it is newer than what is known.
   *
   * @param advertisement what a site says of itself
   * @param nowNanos the time now
   * @return what it was; if renewed or changed, it is to be flooded on
   */
  public News offer(Advertisement advertisement, long nowNanos) {
    String site = advertisement.site();
    Entry known = bySite.get(site);
    if (known == null) {
      Advertisement last = forgotten.get(site);
      if (last != null && last.isNewerThan(advertisement)) {
        return News.OLD;
      }
      if (bySite.size() >= maxSites) {
        return News.NO_ROOM;
      }
      forgotten.remove(site);
    } else if (!advertisement.isNewerThan(known.advertisement())) {
      return News.OLD;
    }
    bySite.put(site, new Entry(advertisement, nowNanos));
    return known != null && advertisement.saysTheSameAs(known.advertisement())
        ? News.RENEWED
        : News.CHANGED;
  }

  /**
   * Forgets the sites that have not renewed what they said.
   *
   * @param self the site that is never forgotten
   * @param nowNanos the time now
   * @return whether any was forgotten
   */
  public boolean forget(String self, long nowNanos) {
    int before = bySite.size();
    for (Iterator<Entry> entries = bySite.values().iterator(); entries.hasNext(); ) {
      Entry entry = entries.next();
      String site = entry.advertisement().site();
      if (nowNanos - entry.heardNanos() > forgetNanos && !site.equals(self)) {
        entries.remove();
        forgotten.put(site, entry.advertisement().withoutContent());
      }
    }
    for (Iterator<String> oldest = forgotten.keySet().iterator(); forgotten.size() > maxSites; ) {
      oldest.next();
      oldest.remove();
    }
    return bySite.size() < before;
  }

  /**
   * Looks a site up.
   *
   * @param site the site
   * @return its newest advertisement, if there is one
   */
  public Optional<Advertisement> get(String site) {
    return Optional.ofNullable(bySite.get(site)).map(Entry::advertisement);
  }

  /** {@return all advertisements, by the sites' names} */
  public List<Advertisement> all() {
    return bySite.values().stream().map(Entry::advertisement).toList();
  }
}
