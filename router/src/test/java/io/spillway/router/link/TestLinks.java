package io.spillway.router.link;

import io.spillway.router.route.LivenessPolicy;
import io.spillway.router.route.Policies;
import java.time.Duration;

/** Settings of links for tests, where most of them do not matter. */
public final class TestLinks {

  private static final int MANY = 4096;
  private static final int MANY_BYTES = 1 << 26;

  private TestLinks() {}

  /** {@return settings with this liveness, and bounds that no test reaches by chance} */
  public static LinkSettings settings(String site, int spares, LivenessPolicy liveness) {
    return settings(site, 1, spares, liveness, MANY, MANY, MANY_BYTES);
  }

  /** {@return settings with bounds of its own} */
  static LinkSettings settings(
      String site,
      long incarnation,
      int spares,
      LivenessPolicy liveness,
      int sites,
      int advertised,
      int bytes) {
    return new LinkSettings(
        site,
        incarnation,
        spares,
        Duration.ofMillis(200).toNanos(),
        liveness,
        Policies.documented().pathCost(),
        sites,
        bytes,
        advertised,
        Duration.ofSeconds(4).toNanos(),
        MANY,
        1 << 20,
        bytes,
        new LinkCounters());
  }
}
