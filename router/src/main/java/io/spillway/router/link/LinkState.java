package io.spillway.router.link;

import io.spillway.router.route.LinkId;
import java.time.Instant;
import java.util.Optional;

/**
 * How a link of this site is, as far as this site knows.
 *
 * @param id the link
 * @param peer the site at the other end; empty while it was never up
 * @param cost its cost, as its dialler said last
 * @param up whether streams can use it
 * @param since since when it is up, or down; noted once, so that it stays when the clock is set
 * @param sessions how often it has come up so far
 * @param reason why it is down; empty while it is up, and before it was tried
 */
public record LinkState(
    LinkId id,
    Optional<String> peer,
    int cost,
    boolean up,
    Instant since,
    long sessions,
    Optional<String> reason) {

  LinkState costing(int next) {
    return new LinkState(id, peer, next, up, since, sessions, reason);
  }

  LinkState turned(boolean toUp, Instant now) {
    return new LinkState(id, peer, cost, toUp, now, sessions, Optional.empty());
  }

  LinkState because(String why) {
    return new LinkState(id, peer, cost, up, since, sessions, Optional.of(why));
  }
}
