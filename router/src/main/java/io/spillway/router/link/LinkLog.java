package io.spillway.router.link;

import io.spillway.router.route.Advertisement.LinkEnd;
import io.spillway.router.route.LinkId;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How every link of this site is: those that it declares, up or not, and those of others that are
 * up or were so lately. Owned by the mesh's loop.
 */
final class LinkLog {

  /** The most links of others that are remembered when they are down. */
  static final int MAX_GONE = 1000;

  private final String site;
  private final InstantSource clock;
  private final Map<LinkId, LinkState> states = new LinkedHashMap<>();

  /**
   * Makes an empty log.
   *
   * @param site this site; links that it dials are remembered until they are forgotten
   * @param clock says when something happens, for people to read
   */
  LinkLog(String site, InstantSource clock) {
    this.site = site;
    this.clock = clock;
  }

  void declared(LinkId id, int cost) {
    states.put(
        id, new LinkState(id, Optional.empty(), cost, false, clock.instant(), 0, Optional.empty()));
  }

  void up(LinkEnd end) {
    LinkState earlier = states.remove(end.id()); // so that the youngest stands last
    long sessions = earlier == null ? 1 : earlier.sessions() + 1;
    states.put(
        end.id(),
        new LinkState(
            end.id(),
            Optional.of(end.peer()),
            end.cost(),
            true,
            clock.instant(),
            sessions,
            Optional.empty()));
  }

  void down(LinkId id, String reason) {
    states.computeIfPresent(
        id, (key, state) -> state.turned(false, clock.instant()).because(reason));
    List<LinkId> gone =
        states.values().stream()
            .filter(state -> !state.up() && !state.id().dialler().equals(site))
            .map(LinkState::id)
            .toList();
    gone.stream().limit(Math.max(0, gone.size() - MAX_GONE)).forEach(states::remove);
  }

  /** A link that was left out in the middle of a session is used again. */
  void upAgain(LinkId id) {
    states.computeIfPresent(id, (key, state) -> state.turned(true, clock.instant()));
  }

  /** Notes why a link that is down does not come up. */
  void notOpened(LinkId id, String reason) {
    states.computeIfPresent(id, (key, state) -> state.up() ? state : state.because(reason));
  }

  void cost(LinkId id, int cost) {
    states.computeIfPresent(id, (key, state) -> state.costing(cost));
  }

  void forget(LinkId id) {
    states.remove(id);
  }

  List<LinkState> states() {
    return List.copyOf(states.values());
  }
}
