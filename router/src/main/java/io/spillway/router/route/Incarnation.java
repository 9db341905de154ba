package io.spillway.router.route;

import io.spillway.router.route.Advertisement.LinkEnd;
import io.spillway.router.route.Advertisement.Service;
import java.util.List;
import java.util.OptionalLong;

/**
 * This site's life: numbers its advertisements, and claims its name again when the network knows a
 * newer one. For one thread.
 *
 * <p>There are two reasons why it may know one. An earlier life of this site had higher numbers,
 * because a clock was set back: then a higher number settles it, at once. Or another router has the
 * same name, and answers a higher number with a higher one: then each waits twice as long from
 * claim to claim, up to a minute, so that the network is disturbed less and less and never often.
 */
public final class Incarnation {

  static final long FIRST_PAUSE_NANOS = 1_000_000_000L;
  static final long LONGEST_PAUSE_NANOS = 64 * FIRST_PAUSE_NANOS;

  private final String site;
  private long number;
  private long sequence;
  private boolean claiming;
  private boolean contested;
  private long newestSeen;
  private long lastClaimNanos;
  private long pauseNanos;

  /**
   * Begins a life.
   *
   * @param site the site
   * @param number its number, higher than those of earlier lives as far as that is known
   */
  public Incarnation(String site, long number) {
    this.site = site;
    this.number = number;
  }

  /** {@return the number of this life} */
  public long number() {
    return number;
  }

  /**
   * The next advertisement of this life.
   *
   * @param links the site's links that are up
   * @param services its connectors
   * @return an advertisement that is newer than every one before
   */
  public Advertisement next(List<LinkEnd> links, List<Service> services) {
    return new Advertisement(site, number, ++sequence, links, services);
  }

  /**
   * Takes note of an advertisement in this site's name.
   *
   * @param advertisement what came from the network
   * @param nowNanos the time now
   * @return in how many nanoseconds {@link #claim} is to be called; empty if there is nothing to
   *     claim, or a claim is under way
   */
  public OptionalLong heard(Advertisement advertisement, long nowNanos) {
    boolean newer =
        advertisement.incarnation() != number
            ? advertisement.incarnation() > number
            : advertisement.sequence() > sequence;
    if (!newer) {
      return OptionalLong.empty();
    }
    newestSeen = Math.max(newestSeen, advertisement.incarnation());
    if (claiming) {
      return OptionalLong.empty();
    }
    claiming = true;
    boolean soon = contested && nowNanos - lastClaimNanos < 2 * LONGEST_PAUSE_NANOS;
    pauseNanos =
        soon ? Math.min(LONGEST_PAUSE_NANOS, Math.max(FIRST_PAUSE_NANOS, 2 * pauseNanos)) : 0;
    contested = true;
    return OptionalLong.of(pauseNanos);
  }

  /**
   * Goes beyond everything that was heard in this site's name.
   *
   * @param nowNanos the time now
   */
  public void claim(long nowNanos) {
    claiming = false;
    lastClaimNanos = nowNanos;
    number = Math.min(newestSeen, Advertisement.MAX_NUMBER - 1) + 1;
  }
}
