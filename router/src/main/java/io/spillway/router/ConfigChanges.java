package io.spillway.router;

import io.spillway.router.admin.ReloadResult;
import io.spillway.router.admin.ReloadResult.Action;
import io.spillway.router.admin.ReloadResult.Change;
import io.spillway.router.config.RouterConfig;
import io.spillway.router.config.RouterConfig.Access;
import io.spillway.router.config.RouterConfig.Connector;
import io.spillway.router.config.RouterConfig.HealthCheck;
import io.spillway.router.config.RouterConfig.Link;
import io.spillway.router.config.RouterConfig.Listener;
import io.spillway.router.config.RouterConfig.Strategy;
import io.spillway.router.config.RouterConfig.Tls;
import io.spillway.router.link.LinkChanges;
import io.spillway.router.link.LinkTarget;
import io.spillway.router.tls.TlsContext;
import io.spillway.router.tls.TlsIdentity;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is different between two configurations of a router. Immutable. */
final class ConfigChanges {

  private final RouterConfig before;
  private final RouterConfig after;

  /**
   * Compares two configurations.
   *
   * @param before what the router does now
   * @param after what it is to do
   */
  ConfigChanges(RouterConfig before, RouterConfig after) {
    this.before = before;
    this.after = after;
  }

  /** {@return what cannot be changed while a router runs, a sentence each} */
  List<String> refusals() {
    List<String> refusals = new ArrayList<>();
    if (!before.site().equals(after.site())) {
      refusals.add(
          "the site's name cannot be changed from '"
              + before.site()
              + "' to '"
              + after.site()
              + "' while it runs. Start a router of that name instead.");
    }
    Map<String, Listener> known = named(before.listeners(), Listener::name);
    for (Listener listener : after.listeners()) {
      Optional.ofNullable(known.get(listener.name()))
          .filter(old -> !resource(old.strategy()).equals(resource(listener.strategy())))
          .ifPresent(old -> refusals.add(immutable(old, listener)));
    }
    return refusals;
  }

  private static String immutable(Listener old, Listener next) {
    return "listener '"
        + old.name()
        + "' cannot change from "
        + resource(old.strategy())
        + " to "
        + resource(next.strategy())
        + ": a listener's kind and a MultiKeyListener's strategy are immutable."
        + " Add a listener of another name instead.";
  }

  /** {@return what a listener is for good; a TrafficSplit comes to a Listener, and goes again} */
  private static String resource(Strategy strategy) {
    return strategy instanceof Strategy.Single || strategy instanceof Strategy.Split
        ? "a Listener"
        : "a MultiKeyListener with the strategy " + strategy(strategy);
  }

