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
 * <p>What others may say is bounded in sites and in bytes. Of a site whose newer word finds no room
 * the older one stays, until it is forgotten like one that was not renewed; one that is no longer
 * than the older always finds room.
 *
 * <p>Times are nanoseconds of one monotonic clock.
 */
public final class LinkStateDatabase {

  private final String self;
  private final int maxSites;
  private final long maxBytes;
  private final long forgetNanos;
  private final Map<String, Entry> bySite = new TreeMap<>();
  private final Map<String, Advertisement> forgotten = new LinkedHashMap<>();
  private long bytes;

  private record Entry(Advertisement advertisement, long bytes, long heardNanos) {}

  /** What an advertisement is to the database. */
  public enum News {
    /** Nothing new: the same as what is known, or older. */
    OLD,
    /** Newer, and says what was known: the site lives. */
    RENEWED,
    /** Newer, and says something else. */
    CHANGED,
    /** Newer, or of a site that was not known, and there is no room for it. */
    NO_ROOM
  }

  /**
   * Makes an empty database.
   *
   * @param self this site, whose own word always finds room and is never forgotten
   * @param maxSites the most sites that it holds, at least 1: what peers send is bounded
   * @param maxBytes the most memory that what they say may take, in bytes, at least 1
   * @param forgetNanos after how long a site is forgotten that does not renew what it said
   */
  public LinkStateDatabase(String self, int maxSites, long maxBytes, long forgetNanos) {
    this.self = self;
    this.maxSites = maxSites;
    this.maxBytes = maxBytes;
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
    } else if (!advertisement.isNewerThan(known.advertisement())) {
      return News.OLD;
    }
    long before = known == null ? 0 : known.bytes();
    Entry entry = new Entry(advertisement, advertisement.memoryBytes(), nowNanos);
    if (!site.equals(self) && !hasRoom(known == null, entry.bytes() - before)) {
      return News.NO_ROOM;
    }
    forgotten.remove(site);
    bySite.put(site, entry);
    bytes += entry.bytes() - before;
    return known != null && advertisement.saysTheSameAs(known.advertisement())
        ? News.RENEWED
        : News.CHANGED;
  }

  private boolean hasRoom(boolean newSite, long moreBytes) {
    boolean siteFits = !newSite || bySite.size() < maxSites;
    return siteFits && (moreBytes <= 0 || bytes + moreBytes <= maxBytes);
  }

  /**
   * Forgets the sites that have not renewed what they said.
   *
   * @param nowNanos the time now
   * @return whether any was forgotten
   */
  public boolean forget(long nowNanos) {
    int before = bySite.size();
    for (Iterator<Entry> entries = bySite.values().iterator(); entries.hasNext(); ) {
      Entry entry = entries.next();
      String site = entry.advertisement().site();
      if (nowNanos - entry.heardNanos() > forgetNanos && !site.equals(self)) {
        entries.remove();
        bytes -= entry.bytes();
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

  /** {@return how much memory all that is known takes, estimated, in bytes} */
  public long bytes() {
    return bytes;
  }

  /** {@return all advertisements, by the sites' names} */
  public List<Advertisement> all() {
    return bySite.values().stream().map(Entry::advertisement).toList();
  }
}
