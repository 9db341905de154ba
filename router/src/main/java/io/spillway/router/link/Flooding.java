package io.spillway.router.link;

import io.spillway.router.route.Advertisement;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * News that is still to be passed on: of each site only the newest, to every neighbour but the one
 * from which it came, and those to which the site has a link itself. Owned by the mesh's loop.
 *
 * <p>Those hear it from the site; or else that link is down, which the site, or its end, is about
 * to say in a newer advertisement. Without this rule n sites that are all linked to each other
 * would send each word n² times, which chokes a full mesh of 50.
 */
final class Flooding {

  private final Map<String, News> waiting = new LinkedHashMap<>();

  private record News(Advertisement advertisement, Optional<ControlSession> from) {}

  /**
   * Takes an advertisement up; it replaces an older one of the same site that still waits.
   *
   * @param advertisement what is newer than everything before it
   * @param from where it came from; empty if it is this site's own
   */
  void add(Advertisement advertisement, Optional<ControlSession> from) {
    waiting.put(advertisement.site(), new News(advertisement, from));
  }

  /** Passes on what waits. */
  void flush(Collection<ControlSession> sessions) {
    for (News news : waiting.values()) {
      ByteBuffer encoded = Message.encode(news.advertisement());
      Set<String> told = new HashSet<>();
      if (news.from().isPresent()) {
        told.add(news.from().get().end().peer());
        news.advertisement().links().forEach(end -> told.add(end.peer()));
      }
      for (ControlSession session : sessions) {
        if (!told.contains(session.end().peer())) {
          session.advertise(news.advertisement().site(), encoded.duplicate());
        }
      }
    }
    waiting.clear();
  }
}
