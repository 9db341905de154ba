package io.spillway.router;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ports of a router by resource. Those of a new configuration are bound before anything else is
 * done, so that nothing starts, or changes, by halves. Safe for use by several threads, of which
 * one at a time changes it.
 */
final class Ports {

  private volatile Map<String, Port> current = Map.of();
  private volatile List<Port> leaving = List.of();

  /**
   * A port that a resource asks for.
   *
   * @param what the resource, such as {@code listener 'backend'}
   * @param host the address to bind
   * @param port the port to bind; 0 lets the system choose
   */
  record Wanted(String what, String host, int port) {}

  /**
   * Ports that are bound and not used yet.
   *
   * @param next all ports from then on, by resource
   * @param bound those of them that are new
   * @param obsolete those that will not be needed any more
   */
  record Change(Map<String, Port> next, List<Port> bound, List<Port> obsolete) {

    /** Closes what was bound for nothing. */
    void discard() {
      bound.forEach(Port::close);
    }
  }

  /**
   * Binds what is missing.
   *
   * @throws RouterStartException if a port cannot be bound; then, as after any failure, none is
   */
  Change prepare(List<Wanted> wanted) {
    Map<String, Port> next = new LinkedHashMap<>();
    for (Wanted want : wanted) {
      Optional.ofNullable(current.get(want.what()))
          .filter(port -> port.isFor(want.host(), want.port()))
          .ifPresent(port -> next.put(want.what(), port));
    }
    List<Port> bound = new ArrayList<>();
    try {
      for (Wanted want : wanted) {
        if (!next.containsKey(want.what())) {
          next.put(want.what(), freed(want, next).orElseGet(() -> bind(want, bound)));
        }
      }
    } catch (RuntimeException e) {
      bound.forEach(Port::close);
      throw e;
    }
    List<Port> obsolete =
        current.values().stream().filter(port -> !next.containsValue(port)).toList();
    return new Change(next, bound, obsolete);
  }

  /** A port that another resource has given up, and that is what this one asks for. */
  private Optional<Port> freed(Wanted want, Map<String, Port> taken) {
    return current.values().stream()
        .filter(port -> port.isFixed() && port.isFor(want.host(), want.port()))
        .filter(port -> !taken.containsValue(port))
        .findFirst();
  }

  private static Port bind(Wanted want, List<Port> bound) {
    Port port = Port.bind(want.what(), want.host(), want.port());
    bound.add(port);
    return port;
  }

  /** Puts prepared ports in place; those that are obsolete are closed by who has put them so. */
  void commit(Change change) {
    leaving = change.obsolete();
    current = Map.copyOf(change.next());
  }

  /** {@return the port of a resource, if it has one} */
  Optional<Port> port(String what) {
    return Optional.ofNullable(current.get(what));
  }

  /**
   * Takes in the clients that have connected already, and closes their ports. Where links are
   * accepted stays open: as long as a stream is set up it may need one more connection of a link.
   * Called by the loop that serves them.
   */
  void stopListeners() {
    current.forEach(
        (what, port) -> {
          if (!what.equals(Wiring.LINKS)) {
            port.stop();
          }
        });
    leaving.forEach(Port::stop);
  }

  /** Closes all at once. Idempotent. */
  void close() {
    current.values().forEach(Port::close);
    leaving.forEach(Port::close);
  }
}