  /** {@return what a strategy is called} */
  static String strategy(Strategy strategy) {
    return strategy.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  /** What becomes of the links that others open. */
  enum AccessChange {
    /** Nothing. */
    NONE,
    /**
     * They are accepted with other credentials of the same authority; those that there are stay.
     */
    RENEWED,
    /** They are accepted elsewhere, or of others, or not at all; those that there are end. */
    REPLACED
  }

  /** {@return what becomes of the links that others open} */
  AccessChange access() {
    Optional<Tls> old = before.access().flatMap(Access::tls);
    Optional<Tls> next = after.access().flatMap(Access::tls);
    if (!before.access().map(ConfigChanges::place).equals(after.access().map(ConfigChanges::place))
        || !authorities(old).equals(authorities(next))) {
      return AccessChange.REPLACED;
    }
    return old.equals(next) ? AccessChange.NONE : AccessChange.RENEWED;
  }

  /** Diallers look for the host in the certificate, and not at its subject. */
  private static Optional<Set<X509Certificate>> authorities(Optional<Tls> tls) {
    return tls.map(Wiring::identity).map(TlsIdentity::authorities);
  }

  /** {@return what becomes of the links that this router opens} */
  LinkChanges links() {
    Map<String, Link> old = named(before.links(), Link::name);
    Map<String, Link> next = named(after.links(), Link::name);
    List<String> closed = new ArrayList<>();
    List<LinkTarget> opened = new ArrayList<>();
    Map<String, Integer> costs = new LinkedHashMap<>();
    Map<String, TlsContext> renewed = new LinkedHashMap<>();
    for (Link link : before.links()) {
      if (!next.containsKey(link.name()) || !sameWay(link, next.get(link.name()))) {
        closed.add(link.name());
      }
    }
    for (Link link : after.links()) {
      if (!old.containsKey(link.name()) || closed.contains(link.name())) {
        opened.add(Wiring.target(link));
        continue;
      }
      if (old.get(link.name()).cost() != link.cost()) {
        costs.put(link.name(), link.cost());
      }
      if (!old.get(link.name()).tls().equals(link.tls())) {
        Wiring.target(link).tls().ifPresent(tls -> renewed.put(link.name(), tls));
      }
    }
    return new LinkChanges(closed, opened, costs, renewed);
  }

  /** The other side takes connections of a link only with the certificate subject of its first. */
  private static boolean sameWay(Link one, Link other) {
    return place(one).equals(place(other))
        && one.tls().map(Wiring::identity).equals(other.tls().map(Wiring::identity));
  }

  /** {@return everything that is different, for people} */
  ReloadResult result() {
    List<Change> changes = new ArrayList<>();
    compare(
        changes,
        "RouterAccess",
        named(before.access().stream().toList(), Access::name),
        named(after.access().stream().toList(), Access::name),
        ConfigChanges::place,
        access -> tls(access.tls()).orElse("no tlsCredentials"),
        Access::tls);
    compare(
        changes,
        "Link",
        named(before.links(), Link::name),
        named(after.links(), Link::name),
        ConfigChanges::place,
        link -> "cost " + link.cost() + tls(link.tls()).map(t -> ", " + t).orElse(""),
        Link::tls);
    compare(
        changes,
        "Listener",
        named(before.listeners(), Listener::name),
        named(after.listeners(), Listener::name),
        listener -> listener.host() + ":" + listener.port(),
        listener -> strategy(listener.strategy()) + " " + keys(listener.strategy()),
        listener -> Optional.empty());
    compare(
        changes,
        "Connector",
        named(before.connectors(), Connector::name),
        named(after.connectors(), Connector::name),
        connector -> connector.host() + ":" + connector.port(),
        connector ->
            "key " + connector.routingKey() + ", health check " + health(connector.health()),
        connector -> Optional.empty());
    return new ReloadResult(changes);
  }

  private static <T> void compare(
      List<Change> changes,
      String kind,
      Map<String, T> old,
      Map<String, T> next,
      Function<T, String> place,
      Function<T, String> rest,
      Function<T, Optional<Tls>> tls) {
    old.forEach(
        (name, value) -> {
          if (!next.containsKey(name)) {
            changes.add(new Change(kind, name, Action.REMOVED, place.apply(value)));
          }
        });
    next.forEach(
        (name, value) -> {
          T earlier = old.get(name);
          if (earlier == null) {
            changes.add(new Change(kind, name, Action.ADDED, place.apply(value)));
            return;
          }
          if (!place.apply(earlier).equals(place.apply(value))) {
            String detail = place.apply(earlier) + " -> " + place.apply(value);
            changes.add(new Change(kind, name, Action.MOVED, detail));
          }
          if (!rest.apply(earlier).equals(rest.apply(value))) {
            String detail = rest.apply(earlier) + " -> " + rest.apply(value);
            changes.add(new Change(kind, name, Action.CHANGED, detail));
          } else if (!tls.apply(earlier).equals(tls.apply(value))) {
            String detail = credentials(tls.apply(earlier), tls.apply(value));
            changes.add(new Change(kind, name, Action.CHANGED, detail));
          }
        });
  }

  private static String place(Access access) {
    return access.host() + ":" + access.port();
  }

  private static String place(Link link) {
    return link.host() + ":" + link.port();
  }

  private static Optional<String> tls(Optional<Tls> tls) {
    return tls.map(t -> "tlsCredentials " + t.name());
  }

  /** What has become of credentials whose name is the same. */
  private static String credentials(Optional<Tls> old, Optional<Tls> next) {
    return old.map(Wiring::identity).equals(next.map(Wiring::identity))
        ? "credentials renewed"
        : "other credentials";
  }

  private static String health(HealthCheck health) {
    return health instanceof HealthCheck.Http http
        ? http.url().toString()
        : health.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  /** {@return the keys of a strategy, with what says how they are used} */
  private static String keys(Strategy strategy) {
    if (strategy instanceof Strategy.Weighted weighted) {
      return weighted.weights().toString();
    }
    if (strategy instanceof Strategy.Split split) {
      return split.weights()
          + ", primary "
          + split.primary()
          + (split.controlled() ? ", controlled" : "");
    }
    return Wiring.keys(strategy).toString();
  }

  private static <T> Map<String, T> named(Collection<T> values, Function<T, String> name) {
    return values.stream()
        .collect(Collectors.toMap(name, Function.identity(), (a, b) -> b, LinkedHashMap::new));
  }
}
